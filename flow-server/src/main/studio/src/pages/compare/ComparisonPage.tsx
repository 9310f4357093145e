import { Ban, PlayCircle } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { api, path } from '../../api/client';
import { flowPage } from '../shared/choices';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, ButtonLink, Card, Loaded, Loading, Notice, Page, complain } from '../../kit';
import { count } from '../shared/format';
import { Progress, When } from '../shared/parts';
import '../shared/shared.css';
import { ComparisonView } from './ComparisonView';
import type { Course } from './types';
import { useState } from 'react';

/** A comparison that was begun here, or that has its runs in the store: while it runs, and after. */
export default function ComparisonPage() {
  const { id = '' } = useParams();
  const { may } = useSession();
  const [live, setLive] = useState(false);
  const where = `/comparisons${path(id)}`;
  const state = useResource<Course>(where, live ? 700 : undefined);
  if (state.data && (state.data.state === 'running') !== live) setLive(state.data.state === 'running');
  return (
    <Page
      wide
      title={id}
      about={state.data && <>Variants of <Link to={flowPage(state.data.flow)}>{state.data.flow}</Link>, begun <When at={state.data.begun} /></>}
      actions={
        <>
          {state.data?.state === 'running' && may('author') && <Button icon={<Ban size={15} />} onClick={() => void api.post(`${where}/cancel`).catch(complain)}>Stop</Button>}
          <ButtonLink to={`/runs?experiment=${encodeURIComponent(id)}`} icon={<PlayCircle size={15} />}>Its runs</ButtonLink>
        </>
      }
    >
      <Loaded resource={state}>
        {(course) => (
          <>
            {course.state === 'failed' && <Notice tone="bad"><span className="pre">{course.problem}</span></Notice>}
            {course.state !== 'done' && <Steps of={course} />}
            {course.result && <ComparisonView of={course.result} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Steps({ of }: { of: Course }) {
  return (
    <Card title={of.state === 'running' ? 'Running' : 'How far it came'}>
      <div className="steps" aria-live="polite">
        {of.steps.length === 0 && <Loading label="Checking flow, data and evaluators …" />}
        {of.steps.map((step) => (
          <div className="step" key={`${step.arm}|${step.evaluator}`}>
            <div>
              <strong>{step.arm}</strong> {step.evaluator && <span className="muted">{step.evaluator}</span>}
            </div>
            <Progress done={step.done} all={step.rows} failed={step.failed ?? 0} label={`${step.arm} ${step.evaluator ?? ''}`} />
            <span className="num muted">
              {count(step.done)}
              {step.rows ? ` / ${count(step.rows)}` : ''} {step.state === 'ended' && <Badge tone="ok">done</Badge>}
            </span>
          </div>
        ))}
      </div>
    </Card>
  );
}
