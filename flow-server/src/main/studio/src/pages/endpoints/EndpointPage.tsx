import { Plus, Trash2, MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, path } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Button, Confirm, Loaded, Menu, Page, Tabs, complain } from '../../kit';
import { useParameter } from '../shared/parts';
import '../shared/shared.css';
import '../compare/compare.css';
import '../runs/runs.css';
import './endpoints.css';
import { Deploy } from './Deploy';
import { EndpointHistory } from './EndpointHistory';
import { EndpointOverview } from './EndpointOverview';
import { EndpointSamples } from './EndpointSamples';
import { TryEndpoint } from './TryEndpoint';
import type { Endpoint } from './types';

export default function EndpointPage() {
  const { name = '' } = useParams();
  const { may } = useSession();
  const navigate = useNavigate();
  const [tab, setTab] = useParameter('tab', 'overview');
  const [deploying, setDeploying] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const where = `/api/endpoints${path(name)}`;
  const endpoint = useResource<Endpoint>(where, 3000);
  return (
    <Page
      wide
      title={name}
      about={<><Link to="/endpoints">Endpoints</Link>{endpoint.data?.description && ` · ${endpoint.data.description}`} · <span className="mono">POST /endpoints/{name}/score</span></>}
      actions={
        may('operator') && (
          <>
            <Button kind="primary" icon={<Plus size={15} />} onClick={() => setDeploying(true)}>Deploy</Button>
            <Menu bare label="More" icon={<MoreHorizontal size={16} />} items={[{ label: 'Delete the endpoint', icon: <Trash2 size={14} />, onSelect: () => setDeleting(true) }]} />
          </>
        )
      }
    >
      <Loaded resource={endpoint}>
        {(found) => (
          <Tabs
            label="Parts of the endpoint"
            active={tab}
            onChange={setTab}
            tabs={[
              { id: 'overview', title: 'Overview' },
              { id: 'try', title: 'Try it' },
              ...(may('author') ? [{ id: 'samples', title: 'Samples and feedback' }] : []),
              { id: 'history', title: 'History and log' },
            ]}
          >
            {tab === 'overview' && <EndpointOverview endpoint={found} changed={endpoint.reload} />}
            {tab === 'try' && <TryEndpoint endpoint={found} />}
            {tab === 'samples' && <EndpointSamples name={name} />}
            {tab === 'history' && <EndpointHistory name={name} changed={endpoint.reload} />}
          </Tabs>
        )}
      </Loaded>
      {deploying && <Deploy endpoint={name} onClose={() => setDeploying(false)} onMade={() => { setDeploying(false); endpoint.reload(); }} />}
      {deleting && (
        <Confirm title={`Delete ${name}?`} action="Delete" onClose={() => setDeleting(false)} onConfirm={() => void api.del(where).then(() => navigate('/endpoints')).catch(complain)}>
          Callers get no more answers from it.
        </Confirm>
      )}
    </Page>
  );
}
