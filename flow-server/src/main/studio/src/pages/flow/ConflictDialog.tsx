import { diff3Merge } from 'node-diff3';
import { useMemo, useState } from 'react';
import { Button, Dialog, Notice } from '../../kit';
import { Editor, languageOf } from '../../kit/editor/Editor';
import type { Conflict } from './files';

function merged(conflict: Conflict): { text: string; conflicts: number } {
  let conflicts = 0;
  const lines = diff3Merge(conflict.mine.split('\n'), conflict.base.split('\n'), conflict.theirs.split('\n')).flatMap((region) => {
    if (region.ok) return region.ok;
    conflicts++;
    const { a = [], b = [] } = region.conflict ?? {};
    return ['<<<<<<< mine', ...a, '=======', ...b, '>>>>>>> theirs'];
  });
  return { text: lines.join('\n'), conflicts };
}

/** Somebody else saved a file that was changed here: both changes, merged as far as they don't touch. */
export function ConflictDialog({ conflict, onSettle, onClose }: { conflict: Conflict; onSettle: (text: string) => void; onClose: () => void }) {
  const first = useMemo(() => merged(conflict), [conflict]);
  const [text, setText] = useState(first.text);
  const open = /^(<{7}|={7}|>{7})/m.test(text);
  return (
    <Dialog
      wide
      title={`${conflict.path} was changed by somebody else`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => setText(conflict.mine)}>Take mine</Button>
          <Button onClick={() => setText(conflict.theirs)}>Take theirs</Button>
          <Button kind="primary" disabled={open} onClick={() => onSettle(text)}>
            Use this text
          </Button>
        </>
      }
    >
      {first.conflicts === 0 ? (
        <Notice tone="ok">Your change and theirs touch different lines; this is both. Look it over, then save.</Notice>
      ) : (
        <Notice tone="warn">{first.conflicts} place{first.conflicts > 1 ? 's were' : ' was'} changed by both. Choose between the marks, then use the text.</Notice>
      )}
      <div className="merge-editor">
        <Editor label="Merged text" text={text} language={languageOf(conflict.path)} onChange={setText} />
      </div>
    </Dialog>
  );
}
