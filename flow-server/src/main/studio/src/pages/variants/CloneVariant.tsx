import { useState } from 'react';
import { api } from '../../api/client';
import { useResource } from '../../api/resource';
import { Button, Dialog, Field, Input, Notice, Select, TextArea, toast } from '../../kit';
import type { FileText } from './VariantsPage';
import { type VariantsOfNode, promptName, withClone } from './document';

interface Props {
  file: FileText;
  folder: string;
  node: VariantsOfNode;
  onClose: () => void;
  onCloned: () => void;
}

/** Asks for one more variant; writes its prompt and then the flow, so that a flow never names a file that is not there. */
export function CloneVariant({ file, folder, node, onClose, onCloned }: Props) {
  const [from, setFrom] = useState(node.standard ?? node.variants[0]?.id ?? '');
  const [id, setId] = useState(`variant_${node.variants.length}`);
  const [prompt, setPrompt] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const source = node.variants.find((one) => one.id === from);
  const text = useResource<FileText>(source?.path ? `/file?path=${encodeURIComponent(folder + source.path)}` : null);
  const clone = async () => {
    setProblem(undefined);
    if (!/^\w[\w-]*$/.test(id)) return setProblem('A variant is called with letters, digits, “_” and “-”.');
    if (node.variants.some((one) => one.id === id)) return setProblem(`There is a variant “${id}” already.`);
    try {
      const name = source?.path ? promptName(source.path, node.node, id) : null;
      if (name) await api.put(`/file?path=${encodeURIComponent(folder + name)}`, { text: prompt ?? text.data?.text ?? '' }, { headers: { 'If-None-Match': '*' } });
      await api.put(`/file?path=${encodeURIComponent(file.path)}`, { text: withClone(file.text, node, from, id, name) }, { headers: { 'If-Match': `"${file.digest}"` } });
      toast('ok', `${node.node} has the variant ${id} now.`);
      onCloned();
    } catch (wrong) {
      setProblem(wrong instanceof Error ? wrong.message : String(wrong));
    }
  };
  return (
    <Dialog wide title={`Clone a variant of ${node.node}`} onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" disabled={!id || (Boolean(source?.path) && !text.data)} onClick={() => void clone()}>Clone</Button></>}>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="form-grid">
        <Field label="Clone of">
          <Select value={from} onChange={(event) => { setFrom(event.target.value); setPrompt(undefined); }}>
            {node.variants.map((one) => <option key={one.id}>{one.id}</option>)}
          </Select>
        </Field>
        <Field label="Called" hint={source?.path ? `Its prompt is ${promptName(source.path, node.node, id || '…')}` : undefined}>
          <Input value={id} onChange={(event) => setId(event.target.value)} />
        </Field>
      </div>
      {source?.path && (
        <Field label="Prompt">
          <TextArea rows={14} value={prompt ?? text.data?.text ?? ''} onChange={(event) => setPrompt(event.target.value)} />
        </Field>
      )}
    </Dialog>
  );
}
