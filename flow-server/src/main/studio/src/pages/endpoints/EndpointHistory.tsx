import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { api, path } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Button, Confirm, Loaded, Table, complain, toast } from '../../kit';
import { When } from '../shared/parts';
import { TrafficBar } from './TrafficBar';
import type { Endpoint } from './types';

interface Change {
  change: number;
  when: string;
  who: string;
  what: string;
  note: string;
  after: Endpoint | null;
}

/** What was changed, with a way back, and what the server said. */
export function EndpointHistory({ name, changed }: { name: string; changed: () => void }) {
  const { may } = useSession();
  const [back, setBack] = useState<Change>();
  const where = `/api/endpoints${path(name)}`;
  const history = useResource<{ changes: Change[] }>(`${where}/history`, 5000);
  const log = useResource<{ lines: { number: number; when: string; deployment: string | null; text: string }[] }>(`${where}/logs?lines=200`, 5000);
  return (
    <div className="stack">
      <Loaded resource={history}>
        {({ changes }) => (
          <Table
            label="History"
            rows={changes}
            rowKey={(one) => String(one.change)}
            pageSize={20}
            columns={[
              { id: 'change', header: 'No.', align: 'right', width: 56, value: (one) => one.change },
              { id: 'when', header: 'When', value: (one) => one.when, cell: (one) => <When at={one.when} /> },
              { id: 'who', header: 'Who', value: (one) => one.who },
              { id: 'what', header: 'What', value: (one) => one.what, cell: (one) => <><strong>{one.what}</strong> <span className="muted">{one.note}</span></> },
              { id: 'traffic', header: 'Traffic after it', value: (one) => JSON.stringify(one.after?.traffic), cell: (one) => one.after && <TrafficBar split={one.after.traffic} names={Object.keys(one.after.deployments)} /> },
              { id: 'actions', header: <span className="visually-hidden">Actions</span>, value: () => '', sortable: false, cell: (one) => may('operator') && one !== changes[0] && one.after && <Button size="small" icon={<Undo2 size={13} />} onClick={() => setBack(one)}>Back to this</Button> },
            ]}
          />
        )}
      </Loaded>
      <h2>Log</h2>
      <div className="logbook" role="log" aria-label="Log" tabIndex={0}>
        {[...(log.data?.lines ?? [])].reverse().map((line) => (
          <div key={line.number}>
            <time dateTime={line.when}>{new Date(line.when).toLocaleString()}</time>
            {line.deployment && <strong>{line.deployment} </strong>}
            {line.text}
          </div>
        ))}
      </div>
      {back && (
        <Confirm
          title={`Back to change ${back.change}?`}
          action="Roll back"
          onClose={() => setBack(undefined)}
          onConfirm={() =>
            void api
              .post(`${where}/rollback?change=${back.change}`)
              .then(() => {
                setBack(undefined);
                toast('ok', `The endpoint is as it was after change ${back.change}.`);
                history.reload();
                changed();
              })
              .catch(complain)
          }
        >
          Deployments and traffic become what they were after “{back.what} {back.note}”. That is a change of its own, so nothing is lost.
        </Confirm>
      )}
    </div>
  );
}
