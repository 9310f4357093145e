import { CirclePause, Copy, FastForward, Play, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { Badge, Button, EmptyState, IconButton, Input, Notice, Tabs, ValueView } from '../../../kit';
import { Editor, languageOf } from '../../../kit/editor/Editor';
import { promptCompletion } from '../document/complete';
import { type Finding, squiggles } from '../document/diagnose';
import { STARTERS } from '../document/edits';
import type { GraphNode } from '../document/model';
import type { Files } from '../files';
import { type Runs, resultOf } from '../runs';
import { PreviewPane } from './PreviewPane';

interface Props {
  flow: string;
  node: GraphNode;
  sourcePath: string | null;
  files: Files;
  findings: Finding[];
  runs: Runs;
  editable: boolean;
  known: () => Record<string, unknown>;
  variants: Record<string, string>;
  onRename: (name: string) => void;
  onInput: (name: string, value: string) => void;
  onDelete: () => void;
  onVariant: () => void;
  onRun: (how: 'node' | 'from' | 'until') => void;
}

function Name({ name, editable, onRename }: { name: string; editable: boolean; onRename: (name: string) => void }) {
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const done = () => {
    const wanted = text.trim();
    if (wanted && wanted !== name && /^[A-Za-z_][\w-]*$/.test(wanted)) onRename(wanted);
    else setText(name);
  };
  return (
    <Input
      className="node-rename"
      aria-label="Name of the node"
      value={text}
      readOnly={!editable}
      onChange={(event) => setText(event.target.value)}
      onBlur={done}
      onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}

function Inputs({ node, editable, onInput }: { node: GraphNode; editable: boolean; onInput: (name: string, value: string) => void }) {
  const [name, setName] = useState('');
  return (
    <div className="stack">
      <table className="table inputs-table">
        <tbody>
          {Object.entries(node.inputs).map(([key, value]) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>
                <Input
                  key={value}
                  className="mono"
                  aria-label={`Input ${key}`}
                  defaultValue={value}
                  readOnly={!editable}
                  onBlur={(event) => event.target.value !== value && onInput(key, event.target.value)}
                  onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {editable && (
        <div className="row">
          <Input aria-label="Name of a new input" placeholder="New input" value={name} onChange={(event) => setName(event.target.value)} />
          <Button size="small" disabled={!/^[A-Za-z_]\w*$/.test(name) || name in node.inputs} onClick={() => (onInput(name, "''"), setName(''))}>
            Add
          </Button>
        </div>
      )}
      {node.condition && <Notice>Runs only if {node.condition}.</Notice>}
    </div>
  );
}

function Result({ runs, node }: { runs: Runs; node: GraphNode }) {
  const result = resultOf(runs, node.name);
  if (!result) return <EmptyState title="Not run yet">Run the flow, or this node alone; what went in and came out is shown here.</EmptyState>;
  return (
    <div className="stack">
      <div className="row">
        <Badge tone={result.status === 'Completed' ? 'ok' : result.status === 'Failed' ? 'bad' : 'plain'}>{result.status}</Badge>
        {result.cached && <Badge tone="info">from memory</Badge>}
        {result.ms !== undefined && <span className="muted num">{result.ms} ms</span>}
      </div>
      {result.error && (
        <Notice tone="bad">
          {result.error.file && (
            <div className="mono">
              {result.error.file}
              {result.error.line > 0 && `:${result.error.line}`}
            </div>
          )}
          {result.error.message}
          {result.error.details.length > 0 && <pre className="code details">{result.error.details.join('\n')}</pre>}
        </Notice>
      )}
      {result.output !== undefined && (
        <>
          <h3>Output</h3>
          <ValueView value={result.output} label={`Output of ${node.name}`} />
        </>
      )}
      {result.inputs && (
        <>
          <h3>Inputs</h3>
          <ValueView value={result.inputs} label={`Inputs of ${node.name}`} />
        </>
      )}
      {result.logs.length > 0 && (
        <>
          <h3>Log</h3>
          <pre className="code">{result.logs.join('\n')}</pre>
        </>
      )}
    </div>
  );
}

/** All of a node: source, inputs, the last result, what it would ask. */
export function NodePanel({ flow, node, sourcePath, files, findings, runs, editable, known, variants, onRename, onInput, onDelete, onVariant, onRun }: Props) {
  const hasPreview = ['llm', 'prompt'].includes(node.kind);
  const tabs = [...(sourcePath ? [{ id: 'source', title: 'Source' }] : []), { id: 'inputs', title: 'Inputs' }, { id: 'result', title: 'Result' }, ...(hasPreview ? [{ id: 'preview', title: 'Preview' }] : [])];
  const [tab, setTab] = useState('source');
  const active = tabs.some((one) => one.id === tab) ? tab : tabs[0]!.id;
  const file = sourcePath ? files.files[sourcePath] : undefined;
  const open = files.open;
  useEffect(() => {
    if (sourcePath) void open(sourcePath, STARTERS[node.kind] ?? '').catch(() => undefined);
  }, [sourcePath, node.kind, open]);
  const marks = useMemo(() => (file ? squiggles(findings, file.text) : []), [findings, file]);
  const names = Object.keys(node.inputs);
  const key = names.join();
  // eslint-disable-next-line
  const complete = useMemo(() => promptCompletion(() => names), [key]);
  const failed = resultOf(runs, node.name)?.error;
  const failedLine = failed && sourcePath && failed.file && sourcePath.endsWith(failed.file) && failed.line > 0 ? failed.line : undefined;
  const useRun = (how: 'node' | 'from' | 'until', label: string, icon: React.ReactNode) => (
    <Button size="small" icon={icon} disabled={runs.running || !editable} onClick={() => { if (how === 'node') setTab('result'); onRun(how); }}>
      {label}
    </Button>
  );
  return (
    <div className="node-panel">
      <div className="node-panel-head">
        <div className="row">
          <Name name={node.name} editable={editable} onRename={onRename} />
          <Badge>{node.kind}</Badge>
          <span className="grow" />
          {editable && (
            <>
              <IconButton label="New variant by cloning" size="small" icon={<Copy size={14} />} onClick={onVariant} />
              <IconButton label="Delete the node" size="small" icon={<Trash2 size={14} />} onClick={onDelete} />
            </>
          )}
        </div>
        <div className="row wrap">
          {useRun('node', 'Run node', <Play size={13} />)}
          {useRun('from', 'Run from here', <FastForward size={13} />)}
          {useRun('until', 'Run up to here', <CirclePause size={13} />)}
        </div>
      </div>
      <Tabs label="Parts of the node" tabs={tabs} active={active} onChange={setTab} />
      <div className={active === 'source' ? 'panel-fill' : 'panel-scroll'}>
        {active === 'source' && sourcePath && (
          <>
            <div className="file-name mono">
              {sourcePath}
              {file && file.digest === null && <Badge tone="info">new</Badge>}
            </div>
            {file && (
              <Editor
                key={sourcePath}
                label={`Source of ${node.name}`}
                text={file.text}
                language={languageOf(sourcePath)}
                readOnly={!editable}
                onChange={(text) => files.change(sourcePath, text)}
                diagnostics={marks}
                complete={complete}
                failedLine={failedLine}
                line={failedLine}
              />
            )}
          </>
        )}
        {active === 'inputs' && <Inputs node={node} editable={editable} onInput={onInput} />}
        {active === 'result' && <Result runs={runs} node={node} />}
        {active === 'preview' && <PreviewPane flow={flow} node={node.name} files={files} known={known} variants={variants} />}
      </div>
    </div>
  );
}
