import { useEffect, useState } from 'react';
import { useResource } from '../../../api/resource';
import { Badge, Button, Field, Input, Loaded, Notice, Select, complain } from '../../../kit';
import { Editor, languageOf } from '../../../kit/editor/Editor';
import { type Finding, squiggles } from '../document/diagnose';
import type { Files } from '../files';

interface Entry {
  path: string;
  size: number;
}

const MOST_SHOWN = 2 << 20;

/** All texts of a flow's folder: Python and Java sources, prompts, rows, connections. */
export function FilesPanel({ folder, own, files, findings, editable }: { folder: string; own: string; files: Files; findings: Finding[]; editable: boolean }) {
  const list = useResource<{ files: Entry[] }>(`/files?under=${encodeURIComponent(folder)}`);
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  const file = files.files[chosen];
  const open = files.open;
  useEffect(() => {
    if (chosen) void open(chosen).catch(complain);
  }, [chosen, open]);
  const within = (path: string) => (folder ? path.slice(folder.length + 1) : path);
  return (
    <div className="panel-fill">
      <Loaded resource={list}>
        {({ files: all }) => (
          <div className="files-head">
            <Field label="File">
              <Select value={chosen} onChange={(event) => setChosen(event.target.value)}>
                <option value="">Choose a file …</option>
                {chosen && !all.some((one) => one.path === chosen) && <option value={chosen}>{within(chosen)}</option>}
                {all
                  .filter((one) => one.path !== own)
                  .map((one) => (
                    <option key={one.path} value={one.path} disabled={one.size > MOST_SHOWN}>
                      {within(one.path)}
                    </option>
                  ))}
              </Select>
            </Field>
            {editable && (
              <Field label="New file">
                <Input
                  placeholder="lookup.py"
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                  onKeyDown={(event) => {
                    if (event.key !== 'Enter' || !name.trim()) return;
                    setChosen(folder ? `${folder}/${name.trim()}` : name.trim());
                    setName('');
                  }}
                />
              </Field>
            )}
            {file && file.digest === null && <Badge tone="info">new</Badge>}
            {chosen && (
              <Button kind="ghost" size="small" onClick={list.reload}>
                Refresh
              </Button>
            )}
          </div>
        )}
      </Loaded>
      {file ? (
        <Editor
          key={chosen}
          label={`Text of ${within(chosen)}`}
          text={file.text}
          language={languageOf(chosen)}
          readOnly={!editable}
          onChange={(text) => files.change(chosen, text)}
          diagnostics={squiggles(findings.filter((one) => one.file === within(chosen)), file.text)}
        />
      ) : (
        !chosen && <Notice>Everything in the folder of the flow that is text. What is changed here is saved with the flow.</Notice>
      )}
    </div>
  );
}
