import { PlugZap, Plus } from 'lucide-react';
import { useState } from 'react';
import { api, path } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, Confirm, EmptyState, Loaded, Page, SearchBox, Table, complain } from '../../kit';
import { Toolbar, useParameter } from '../shared/parts';
import '../shared/shared.css';
import { ConnectionForm } from './ConnectionForm';

export interface Connection {
  name: string;
  type?: string;
  settings?: Record<string, string>;
  secrets?: string[];
  models?: boolean;
  problem?: string;
}

export interface ConnectionType {
  name: string;
  class: string;
  settings: string[];
  options: string[];
  secrets: string[];
  required: string[];
  defaults: Record<string, string>;
  models: boolean;
  open: boolean;
}

export default function ConnectionsPage() {
  const { may } = useSession();
  const [filter, setFilter] = useParameter('q');
  const [edited, setEdited] = useState<Connection | null>();
  const [deleting, setDeleting] = useState<Connection>();
  const connections = useResource<{ connections: Connection[] }>('/connections');
  const types = useResource<{ types: ConnectionType[] }>('/connection-types');
  const make = may('operator') && <Button kind="primary" icon={<Plus size={15} />} onClick={() => setEdited(null)}>New connection</Button>;
  return (
    <Page title="Connections" about="How models and services are reached. Secrets go in and are never shown again." actions={make}>
      <Loaded resource={connections}>
        {({ connections: all }) =>
          all.length === 0 ? (
            <EmptyState icon={<PlugZap size={22} />} title="No connection yet" action={make}>A connection keeps the address and the key of a service, encrypted, for all flows.</EmptyState>
          ) : (
            <>
              <Toolbar><SearchBox label="Filter connections" value={filter} onChange={setFilter} /></Toolbar>
              <Table
                label="Connections"
                rows={all}
                rowKey={(one) => one.name}
                filter={filter}
                columns={[
                  { id: 'name', header: 'Name', value: (one) => one.name, cell: (one) => <><strong>{one.name}</strong>{one.problem && <div className="failed">{one.problem}</div>}</> },
                  { id: 'type', header: 'Type', value: (one) => one.type, cell: (one) => <Badge tone={one.models ? 'accent' : 'plain'}>{one.type}</Badge> },
                  { id: 'settings', header: 'Settings', value: (one) => JSON.stringify(one.settings), cell: (one) => <span className="tags">{Object.entries(one.settings ?? {}).map(([name, value]) => <span className="tag" key={name}>{name} {value}</span>)}</span> },
                  { id: 'secrets', header: 'Secrets', value: (one) => one.secrets?.join(' '), cell: (one) => one.secrets?.map((secret) => <Badge tone="ok" key={secret}>{secret} ••••</Badge>) },
                  {
                    id: 'actions',
                    header: <span className="visually-hidden">Actions</span>,
                    value: () => '',
                    sortable: false,
                    align: 'right',
                    cell: (one) =>
                      may('operator') && (
                        <span className="row">
                          <Button size="small" disabled={!one.type} onClick={() => setEdited(one)}>Edit</Button>
                          <Button size="small" kind="danger" onClick={() => setDeleting(one)}>Delete</Button>
                        </span>
                      ),
                  },
                ]}
              />
            </>
          )
        }
      </Loaded>
      {edited !== undefined && types.data && (
        <ConnectionForm types={types.data.types} connection={edited} onClose={() => setEdited(undefined)} onSaved={() => { setEdited(undefined); connections.reload(); }} />
      )}
      {deleting && (
        <Confirm title={`Delete ${deleting.name}?`} action="Delete" onClose={() => setDeleting(undefined)} onConfirm={() => void api.del(`/connections${path(deleting.name)}`).then(() => { setDeleting(undefined); connections.reload(); }).catch(complain)}>
          Flows that name it can’t be run any more, and its secrets are gone.
        </Confirm>
      )}
    </Page>
  );
}
