import { path } from '../../api/client';
import { useResource } from '../../api/resource';
import { Dialog, Facts, Loaded, Notice, Tabs, ValueView } from '../../kit';
import { useState } from 'react';
import { count, millis } from '../shared/format';
import { Status } from '../shared/parts';
import { Trace } from '../../kit/trace/Trace';
import { spanOf } from './spans';
import type { RowWhole } from './types';

/** One row: what went in, what came out, what each node did, and its trace. */
export function RowPanel({ run, row, onClose }: { run: string; row: string; onClose: () => void }) {
  const [line, repeat] = row.split('.');
  const found = useResource<RowWhole>(`/runs${path(run)}/rows/${line}/${repeat ?? 0}`);
  const [tab, setTab] = useState('outputs');
  return (
    <Dialog wide title={`Row ${line}${repeat !== '0' ? `, repeat ${repeat}` : ''}`} onClose={onClose}>
      <Loaded resource={found}>
        {(whole) => (
          <>
            <div className="row">
              <Status status={whole.status} />
              <span className="muted">{millis(whole.ms)} · {count(whole.usage.total)} tokens</span>
            </div>
            {whole.error && (
              <Notice tone="bad">
                <strong>{whole.error.node ? `${whole.error.node}: ` : ''}</strong>
                <span className="pre">{whole.error.message}</span>
                {whole.error.file && <div className="mono">{whole.error.file}{whole.error.line ? `:${whole.error.line}` : ''}</div>}
              </Notice>
            )}
            <Tabs
              label="Parts of the row"
              active={tab}
              onChange={setTab}
              tabs={[
                { id: 'outputs', title: 'Inputs and outputs' },
                { id: 'nodes', title: 'Nodes' },
                { id: 'trace', title: 'Trace' },
              ]}
            >
              {tab === 'outputs' && (
                <div className="two">
                  <div className="stack">
                    <h3>Inputs</h3>
                    {Object.entries(whole.inputs).map(([name, value]) => <Named key={name} name={name} value={value} />)}
                    <h3>Row of the data</h3>
                    <ValueView value={whole.data} label="Row of the data" />
                  </div>
                  <div className="stack">
                    <h3>Outputs</h3>
                    {Object.entries(whole.outputs).map(([name, value]) => <Named key={name} name={name} value={value} />)}
                    {Object.keys(whole.outputs).length === 0 && <p className="muted">None.</p>}
                  </div>
                </div>
              )}
              {tab === 'nodes' && (
                <div className="stack">
                  {Object.entries(whole.detail.nodes ?? {}).map(([name, node]) => (
                    <details key={name} className="node-record" open={node.status === 'Failed'}>
                      <summary>
                        <strong>{name}</strong> <Status status={node.status} />
                      </summary>
                      {node.error && <Notice tone="bad">{node.error.message ?? JSON.stringify(node.error)}</Notice>}
                      <ValueView value={node.output} label={`Output of ${name}`} />
                      {node.logs?.length > 0 && <Facts items={[['Printed', <span className="mono pre">{node.logs.join('\n')}</span>]]} />}
                    </details>
                  ))}
                </div>
              )}
              {tab === 'trace' && (whole.detail.trace ? <Trace trace={spanOf(whole.detail.trace)} /> : <p className="muted">No trace was kept of this row.</p>)}
            </Tabs>
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

function Named({ name, value }: { name: string; value: unknown }) {
  return (
    <div>
      <div className="field-name mono">{name}</div>
      <ValueView value={value} label={name} />
    </div>
  );
}
