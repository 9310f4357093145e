import { CirclePlus, FileText, Play, Redo2, Save, Sparkles, Square, SquareCode, Undo2 } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, EmptyState, IconButton, Menu, Split, Tabs, complain, toast } from '../../kit';
import { Canvas } from './canvas/Canvas';
import { ConflictDialog } from './ConflictDialog';
import { type Schema, yamlCompletion } from './document/complete';
import { useFindings } from './document/diagnose';
import { addNode, cloneVariant, connect, deleteNode, disconnect, freeName, renameNode, setInput } from './document/edits';
import { useDocument } from './document/useDocument';
import { useFiles } from './files';
import { FilesPanel } from './panel/FilesPanel';
import { NodePanel } from './panel/NodePanel';
import { RunPanel } from './panel/RunPanel';
import { TextPanel } from './panel/TextPanel';
import { TracePanel } from './panel/TracePanel';
import { readInputs } from './panel/values';
import { type RunAsk, resultOf, useRuns } from './runs';

const relative = (file: string) => file.split('/').slice(0, -1).join('/');
const within = (folder: string, name: string) => (folder ? `${folder}/${name}` : name);

/** A flow as graph, text, runs and traces of one document. */
export function FlowView({ path, first }: { path: string; first: string }) {
  const { writable } = useSession();
  const isGraph = /flow\.dag\.ya?ml$/.test(path);
  const folder = relative(path);
  const doc = useDocument(first);
  const files = useFiles((changed, text) => changed === path && doc.change(text));
  const runs = useRuns(path);
  const [query, setQuery] = useSearchParams();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [variants, setVariants] = useState<Record<string, string>>({});
  const [line, setLine] = useState<number>();
  const schema = useResource<Schema>(`/flow/schema?kind=${isGraph ? 'dag' : path.endsWith('.prompty') ? 'prompty' : 'flex'}`);
  const tab = query.get('tab') ?? (isGraph ? 'run' : 'yaml');
  const selected = query.get('node');
  const node = doc.graph.nodes.find((one) => one.name === selected) ?? null;
  const { open, change, dirty } = files;

  useEffect(() => {
    void open(path).then((file) => doc.reset(file.text), complain);
    // the document begins once
    // eslint-disable-next-line
  }, [path]);
  useEffect(() => change(path, doc.text), [doc.text, path, change]);

  const texts = Object.fromEntries(dirty.map((file) => [file.path, file.text]));
  const check = useFindings(path, texts, writable);
  const findings = check?.diagnostics ?? [];

  const go = useCallback(
    (change: Record<string, string | null>) =>
      setQuery(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [key, value] of Object.entries(change)) value === null ? next.delete(key) : next.set(key, value);
          return next;
        },
        { replace: true },
      ),
    [setQuery],
  );
  const select = useCallback(
    (name: string | null) => {
      go(name ? { node: name, tab: 'node' } : { node: null });
      const found = doc.graph.nodes.find((one) => one.name === name);
      if (found) setLine(found.line);
    },
    [go, doc.graph],
  );

  const save = useCallback(async () => {
    try {
      const done = await files.save();
      if (done) toast('ok', 'Saved.');
      return done;
    } catch (problem) {
      complain(problem);
      return false;
    }
  }, [files]);

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) return;
      const inText = (event.target as HTMLElement).closest('input, textarea, .cm-editor');
      if (event.key === 's') {
        event.preventDefault();
        void save();
      } else if (!inText && (event.key === 'z' || event.key === 'y')) {
        event.preventDefault();
        event.key === 'y' || event.shiftKey ? doc.redo() : doc.undo();
      }
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, [save, doc]);

  const inputs = () => readInputs(doc.graph.inputs, typed);
  /** What a node alone may read: inputs of the flow and what nodes came to. */
  const known = () => ({
    ...Object.fromEntries(Object.entries(inputs()).map(([name, value]) => [`inputs.${name}`, value])),
    ...Object.fromEntries(Object.entries(runs.nodes).flatMap(([name, result]) => (result.output === undefined ? [] : [[`${name}.output`, result.output]]))),
  });
  const run = async (ask: Omit<RunAsk, 'inputs'> & { inputs?: Record<string, unknown> }) => {
    if (dirty.length > 0 && writable && !(await save())) return;
    await runs.run({ inputs: inputs(), variants, ...ask });
  };
  const runNode = (name: string, how: 'node' | 'from' | 'until') => {
    if (how === 'node') return void run({ node: name, inputs: known() });
    go({ tab: 'run' });
    void run(how === 'from' ? { from: name } : { until: name, cached: true });
  };
  /** The node with changed inputs, then the rest with what it came to. */
  const goOn = async (name: string, changed: Record<string, unknown>) => {
    const alone = Object.fromEntries(Object.entries(changed).map(([key, value]) => [`${name}.${key}`, value]));
    await run({ node: name, inputs: { ...known(), ...alone } });
    go({ node: name });
    setPending(name);
  };
  const [pending, setPending] = useState<string | null>(null);
  useEffect(() => {
    if (!pending || runs.running) return;
    setPending(null);
    const result = resultOf(runs, pending);
    if (result?.status === 'Completed') void runs.run({ inputs: inputs(), variants, cached: true, outputs: { [pending]: result.output } });
    // goes on when the node has ended
    // eslint-disable-next-line
  }, [pending, runs.running]);

  const add = (kind: string) => {
    const name = freeName(doc.text, kind === 'python' ? 'tool' : kind === 'llm' ? 'answer' : kind);
    doc.change(addNode(doc.text, kind, name));
    go({ node: name, tab: 'node' });
  };
  const remove = (names: string[]) => {
    doc.change(names.reduce(deleteNode, doc.text));
    go({ node: null });
  };
  const clone = async () => {
    if (!node) return;
    const variant = `variant_${Math.max(1, node.variants.length)}`;
    const source = node.source ?? `${node.name}.jinja2`;
    const copy = source.replace(/(\.[^.]*)?$/, (end) => `__${variant}${end}`);
    const original = await open(within(folder, source));
    await open(within(folder, copy), original.text);
    doc.change(cloneVariant(doc.text, doc.parsed.document, node.name, variant, copy));
    setVariants({ ...variants, [node.name]: variant });
    toast('info', `${variant} of ${node.name} begins as a copy: ${copy}`);
  };

  const chosen = node && variants[node.name];
  const variantSource = chosen ? sourceOfVariant(doc.parsed.document.toJS() as never, node.name, chosen) : null;
  const source = node ? (variantSource ?? node.source) : null;
  const sourcePath = source && node?.kind !== 'flow' ? within(folder, source) : null;
  const errors = findings.filter((one) => one.severity === 'error').length;
  const complete = useMemo(() => yamlCompletion(schema.data, () => doc.graph), [schema.data, doc.graph]);

  const side = (
    <div className="side">
      <Tabs
        label="Sides of the flow"
        active={tab}
        onChange={(id) => go({ tab: id })}
        tabs={[
          { id: 'run', title: 'Run' },
          ...(isGraph ? [{ id: 'node', title: 'Node' }] : []),
          { id: 'yaml', title: <>{isGraph ? 'YAML' : 'Text'} {errors > 0 && <Badge tone="bad">{errors}</Badge>}</> },
          { id: 'files', title: 'Files' },
          { id: 'trace', title: 'Trace' },
        ]}
      />
      {tab === 'yaml' && <TextPanel path={path} isGraph={isGraph} doc={doc} findings={findings} editable={writable} complete={complete} line={line} onLine={setLine} />}
      {tab === 'run' && <RunPanel flow={path} graph={doc.graph} typed={typed} onTyped={setTyped} variants={variants} onVariants={setVariants} runs={runs} canRun={writable} onRun={(cached) => void run({ cached })} onGoOn={(name, changed) => void goOn(name, changed)} onSelect={select} />}
      {tab === 'files' && <FilesPanel folder={folder} own={path} files={files} findings={findings} editable={writable} />}
      {tab === 'trace' && <TracePanel runs={runs} />}
      {tab === 'node' &&
        (node ? (
          <NodePanel
            key={node.name}
            flow={path}
            node={node}
            sourcePath={sourcePath}
            files={files}
            findings={findings.filter((one) => one.file === source)}
            runs={runs}
            editable={writable && !doc.isBroken}
            known={known}
            variants={variants}
            onRename={(name) => {
              doc.change(renameNode(doc.text, node.name, name));
              go({ node: name });
            }}
            onInput={(name, value) => doc.change(setInput(doc.text, node.name, name, value))}
            onDelete={() => remove([node.name])}
            onVariant={() => void clone().catch(complain)}
            onRun={(how) => runNode(node.name, how)}
          />
        ) : (
          <EmptyState icon={<SquareCode size={22} />} title="No node is chosen">
            Click a node of the graph to see its source, inputs and last result.
          </EmptyState>
        ))}
    </div>
  );

  return (
    <div className="page-full flow-page">
      <div className="flow-bar">
        <div className="flow-title">
          <Link to="/">Flows</Link>
          <span className="muted">/</span>
          <h1 className="truncate">{isGraph ? folder.split('/').pop() || path : path}</h1>
          {dirty.length > 0 ? <Badge tone="warn">unsaved</Badge> : <Badge>saved</Badge>}
          {check && (errors > 0 ? <Badge tone="bad">{errors} to mend</Badge> : <Badge tone="ok">valid</Badge>)}
        </div>
        <div className="row">
          <IconButton label="Undo" icon={<Undo2 size={16} />} disabled={!doc.canUndo} onClick={doc.undo} />
          <IconButton label="Redo" icon={<Redo2 size={16} />} disabled={!doc.canRedo} onClick={doc.redo} />
          {isGraph && writable && (
            <Menu
              label="Add node"
              icon={<CirclePlus size={15} />}
              items={[
                { label: 'LLM', icon: <Sparkles size={14} />, disabled: doc.isBroken, onSelect: () => add('llm') },
                { label: 'Prompt', icon: <FileText size={14} />, disabled: doc.isBroken, onSelect: () => add('prompt') },
                { label: 'Python', icon: <SquareCode size={14} />, disabled: doc.isBroken, onSelect: () => add('python') },
              ]}
            />
          )}
          {writable && (
            <Button icon={<Save size={15} />} disabled={dirty.length === 0} onClick={() => void save()}>
              Save
            </Button>
          )}
          {runs.running ? (
            <Button kind="danger" icon={<Square size={14} />} onClick={runs.stop}>
              Stop
            </Button>
          ) : (
            <Button kind="primary" icon={<Play size={15} />} disabled={!writable} onClick={() => (go({ tab: 'run' }), void run({}))}>
              Run
            </Button>
          )}
        </div>
      </div>
      {isGraph ? (
        <Split
          name="flow"
          width={520}
          left={
            <Canvas
              graph={doc.graph}
              stale={doc.isBroken}
              editable={writable}
              selected={selected}
              statuses={runs.statuses}
              onSelect={select}
              onConnect={(from, to) => doc.change(connect(doc.text, from, to, from.replace(/-/g, '_')))}
              onDisconnect={(from, to) => doc.change(disconnect(doc.text, from, to))}
              onDelete={remove}
            />
          }
          right={side}
        />
      ) : (
        side
      )}
      {files.conflict && <ConflictDialog key={files.conflict.digest} conflict={files.conflict} onSettle={files.settle} onClose={files.dismiss} />}
    </div>
  );
}

function sourceOfVariant(whole: { node_variants?: Record<string, { variants?: Record<string, { node?: { source?: { path?: string } } }> }> } | null, node: string, variant: string): string | null {
  return whole?.node_variants?.[node]?.variants?.[variant]?.node?.source?.path ?? null;
}
