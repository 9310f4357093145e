import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';

interface Props {
  left: ReactNode;
  right: ReactNode;
  /** How wide the right side is at first, and the key under which its width is remembered. */
  width: number;
  name: string;
}

function remembered(name: string, usual: number): number {
  const said = Number(localStorage.getItem(`studio.split.${name}`));
  return said > 0 ? said : usual;
}

/** Two sides with a line between them that can be moved, by pointer or arrow keys. */
export function Split({ left, right, width: usual, name }: Props) {
  const [width, setWidth] = useState(() => remembered(name, usual));
  const begin = useRef<{ x: number; width: number } | null>(null);
  const element = useRef<HTMLDivElement>(null);
  const change = (next: number) => {
    const most = (element.current?.clientWidth ?? 1200) - 240;
    const kept = Math.max(220, Math.min(most, next));
    setWidth(kept);
    localStorage.setItem(`studio.split.${name}`, String(Math.round(kept)));
  };
  const move = (event: PointerEvent) => begin.current && change(begin.current.width + begin.current.x - event.clientX);
  const key = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') change(width + 24);
    if (event.key === 'ArrowRight') change(width - 24);
  };
  return (
    <div className="split" ref={element}>
      <div className="split-left">{left}</div>
      <div
        className="splitter"
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the right side"
        aria-valuenow={Math.round(width)}
        tabIndex={0}
        onKeyDown={key}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          begin.current = { x: event.clientX, width };
        }}
        onPointerMove={move}
        onPointerUp={() => (begin.current = null)}
      />
      <div className="split-right" style={{ width }}>
        {right}
      </div>
    </div>
  );
}
