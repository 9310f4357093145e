import { useEffect, useRef } from 'react';
import { setOnline } from './connection';

/** Something happened on the server that pages may show: `{topic: 'file', path: 'chat/flow.dag.yaml', …}`. */
export interface Happening {
  topic: string;
  [field: string]: unknown;
}

type Listener = (happening: Happening) => void;

const listeners = new Set<Listener>();
let source: EventSource | null = null;

/** A browser has few connections to a server: pages that nobody looks at leave theirs to others. */
function open(): void {
  if (source || document.hidden) return;
  source = new EventSource('/api/studio/events');
  source.onopen = () => setOnline(true);
  source.onerror = () => {
    if (source?.readyState === EventSource.CONNECTING) setOnline(false);
    if (source?.readyState === EventSource.CLOSED) source = null;
  };
  source.onmessage = (message) => {
    setOnline(true);
    const happening = JSON.parse(message.data as string) as Happening;
    listeners.forEach((listener) => listener(happening));
  };
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    source?.close();
    source = null;
  } else if (listeners.size > 0) {
    open();
    listeners.forEach((listener) => listener({ topic: 'back' }));
  }
});

/** Begins to hear what happens on the server; the connection comes back by itself. */
export function hear(listener: Listener): () => void {
  listeners.add(listener);
  open();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      source?.close();
      source = null;
    }
  };
}

/** Tells a component of each happening with that topic. */
export function useHappenings(topic: string, listener: Listener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => hear((happening) => happening.topic === topic && latest.current(happening)), [topic]);
}
