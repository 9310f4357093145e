import { useState } from 'react';
import { api } from '../../api/client';
import { Button, Dialog, Field, Input, Notice, Select } from '../../kit';
import type { Entry } from './types';

/** Asks for a version of a model. */
export function RegisterModel({ name: given, onClose, onMade }: { name: string; onClose: () => void; onMade: (name: string) => void }) {
  const [form, setForm] = useState({ name: given, kind: 'alias', model: '', connection: '', base: '', stage: 'development', description: '' });
  const [problem, setProblem] = useState<string>();
  const set = (field: keyof typeof form) => (event: { target: { value: string } }) => setForm({ ...form, [field]: event.target.value });
  const save = () =>
    api
      .post<Entry>('/models', form)
      .then((made) => onMade(made.name))
      .catch((wrong: Error) => setProblem(wrong.message));
  return (
    <Dialog title={given ? `New version of ${given}` : 'Register a model'} onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" disabled={!form.name || !form.model} onClick={() => void save()}>Register</Button></>}>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="form-grid">
        <Field label="Name"><Input value={form.name} disabled={given !== ''} onChange={set('name')} /></Field>
        <Field label="Kind"><Select value={form.kind} onChange={set('kind')}><option>alias</option><option>deployment</option><option>fine-tuned</option></Select></Field>
        <Field label="Stands for" hint="The name that the service knows"><Input value={form.model} onChange={set('model')} /></Field>
        <Field label="Connection" hint="Empty: that of the node"><Input value={form.connection} onChange={set('connection')} /></Field>
        <Field label="Model of the catalog" hint="Gives limits and price"><Input value={form.base} onChange={set('base')} /></Field>
        <Field label="Stage"><Select value={form.stage} onChange={set('stage')}><option>development</option><option>staging</option><option>production</option></Select></Field>
      </div>
      <Field label="What it is"><Input value={form.description} onChange={set('description')} /></Field>
    </Dialog>
  );
}
