import { Link } from 'react-router';
import { flowPage } from '../shared/choices';
import { path } from '../../api/client';
import { Card, Facts, Table, ValueView } from '../../kit';
import { count, figure } from '../shared/format';
import { Status, When } from '../shared/parts';
import type { Run, RunDetails } from './types';

const RunLink = ({ name }: { name: string }) => <Link to={`/runs${path(name)}`}>{name}</Link>;
const short = (digest: string) => <span className="mono" title={digest}>{digest.slice(0, 12)}</span>;

/** What a run was made from, and what was made of it. */
export function RunLineage({ run }: { run: RunDetails }) {
  const pinned = run.pinned;
  return (
    <div className="stack">
      <div className="two">
        <Card title="Made from">
          <Facts
            items={[
              ['Flow', <><Link to={flowPage(run.flow)}>{run.flow}</Link> {short(pinned.flow)}</>],
              ['Variants', Object.entries(run.variants).map(([node, variant]) => `${node}.${variant}`).join(', ') || 'the defaults'],
              ['Commit', pinned.git_commit ? <><span className="mono">{pinned.git_commit.slice(0, 10)}</span>{pinned.git_dirty && ' with changes'}</> : '—'],
              ['Data', run.data ? <><Link to={`/data/rows?data=${encodeURIComponent(run.data_versions[0] ?? run.data)}`}>{run.data}</Link> {pinned.data && short(pinned.data)}</> : '—'],
              ['Data set', run.data_versions.join(', ') || '—'],
              ['Over run', run.over ? <RunLink name={run.over} /> : '—'],
              ['Parent', run.parent ? <RunLink name={run.parent} /> : '—'],
              ['Resumed from', run.resumed_from ? <RunLink name={run.resumed_from} /> : '—'],
              ['Experiment', run.experiment ? <Link to={`/comparisons${path(run.experiment)}`}>{run.experiment}</Link> : '—'],
              ['Model', run.model ?? 'as the flow says'],
            ]}
          />
        </Card>
        <Card title="How it ran">
          <Facts
            items={[
              ['Created', <When at={run.created} />],
              ['Started', <When at={run.started} />],
              ['Ended', <When at={run.ended} />],
              ['Repeats', count(run.repeats)],
              ['On an error', run.on_error === 'fail' ? 'the run ends' : 'the other rows go on'],
              ['Engine', pinned.engine],
              ['Machine', pinned.machine],
            ]}
          />
        </Card>
      </div>
      {Object.keys(run.column_mapping).length > 0 && <Card title="Column mapping"><ValueView value={run.column_mapping} label="Column mapping" /></Card>}
      {run.models !== null && <Card title="Models on that day"><ValueView value={run.models} label="Models on that day" /></Card>}
      {run.aggregation !== null && <Card title="Aggregation"><ValueView value={run.aggregation} label="Aggregation" /></Card>}
      <h2>Evaluations and other runs of it</h2>
      <Table<Run>
        label="Runs made for this one"
        rows={run.children}
        rowKey={(child) => child.name}
        empty="No run was made for this one."
        columns={[
          { id: 'name', header: 'Run', value: (child) => child.name, cell: (child) => <RunLink name={child.name} /> },
          { id: 'flow', header: 'Flow', value: (child) => child.flow },
          { id: 'status', header: 'Status', value: (child) => child.status, cell: (child) => <Status status={child.status} /> },
          { id: 'metrics', header: 'Metrics', value: (child) => Object.keys(child.metrics).join(), cell: (child) => Object.entries(child.metrics).map(([name, value]) => `${name} ${typeof value === 'number' ? figure(value) : String(value)}`).join(', ') },
          { id: 'created', header: 'Created', value: (child) => child.created, cell: (child) => <When at={child.created} /> },
        ]}
      />
    </div>
  );
}
