import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { Badge, Tag, type Tone } from '../../kit';
import { ago } from './format';

const TONES: Record<string, Tone> = { Completed: 'ok', Running: 'info', Failed: 'bad', Canceled: 'warn', Abandoned: 'warn', NotStarted: 'plain' };
const WORDS: Record<string, string> = { NotStarted: 'Not started' };

export function Status({ status }: { status: string }) {
  return <Badge tone={TONES[status] ?? 'plain'}>{WORDS[status] ?? status}</Badge>;
}

export function Tags({ tags }: { tags: Record<string, string> }) {
  const all = Object.entries(tags);
  return all.length === 0 ? null : (
    <span className="tags">
      {all.map(([name, value]) => (
        <Tag key={name}>
          {name}={value}
        </Tag>
      ))}
    </span>
  );
}

export function When({ at }: { at: string | null | undefined }) {
  return at ? (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {ago(at)}
    </time>
  ) : (
    <span className="muted">—</span>
  );
}

/** How much of something is done. */
export function Progress({ done, all, failed = 0, label }: { done: number; all?: number | null | undefined; failed?: number; label: string }) {
  const whole = all && all > 0 ? all : Math.max(done, 1);
  return (
    <svg className="progress" viewBox="0 0 100 6" preserveAspectRatio="none" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={whole} aria-valuenow={done}>
      <rect className="progress-all" width="100" height="6" />
      <rect className="progress-ok" width={(100 * (done - failed)) / whole} height="6" />
      <rect className="progress-bad" x={(100 * (done - failed)) / whole} width={(100 * failed) / whole} height="6" />
    </svg>
  );
}

/** A parameter of the address, as state. */
export function useParameter(name: string, usual = ''): [string, (value: string) => void] {
  const [all, set] = useSearchParams();
  return [
    all.get(name) ?? usual,
    (value) =>
      set(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === usual) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
  ];
}

/** What is chosen above a list. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <div className="toolbar">{children}</div>;
}
