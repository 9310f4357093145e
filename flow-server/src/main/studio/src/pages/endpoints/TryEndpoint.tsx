import { Send, ThumbsDown, ThumbsUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ask, api, path } from '../../api/client';
import { useResource } from '../../api/resource';
import { Button, Card, Field, IconButton, Input, Loaded, Markdown, Notice, Select, TextArea, ValueView, complain, toast } from '../../kit';
import { millis } from '../shared/format';
import type { Endpoint } from './types';

interface Property {
  type: string;
  default?: unknown;
}

interface Description {
  paths: Record<string, { post?: { requestBody?: { content?: Record<string, { schema?: { properties?: Record<string, Property> } }> } } }>;
}

interface Turn {
  inputs: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  error?: string;
  request: string;
  deployment: string;
  ms: number;
}

const HISTORY = 'chat_history';

function typed(text: string, type: string): unknown {
  if (type === 'string' || text === '') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Calls the endpoint as a caller would: with a form, as a conversation if the flow has a history. */
export function TryEndpoint({ endpoint }: { endpoint: Endpoint }) {
  const description = useResource<Description>(`/endpoints${path(endpoint.name)}/swagger.json`);
  return (
    <Loaded resource={description}>
      {(found) => <Conversation endpoint={endpoint} inputs={found.paths['/score']?.post?.requestBody?.content?.['application/json']?.schema?.properties ?? {}} />}
    </Loaded>
  );
}

function Conversation({ endpoint, inputs }: { endpoint: Endpoint; inputs: Record<string, Property> }) {
  const [values, setValues] = useState<Record<string, string>>({});
  const [turns, setTurns] = useState<Turn[]>([]);
  const [busy, setBusy] = useState(false);
  const [deployment, setDeployment] = useState('');
  const isChat = HISTORY in inputs;
  useEffect(() => setValues(Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== HISTORY).map(([name, input]) => [name, input.default === undefined ? '' : typeof input.default === 'string' ? input.default : JSON.stringify(input.default)]))), [inputs]);
  const send = async () => {
    setBusy(true);
    const said = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, typed(text, inputs[name]?.type ?? 'string')]));
    const history = turns.filter((turn) => turn.outputs).map((turn) => ({ inputs: turn.inputs, outputs: turn.outputs }));
    const begun = performance.now();
    const turn = { inputs: said, request: '', deployment: '', ms: 0 };
    try {
      const answer = await ask<Record<string, unknown>>('POST', `/endpoints${path(endpoint.name)}/score`, isChat ? { ...said, [HISTORY]: history } : said, deployment ? { headers: { 'azureml-model-deployment': deployment } } : {});
      setTurns([...turns, { ...turn, outputs: answer.data, request: answer.headers.get('x-request-id') ?? '', deployment: answer.headers.get('azureml-model-deployment') ?? '', ms: performance.now() - begun }]);
    } catch (wrong) {
      setTurns([...turns, { ...turn, error: wrong instanceof Error ? wrong.message : String(wrong), ms: performance.now() - begun }]);
    } finally {
      setBusy(false);
    }
  };
  const rate = (turn: Turn, rating: number) =>
    void api
      .post(`/endpoints${path(endpoint.name)}/feedback`, { request_id: turn.request, rating })
      .then(() => toast('ok', 'Thanks: your feedback is kept.'))
      .catch(complain);
  return (
    <div className="try">
      <Card title="Inputs">
        <form className="form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
          {Object.entries(inputs).filter(([name]) => name !== HISTORY).map(([name, input]) => (
            <Field key={name} label={name} hint={input.type === 'string' ? undefined : input.type}>
              {input.type === 'string' ? <TextArea rows={3} value={values[name] ?? ''} onChange={(event) => setValues({ ...values, [name]: event.target.value })} /> : <Input value={values[name] ?? ''} onChange={(event) => setValues({ ...values, [name]: event.target.value })} />}
            </Field>
          ))}
          <Field label="Deployment" hint="Empty: whoever the traffic falls to">
            <Select value={deployment} onChange={(event) => setDeployment(event.target.value)}>
              <option value="">By traffic</option>
              {Object.keys(endpoint.deployments).map((name) => <option key={name}>{name}</option>)}
            </Select>
          </Field>
          <div className="row">
            <Button kind="primary" type="submit" icon={<Send size={15} />} disabled={busy}>{busy ? 'Waiting …' : 'Send'}</Button>
            {turns.length > 0 && <Button kind="ghost" onClick={() => setTurns([])}>Begin anew</Button>}
          </div>
        </form>
      </Card>
      <div className="turns" role="log" aria-label="Answers" tabIndex={0}>
        {turns.length === 0 && <p className="muted">What the endpoint answers stands here{isChat ? '; it remembers what was said before' : ''}.</p>}
        {turns.map((turn, at) => (
          <div key={at} className="turn">
            <div className="asked">{Object.values(turn.inputs).map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' · ')}</div>
            {turn.error ? (
              <Notice tone="bad">{turn.error}</Notice>
            ) : (
              <div className="answered">
                {Object.entries(turn.outputs ?? {}).map(([name, value]) => (
                  <div key={name}>
                    {Object.keys(turn.outputs ?? {}).length > 1 && <div className="field-name mono">{name}</div>}
                    {typeof value === 'string' ? <Markdown text={value} /> : <ValueView value={value} label={name} />}
                  </div>
                ))}
                <div className="row turn-foot">
                  <span className="muted">{turn.deployment && `${turn.deployment} · `}{millis(turn.ms)}</span>
                  {turn.request && <><IconButton size="small" label="Good answer" icon={<ThumbsUp size={13} />} onClick={() => rate(turn, 1)} /><IconButton size="small" label="Bad answer" icon={<ThumbsDown size={13} />} onClick={() => rate(turn, 0)} /></>}
                </div>
              </div>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
