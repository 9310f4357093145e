import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, api } from './client';

export interface Resource<T> {
  data: T | undefined;
  error: ApiError | undefined;
  /** Whether it is asked for at the moment; `data` may still be there from before. */
  loading: boolean;
  reload: () => void;
  /** Shows something else until it is asked for again. */
  set: (data: T) => void;
}

/** What is at an address of the studio's routes; `null` asks for nothing. */
export function useResource<T>(where: string | null, every?: number): Resource<T> {
  const [state, setState] = useState<{ where: string | null; data?: T; error?: ApiError; loading: boolean }>({ where, loading: where !== null });
  const [turn, setTurn] = useState(0);
  const shown = useRef(where);
  const busy = useRef(false);

  useEffect(() => {
    shown.current = where;
    if (where === null) return;
    const ended = new AbortController();
    busy.current = true;
    setState((before) => (before.where === where ? { ...before, loading: true } : { where, loading: true }));
    api
      .get<T>(where, { signal: ended.signal })
      .then((data) => setState({ where, data, loading: false }))
      .catch((problem: unknown) => {
        if (ended.signal.aborted) return;
        const error = problem instanceof ApiError ? problem : new ApiError(0, 'failed', String(problem), null);
        setState((before) => ({ where, ...(error.isOffline && before.data !== undefined ? { data: before.data } : {}), error, loading: false }));
      })
      .finally(() => {
        if (!ended.signal.aborted) busy.current = false;
      });
    return () => ended.abort();
  }, [where, turn]);

  useEffect(() => {
    if (!every || where === null) return;
    const timer = window.setInterval(() => {
      if (!busy.current) setTurn((n) => n + 1); // or a slow answer would never come
    }, every);
    return () => window.clearInterval(timer);
  }, [every, where]);

  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const set = useCallback((data: T) => setState({ where: shown.current, data, loading: false }), []);
  const current = state.where === where;
  return {
    data: current ? state.data : undefined,
    error: current ? state.error : undefined,
    loading: current ? state.loading : where !== null,
    reload,
    set,
  };
}
