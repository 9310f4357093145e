/** Something that happened, with what happened inside it. */
export interface Span {
  name: string;
  kind: string;
  start_us: number;
  duration_us: number;
  inputs?: Record<string, unknown>;
  output?: unknown;
  error?: string;
  cost?: string;
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
  answered?: { service: string; model: string; finish_reason: string };
  children: Span[];
}

export interface FlatSpan {
  span: Span;
  depth: number;
  /** The names from the root on: the same span of two traces has the same. */
  path: string;
}

export function flat(span: Span, depth = 0, above = ''): FlatSpan[] {
  const seen = new Map<string, number>();
  const path = `${above}/${span.name}`;
  const below = span.children.flatMap((child) => {
    const number = (seen.get(child.name) ?? 0) + 1;
    seen.set(child.name, number);
    const named = number > 1 ? { ...child, name: `${child.name} #${number}` } : child;
    return flat(named, depth + 1, path);
  });
  return [{ span, depth, path }, ...below];
}

export function tokensOf(span: Span): number {
  return (span.usage?.total_tokens ?? 0) || span.children.reduce((sum, child) => sum + tokensOf(child), 0);
}

export function time(us: number): string {
  if (us < 1000) return `${us} µs`;
  if (us < 1_000_000) return `${(us / 1000).toFixed(us < 10_000 ? 1 : 0)} ms`;
  return `${(us / 1_000_000).toFixed(2)} s`;
}

/** Attempts before the one that counted, as far as the span tells. */
export function retriesOf(span: Span): number {
  return span.children.filter((child) => child.kind === span.kind && child.error).length;
}

/** Whether it was answered from memory or a cache. */
export function isCached(span: Span): boolean {
  return /cache|journal|record|memory/i.test(span.name) || /cache|recalled/i.test(span.answered?.finish_reason ?? '') || /cache/i.test(span.answered?.service ?? '');
}
