import { useSyncExternalStore } from 'react';

let online = true;
const listeners = new Set<() => void>();

/** Told by whoever talks to the server. */
export function setOnline(now: boolean): void {
  if (now !== online) {
    online = now;
    listeners.forEach((listener) => listener());
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the server answered the last time somebody asked. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => online);
}
