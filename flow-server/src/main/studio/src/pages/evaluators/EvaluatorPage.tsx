import { Copy } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, path } from '../../api/client';
import { flowPage } from '../shared/choices';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, Card, CodeView, Dialog, Facts, Field, Input, Loaded, Notice, Page, Table } from '../../kit';
import { figure } from '../shared/format';
import { useParameter } from '../shared/parts';
import '../runs/runs.css';
import '../shared/shared.css';
import { type Evaluator, KINDS } from './types';

export default function EvaluatorPage() {
  const { name = '' } = useParams();
  const { may } = useSession();
  const [copying, setCopying] = useState(false);
  const [file, setFile] = useParameter('file');
  const found = useResource<Evaluator>(`/evaluators${path(name)}`);
  return (
    <Loaded resource={found}>
      {(one) => {
        const shown = one.files?.find((each) => each.path === file) ?? one.files?.find((each) => /\.(jinja2|prompty)$/.test(each.path)) ?? one.files?.[0];
        return (
          <Page
            wide
            title={one.title}
            about={<span className="row"><Link to="/evaluators">Evaluators</Link> · <span className="mono">builtin:{one.name}</span> <Badge tone={KINDS[one.kind]?.[1] ?? 'plain'}>{KINDS[one.kind]?.[0] ?? one.kind}</Badge></span>}
            actions={may('author') && <Button kind="primary" icon={<Copy size={15} />} onClick={() => setCopying(true)}>Copy into the workspace</Button>}
          >
            <p>{one.description}</p>
            <div className="two">
              <Card title="What it reads" flush>
                <Table label="Inputs" rows={one.inputs} rowKey={(input) => input.name} columns={[
                  { id: 'name', header: 'Input', value: (input) => input.name, cell: (input) => <><strong className="mono">{input.name}</strong>{input.optional && <span className="muted"> optional</span>}</> },
                  { id: 'description', header: 'What', value: (input) => input.description },
                  { id: 'also', header: 'Also taken from', value: (input) => input.also.join(', ') },
                ]} />
              </Card>
              <Card title="What it gives" flush>
                <Table label="Outputs" rows={one.outputs} rowKey={(output) => output.name} columns={[
                  { id: 'name', header: 'Output', value: (output) => output.name, cell: (output) => <strong className="mono">{output.name}</strong> },
                  { id: 'description', header: 'What', value: (output) => output.description },
                  { id: 'range', header: 'Values', value: (output) => output.kind, cell: (output) => <>{output.kind}{output.min !== undefined && ` ${figure(output.min)}–${figure(output.max)}`}{output.direction !== 'none' && <span className="muted"> {output.direction} is better</span>}</> },
                ]} />
              </Card>
            </div>
            <Facts items={[['Needs', one.needs.join(', ') || 'nothing: it computes'], ...(one.source ? [['Source', one.source] as const] : []), ...Object.entries(one.metrics).map(([metric, words]) => [metric, words] as const)]} />
            <h2>Its files</h2>
            <div className="file-split">
              <nav aria-label="Files" className="file-list">
                {one.files?.map((each) => (
                  <button type="button" key={each.path} aria-current={each === shown} onClick={() => setFile(each.path)}>
                    <span className="truncate">{each.path}</span>
                  </button>
                ))}
              </nav>
              {shown && <CodeView text={shown.text} label={shown.path} />}
            </div>
            {copying && <CopyEvaluator name={one.name} onClose={() => setCopying(false)} />}
          </Page>
        );
      }}
    </Loaded>
  );
}

function CopyEvaluator({ name, onClose }: { name: string; onClose: () => void }) {
  const navigate = useNavigate();
  const [to, setTo] = useState(`evaluators/${name}`);
  const [problem, setProblem] = useState<string>();
  const copy = () =>
    api
      .post<{ flow: string }>(`/evaluators${path(name)}/copy`, { to })
      .then(({ flow }) => navigate(flowPage(flow)))
      .catch((wrong: Error) => setProblem(wrong.message));
  return (
    <Dialog title="Copy into the workspace" onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" disabled={!to} onClick={() => void copy()}>Copy</Button></>}>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Field label="Folder" hint="A folder that is not there yet"><Input value={to} onChange={(event) => setTo(event.target.value)} /></Field>
    </Dialog>
  );
}
