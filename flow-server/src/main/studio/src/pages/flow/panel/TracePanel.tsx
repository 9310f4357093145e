import { Activity } from 'lucide-react';
import { useState } from 'react';
import { Button, EmptyState } from '../../../kit';
import { Trace } from '../../../kit/trace/Trace';
import { TraceDiff } from '../../../kit/trace/TraceDiff';
import type { Runs } from '../runs';

/** What happened in the last run, and what went otherwise than in the one before. */
export function TracePanel({ runs }: { runs: Runs }) {
  const [diff, setDiff] = useState(false);
  if (!runs.result) {
    return (
      <EmptyState icon={<Activity size={22} />} title="No trace yet">
        Run the flow: what each node did, asked and took is shown here.
      </EmptyState>
    );
  }
  return (
    <div className="panel-scroll stack">
      {runs.before && (
        <div className="row">
          <Button size="small" aria-pressed={diff} onClick={() => setDiff(!diff)}>
            Compare with the run before
          </Button>
        </div>
      )}
      {diff && runs.before ? <TraceDiff before={runs.before.trace} after={runs.result.trace} names={['before', 'now']} /> : <Trace trace={runs.result.trace} />}
    </div>
  );
}
