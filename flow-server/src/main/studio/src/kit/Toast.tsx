import { X } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { IconButton } from './Button';

type Kind = 'ok' | 'bad' | 'info';

interface Shown {
  id: number;
  kind: Kind;
  text: string;
}

let shown: Shown[] = [];
let last = 0;
const listeners = new Set<() => void>();

function change(next: Shown[]): void {
  shown = next;
  listeners.forEach((listener) => listener());
}

/** Shows a short message for some seconds; a failure stays until it is closed. */
export function toast(kind: Kind, text: string): void {
  const id = ++last;
  change([...shown.slice(-4), { id, kind, text }]);
  if (kind !== 'bad') window.setTimeout(() => change(shown.filter((one) => one.id !== id)), 5000);
}

/** Shows what went wrong. */
export function complain(problem: unknown): void {
  toast('bad', problem instanceof Error ? problem.message : String(problem));
}

export function Toasts(): ReactNode {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {all.map((one) => (
        <div className={`toast ${one.kind}`} key={one.id}>
          <span className="grow">{one.text}</span>
          <IconButton label="Dismiss" size="small" icon={<X size={14} />} onClick={() => change(shown.filter((other) => other.id !== one.id))} />
        </div>
      ))}
    </div>
  );
}
