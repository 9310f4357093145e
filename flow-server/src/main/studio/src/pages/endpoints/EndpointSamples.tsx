import { useState } from 'react';
import { path } from '../../api/client';
import { useResource } from '../../api/resource';
import { Badge, Card, Dialog, Loaded, Select, Table, ValueView } from '../../kit';
import { brief, count, millis } from '../shared/format';
import { Toolbar, When } from '../shared/parts';
import type { Sample } from './types';

interface FeedbackLine {
  when: string;
  request: string | null;
  said: Record<string, unknown>;
}

/** The newest collected requests, and what callers said. */
export function EndpointSamples({ name }: { name: string }) {
  const [deployment, setDeployment] = useState('');
  const [shown, setShown] = useState<Sample>();
  const samples = useResource<{ samples: Sample[] }>(`/api/studio/endpoints${path(name)}/samples?most=200`, 5000);
  const feedback = useResource<{ total: number; feedback: FeedbackLine[] }>(`/api/studio/endpoints${path(name)}/feedback`, 5000);
  return (
    <div className="stack">
      <Loaded resource={samples}>
        {({ samples: all }) => (
          <>
            <Toolbar>
              <Select aria-label="Deployment" value={deployment} onChange={(event) => setDeployment(event.target.value)}>
                <option value="">All deployments</option>
                {[...new Set(all.map((one) => one.served.deployment))].map((one) => <option key={one}>{one}</option>)}
              </Select>
              <span className="muted">The newest {count(all.length)}; what is redacted was never kept.</span>
            </Toolbar>
            <Table
              label="Samples"
              rows={all.filter((one) => !deployment || one.served.deployment === deployment)}
              rowKey={(one) => one.served.request_id + one.served.role + one.served.time}
              onRow={setShown}
              pageSize={25}
              empty="Nothing was collected yet. A deployment says how much of its traffic is kept."
              columns={[
                { id: 'time', header: 'When', value: (one) => one.served.time, cell: (one) => <When at={one.served.time} /> },
                { id: 'deployment', header: 'Deployment', value: (one) => one.served.deployment, cell: (one) => <>{one.served.deployment}{one.served.role === 'shadow' && <Badge>mirror</Badge>}</> },
                { id: 'inputs', header: 'Inputs', value: (one) => brief(one.inputs), cell: (one) => <div className="clamp">{Object.values(one.inputs).map((value) => brief(value, 200)).join(' · ')}</div> },
                { id: 'outputs', header: 'Outputs', value: (one) => brief(one.outputs), cell: (one) => (one.served.error ? <span className="failed">{one.served.error}</span> : <div className="clamp">{Object.values(one.outputs).map((value) => brief(value, 200)).join(' · ')}</div>) },
                { id: 'feedback', header: 'Feedback', value: (one) => one.feedback.length, cell: (one) => one.feedback.length > 0 && <Badge tone="accent">{one.feedback.length}</Badge> },
                { id: 'tokens', header: 'Tokens', align: 'right', value: (one) => one.served.tokens },
                { id: 'took', header: 'Took', align: 'right', value: (one) => one.served.took_ms, cell: (one) => millis(one.served.took_ms) },
              ]}
            />
          </>
        )}
      </Loaded>
      <Card title={`Feedback (${count(feedback.data?.total ?? 0)})`} flush>
        <Loaded resource={feedback}>
          {({ feedback: all }) => (
            <Table
              label="Feedback"
              rows={all}
              rowKey={(one) => one.when + (one.request ?? '')}
              pageSize={10}
              empty="Nobody has said anything yet: POST /endpoints/NAME/feedback."
              columns={[
                { id: 'when', header: 'When', value: (one) => one.when, cell: (one) => <When at={one.when} /> },
                { id: 'said', header: 'Said', value: (one) => brief(one.said), cell: (one) => Object.entries(one.said).filter(([key]) => key !== 'request_id').map(([key, value]) => <span className="tag" key={key}>{key} {brief(value, 120)}</span>) },
                { id: 'request', header: 'Request', value: (one) => one.request, cell: (one) => <span className="mono muted">{one.request}</span> },
              ]}
            />
          )}
        </Loaded>
      </Card>
      {shown && (
        <Dialog wide title={`Request ${shown.served.request_id}`} onClose={() => setShown(undefined)}>
          <div className="two">
            <div className="stack"><h3>Inputs</h3><ValueView value={shown.inputs} label="Inputs" /></div>
            <div className="stack"><h3>Outputs</h3><ValueView value={shown.outputs} label="Outputs" /></div>
          </div>
          {shown.feedback.length > 0 && <><h3>Feedback</h3><ValueView value={shown.feedback} label="Feedback" /></>}
          <h3>Served</h3>
          <ValueView value={shown.served} label="Served" />
        </Dialog>
      )}
    </div>
  );
}
