import { Plus, Rocket } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { path } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, EmptyState, Loaded, Page, SearchBox, Table } from '../../kit';
import { count } from '../shared/format';
import { Tags, Toolbar, When, useParameter } from '../shared/parts';
import '../shared/shared.css';
import './endpoints.css';
import { Deploy } from './Deploy';
import { TrafficBar } from './TrafficBar';
import type { Endpoint } from './types';

export default function EndpointsPage() {
  const { may } = useSession();
  const navigate = useNavigate();
  const [filter, setFilter] = useParameter('q');
  const [flow] = useParameter('flow');
  const [making, setMaking] = useState(flow !== '');
  const endpoints = useResource<{ endpoints: Endpoint[] }>('/api/endpoints', 3000);
  const make = may('operator') && <Button kind="primary" icon={<Plus size={15} />} onClick={() => setMaking(true)}>Deploy a flow</Button>;
  return (
    <Page title="Endpoints" about="Flows that answer over HTTP, and who gets how much of the traffic." actions={make}>
      <Loaded resource={endpoints}>
        {({ endpoints: all }) =>
          all.length === 0 ? (
            <EmptyState icon={<Rocket size={22} />} title="Nothing is deployed" action={make}>An endpoint has an address of its own. Its deployments are versions of flows, which share the traffic.</EmptyState>
          ) : (
            <>
              <Toolbar><SearchBox label="Filter endpoints" value={filter} onChange={setFilter} /></Toolbar>
              <Table
                label="Endpoints"
                rows={all}
                rowKey={(one) => one.name}
                filter={filter}
                columns={[
                  { id: 'name', header: 'Endpoint', value: (one) => one.name, cell: (one) => <><Link to={`/endpoints${path(one.name)}`}><strong>{one.name}</strong></Link> <Tags tags={one.tags} /><div className="muted">{one.description}</div></> },
                  { id: 'state', header: 'State', value: (one) => Object.keys(one.serving.failed ?? {}).length, cell: (one) => (Object.keys(one.serving.failed ?? {}).length > 0 ? <Badge tone="bad">{Object.keys(one.serving.failed ?? {}).join(', ')} can’t be loaded</Badge> : Object.keys(one.serving.loaded ?? {}).length > 0 ? <Badge tone="ok">serving</Badge> : <Badge>nothing deployed</Badge>) },
                  { id: 'traffic', header: 'Traffic', value: (one) => Object.entries(one.traffic).join(), cell: (one) => <TrafficBar split={one.traffic} names={Object.keys(one.deployments)} /> },
                  { id: 'calls', header: 'Calls', align: 'right', value: (one) => Object.values(one.serving.loaded ?? {}).reduce((sum, each) => sum + each.calls, 0), cell: (one) => count(Object.values(one.serving.loaded ?? {}).reduce((sum, each) => sum + each.calls, 0)) },
                  { id: 'created', header: 'Created', value: (one) => one.created, cell: (one) => <When at={one.created} /> },
                ]}
              />
            </>
          )
        }
      </Loaded>
      {making && <Deploy endpoint="" flow={flow} onClose={() => setMaking(false)} onMade={(name) => void navigate(`/endpoints${path(name)}`)} />}
    </Page>
  );
}
