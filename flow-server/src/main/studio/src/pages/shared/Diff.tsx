import { diffComm } from 'node-diff3';
import { useMemo } from 'react';
import './diff.css';

interface Line {
  left?: string;
  right?: string;
  leftNumber?: number;
  rightNumber?: number;
}

const MOST = 6000;

function lines(before: string, after: string): Line[] {
  const left = before.split('\n');
  const right = after.split('\n');
  if (left.length + right.length > MOST) return [{ left: before, right: after }];
  const all: Line[] = [];
  let l = 0;
  let r = 0;
  for (const part of diffComm(left, right)) {
    if ('common' in part && part.common) {
      for (const text of part.common as string[]) all.push({ left: text, right: text, leftNumber: ++l, rightNumber: ++r });
    } else {
      const gone = (part as { buffer1: string[] }).buffer1;
      const come = (part as { buffer2: string[] }).buffer2;
      for (let i = 0; i < Math.max(gone.length, come.length); i++) {
        all.push({
          ...(i < gone.length ? { left: gone[i] as string, leftNumber: ++l } : {}),
          ...(i < come.length ? { right: come[i] as string, rightNumber: ++r } : {}),
        });
      }
    }
  }
  return all;
}

/** Two texts side by side, what differs marked; lines that are alike far from changes are left out. */
export function Diff({ before, after, titles, label = 'What differs' }: { before: string; after: string; titles: [string, string]; label?: string }) {
  const all = useMemo(() => lines(before, after), [before, after]);
  const near = useMemo(() => {
    const shown = new Set<number>();
    all.forEach((line, at) => {
      if (line.left !== line.right) for (let i = at - 4; i <= at + 4; i++) shown.add(i);
    });
    return shown;
  }, [all]);
  const alike = near.size === 0;
  return (
    <div className="diff" role="region" aria-label={label} tabIndex={0}>
      <table>
        <colgroup>
          <col className="diff-numbers" />
          <col />
          <col className="diff-numbers" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>{titles[0]}</th>
            <th scope="col" colSpan={2}>{titles[1]}</th>
          </tr>
        </thead>
        <tbody>
          {all.map((line, at) => {
            if (!alike && !near.has(at)) {
              return near.has(at - 1) || at === 0 ? (
                <tr key={at} className="diff-gap">
                  <td colSpan={4}>⋯</td>
                </tr>
              ) : null;
            }
            const same = line.left === line.right;
            return (
              <tr key={at}>
                <td className="diff-number">{line.leftNumber}</td>
                <td className={same ? '' : line.left === undefined ? 'diff-none' : 'diff-gone'}>{line.left}</td>
                <td className="diff-number">{line.rightNumber}</td>
                <td className={same ? '' : line.right === undefined ? 'diff-none' : 'diff-come'}>{line.right}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {alike && <p className="diff-alike">Both are the same.</p>}
    </div>
  );
}
