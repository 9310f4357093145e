import { useResource } from '../../api/resource';
import { EmptyState, Input, Loaded, Page } from '../../kit';
import { Toolbar, useParameter } from '../shared/parts';
import '../shared/shared.css';
import { ComparisonView } from './ComparisonView';
import type { Comparison } from './types';
import { useState } from 'react';

/** Finished runs side by side, with the evaluations they have: `?runs=a,b&by=column`. */
export default function FinishedPage() {
  const [runs] = useParameter('runs');
  const [by, setBy] = useParameter('by');
  const [typed, setTyped] = useState(by);
  const enough = runs.split(',').filter(Boolean).length >= 2;
  const found = useResource<Comparison>(enough ? `/comparison?runs=${encodeURIComponent(runs)}${by ? `&by=${encodeURIComponent(by)}` : ''}` : null);
  return (
    <Page wide title="Runs side by side" about={runs.split(',').join(', ')}>
      {!enough ? (
        <EmptyState title="Choose two runs">Choose them in the list of runs, then compare.</EmptyState>
      ) : (
        <>
          <Toolbar>
            <form onSubmit={(event) => { event.preventDefault(); setBy(typed); }}>
              <Input aria-label="Slice by column" placeholder="Slice by column, Enter" value={typed} onChange={(event) => setTyped(event.target.value)} />
            </form>
          </Toolbar>
          <Loaded resource={found}>{(comparison) => <ComparisonView of={comparison} />}</Loaded>
        </>
      )}
    </Page>
  );
}
