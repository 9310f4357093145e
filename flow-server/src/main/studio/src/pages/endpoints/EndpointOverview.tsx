import { useEffect, useState } from 'react';
import { api, path } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, Card, Chart, Confirm, Notice, Stats, Table, complain, toast } from '../../kit';
import { count, millis } from '../shared/format';
import { When } from '../shared/parts';
import { CanaryCard } from './CanaryCard';
import type { Deployment, Endpoint, Figures } from './types';

/** Keeps the sum at 100: the others share what one gives or takes, by what they have. */
export function balanced(split: Record<string, number>, changed: string, to: number): Record<string, number> {
  const others = Object.keys(split).filter((name) => name !== changed);
  const wanted = others.length === 0 ? 100 : Math.max(0, Math.min(100, Math.round(to)));
  const rest = 100 - wanted;
  const had = others.reduce((sum, name) => sum + (split[name] ?? 0), 0);
  const next: Record<string, number> = { ...split, [changed]: wanted };
  let left = rest;
  others.forEach((name, at) => {
    const share = at === others.length - 1 ? left : Math.min(left, Math.round(had > 0 ? (rest * (split[name] ?? 0)) / had : rest / others.length));
    next[name] = share;
    left -= share;
  });
  return next;
}

export function EndpointOverview({ endpoint, changed }: { endpoint: Endpoint; changed: () => void }) {
  const { may } = useSession();
  const figures = useResource<Figures>(`/api/studio/endpoints${path(endpoint.name)}/traffic?minutes=60`, 3000);
  const [removing, setRemoving] = useState<string>();
  const where = `/api/endpoints${path(endpoint.name)}`;
  const all = Object.values(figures.data?.deployments ?? {});
  const calls = all.reduce((sum, one) => sum + one.total, 0);
  const failed = all.reduce((sum, one) => sum + one.total_failed, 0);
  const names = Object.keys(endpoint.deployments);
  const since = Date.parse(figures.data?.since ?? '');
  const points = Array.from({ length: 60 }, (_, step) => ({
    time: new Date(since + (step + 1) * (figures.data?.step_ms ?? 60_000)).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
    ...Object.fromEntries(names.map((name) => [name, figures.data?.deployments[name]?.calls[step] ?? 0])),
  }));
  return (
    <div className="stack">
      {Object.entries(endpoint.serving.failed ?? {}).map(([name, why]) => <Notice tone="bad" key={name}><strong>{name}</strong> can’t be loaded: {why}</Notice>)}
      <Stats
        items={[
          { label: 'Calls in the last hour', value: count(calls) },
          { label: 'Failed', value: count(failed), note: calls > 0 ? `${((100 * failed) / calls).toFixed(1)} %` : undefined },
          ...names.map((name) => ({ label: `${name}: median`, value: millis(figures.data?.deployments[name]?.p50_ms), note: `p95 ${millis(figures.data?.deployments[name]?.p95_ms)} · ${count(figures.data?.deployments[name]?.total ?? 0)} calls` })),
        ]}
      />
      <div className="side">
        <Card title="Calls, minute by minute">
          <Chart label="Calls in the last hour" kind="line" height={230} data={points} x="time" series={names.map((name) => ({ key: name, name }))} />
        </Card>
        {names.length > 0 && <TrafficCard endpoint={endpoint} where={where} changed={changed} />}
      </div>
      <CanaryCard endpoint={endpoint} where={where} changed={changed} />
      <h2>Deployments</h2>
      <Table<Deployment>
        label="Deployments"
        rows={Object.values(endpoint.deployments)}
        rowKey={(one) => one.name}
        empty="Nothing is deployed here yet."
        columns={[
          { id: 'name', header: 'Deployment', value: (one) => one.name, cell: (one) => <><span className={`swatch series-${(names.indexOf(one.name) % 6) + 1}`} /> <strong>{one.name}</strong> {one.description && <span className="muted">{one.description}</span>}</> },
          { id: 'state', header: 'State', value: (one) => (endpoint.serving.loaded?.[one.name] ? 1 : 0), cell: (one) => (endpoint.serving.loaded?.[one.name] ? <Badge tone="ok">loaded</Badge> : <Badge tone="bad">not loaded</Badge>) },
          { id: 'version', header: 'Version', value: (one) => one.version, cell: (one) => <span className="mono">{one.version.slice(0, 12)}</span> },
          { id: 'variants', header: 'Variants', value: (one) => Object.entries(one.variants).join(), cell: (one) => Object.entries(one.variants).map(([node, variant]) => <span className="tag" key={node}>{node}.{variant}</span>) },
          { id: 'traffic', header: 'Traffic', align: 'right', value: (one) => endpoint.traffic[one.name] ?? 0, cell: (one) => `${endpoint.traffic[one.name] ?? 0} %` },
          { id: 'mirror', header: 'Mirrored', align: 'right', value: (one) => endpoint.mirror_traffic[one.name] ?? 0, cell: (one) => `${endpoint.mirror_traffic[one.name] ?? 0} %` },
          { id: 'collect', header: 'Kept samples', align: 'right', value: (one) => one.data_collector.sampling_rate, cell: (one) => `${Math.round(one.data_collector.sampling_rate * 100)} %` },
          { id: 'created', header: 'Deployed', value: (one) => one.created, cell: (one) => <When at={one.created} /> },
          { id: 'actions', header: <span className="visually-hidden">Actions</span>, value: () => '', sortable: false, cell: (one) => may('operator') && <Button size="small" kind="danger" disabled={(endpoint.traffic[one.name] ?? 0) > 0} title={(endpoint.traffic[one.name] ?? 0) > 0 ? 'It gets traffic' : undefined} onClick={() => setRemoving(one.name)}>Remove</Button> },
        ]}
      />
      {removing && (
        <Confirm title={`Remove ${removing}?`} action="Remove" onClose={() => setRemoving(undefined)} onConfirm={() => void api.del(`${where}/deployments${path(removing)}`).then(() => { setRemoving(undefined); toast('ok', `${removing} is removed.`); changed(); }).catch(complain)}>
          The flow’s version stays in the history, and can be rolled back to.
        </Confirm>
      )}
    </div>
  );
}

function TrafficCard({ endpoint, where, changed }: { endpoint: Endpoint; where: string; changed: () => void }) {
  const { may } = useSession();
  const names = Object.keys(endpoint.deployments);
  const stored = JSON.stringify(names.map((name) => endpoint.traffic[name] ?? 0));
  const [split, setSplit] = useState<Record<string, number>>({});
  useEffect(() => setSplit(Object.fromEntries(names.map((name) => [name, endpoint.traffic[name] ?? 0]))), [stored, names.join()]);
  const sum = names.reduce((all, name) => all + (split[name] ?? 0), 0);
  const differs = JSON.stringify(names.map((name) => split[name] ?? 0)) !== stored;
  const save = () =>
    api
      .patch(where, { traffic: split })
      .then(() => {
        toast('ok', 'The traffic is shared anew.');
        changed();
      })
      .catch(complain);
  return (
    <Card title="Traffic" actions={<span className="muted num">{sum} %</span>}>
      <div className="stack">
        {names.map((name, index) => (
          <div className="slider" key={name}>
            <label htmlFor={`traffic-${name}`}>
              <span className={`swatch series-${(index % 6) + 1}`} /> {name}
            </label>
            <input id={`traffic-${name}`} type="range" min={0} max={100} disabled={!may('operator')} value={split[name] ?? 0} aria-valuetext={`${split[name] ?? 0} percent`} onChange={(event) => setSplit(balanced(split, name, Number(event.target.value)))} />
            <input className="input num" type="number" aria-label={`Percent of ${name}`} min={0} max={100} disabled={!may('operator')} value={split[name] ?? 0} onChange={(event) => setSplit(balanced(split, name, Number(event.target.value)))} />
          </div>
        ))}
        {may('operator') && (
          <div className="row">
            <Button kind="primary" disabled={!differs || sum !== 100} onClick={() => void save()}>Share traffic so</Button>
            {differs && <Button kind="ghost" onClick={() => setSplit(Object.fromEntries(names.map((name) => [name, endpoint.traffic[name] ?? 0])))}>Undo</Button>}
          </div>
        )}
      </div>
    </Card>
  );
}
