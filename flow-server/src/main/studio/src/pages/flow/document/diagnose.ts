import type { Diagnostic } from '@codemirror/lint';
import { useEffect, useState } from 'react';
import { api } from '../../../api/client';

/** A finding of the engine. */
export interface Finding {
  file: string;
  line: number;
  column: number;
  severity: 'error' | 'warning' | 'hint';
  code: string;
  message: string;
}

export interface Check {
  valid: boolean;
  diagnostics: Finding[];
}

/** What the engine says of the texts as they are now, a moment after the last change. */
export function useFindings(flow: string, files: Record<string, string>, enabled: boolean): Check | null {
  const [check, setCheck] = useState<Check | null>(null);
  const key = JSON.stringify(files);
  useEffect(() => {
    if (!enabled) return;
    const ended = new AbortController();
    const timer = window.setTimeout(() => {
      api
        .post<Check>('/flow/check', { flow, files }, { signal: ended.signal })
        .then(setCheck)
        .catch(() => undefined);
    }, 350);
    return () => {
      window.clearTimeout(timer);
      ended.abort();
    };
    // the texts are compared by what they say
    // eslint-disable-next-line
  }, [flow, key, enabled]);
  return check;
}

function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let number = 1; number < line; number++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  const end = text.indexOf('\n', at);
  const whole = text.slice(at, end < 0 ? text.length : end);
  return at + [...whole].slice(0, column - 1).join('').length;
}

/** What may be replaced by what, if the message says it. */
export function remedy(message: string): { wrong: string; right: string } | null {
  const right = /[Dd]id you mean '([^']+)'\?/.exec(message)?.[1];
  if (!right) return null;
  const quoted = [...message.matchAll(/'([^']+)'/g)].map((match) => match[1]!).filter((one) => one !== right);
  return quoted.length ? { wrong: quoted.find((one) => similar(one, right)) ?? quoted[0]!, right } : null;
}

function similar(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= 3 && (one[0]?.toLowerCase() === other[0]?.toLowerCase() || one.slice(-2) === other.slice(-2));
}

/** The findings of one file as squiggles, with a fix where the message carries a remedy. */
export function squiggles(findings: Finding[], text: string): Diagnostic[] {
  return findings.map((finding) => {
    const from = offsetOf(text, finding.line, finding.column);
    const lineEnd = text.indexOf('\n', from);
    const rest = text.slice(from, lineEnd < 0 ? text.length : lineEnd);
    const word = /^("[^"]*"|'[^']*'|\$\{[^}]*\}|[^\s,:\]}]+)/.exec(rest)?.[0] ?? rest;
    const to = from + Math.max(1, word.length);
    const fix = remedy(finding.message);
    const at = fix ? rest.indexOf(fix.wrong) : -1;
    return {
      from,
      to: Math.min(to, text.length),
      severity: finding.severity === 'hint' ? 'hint' : finding.severity,
      source: finding.code,
      message: finding.message,
      ...(fix && at >= 0
        ? {
            actions: [
              {
                name: `Change to ${fix.right}`,
                apply: (view) => view.dispatch({ changes: { from: from + at, to: from + at + fix.wrong.length, insert: fix.right } }),
              },
            ],
          }
        : {}),
    } satisfies Diagnostic;
  });
}
