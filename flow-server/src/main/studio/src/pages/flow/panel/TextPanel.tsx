import type { CompletionSource } from '@codemirror/autocomplete';
import { useMemo } from 'react';
import { Notice } from '../../../kit';
import { Editor, languageOf } from '../../../kit/editor/Editor';
import { type Finding, squiggles } from '../document/diagnose';
import type { FlowDocument } from '../document/useDocument';

interface Props {
  path: string;
  isGraph: boolean;
  doc: FlowDocument;
  findings: Finding[];
  editable: boolean;
  complete: CompletionSource;
  line: number | undefined;
  onLine: (line: number) => void;
}

/** The flow file as text, and what the engine says of the flow. */
export function TextPanel({ path, isGraph, doc, findings, editable, complete, line, onLine }: Props) {
  const ownName = path.split('/').pop() ?? path;
  const own = useMemo(() => squiggles(findings.filter((one) => one.file === ownName), doc.text), [findings, doc.text, ownName]);
  return (
    <div className="panel-fill">
      {doc.isBroken && isGraph && <Notice tone="bad">{doc.parsed.problem} The graph is the last one that could be read.</Notice>}
      <Editor label={`Text of ${ownName}`} text={doc.text} language={languageOf(path)} readOnly={!editable} onChange={doc.type} diagnostics={own} complete={complete} history={{ undo: doc.undo, redo: doc.redo }} line={line} />
      {findings.length > 0 && (
        <ul className="findings" aria-label="What the engine says">
          {findings.map((one, index) => (
            <li key={index} className={one.severity}>
              <button type="button" onClick={() => one.file === ownName && onLine(one.line)}>
                <span className="mono">
                  {one.file}:{one.line}
                </span>
                <span>{one.message}</span>
                <code>{one.code}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
