import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, api, ask } from '../../api/client';
import { useHappenings } from '../../api/events';

interface FileAnswer {
  path: string;
  digest: string;
  text: string;
}

/** A text of the workspace that is open here. */
export interface OpenFile {
  path: string;
  text: string;
  /** As it is on disk, as far as this page knows. */
  saved: string;
  /** Of what is saved; `null` if there is no such file yet. */
  digest: string | null;
}

export interface Conflict {
  path: string;
  /** What both began with. */
  base: string;
  mine: string;
  theirs: string;
  digest: string | null;
}

const PAGE = Math.random().toString(36).slice(2);
const draftKey = (path: string) => `studio.draft.${path}`;

async function read(path: string): Promise<FileAnswer | null> {
  try {
    return await api.get<FileAnswer>(`/file?path=${encodeURIComponent(path)}`);
  } catch (problem) {
    if (problem instanceof ApiError && problem.status === 404) return null;
    throw problem;
  }
}

/** The open texts of a page: changed here, saved over what was seen, told when they change elsewhere. */
export function useFiles(onOutside: (path: string, text: string) => void) {
  const [files, setFiles] = useState<Record<string, OpenFile>>({});
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const current = useRef(files);
  current.current = files;
  const outside = useRef(onOutside);
  outside.current = onOutside;

  const put = useCallback((file: OpenFile) => {
    current.current = { ...current.current, [file.path]: file };
    setFiles(current.current);
  }, []);

  const open = useCallback(
    async (path: string, starter = '') => {
      const known = current.current[path];
      if (known) return known;
      const answer = await read(path);
      const draft = localStorage.getItem(draftKey(path));
      const saved = answer?.text ?? '';
      const file: OpenFile = { path, saved, digest: answer?.digest ?? null, text: draft ?? answer?.text ?? starter };
      put(file);
      return file;
    },
    [put],
  );

  const change = useCallback(
    (path: string, text: string) => {
      const file = current.current[path];
      if (!file || file.text === text) return;
      put({ ...file, text });
      if (text === file.saved) localStorage.removeItem(draftKey(path));
      else localStorage.setItem(draftKey(path), text);
    },
    [put],
  );

  const saveOne = useCallback(
    async (path: string): Promise<boolean> => {
      const file = current.current[path];
      if (!file || (file.text === file.saved && file.digest !== null)) return true;
      const seen: Record<string, string> = file.digest === null ? { 'if-none-match': '*' } : { 'if-match': `"${file.digest}"` };
      try {
        const { data } = await ask<{ digest: string }>('PUT', `/file?path=${encodeURIComponent(path)}`, { text: file.text }, { headers: { ...seen, 'x-studio-page': PAGE } });
        const now = current.current[path] ?? file;
        put({ ...now, saved: file.text, digest: data.digest });
        if (now.text === file.text) localStorage.removeItem(draftKey(path));
        return true;
      } catch (problem) {
        if (problem instanceof ApiError && problem.status === 412) {
          const theirs = await read(path);
          setConflict({ path, base: file.saved, mine: file.text, theirs: theirs?.text ?? '', digest: theirs?.digest ?? null });
          return false;
        }
        throw problem;
      }
    },
    [put],
  );

  /** Saves all that was changed; false if somebody else changed one of them meanwhile. */
  const save = useCallback(async () => {
    for (const path of Object.keys(current.current)) if (!(await saveOne(path))) return false;
    return true;
  }, [saveOne]);

  const settle = useCallback(
    (text: string) => {
      if (!conflict) return;
      put({ path: conflict.path, text, saved: conflict.theirs, digest: conflict.digest });
      outside.current(conflict.path, text);
      setConflict(null);
    },
    [conflict, put],
  );

  useHappenings('file', (happening) => {
    const path = String(happening.path);
    const file = current.current[path];
    if (!file || happening.page === PAGE || (happening.digest && happening.digest === file.digest)) return;
    void read(path).then((answer) => {
      const now = current.current[path];
      if (!answer || !now || answer.digest === now.digest) return;
      if (now.text === now.saved) {
        put({ path, text: answer.text, saved: answer.text, digest: answer.digest });
        outside.current(path, answer.text);
      }
    });
  });

  const dirty = Object.values(files).filter((file) => file.text !== file.saved || file.digest === null);
  useEffect(() => {
    if (dirty.length === 0) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty.length]);

  return { files, open, change, save, dirty, conflict, settle, dismiss: () => setConflict(null) };
}

export type Files = ReturnType<typeof useFiles>;
