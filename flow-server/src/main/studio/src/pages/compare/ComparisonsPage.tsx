import { FlaskConical, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { path } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, EmptyState, Loaded, Page, SearchBox, Table } from '../../kit';
import { count } from '../shared/format';
import { Toolbar, When, useParameter } from '../shared/parts';
import '../shared/shared.css';
import type { Run } from '../runs/types';
import { NewComparison } from './NewComparison';
import type { Course } from './types';

interface Experiment {
  id: string;
  flow: string;
  data: string;
  variants: string[];
  rows: number;
  state: string;
  created: string;
}

function experiments(runs: Run[], courses: Course[]): Experiment[] {
  const found = new Map<string, Experiment>();
  for (const course of courses) {
    found.set(course.id, { id: course.id, flow: course.flow, data: '', variants: [...new Set(course.steps.map((step) => step.arm))], rows: 0, state: course.state, created: course.begun });
  }
  for (const run of runs) {
    if (!run.experiment || run.parent) continue;
    const one = found.get(run.experiment) ?? { id: run.experiment, flow: run.flow, data: '', variants: [], rows: 0, state: 'done', created: run.created };
    const variant = Object.values(run.variants).join('+') || run.name;
    if (!courses.some((course) => course.id === run.experiment && course.steps.length)) one.variants = [...new Set([...one.variants, variant])];
    one.data = run.data ?? one.data;
    one.rows = Math.max(one.rows, run.rows ?? 0);
    found.set(run.experiment, one);
  }
  return [...found.values()];
}

const STATES: Record<string, [string, 'ok' | 'info' | 'bad']> = { done: ['done', 'ok'], running: ['running', 'info'], failed: ['stopped', 'bad'] };

export default function ComparisonsPage() {
  const { may } = useSession();
  const navigate = useNavigate();
  const [filter, setFilter] = useParameter('q');
  const [flow] = useParameter('flow');
  const [making, setMaking] = useState(flow !== '');
  const runs = useResource<{ runs: Run[] }>('/runs?most=1000&archived=no');
  const courses = useResource<{ comparisons: Course[] }>('/comparisons', 3000);
  return (
    <Page wide title="Comparisons" about="Variants of a flow on the same rows, scored and compared with honest statistics." actions={may('author') && <Button kind="primary" icon={<Plus size={15} />} onClick={() => setMaking(true)}>Compare variants</Button>}>
      <Loaded resource={runs}>
        {({ runs: all }) => {
          const list = experiments(all, courses.data?.comparisons ?? []);
          return list.length === 0 ? (
            <EmptyState icon={<FlaskConical size={22} />} title="Nothing was compared yet" action={may('author') && <Button kind="primary" onClick={() => setMaking(true)}>Compare variants</Button>}>
              Give a node a second variant, choose rows and evaluators, and see which one is better, by how much, and how sure that is.
            </EmptyState>
          ) : (
            <>
              <Toolbar><SearchBox label="Filter comparisons" value={filter} onChange={setFilter} /></Toolbar>
              <Table
                label="Comparisons"
                rows={list}
                rowKey={(one) => one.id}
                filter={filter}
                sort={[{ id: 'created', desc: true }]}
                columns={[
                  { id: 'id', header: 'Comparison', value: (one) => one.id, cell: (one) => <Link to={`/comparisons${path(one.id)}`}><strong>{one.id}</strong></Link> },
                  { id: 'state', header: 'State', value: (one) => one.state, cell: (one) => <Badge tone={STATES[one.state]?.[1] ?? 'plain'}>{STATES[one.state]?.[0] ?? one.state}</Badge> },
                  { id: 'variants', header: 'Variants', value: (one) => one.variants.join(' '), cell: (one) => <span className="tags">{one.variants.map((variant) => <span className="tag" key={variant}>{variant}</span>)}</span> },
                  { id: 'flow', header: 'Flow', value: (one) => one.flow },
                  { id: 'data', header: 'Data', value: (one) => one.data },
                  { id: 'rows', header: 'Rows', align: 'right', value: (one) => one.rows, cell: (one) => count(one.rows) },
                  { id: 'created', header: 'Created', value: (one) => one.created, cell: (one) => <When at={one.created} /> },
                ]}
              />
            </>
          );
        }}
      </Loaded>
      {making && <NewComparison flow={flow} onClose={() => setMaking(false)} onMade={(id) => void navigate(`/comparisons${path(id)}`)} />}
    </Page>
  );
}
