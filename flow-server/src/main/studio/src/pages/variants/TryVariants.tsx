import { Play } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../api/client';
import { useResource } from '../../api/resource';
import { Button, Card, EmptyState, Field, Notice, TextArea, ValueView } from '../../kit';
import { count, millis } from '../shared/format';
import { Status } from '../shared/parts';
import type { VariantsOfNode } from './document';

interface Arm {
  name: string;
  status: string;
  outputs?: Record<string, unknown>;
  error?: string;
  usage?: { total_tokens: number };
  ms: number;
}

interface DataRows {
  rows: { data?: Record<string, unknown> }[];
}

/** All variants of a node on one input, side by side. */
export function TryVariants({ flow, node }: { flow: string; node: VariantsOfNode }) {
  const folder = flow.replace(/\/[^/]+\.ya?ml$/, '');
  const first = useResource<DataRows>(`/data/rows?data=${encodeURIComponent(`${folder}/data.jsonl`)}&most=1`);
  const [inputs, setInputs] = useState<string>();
  const [arms, setArms] = useState<Arm[]>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const shown = inputs ?? JSON.stringify(first.data?.rows[0]?.data ?? {}, null, 2);
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await api.post<{ arms: Arm[] }>('/trials', { flow, inputs: JSON.parse(shown), ...(node.plain ? {} : { variants: ['all'], nodes: [node.node] }) });
      setArms(answer.arms);
    } catch (wrong) {
      setProblem(wrong instanceof SyntaxError ? 'The inputs are no JSON.' : wrong instanceof Error ? wrong.message : String(wrong));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="stack">
      <Field label="Inputs, as JSON" hint="The first row of data.jsonl, if the flow has one">
        <TextArea rows={5} value={shown} onChange={(event) => setInputs(event.target.value)} />
      </Field>
      <div className="row">
        <Button kind="primary" icon={<Play size={15} />} disabled={busy} onClick={() => void run()}>
          {busy ? 'Running …' : node.plain ? 'Run' : `Run ${node.variants.length} variants`}
        </Button>
      </div>
      {problem && <Notice tone="bad"><span className="pre">{problem}</span></Notice>}
      {arms ? (
        <div className="gridded arms">
          {arms.map((arm) => (
            <Card key={arm.name} title={arm.name} actions={<><Status status={arm.status} /><span className="muted">{millis(arm.ms)} · {count(arm.usage?.total_tokens ?? 0)} tokens</span></>}>
              {arm.error && <Notice tone="bad"><span className="pre">{arm.error}</span></Notice>}
              {Object.entries(arm.outputs ?? {}).map(([name, value]) => (
                <div key={name}>
                  <div className="field-name mono">{name}</div>
                  <ValueView value={value} label={name} />
                </div>
              ))}
            </Card>
          ))}
        </div>
      ) : (
        <EmptyState title="Not run yet">What each variant makes of the input stands here, side by side.</EmptyState>
      )}
    </div>
  );
}
