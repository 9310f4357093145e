import { CircleAlert, CircleCheck, Workflow } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useHappenings } from '../../api/events';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, EmptyState, Loaded, Page, SearchBox, Table } from '../../kit';

/** A flow of the workspace as the list shows it. */
export interface FlowEntry {
  path: string;
  name: string;
  kind: 'dag' | 'prompty' | 'flex';
  /** What a check says; not there in the quick list. */
  nodes?: number;
  errors?: number;
  warnings?: number;
  changed: string;
}

export default function FlowsPage() {
  const { workspace } = useSession();
  const quick = useResource<{ flows: FlowEntry[] }>('/flows?quick=true');
  const checked = useResource<{ flows: FlowEntry[] }>('/flows');
  const flows = checked.data ? checked : quick;
  const [filter, setFilter] = useState('');
  useHappenings('file', () => (checked.reload(), quick.reload()));
  return (
    <Page title="Flows" about={`All flows of ${workspace}, as they lie on disk.`} actions={<SearchBox label="Filter flows" value={filter} onChange={setFilter} />}>
      <Loaded resource={flows}>
        {({ flows: list }) =>
          list.length === 0 ? (
            <EmptyState icon={<Workflow size={22} />} title="No flow in this folder yet">
              A flow is a folder with a flow.dag.yaml, or a .prompty file. Begin with one of the gallery.
            </EmptyState>
          ) : (
            <Table
              label="Flows"
              rows={list}
              rowKey={(flow) => flow.path}
              filter={filter}
              columns={[
                { id: 'path', header: 'Flow', value: (flow) => flow.path, cell: (flow) => <Link to={`/flows/${flow.path.split('/').map(encodeURIComponent).join('/')}`}><strong>{flow.name}</strong> <span className="muted">{flow.path !== flow.name && flow.path}</span></Link> },
                { id: 'kind', header: 'Kind', value: (flow) => flow.kind, cell: (flow) => <Badge>{flow.kind}</Badge> },
                { id: 'nodes', header: 'Nodes', align: 'right', value: (flow) => flow.nodes },
                {
                  id: 'state',
                  header: 'State',
                  value: (flow) => flow.errors,
                  cell: (flow) =>
                    flow.errors === undefined ? <span className="muted">checking …</span> : flow.errors > 0 ? <Badge tone="bad"><CircleAlert size={12} /> {flow.errors} to mend</Badge> : <Badge tone="ok"><CircleCheck size={12} /> valid</Badge>,
                },
                { id: 'changed', header: 'Changed', value: (flow) => flow.changed, cell: (flow) => new Date(flow.changed).toLocaleString() },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
