import { FastForward, Play, Save, Square, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../../api/client';
import { useResource } from '../../../api/resource';
import { Badge, Button, Field, IconButton, Input, Markdown, Notice, Select, TextArea, ValueView, complain, toast } from '../../../kit';
import { Messages } from '../../../kit/trace/Messages';
import type { FlowGraph } from '../document/model';
import { type Runs, resultOf } from '../runs';
import { shownValue } from './values';

type InputSets = Record<string, Record<string, string>>;

interface Props {
  flow: string;
  graph: FlowGraph;
  typed: Record<string, string>;
  onTyped: (typed: Record<string, string>) => void;
  variants: Record<string, string>;
  onVariants: (variants: Record<string, string>) => void;
  runs: Runs;
  canRun: boolean;
  onRun: (cached: boolean) => void;
  onGoOn: (node: string, inputs: Record<string, unknown>) => void;
  onSelect: (node: string) => void;
}

function Sets({ flow, typed, onTyped }: Pick<Props, 'flow' | 'typed' | 'onTyped'>) {
  const where = `/flow/inputs?flow=${encodeURIComponent(flow)}`;
  const sets = useResource<InputSets>(where);
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  const all = sets.data ?? {};
  const write = (next: InputSets, done: string) =>
    api.put(where, next).then(() => {
      sets.set(next);
      toast('ok', done);
    }, complain);
  return (
    <div className="row input-sets">
      <Select
        aria-label="Saved inputs"
        value={chosen}
        onChange={(event) => {
          setChosen(event.target.value);
          const set = all[event.target.value];
          if (set) onTyped(set);
        }}
      >
        <option value="">Saved inputs …</option>
        {Object.keys(all).map((one) => (
          <option key={one}>{one}</option>
        ))}
      </Select>
      <Input aria-label="Name for these inputs" placeholder="Name" value={name} onChange={(event) => setName(event.target.value)} />
      <IconButton label="Save these inputs" icon={<Save size={15} />} disabled={!name.trim()} onClick={() => void write({ ...all, [name.trim()]: typed }, `Inputs saved as ${name.trim()}.`).then(() => (setChosen(name.trim()), setName('')))} />
      <IconButton label="Delete these saved inputs" icon={<Trash2 size={15} />} disabled={!chosen} onClick={() => void write(Object.fromEntries(Object.entries(all).filter(([one]) => one !== chosen)), 'Deleted.').then(() => setChosen(''))} />
    </div>
  );
}

function StoppedHere({ runs, onGoOn }: Pick<Props, 'runs' | 'onGoOn'>) {
  const node = runs.stopped!.node;
  const inputs = resultOf(runs, node)?.inputs ?? runs.stopped!.request;
  const [text, setText] = useState(JSON.stringify(inputs, null, 2));
  const [wrong, setWrong] = useState<string>();
  const messages = runs.stopped!.request.messages;
  return (
    <section className="card stopped" aria-label="Breakpoint">
      <div className="card-head">
        <h2>Stopped before {node}</h2>
      </div>
      <div className="card-body stack">
        <Field label="Its inputs; change them and go on" error={wrong}>
          <TextArea rows={Math.min(14, text.split('\n').length + 1)} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        {Array.isArray(messages) && messages.length > 0 && <Messages messages={messages} />}
        <div className="row">
          <Button
            kind="primary"
            icon={<FastForward size={15} />}
            onClick={() => {
              try {
                onGoOn(node, JSON.parse(text) as Record<string, unknown>);
              } catch {
                setWrong('That is no JSON.');
              }
            }}
          >
            Go on
          </Button>
        </div>
      </div>
    </section>
  );
}

function Outputs({ runs, onSelect }: Pick<Props, 'runs' | 'onSelect'>) {
  const { result, pieces, running, broken } = runs;
  const shown: Record<string, unknown> = running || !result ? pieces : Object.keys(result.outputs).length ? result.outputs : pieces;
  const [asMarkdown, setAsMarkdown] = useState(false);
  return (
    <section className="stack" aria-label="Outputs" aria-live="polite">
      {broken && (
        <Notice tone="bad">
          {broken.message}
          {broken.diagnostics?.slice(0, 5).map((one, index) => (
            <div key={index} className="mono">
              {one.file}:{one.line}: {one.message}
            </div>
          ))}
        </Notice>
      )}
      {!running && result?.failure && result.failure.code !== 'stopped-here' && !runs.stopped && (
        <Notice tone="bad">
          <strong>{result.failure.code}</strong>: {result.failure.message}
          {Object.entries(result.nodes)
            .filter(([, node]) => node.error)
            .map(([name, node]) => (
              <div key={name}>
                <Button kind="ghost" size="small" onClick={() => onSelect(name)}>
                  Show {name}
                  {node.error?.line ? `, line ${node.error.line}` : ''}
                </Button>
              </div>
            ))}
        </Notice>
      )}
      {result?.warnings.map((warning) => (
        <Notice tone="warn" key={warning}>
          {warning}
        </Notice>
      ))}
      {Object.entries(shown).map(([name, value]) => (
        <div key={name} className="output">
          <div className="row">
            <h3>{name}</h3>
            {typeof value === 'string' && (
              <Button kind="ghost" size="small" aria-pressed={asMarkdown} onClick={() => setAsMarkdown(!asMarkdown)}>
                Markdown
              </Button>
            )}
          </div>
          {asMarkdown && typeof value === 'string' ? <div className="card card-body"><Markdown text={value} /></div> : <ValueView value={value} label={`Output ${name}`} />}
        </div>
      ))}
      {result && Object.keys(result.metrics).length > 0 && (
        <div className="output">
          <h3>Metrics</h3>
          <ValueView value={result.metrics} label="Metrics" />
        </div>
      )}
      {result && !running && (
        <p className="muted num">
          {result.usage.total_tokens > 0 && `${result.usage.total_tokens} tokens · `}
          {Math.round(result.trace.duration_us / 1000)} ms
        </p>
      )}
    </section>
  );
}

/** Inputs of the flow, running it, and what comes out. */
export function RunPanel({ flow, graph, typed, onTyped, variants, onVariants, runs, canRun, onRun, onGoOn, onSelect }: Props) {
  const [cached, setCached] = useState(false);
  const varied = graph.nodes.filter((node) => node.variants.length > 1);
  return (
    <div className="panel-scroll stack">
      <Sets flow={flow} typed={typed} onTyped={onTyped} />
      {graph.inputs.map((input) => (
        <Field
          key={input.name}
          label={
            <>
              {input.name} <span className="muted">{input.type}</span> {input.chat && <Badge tone="accent">chat {input.chat}</Badge>}
            </>
          }
          hint={input.description || undefined}
        >
          {input.type === 'bool' ? (
            <Select value={typed[input.name] ?? shownValue(input.default)} onChange={(event) => onTyped({ ...typed, [input.name]: event.target.value })}>
              <option value="" />
              <option>true</option>
              <option>false</option>
            </Select>
          ) : ['int', 'double'].includes(input.type) ? (
            <Input inputMode="decimal" value={typed[input.name] ?? shownValue(input.default)} onChange={(event) => onTyped({ ...typed, [input.name]: event.target.value })} />
          ) : (
            <TextArea rows={['list', 'object'].includes(input.type) ? 4 : 2} value={typed[input.name] ?? shownValue(input.default)} onChange={(event) => onTyped({ ...typed, [input.name]: event.target.value })} />
          )}
        </Field>
      ))}
      {varied.map((node) => (
        <Field key={node.name} label={<>Variant of {node.name}</>}>
          <Select value={variants[node.name] ?? ''} onChange={(event) => onVariants(event.target.value ? { ...variants, [node.name]: event.target.value } : Object.fromEntries(Object.entries(variants).filter(([name]) => name !== node.name)))}>
            <option value="">{node.defaultVariant} (default)</option>
            {node.variants.filter((one) => one !== node.defaultVariant).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        </Field>
      ))}
      <div className="row">
        {runs.running ? (
          <Button kind="danger" icon={<Square size={14} />} onClick={runs.stop}>
            Stop
          </Button>
        ) : (
          <Button kind="primary" icon={<Play size={15} />} disabled={!canRun} onClick={() => onRun(cached)}>
            Run the flow
          </Button>
        )}
        <label className="row check">
          <input type="checkbox" checked={cached} onChange={(event) => setCached(event.target.checked)} />
          Take from memory what was called before
        </label>
      </div>
      {runs.stopped && !runs.running && <StoppedHere key={JSON.stringify(runs.stopped)} runs={runs} onGoOn={onGoOn} />}
      <Outputs runs={runs} onSelect={onSelect} />
    </div>
  );
}
