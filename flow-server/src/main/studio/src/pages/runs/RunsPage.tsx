import { Archive, ArchiveRestore, GitCompareArrows, Play, PlayCircle } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, path } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Button, EmptyState, Loaded, Page, SearchBox, Select, Table, complain } from '../../kit';
import { cost, count, seconds } from '../shared/format';
import { Progress, Status, Tags, Toolbar, When, useParameter } from '../shared/parts';
import '../shared/shared.css';
import { NewRun } from './NewRun';
import { type Run, isLive } from './types';

const searched = (run: Run) => [run.name, run.display_name, run.flow, run.data ?? '', run.experiment ?? '', ...Object.entries(run.tags).map(([name, value]) => `${name}=${value}`)].join(' ');

export default function RunsPage() {
  const { may } = useSession();
  const navigate = useNavigate();
  const [filter, setFilter] = useParameter('q');
  const [status, setStatus] = useParameter('status');
  const [archived, setArchived] = useParameter('archived', 'no');
  const [kind, setKind] = useParameter('kind');
  const [experiment] = useParameter('experiment');
  const [chosen, setChosen] = useState<string[]>([]);
  const [making, setMaking] = useState(false);
  const where = `/runs?most=1000&archived=${archived}${experiment ? `&experiment=${encodeURIComponent(experiment)}` : ''}`;
  const runs = useResource<{ runs: Run[] }>(where, 3000);

  const toggle = (name: string) => setChosen(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  const archive = (on: boolean) =>
    Promise.all(chosen.map((name) => api.patch(`/runs${path(name)}`, { archived: on })))
      .then(() => {
        setChosen([]);
        runs.reload();
      })
      .catch(complain);

  return (
    <Page
      wide
      title={experiment ? `Runs of ${experiment}` : 'Runs'}
      about="Flows run on data sets, with what came of each row."
      actions={may('author') && <Button kind="primary" icon={<Play size={15} />} onClick={() => setMaking(true)}>New run</Button>}
    >
      <Toolbar>
        <SearchBox label="Filter by name, flow, data or tag" value={filter} onChange={setFilter} />
        <Select aria-label="Status" value={status} onChange={(event) => setStatus(event.target.value)}>
          <option value="">Any status</option>
          {['Running', 'Completed', 'Failed', 'Canceled', 'Abandoned', 'NotStarted'].map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
        <Select aria-label="Kind" value={kind} onChange={(event) => setKind(event.target.value)}>
          <option value="">Runs and evaluations</option>
          <option value="runs">Runs only</option>
          <option value="evaluations">Evaluations only</option>
        </Select>
        <Select aria-label="Archived" value={archived} onChange={(event) => setArchived(event.target.value)}>
          <option value="no">Not archived</option>
          <option value="with">With archived</option>
          <option value="only">Archived only</option>
        </Select>
        {chosen.length > 0 && (
          <span className="row push">
            <span className="muted">{chosen.length} chosen</span>
            <Button size="small" icon={<GitCompareArrows size={14} />} disabled={chosen.length < 2} onClick={() => void navigate(`/compare?runs=${chosen.map(encodeURIComponent).join(',')}`)}>
              Compare
            </Button>
            {may('author') && (
              <Button size="small" icon={archived === 'only' ? <ArchiveRestore size={14} /> : <Archive size={14} />} onClick={() => void archive(archived !== 'only')}>
                {archived === 'only' ? 'Bring back' : 'Archive'}
              </Button>
            )}
          </span>
        )}
      </Toolbar>
      <Loaded resource={runs}>
        {({ runs: all }) => {
          const rows = all.filter((run) => (!status || run.status === status) && (!kind || (kind === 'runs') === !run.parent) && searched(run).toLowerCase().includes(filter.toLowerCase()));
          return all.length === 0 ? (
            <EmptyState icon={<PlayCircle size={22} />} title="No runs yet" action={may('author') && <Button kind="primary" onClick={() => setMaking(true)}>Run a flow on data</Button>}>
              A run takes a flow through all rows of a data set, and keeps inputs, outputs, traces and costs.
            </EmptyState>
          ) : (
            <Table
              label="Runs"
              rows={rows}
              rowKey={(run) => run.name}
              columns={[
                {
                  id: 'choose',
                  header: <span className="visually-hidden">Choose</span>,
                  value: () => '',
                  sortable: false,
                  width: 34,
                  cell: (run) => <input type="checkbox" aria-label={`Choose ${run.name}`} checked={chosen.includes(run.name)} onChange={() => toggle(run.name)} />,
                },
                {
                  id: 'name',
                  header: 'Run',
                  value: (run) => run.display_name || run.name,
                  cell: (run) => (
                    <div>
                      <Link to={`/runs${path(run.name)}`} className="long-name" title={run.name}>
                        <strong>{run.display_name || run.name}</strong>
                      </Link>
                      {run.display_name !== run.name && <span className="muted mono long-name">{run.name}</span>}
                      <Tags tags={run.tags} />
                    </div>
                  ),
                },
                { id: 'status', header: 'Status', value: (run) => run.status, cell: (run) => <Status status={run.status} /> },
                {
                  id: 'flow',
                  header: 'Flow and data',
                  value: (run) => run.flow,
                  cell: (run) => (
                    <div>
                      <span className="long-name" title={run.flow}>{run.flow}</span>
                      {Object.entries(run.variants).map(([node, variant]) => (
                        <span className="tag" key={node}>
                          {node}.{variant}
                        </span>
                      ))}
                      <div className="muted long-name">{run.data ?? (run.parent ? `over ${run.parent}` : '')}</div>
                    </div>
                  ),
                },
                {
                  id: 'rows',
                  header: 'Rows',
                  width: 130,
                  value: (run) => run.completed + run.failed,
                  cell: (run) => (
                    <div className="num">
                      {count(run.completed)}
                      {run.rows ? ` / ${count(run.rows)}` : ''} {run.failed > 0 && <span className="failed nowrap">· {run.failed} failed</span>}
                      <Progress done={run.completed + run.failed} all={run.rows} failed={run.failed} label={`Rows of ${run.name}`} />
                    </div>
                  ),
                },
                { id: 'tokens', header: 'Tokens', align: 'right', value: (run) => run.tokens, cell: (run) => count(run.tokens) },
                { id: 'cost', header: 'Cost', align: 'right', value: (run) => Number(run.cost.amounts.USD ?? 0), cell: (run) => cost(run.cost) },
                { id: 'time', header: 'Took', align: 'right', value: (run) => run.seconds, cell: (run) => (isLive(run) ? '…' : seconds(run.seconds)) },
                { id: 'created', header: 'Created', value: (run) => run.created, cell: (run) => <When at={run.created} /> },
              ]}
              sort={[{ id: 'created', desc: true }]}
            />
          );
        }}
      </Loaded>
      {making && <NewRun onClose={() => setMaking(false)} onMade={(name) => void navigate(`/runs${path(name)}`)} />}
    </Page>
  );
}
