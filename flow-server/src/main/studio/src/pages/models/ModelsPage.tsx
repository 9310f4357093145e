import { Boxes, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { path } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, EmptyState, Loaded, Page, SearchBox, Table } from '../../kit';
import { Tags, Toolbar, When, useParameter } from '../shared/parts';
import '../shared/shared.css';
import { RegisterModel } from './RegisterModel';
import type { Entry } from './types';

export const STAGES: Record<string, 'ok' | 'info' | 'plain'> = { production: 'ok', staging: 'info', development: 'plain' };

export default function ModelsPage() {
  const { may } = useSession();
  const navigate = useNavigate();
  const [filter, setFilter] = useParameter('q');
  const [making, setMaking] = useState(false);
  const models = useResource<{ models: Entry[] }>('/models');
  const make = may('author') && <Button kind="primary" icon={<Plus size={15} />} onClick={() => setMaking(true)}>Register a model</Button>;
  return (
    <Page title="Registered models" about="Names of your own for models, deployments and fine-tuned models, with versions and stages." actions={make}>
      <Loaded resource={models}>
        {({ models: all }) =>
          all.length === 0 ? (
            <EmptyState icon={<Boxes size={22} />} title="No model is registered" action={make}>A flow that names an alias calls what it stands for, and moves with it.</EmptyState>
          ) : (
            <>
              <Toolbar><SearchBox label="Filter models" value={filter} onChange={setFilter} /></Toolbar>
              <Table
                label="Registered models"
                rows={all}
                rowKey={(one) => one.name}
                filter={filter}
                columns={[
                  { id: 'name', header: 'Name', value: (one) => one.name, cell: (one) => <><Link to={`/models${path(one.name)}`}><strong>{one.name}</strong></Link> <span className="muted">version {one.version}</span>{one.archived && <span className="tag">archived</span>}</> },
                  { id: 'model', header: 'Stands for', value: (one) => one.model, cell: (one) => <span className="mono">{one.connection ? `${one.connection}/` : ''}{one.model}</span> },
                  { id: 'kind', header: 'Kind', value: (one) => one.kind, cell: (one) => <Badge>{one.kind}</Badge> },
                  { id: 'stage', header: 'Stage', value: (one) => one.stage, cell: (one) => <Badge tone={STAGES[one.stage] ?? 'plain'}>{one.stage}</Badge> },
                  { id: 'description', header: 'What it is', value: (one) => one.description },
                  { id: 'tags', header: 'Tags', value: (one) => Object.entries(one.tags).join(' '), cell: (one) => <Tags tags={one.tags} /> },
                  { id: 'created', header: 'Since', value: (one) => one.created, cell: (one) => <When at={one.created} /> },
                ]}
              />
            </>
          )
        }
      </Loaded>
      {making && <RegisterModel name="" onClose={() => setMaking(false)} onMade={(name) => void navigate(`/models${path(name)}`)} />}
    </Page>
  );
}
