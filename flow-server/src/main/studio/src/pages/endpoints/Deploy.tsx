import { useState } from 'react';
import { api, path } from '../../api/client';
import { useResource } from '../../api/resource';
import { Button, Dialog, Field, Input, Notice, Select } from '../../kit';
import { type VariantNode, useFlows } from '../shared/choices';

/** Asks what to deploy where. */
export function Deploy({ endpoint: given, flow: givenFlow = '', onClose, onMade }: { endpoint: string; flow?: string; onClose: () => void; onMade: (endpoint: string) => void }) {
  const flows = useFlows();
  const [endpoint, setEndpoint] = useState(given);
  const [name, setName] = useState(given ? '' : 'blue');
  const [flow, setFlow] = useState(givenFlow);
  const [variants, setVariants] = useState<Record<string, string>>({});
  const [all, setAll] = useState(given === '');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const nodes = useResource<{ nodes: VariantNode[] }>(flow ? `/variants?flow=${encodeURIComponent(flow)}` : null);
  const deploy = () => {
    setBusy(true);
    setProblem(undefined);
    api
      .post(`/endpoints${path(endpoint)}/deployments`.replace(/^\/endpoints/, '/api/studio/endpoints'), { deployment: name, flow, variants: Object.fromEntries(Object.entries(variants).filter(([, value]) => value)), all_traffic: all })
      .then(() => onMade(endpoint))
      .catch((wrong: Error) => setProblem(wrong.message))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog title={given ? `Deploy to ${given}` : 'Deploy a flow'} onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" disabled={!endpoint || !name || !flow || busy} onClick={deploy}>{busy ? 'Deploying …' : 'Deploy'}</Button></>}>
      {problem && <Notice tone="bad"><span className="pre">{problem}</span></Notice>}
      <div className="form-grid">
        <Field label="Endpoint" hint={given ? undefined : 'A new one is made'}><Input value={endpoint} disabled={given !== ''} onChange={(event) => setEndpoint(event.target.value)} /></Field>
        <Field label="Deployment" hint="Such as blue, green"><Input value={name} onChange={(event) => setName(event.target.value)} /></Field>
      </div>
      <Field label="Flow" hint="It is deployed as it is now; later changes need another deployment">
        <Select value={flow} onChange={(event) => { setFlow(event.target.value); setVariants({}); }}>
          <option value="">Choose a flow</option>
          {flow && !flows.includes(flow) && <option>{flow}</option>}
          {flows.map((one) => <option key={one}>{one}</option>)}
        </Select>
      </Field>
      {nodes.data?.nodes.map((node) => (
        <Field key={node.node} label={`Variant of ${node.node}`}>
          <Select value={variants[node.node] ?? ''} onChange={(event) => setVariants({ ...variants, [node.node]: event.target.value })}>
            <option value="">{node.standard ? `${node.standard} (default)` : 'Default'}</option>
            {node.variants.filter((one) => one.id !== node.standard).map((one) => <option key={one.id}>{one.id}</option>)}
          </Select>
        </Field>
      ))}
      {given && (
        <label className="check">
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> It gets all of the traffic at once
        </label>
      )}
    </Dialog>
  );
}
