import { useEffect, useRef, useState } from 'react';
import { api, path } from '../../api/client';

interface Line {
  position: number;
  time: string;
  level: string;
  text: string;
}

/** The log of a run; it grows while the run goes on. */
export function RunLog({ name, live }: { name: string; live: boolean }) {
  const [lines, setLines] = useState<Line[]>([]);
  const last = useRef(0);
  useEffect(() => {
    last.current = 0;
    setLines([]);
  }, [name]);
  useEffect(() => {
    let ended = false;
    const read = () =>
      api
        .get<{ lines: Line[] }>(`/runs${path(name)}/log?after=${last.current}&most=2000`)
        .then(({ lines: come }) => {
          if (ended || come.length === 0) return;
          last.current = come[come.length - 1]?.position ?? last.current;
          setLines((before) => [...before.filter((one) => one.position < (come[0]?.position ?? 0)), ...come]);
        })
        .catch(() => {});
    void read();
    const timer = live ? window.setInterval(() => void read(), 1000) : 0;
    return () => {
      ended = true;
      window.clearInterval(timer);
    };
  }, [name, live]);
  return (
    <div className="logbook" role="log" aria-label="Log" tabIndex={0}>
      {lines.length === 0 && <span className="muted">Nothing was said.</span>}
      {lines.map((line) => (
        <div key={line.position} className={line.level.toLowerCase()}>
          <time dateTime={line.time}>{new Date(line.time).toLocaleTimeString()}</time>
          {line.text}
        </div>
      ))}
    </div>
  );
}
