import { useState } from 'react';
import { api, path } from '../../api/client';
import { Button, Dialog, Field, Input, Notice, Select, TextArea } from '../../kit';
import type { Connection, ConnectionType } from './ConnectionsPage';

interface Props {
  types: ConnectionType[];
  /** Nothing for a new one. */
  connection: Connection | null;
  onClose: () => void;
  onSaved: () => void;
}

const lines = (text: string) => Object.fromEntries(text.split('\n').filter((line) => line.includes('=')).map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]));
const words = (field: string) => field.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase());

/** A form with the fields of a type. What is typed as a secret is sent and never comes back. */
export function ConnectionForm({ types, connection, onClose, onSaved }: Props) {
  const [name, setName] = useState(connection?.name ?? '');
  const [chosen, setChosen] = useState(connection?.type ?? 'open_ai');
  const [settings, setSettings] = useState<Record<string, string>>(connection?.settings ?? {});
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [openSettings, setOpenSettings] = useState(Object.entries(connection?.settings ?? {}).map(([key, value]) => `${key}=${value}`).join('\n'));
  const [openSecrets, setOpenSecrets] = useState('');
  const [problem, setProblem] = useState<string>();
  const type = types.find((one) => one.name === chosen);
  const there = connection?.secrets ?? [];

  const save = () =>
    api
      .put(`/connections${path(name)}`, {
        type: chosen,
        settings: type?.open ? lines(openSettings) : Object.fromEntries(Object.entries(settings).filter(([, value]) => value)),
        secrets: type?.open ? lines(openSecrets) : Object.fromEntries(Object.entries(secrets).filter(([, value]) => value)),
      })
      .then(onSaved)
      .catch((wrong: Error) => setProblem(wrong.message));

  const setting = (field: string) => (
    <Field key={field} label={words(field)} hint={type?.required.includes(field) ? 'Has to be given' : undefined}>
      <Input value={settings[field] ?? ''} placeholder={type?.defaults[field] ?? ''} onChange={(event) => setSettings({ ...settings, [field]: event.target.value })} />
    </Field>
  );
  return (
    <Dialog title={connection ? `Edit ${connection.name}` : 'New connection'} onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" disabled={!name} onClick={() => void save()}>Save</Button></>}>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="form-grid">
        <Field label="Name"><Input value={name} disabled={connection !== null} onChange={(event) => setName(event.target.value)} /></Field>
        <Field label="Type">
          <Select value={chosen} disabled={connection !== null} onChange={(event) => { setChosen(event.target.value); setSettings({}); setSecrets({}); }}>
            <optgroup label="Models">{types.filter((one) => one.models).map((one) => <option key={one.name} value={one.name}>{one.class.replace(/Connection$/, '')}</option>)}</optgroup>
            <optgroup label="Services">{types.filter((one) => !one.models).map((one) => <option key={one.name} value={one.name}>{one.class.replace(/Connection$/, '')}</option>)}</optgroup>
          </Select>
        </Field>
      </div>
      {type?.open ? (
        <>
          <Field label="Settings" hint="One a line: name=value"><TextArea rows={4} value={openSettings} onChange={(event) => setOpenSettings(event.target.value)} /></Field>
          <Field label="Secrets" hint={there.length ? `Kept unless given again: ${there.join(', ')}` : 'One a line: name=value'}><TextArea rows={3} autoComplete="off" value={openSecrets} onChange={(event) => setOpenSecrets(event.target.value)} /></Field>
        </>
      ) : (
        <>
          {type?.secrets.map((field) => (
            <Field key={field} label={words(field)} hint={there.includes(field) ? 'One is kept; type to replace it' : 'Kept encrypted; never shown again'}>
              <Input type="password" autoComplete="new-password" value={secrets[field] ?? ''} placeholder={there.includes(field) ? '••••••••' : ''} onChange={(event) => setSecrets({ ...secrets, [field]: event.target.value })} />
            </Field>
          ))}
          <div className="form-grid">{type?.settings.map(setting)}</div>
          {type && type.options.length > 0 && (
            <details>
              <summary>Limits and other options</summary>
              <div className="form-grid">{type.options.map(setting)}</div>
            </details>
          )}
        </>
      )}
    </Dialog>
  );
}
