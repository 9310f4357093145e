import { useState } from 'react';
import { api } from '../../api/client';
import { useResource } from '../../api/resource';
import { Button, Dialog, Field, Input, Notice, Select, TextArea } from '../../kit';
import { type DataList, type VariantNode, useFlows } from '../shared/choices';

interface Props {
  flow?: string;
  data?: string;
  onClose: () => void;
  onMade: (name: string) => void;
}

function mapping(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]),
  );
}

/** Asks what to run on what. */
export function NewRun({ flow: givenFlow = '', data: givenData = '', onClose, onMade }: Props) {
  const flows = useFlows();
  const data = useResource<DataList>('/data');
  const [flow, setFlow] = useState(givenFlow);
  const [rows, setRows] = useState(givenData);
  const [name, setName] = useState('');
  const [tags, setTags] = useState('');
  const [columns, setColumns] = useState('');
  const [variants, setVariants] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const nodes = useResource<{ nodes: VariantNode[] }>(flow ? `/variants?flow=${encodeURIComponent(flow)}` : null);

  const make = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const made = await api.post<{ name: string }>('/runs', {
        flow,
        data: rows,
        ...(name ? { display_name: name } : {}),
        tags: mapping(tags.replaceAll(',', '\n')),
        column_mapping: mapping(columns),
        variants: Object.fromEntries(Object.entries(variants).filter(([, variant]) => variant)),
      });
      onMade(made.name);
    } catch (wrong) {
      setProblem(wrong instanceof Error ? wrong.message : String(wrong));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title="New run"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!flow || !rows || busy} onClick={() => void make()}>
            {busy ? 'Checking …' : 'Run'}
          </Button>
        </>
      }
    >
      {problem && <Notice tone="bad"><span className="pre">{problem}</span></Notice>}
      <Field label="Flow">
        <Select value={flow} onChange={(event) => { setFlow(event.target.value); setVariants({}); }}>
          <option value="">Choose a flow</option>
          {flow && !flows.includes(flow) && <option>{flow}</option>}
          {flows.map((one) => <option key={one}>{one}</option>)}
        </Select>
      </Field>
      {nodes.data?.nodes.map((node) => (
        <Field key={node.node} label={`Variant of ${node.node}`}>
          <Select value={variants[node.node] ?? ''} onChange={(event) => setVariants({ ...variants, [node.node]: event.target.value })}>
            <option value="">{node.standard ? `${node.standard} (default)` : 'Default'}</option>
            {node.variants.filter((one) => one.id !== node.standard).map((one) => <option key={one.id} value={one.id}>{one.id}</option>)}
          </Select>
        </Field>
      ))}
      <Field label="Data">
        <Select value={rows} onChange={(event) => setRows(event.target.value)}>
          <option value="">Choose a data set</option>
          <optgroup label="Named">{data.data?.named.map((one) => <option key={one.name} value={`${one.name}:${one.version}`}>{one.name}:{one.version} · {one.rows} rows</option>)}</optgroup>
          <optgroup label="Files">{data.data?.files.map((one) => <option key={one.path} value={one.path}>{one.path}</option>)}</optgroup>
        </Select>
      </Field>
      <div className="form-grid">
        <Field label="Display name" hint="Made of flow and time if empty">
          <Input value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Tags" hint="team=search, kind=baseline">
          <Input value={tags} onChange={(event) => setTags(event.target.value)} />
        </Field>
      </div>
      <Field label="Column mapping" hint="One input a line; inputs with a column of their name need none">
        <TextArea rows={3} placeholder={'url=${data.link}'} value={columns} onChange={(event) => setColumns(event.target.value)} />
      </Field>
    </Dialog>
  );
}
