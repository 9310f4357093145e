import { Badge } from '../Card';
import { type Span, flat, time, tokensOf } from './span';
import './trace.css';

function change(before: number, after: number): string {
  if (before === 0) return '';
  const percent = Math.round((100 * (after - before)) / before);
  return percent === 0 ? '±0 %' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 1) ?? '');

/** Two traces side by side: what took how long, what came out otherwise, what only one has. */
export function TraceDiff({ before, after, names }: { before: Span; after: Span; names: [string, string] }) {
  const one = new Map(flat(before).map((entry) => [entry.path.split('/').slice(2).join('/'), entry]));
  const other = new Map(flat(after).map((entry) => [entry.path.split('/').slice(2).join('/'), entry]));
  const paths = [...new Set([...one.keys(), ...other.keys()])];
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Difference of two traces">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Span</th>
            <th scope="col" className="right">{names[0]}</th>
            <th scope="col" className="right">{names[1]}</th>
            <th scope="col" className="right">Time</th>
            <th scope="col" className="right">Tokens</th>
            <th scope="col">Output</th>
          </tr>
        </thead>
        <tbody>
          {paths.map((path) => {
            const a = one.get(path);
            const b = other.get(path);
            const same = a && b && text(a.span.output) === text(b.span.output) && a.span.error === b.span.error;
            const shown = (b ?? a)!;
            return (
              <tr key={path}>
                <td style={{ paddingLeft: 12 + shown.depth * 14 }}>{path === '' ? 'flow' : shown.span.name}</td>
                <td className="right">{a ? time(a.span.duration_us) : '—'}</td>
                <td className="right">{b ? time(b.span.duration_us) : '—'}</td>
                <td className="right">{a && b ? change(a.span.duration_us, b.span.duration_us) : ''}</td>
                <td className="right">{a && b ? `${tokensOf(a.span)} → ${tokensOf(b.span)}` : ''}</td>
                <td>
                  {!a ? <Badge tone="info">only {names[1]}</Badge> : !b ? <Badge tone="warn">only {names[0]}</Badge> : same ? <span className="muted">same</span> : (
                    <details>
                      <summary><Badge tone="accent">differs</Badge></summary>
                      <div className="diff-two">
                        <pre className="code">{a.span.error ?? text(a.span.output)}</pre>
                        <pre className="code">{b.span.error ?? text(b.span.output)}</pre>
                      </div>
                    </details>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
