import type { RecordedSpan } from './spans';
import type { Bill } from '../shared/format';

export interface Run {
  name: string;
  display_name: string;
  description: string;
  tags: Record<string, string>;
  experiment: string | null;
  status: string;
  flow: string;
  data: string | null;
  variants: Record<string, string>;
  created: string;
  started: string | null;
  ended: string | null;
  seconds: number;
  archived: boolean;
  parent: string | null;
  completed: number;
  failed: number;
  rows?: number;
  tokens: number;
  cost: Bill;
  metrics: Record<string, unknown>;
  error?: string;
}

export interface RunDetails extends Run {
  over: string | null;
  resumed_from: string | null;
  column_mapping: Record<string, unknown>;
  connections: Record<string, Record<string, string>>;
  environment: Record<string, string>;
  model: string | null;
  repeats: number;
  concurrency: number;
  on_error: string;
  settings: Record<string, unknown>;
  properties: Record<string, string>;
  usage: { total: number; prompt: number; completion: number };
  calls: number;
  recalled: number;
  pinned: { flow: string; code: string; data: string | null; git_commit: string | null; git_dirty: boolean; engine: string; machine: string };
  working: boolean;
  children: Run[];
  aggregation: unknown;
  models: unknown;
  data_versions: string[];
}

export interface Row {
  line: number;
  repeat: number;
  status: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  usage: { total: number; prompt: number; completion: number };
  started: string;
  ms: number;
  error?: { code: string; message: string; node: string | null; file: string | null; line: number };
}

export interface RowWhole extends Row {
  data: Record<string, unknown>;
  detail: { nodes?: Record<string, NodeRecord>; trace?: RecordedSpan };
}

export interface NodeRecord {
  status: string;
  output: unknown;
  error: { message?: string } | null;
  logs: string[];
}

export const isLive = (run: Run) => run.status === 'Running' || run.status === 'NotStarted';
