import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, path } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, Confirm, Loaded, Page, Select, Table, complain } from '../../kit';
import { Tags, When } from '../shared/parts';
import '../shared/shared.css';
import { RegisterModel } from './RegisterModel';
import type { Entry } from './types';

interface Change {
  when: string;
  who: string;
  what: string;
  version: number;
  stage?: string;
}

export default function ModelPage() {
  const { name = '' } = useParams();
  const { may } = useSession();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const [deleting, setDeleting] = useState<Entry>();
  const found = useResource<{ versions: Entry[]; history: Change[] }>(`/models${path(name)}`);
  const one = (entry: Entry) => `/models${path(entry.name, String(entry.version))}`;
  const change = (entry: Entry, fields: object) => void api.patch(one(entry), fields).then(found.reload).catch(complain);
  return (
    <Page title={name} about={<Link to="/models">Registered models</Link>} actions={may('author') && <Button kind="primary" icon={<Plus size={15} />} onClick={() => setMaking(true)}>New version</Button>}>
      <Loaded resource={found}>
        {({ versions, history }) => (
          <>
            <Table
              label="Versions"
              rows={versions}
              rowKey={(entry) => String(entry.version)}
              columns={[
                { id: 'version', header: 'Version', value: (entry) => entry.version, cell: (entry) => <><strong>{entry.version}</strong> {entry.archived && <span className="tag">archived</span>}</> },
                { id: 'model', header: 'Stands for', value: (entry) => entry.model, cell: (entry) => <span className="mono">{entry.connection ? `${entry.connection}/` : ''}{entry.model}</span> },
                { id: 'kind', header: 'Kind', value: (entry) => entry.kind, cell: (entry) => <Badge>{entry.kind}</Badge> },
                {
                  id: 'stage',
                  header: 'Stage',
                  value: (entry) => entry.stage,
                  cell: (entry) => (
                    <Select aria-label={`Stage of version ${entry.version}`} disabled={!may('author')} value={entry.stage} onChange={(event) => change(entry, { stage: event.target.value })}>
                      <option>development</option>
                      <option>staging</option>
                      <option>production</option>
                    </Select>
                  ),
                },
                { id: 'description', header: 'What it is', value: (entry) => entry.description, cell: (entry) => <>{entry.description} <Tags tags={entry.tags} /></> },
                { id: 'used', header: 'Used by', value: (entry) => entry.used_by.join(' '), cell: (entry) => entry.used_by.join(', ') || <span className="muted">nobody</span> },
                { id: 'created', header: 'Since', value: (entry) => entry.created, cell: (entry) => <><When at={entry.created} /> <span className="muted">by {entry.created_by}</span></> },
                {
                  id: 'actions',
                  header: <span className="visually-hidden">Actions</span>,
                  value: () => '',
                  sortable: false,
                  cell: (entry) =>
                    may('author') && (
                      <span className="row">
                        <Button size="small" onClick={() => change(entry, { archived: !entry.archived })}>{entry.archived ? 'Bring back' : 'Archive'}</Button>
                        <Button size="small" kind="danger" disabled={entry.used_by.length > 0} title={entry.used_by.length ? `In use by ${entry.used_by.join(', ')}` : undefined} onClick={() => setDeleting(entry)}>Delete</Button>
                      </span>
                    ),
                },
              ]}
            />
            <h2>What was changed</h2>
            <Table
              label="History"
              rows={history}
              rowKey={(change) => `${change.when}${change.what}${change.version}`}
              columns={[
                { id: 'when', header: 'When', value: (change) => change.when, cell: (change) => <When at={change.when} /> },
                { id: 'who', header: 'Who', value: (change) => change.who },
                { id: 'what', header: 'What', value: (change) => change.what, cell: (change) => `version ${change.version} ${change.what}${change.stage ? `, ${change.stage}` : ''}` },
              ]}
            />
            {deleting && (
              <Confirm title={`Delete ${name}:${deleting.version}?`} action="Delete" onClose={() => setDeleting(undefined)} onConfirm={() => void api.del(one(deleting)).then(() => { setDeleting(undefined); if (versions.length === 1) void navigate('/models'); else found.reload(); }).catch(complain)}>
                Flows that name this version can’t be run any more. Its history stays.
              </Confirm>
            )}
          </>
        )}
      </Loaded>
      {making && <RegisterModel name={name} onClose={() => setMaking(false)} onMade={() => { setMaking(false); found.reload(); }} />}
    </Page>
  );
}
