import { useState } from 'react';
import { api, path } from '../../api/client';
import { Button, Dialog, Field, Input, TextArea, complain } from '../../kit';
import type { Run } from './types';

/** Changes what people wrote on a run. */
export function EditRun({ run, onClose, onSaved }: { run: Run; onClose: () => void; onSaved: () => void }) {
  const [name, setName] = useState(run.display_name);
  const [description, setDescription] = useState(run.description);
  const [tags, setTags] = useState(Object.entries(run.tags).map(([key, value]) => `${key}=${value}`).join('\n'));
  const save = () =>
    api
      .patch(`/runs${path(run.name)}`, {
        display_name: name,
        description,
        tags: Object.fromEntries(tags.split('\n').filter((line) => line.includes('=')).map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()])),
      })
      .then(onSaved)
      .catch(complain);
  return (
    <Dialog title="Name and tags" onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" onClick={() => void save()}>Save</Button></>}>
      <Field label="Display name"><Input value={name} onChange={(event) => setName(event.target.value)} /></Field>
      <Field label="Description"><Input value={description} onChange={(event) => setDescription(event.target.value)} /></Field>
      <Field label="Tags" hint="One a line: name=value"><TextArea rows={4} value={tags} onChange={(event) => setTags(event.target.value)} /></Field>
    </Dialog>
  );
}
