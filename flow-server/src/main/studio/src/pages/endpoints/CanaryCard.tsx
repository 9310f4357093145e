import { useState } from 'react';
import { api } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, Card, Dialog, Facts, Field, Input, Notice, Select, complain } from '../../kit';
import { count } from '../shared/format';
import { When } from '../shared/parts';
import type { Endpoint } from './types';

interface Canary {
  candidate: string;
  baseline: string;
  evaluator: string;
  score: string;
  running: boolean;
  scored_pairs: number;
  begun: string;
  [field: string]: unknown;
}

/** The trial of a deployment on live traffic, if there is one. */
export function CanaryCard({ endpoint, where, changed }: { endpoint: Endpoint; where: string; changed: () => void }) {
  const { may } = useSession();
  const [beginning, setBeginning] = useState(false);
  const canary = useResource<Canary>(`${where}/canary`, 5000);
  const found = canary.data;
  const names = Object.keys(endpoint.deployments);
  if (!found) {
    return names.length < 2 || !may('operator') ? null : (
      <>
        <div className="row">
          <Button onClick={() => setBeginning(true)}>Begin a canary</Button>
          <span className="muted">One deployment on trial: an evaluator scores pairs of answers, and it is promoted or taken back by itself.</span>
        </div>
        {beginning && <BeginCanary names={names} endpoint={endpoint} where={where} onClose={() => setBeginning(false)} onBegun={() => { setBeginning(false); canary.reload(); changed(); }} />}
      </>
    );
  }
  const rest = Object.entries(found).filter(([name, value]) => !['candidate', 'baseline', 'evaluator', 'score', 'running', 'scored_pairs', 'begun'].includes(name) && (typeof value === 'string' || typeof value === 'number'));
  return (
    <Card title={<>Canary <Badge tone={found.running ? 'info' : 'plain'}>{found.running ? 'running' : 'ended'}</Badge></>} actions={found.running && may('operator') && <Button size="small" onClick={() => void api.del(`${where}/canary`).then(() => { canary.reload(); changed(); }).catch(complain)}>Cancel</Button>}>
      <Facts
        items={[
          ['On trial', <><strong>{found.candidate}</strong> against {found.baseline}</>],
          ['Scored by', `${found.evaluator}${found.score ? ` · ${found.score}` : ''}`],
          ['Pairs so far', count(found.scored_pairs)],
          ['Begun', <When at={found.begun} />],
          ...rest.map(([name, value]) => [name.replaceAll('_', ' '), String(value)] as const),
        ]}
      />
    </Card>
  );
}

function BeginCanary({ names, endpoint, where, onClose, onBegun }: { names: string[]; endpoint: Endpoint; where: string; onClose: () => void; onBegun: () => void }) {
  const evaluators = useResource<{ evaluators: { name: string; title: string }[] }>('/evaluators');
  const [candidate, setCandidate] = useState(names.find((name) => !endpoint.traffic[name]) ?? names[0] ?? '');
  const [evaluator, setEvaluator] = useState('');
  const [mapping, setMapping] = useState('');
  const [percent, setPercent] = useState('10');
  const [margin, setMargin] = useState('0.05');
  const [problem, setProblem] = useState<string>();
  const begin = () =>
    api
      .put(`${where}/canary`, {
        candidate,
        evaluator: `builtin:${evaluator}`,
        percent: Number(percent),
        margin: Number(margin),
        ...(mapping.trim() ? { column_mapping: Object.fromEntries(mapping.split(',').map((one) => [one.slice(0, one.indexOf('=')).trim(), one.slice(one.indexOf('=') + 1).trim()])) } : {}),
      })
      .then(onBegun)
      .catch((wrong: Error) => setProblem(wrong.message));
  return (
    <Dialog title="Begin a canary" onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" disabled={!candidate || !evaluator} onClick={() => void begin()}>Begin</Button></>}>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="form-grid">
        <Field label="On trial"><Select value={candidate} onChange={(event) => setCandidate(event.target.value)}>{names.map((name) => <option key={name}>{name}</option>)}</Select></Field>
        <Field label="Percent of the traffic"><Input type="number" min={1} max={99} value={percent} onChange={(event) => setPercent(event.target.value)} /></Field>
        <Field label="Evaluator">
          <Select value={evaluator} onChange={(event) => setEvaluator(event.target.value)}>
            <option value="">Choose an evaluator</option>
            {evaluators.data?.evaluators.map((one) => <option key={one.name} value={one.name}>{one.title}</option>)}
          </Select>
        </Field>
        <Field label="Smallest difference that matters"><Input value={margin} onChange={(event) => setMargin(event.target.value)} /></Field>
      </div>
      <Field label="Column mapping" hint="ground_truth=Dear customer, …"><Input value={mapping} onChange={(event) => setMapping(event.target.value)} /></Field>
    </Dialog>
  );
}
