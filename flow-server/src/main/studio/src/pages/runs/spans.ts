import type { Span } from '../../kit/trace/Trace';

/** A span as the record of a run has it. */
export interface RecordedSpan {
  name: string;
  type: string;
  start_time: string;
  end_time: string;
  inputs?: Record<string, unknown>;
  output?: unknown;
  error?: unknown;
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number } | null;
  cost?: { amount?: string; currency?: string } | string | null;
  children?: RecordedSpan[];
}

/** Microseconds, which are beyond what Date reads. */
function micros(time: string): number {
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? '';
  return Date.parse(time.replace(/\.\d+/, '')) * 1000 + Number(fraction.padEnd(9, '0').slice(0, 6));
}

function costOf(cost: RecordedSpan['cost']): string | undefined {
  if (!cost) return undefined;
  return typeof cost === 'string' ? cost : cost.amount ? `${cost.amount} ${cost.currency ?? ''}`.trim() : undefined;
}

/** A recorded trace in the form that the trace view takes; times count from its beginning. */
export function spanOf(recorded: RecordedSpan, root = micros(recorded.start_time)): Span {
  const begin = micros(recorded.start_time);
  const cost = costOf(recorded.cost);
  const error = recorded.error;
  return {
    name: recorded.name,
    kind: recorded.type,
    start_us: Math.max(0, begin - root),
    duration_us: Math.max(0, micros(recorded.end_time) - begin),
    ...(recorded.inputs ? { inputs: recorded.inputs } : {}),
    ...(recorded.output !== undefined ? { output: recorded.output } : {}),
    ...(error ? { error: typeof error === 'string' ? error : String((error as { message?: string }).message ?? JSON.stringify(error)) } : {}),
    ...(cost ? { cost } : {}),
    ...(recorded.usage ? { usage: recorded.usage } : {}),
    children: (recorded.children ?? []).map((child) => spanOf(child, root)),
  };
}
