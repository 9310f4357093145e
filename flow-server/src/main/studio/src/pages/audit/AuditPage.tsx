import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, EmptyState, Loaded, Notice, Page, SearchBox, Select, Table, complain } from '../../kit';
import { brief, count } from '../shared/format';
import { Toolbar, When, useParameter } from '../shared/parts';
import '../shared/shared.css';

interface Line {
  position: number;
  when: string;
  actor: string;
  action: string;
  object: string;
  result: string;
  request?: string;
  detail: Record<string, unknown>;
  chain: string;
}

interface Verdict {
  whole: boolean;
  lines: number;
  head: string;
  damages: { position: number; what: string }[];
}

/** Who changed what, each line chained to the one before. */
export default function AuditPage() {
  const { may } = useSession();
  const [filter, setFilter] = useParameter('q');
  const [action, setAction] = useParameter('action');
  const [verdict, setVerdict] = useState<Verdict>();
  const [older, setOlder] = useState<Line[]>([]);
  const log = useResource<{ lines: Line[] }>(may('admin') ? '/audit?most=200' : null);
  const verify = () => void api.get<Verdict>('/audit/verdict').then(setVerdict).catch(complain);
  if (!may('admin')) {
    return <Page title="Audit log"><EmptyState icon={<ShieldAlert size={22} />} title="For admins">Ask somebody with that role what was changed.</EmptyState></Page>;
  }
  return (
    <Page wide title="Audit log" about="Every change and every refusal, each line chained to the one before by its digest." actions={<Button icon={<ShieldCheck size={15} />} onClick={verify}>Verify the chain</Button>}>
      {verdict && (verdict.whole ? <Notice tone="ok">All {count(verdict.lines)} lines are as they were written. Keep the head elsewhere: <span className="mono">{verdict.head.slice(0, 32)}…</span></Notice> : <Notice tone="bad">{verdict.damages.map((one) => `Line ${one.position}: ${one.what}`).join('; ')}</Notice>)}
      <Loaded resource={log}>
        {({ lines }) => {
          const all = [...lines, ...older];
          const last = all[all.length - 1];
          return (
            <>
              <Toolbar>
                <SearchBox label="Filter the log" value={filter} onChange={setFilter} />
                <Select aria-label="Action" value={action} onChange={(event) => setAction(event.target.value)}>
                  <option value="">Any action</option>
                  {[...new Set(all.map((line) => line.action))].sort().map((one) => <option key={one}>{one}</option>)}
                </Select>
              </Toolbar>
              <Table
                label="Audit log"
                rows={all.filter((line) => !action || line.action === action)}
                rowKey={(line) => String(line.position)}
                filter={filter}
                empty={filter || action ? undefined : 'Nothing was changed yet.'}
                columns={[
                  { id: 'position', header: 'No.', align: 'right', width: 60, value: (line) => line.position },
                  { id: 'when', header: 'When', value: (line) => line.when, cell: (line) => <When at={line.when} /> },
                  { id: 'actor', header: 'Who', value: (line) => line.actor },
                  { id: 'action', header: 'What', value: (line) => line.action, cell: (line) => <Badge tone={line.result === 'done' ? 'plain' : 'warn'}>{line.action}</Badge> },
                  { id: 'object', header: 'To what', value: (line) => line.object, cell: (line) => <span className="mono">{line.object}</span> },
                  { id: 'detail', header: 'Detail', value: (line) => brief(line.detail), cell: (line) => <span className="muted clamp">{Object.entries(line.detail).map(([name, value]) => `${name} ${brief(value, 80)}`).join(' · ')}</span> },
                  { id: 'chain', header: 'Digest', value: (line) => line.chain, cell: (line) => <span className="mono muted" title={line.chain}>{line.chain.slice(0, 10)}</span> },
                ]}
              />
              {last && last.position > 1 && <Button onClick={() => void api.get<{ lines: Line[] }>(`/audit?most=200&before=${last.position}`).then((more) => setOlder([...older, ...more.lines])).catch(complain)}>Older lines</Button>}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
