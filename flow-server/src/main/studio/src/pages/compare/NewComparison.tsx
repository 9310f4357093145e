import { useState } from 'react';
import { api } from '../../api/client';
import { useResource } from '../../api/resource';
import { Button, Dialog, Field, Input, Notice, Select } from '../../kit';
import { type DataList, type VariantNode, useFlows } from '../shared/choices';

interface EvaluatorName {
  name: string;
  title: string;
  kind: string;
}

/** Asks what to compare on which rows by which evaluators. */
export function NewComparison({ flow: given, onClose, onMade }: { flow: string; onClose: () => void; onMade: (id: string) => void }) {
  const flows = useFlows();
  const data = useResource<DataList>('/data');
  const evaluators = useResource<{ evaluators: EvaluatorName[] }>('/evaluators');
  const [flow, setFlow] = useState(given);
  const [rows, setRows] = useState('');
  const [nodes, setNodes] = useState<string[]>([]);
  const [measures, setMeasures] = useState<string[]>([]);
  const [by, setBy] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const variants = useResource<{ nodes: VariantNode[] }>(flow ? `/variants?flow=${encodeURIComponent(flow)}` : null);
  const known = variants.data?.nodes ?? [];
  const chosen = nodes.length ? nodes : known.slice(0, 1).map((node) => node.node);

  const begin = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const made = await api.post<{ id: string }>('/comparisons', {
        flow,
        data: rows,
        variants: chosen.length > 1 ? ['grid'] : ['all'],
        nodes: chosen,
        evaluators: measures.map((evaluator) => ({ evaluator })),
        by: by.split(',').map((one) => one.trim()).filter(Boolean),
      });
      onMade(made.id);
    } catch (wrong) {
      setProblem(wrong instanceof Error ? wrong.message : String(wrong));
    } finally {
      setBusy(false);
    }
  };

  const toggle = (node: string) => setNodes(chosen.includes(node) ? chosen.filter((one) => one !== node) : [...chosen, node]);
  return (
    <Dialog
      title="Compare variants"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!flow || !rows || known.length === 0 || busy} onClick={() => void begin()}>
            {busy ? 'Checking …' : 'Compare'}
          </Button>
        </>
      }
    >
      {problem && <Notice tone="bad"><span className="pre">{problem}</span></Notice>}
      <Field label="Flow">
        <Select value={flow} onChange={(event) => { setFlow(event.target.value); setNodes([]); }}>
          <option value="">Choose a flow</option>
          {flow && !flows.includes(flow) && <option>{flow}</option>}
          {flows.map((one) => <option key={one}>{one}</option>)}
        </Select>
      </Field>
      {flow && variants.data && known.length === 0 && <Notice tone="warn">No node of this flow has variants yet. Clone one on the page of variants.</Notice>}
      {known.length > 0 && (
        <div className="field" role="group" aria-label="Nodes whose variants are compared">
          <span className="field-label">Variants of {chosen.length > 1 && '(all combinations)'}</span>
          <div className="checks">
            {known.map((node) => (
              <label className="check" key={node.node}>
                <input type="checkbox" checked={chosen.includes(node.node)} onChange={() => toggle(node.node)} /> {node.node} <span className="muted">{node.variants.map((one) => one.id).join(', ')}</span>
              </label>
            ))}
          </div>
        </div>
      )}
      <Field label="Data">
        <Select value={rows} onChange={(event) => setRows(event.target.value)}>
          <option value="">Choose a data set</option>
          <optgroup label="Named">{data.data?.named.map((one) => <option key={one.name} value={`${one.name}:${one.version}`}>{one.name}:{one.version} · {one.rows} rows</option>)}</optgroup>
          <optgroup label="Files">{data.data?.files.map((one) => <option key={one.path} value={one.path}>{one.path}</option>)}</optgroup>
        </Select>
      </Field>
      <Field label="Evaluators" hint="Chosen ones are listed below; flows of the workspace that evaluate count too">
        <Select value="" onChange={(event) => event.target.value && setMeasures([...new Set([...measures, event.target.value])])}>
          <option value="">Add an evaluator</option>
          <optgroup label="Flows of the workspace">{flows.filter((one) => one !== flow).map((one) => <option key={one} value={one}>{one}</option>)}</optgroup>
          <optgroup label="Built in">{evaluators.data?.evaluators.map((one) => <option key={one.name} value={`builtin:${one.name}`}>{one.title} ({one.name})</option>)}</optgroup>
        </Select>
      </Field>
      {measures.length > 0 && (
        <div className="tags">
          {measures.map((one) => (
            <Button size="small" key={one} onClick={() => setMeasures(measures.filter((other) => other !== one))} aria-label={`Remove ${one}`}>
              {one} ×
            </Button>
          ))}
        </div>
      )}
      <Field label="Slices" hint="Columns whose groups are looked at on their own: language, length">
        <Input value={by} onChange={(event) => setBy(event.target.value)} />
      </Field>
    </Dialog>
  );
}
