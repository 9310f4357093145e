export interface Estimate {
  value: number;
  low: number;
  high: number;
  method: string;
}

export interface Amount {
  amount: number;
  currency: string;
}

export interface Variant {
  name: string;
  run: string;
  description: string;
  completed: number;
  failed: number;
  prompt_tokens: number;
  completion_tokens: number;
  latency_ms: { mean: number; median: number; p95: number } | null;
  cost: Amount | null;
  evaluation_cost: Amount | null;
}

export interface Metric {
  name: string;
  evaluator: string;
  description: string;
  kind: 'binary' | 'ordinal' | 'continuous';
  direction: 'higher' | 'lower' | 'none';
  min: number | null;
  max: number | null;
  margin: number;
}

export interface Summary {
  variant: string;
  metric: string;
  scored: number;
  not_scored: number;
  mean: Estimate | null;
  deviation: number | null;
  histogram: { from: number; to: number; count: number }[];
}

export interface Difference {
  variant: string;
  metric: string;
  rows: number;
  verdict: 'better' | 'worse' | 'equivalent' | 'too_few_rows' | 'different' | 'not_comparable';
  words: string;
  difference: Estimate | null;
  test: string;
  why_this_test: string;
  p: number | null;
  adjusted_p: number | null;
  effect: { name: string; value: number; words: string } | null;
  wins: number;
  ties: number;
  losses: number;
  rows_needed: number | null;
}

export interface Cell {
  repeat: number;
  status: string;
  outputs: Record<string, unknown>;
  error: string | null;
  scores: Record<string, { value: number | null; reason: string }>;
  latency_ms: number;
  tokens: number;
}

export interface ComparedRow {
  line: number;
  data: Record<string, unknown>;
  cells: Record<string, Cell[]>;
}

export interface Slicing {
  column: string;
  slices: { value: string; rows: number; summaries: Summary[]; differences: Difference[] }[];
  gaps: { variant: string; metric: string; best: string; worst: string; difference: Estimate; flagged: boolean; words: string }[];
}

export interface Comparison {
  title: string;
  created: string;
  verdict: string;
  data: string;
  rows: number;
  baseline: string;
  settings: { confidence: number; alpha: number; power: number; correction: string };
  variants: Variant[];
  metrics: Metric[];
  summaries: Summary[];
  differences: Difference[];
  slicings: Slicing[];
  sequential: { planned: number; used: number; reason: string; steps: { rows: number; variant: string; metric: string; difference: Estimate }[] } | null;
  remarks: string[];
  table: ComparedRow[];
}

export interface Step {
  state: 'running' | 'ended';
  arm: string;
  evaluator: string | null;
  run?: string;
  done: number;
  rows?: number;
  failed?: number;
}

export interface Course {
  id: string;
  flow: string;
  begun: string;
  state: 'running' | 'done' | 'failed';
  steps: Step[];
  problem?: string;
  result?: Comparison;
}

/** Names without what all of them begin with. */
export function shortNames(names: string[]): (name: string) => string {
  let common = names[0] ?? '';
  for (const name of names) while (!name.startsWith(common)) common = common.slice(0, -1);
  const cut = common.lastIndexOf('_') + 1;
  return names.length > 1 && cut > 0 && names.every((name) => name.length > cut) ? (name) => (name.startsWith(common) ? name.slice(cut) : name) : (name) => name;
}
