import { useCallback, useRef, useState } from 'react';
import { stream } from '../../api/client';
import type { Span } from '../../kit/trace/Trace';
import type { NodeStatus } from './canvas/layout';
import type { Finding } from './document/diagnose';

export interface NodeResult {
  status: 'Completed' | 'Failed' | 'Bypassed' | 'Canceled';
  cached: boolean;
  logs: string[];
  output?: unknown;
  inputs?: Record<string, unknown>;
  ms?: number;
  error?: { code: string; message: string; file?: string; line: number; details: string[]; node: string };
}

export interface RunResult {
  status: 'completed' | 'failed' | 'canceled';
  outputs: Record<string, unknown>;
  metrics: Record<string, unknown>;
  usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
  warnings: string[];
  nodes: Record<string, NodeResult>;
  failure?: { code: string; message: string };
  trace: Span;
}

export interface RunAsk {
  inputs: Record<string, unknown>;
  node?: string;
  from?: string;
  until?: string;
  outputs?: Record<string, unknown>;
  variants?: Record<string, string>;
  cached?: boolean;
}

export interface Broken {
  code: string;
  message: string;
  diagnostics?: Finding[];
}

export interface Stopped {
  node: string;
  request: Record<string, unknown>;
}

export interface RunState {
  running: boolean;
  statuses: Record<string, NodeStatus>;
  /** What was streamed so far, by output. */
  pieces: Record<string, string>;
  /** The results of all nodes that ran, the newest of each. */
  nodes: Record<string, NodeResult>;
  result: RunResult | null;
  before: RunResult | null;
  broken: Broken | null;
  stopped: Stopped | null;
}

const NOTHING: RunState = { running: false, statuses: {}, pieces: {}, nodes: {}, result: null, before: null, broken: null, stopped: null };

function statusOf(result: NodeResult): NodeStatus {
  return { state: result.status, cached: result.cached, ...(result.ms === undefined ? {} : { ms: result.ms }) };
}

/** Runs of a flow from its page, and what came of the last ones. */
export function useRuns(flow: string) {
  const [state, setState] = useState<RunState>(NOTHING);
  const ended = useRef<AbortController | null>(null);

  const run = useCallback(
    async (ask: RunAsk) => {
      ended.current?.abort();
      const own = new AbortController();
      ended.current = own;
      setState((before) => ({ ...before, running: true, broken: null, stopped: null, pieces: ask.node ? before.pieces : {}, statuses: ask.node ? before.statuses : {} }));
      const set = (change: (before: RunState) => RunState) => !own.signal.aborted && setState(change);
      try {
        await stream('/flow/run', { flow, ...ask }, ({ data }) => {
          const event = data as { event: string } & Record<string, unknown>;
          if (event.event === 'call') {
            const what = event.what as string;
            const status: NodeStatus = { state: what === 'began' ? 'running' : what === 'recalled' || what === 'given' ? 'recalled' : what === 'failed' ? 'Failed' : 'Completed' };
            set((before) => ({ ...before, statuses: { ...before.statuses, [event.node as string]: status } }));
          } else if (event.event === 'piece') {
            const output = event.output as string;
            const piece = typeof event.piece === 'string' ? event.piece : JSON.stringify(event.piece);
            set((before) => ({ ...before, pieces: { ...before.pieces, [output]: (before.pieces[output] ?? '') + piece } }));
          } else if (event.event === 'stopped') {
            set((before) => ({ ...before, stopped: { node: event.node as string, request: event.request as Record<string, unknown> } }));
          } else if (event.event === 'broken') {
            set((before) => ({ ...before, broken: event as unknown as Broken }));
          } else if (event.event === 'result') {
            const result = event.result as RunResult;
            const statuses = Object.fromEntries(Object.entries(result.nodes).map(([name, one]) => [name, statusOf(one)]));
            set((before) => ({
              ...before,
              nodes: { ...before.nodes, ...result.nodes },
              statuses: { ...before.statuses, ...statuses, ...(before.stopped ? { [before.stopped.node]: { state: 'stopped' as const } } : {}) },
              before: before.result,
              result,
            }));
          }
        }, own.signal);
      } catch (problem) {
        if (!own.signal.aborted) set((before) => ({ ...before, broken: { code: 'failed', message: (problem as Error).message } }));
      } finally {
        if (ended.current === own) setState((before) => ({ ...before, running: false }));
      }
    },
    [flow],
  );

  const stop = useCallback(() => {
    ended.current?.abort();
    setState((before) => ({ ...before, running: false, statuses: Object.fromEntries(Object.entries(before.statuses).filter(([, status]) => status.state !== 'running')) }));
  }, []);

  return { ...state, run, stop };
}

/** What a node came to; a node may have any name, such as `constructor`. */
export function resultOf(runs: Pick<RunState, 'nodes'>, node: string): NodeResult | undefined {
  return Object.hasOwn(runs.nodes, node) ? runs.nodes[node] : undefined;
}

export type Runs = ReturnType<typeof useRuns>;
