import { Archive, ArchiveRestore, Ban, FlaskConical, Pencil, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, path } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Button, ButtonLink, Confirm, Loaded, Menu, Notice, Page, Stats, Tabs, complain, toast } from '../../kit';
import { MoreHorizontal } from 'lucide-react';
import { cost, count, figure, seconds } from '../shared/format';
import { Progress, Status, Tags, useParameter } from '../shared/parts';
import '../shared/shared.css';
import './runs.css';
import { EditRun } from './EditRun';
import { RunFiles } from './RunFiles';
import { RunLineage } from './RunLineage';
import { RunLog } from './RunLog';
import { RunRows } from './RunRows';
import { type RunDetails, isLive } from './types';

export default function RunPage() {
  const { run: name = '' } = useParams();
  const { may } = useSession();
  const navigate = useNavigate();
  const [tab, setTab] = useParameter('tab', 'rows');
  const [deleting, setDeleting] = useState(false);
  const [editing, setEditing] = useState(false);
  const [live, setLive] = useState(false);
  const where = `/runs${path(name)}`;
  const run = useResource<RunDetails>(where, live ? 1000 : undefined);
  if (run.data && isLive(run.data) !== live) setLive(isLive(run.data));

  const act = (what: string, said: string) =>
    api
      .post<RunDetails>(`${where}/${what}`)
      .then(() => {
        toast('ok', said);
        setLive(true);
        run.reload();
      })
      .catch(complain);

  return (
    <Loaded resource={run}>
      {(found) => (
        <Page
          wide
          title={found.display_name || found.name}
          about={
            <span className="row run-about">
              <Status status={found.status} /> <span className="mono muted">{found.name}</span> <Tags tags={found.tags} />
              {found.archived && <span className="tag">archived</span>}
            </span>
          }
          actions={
            may('author') && (
              <>
                {isLive(found) && <Button icon={<Ban size={15} />} onClick={() => void act('cancel', 'The run is asked to stop.')}>Cancel</Button>}
                {!isLive(found) && (found.status !== 'Completed' || found.failed > 0) && (
                  <Button kind="primary" icon={<RotateCw size={15} />} onClick={() => void act('resume', 'The run goes on.')}>
                    {found.status === 'Completed' ? 'Try failed rows again' : 'Resume'}
                  </Button>
                )}
                <ButtonLink to={`/runs?q=${encodeURIComponent(found.flow)}`} icon={<FlaskConical size={15} />}>
                  Runs of this flow
                </ButtonLink>
                <Menu
                  bare
                  label="More"
                  icon={<MoreHorizontal size={16} />}
                  items={[
                    { label: 'Edit name and tags', icon: <Pencil size={14} />, onSelect: () => setEditing(true) },
                    {
                      label: found.archived ? 'Bring back' : 'Archive',
                      icon: found.archived ? <ArchiveRestore size={14} /> : <Archive size={14} />,
                      onSelect: () => void api.patch(where, { archived: !found.archived }).then(run.reload).catch(complain),
                    },
                    { label: 'Delete', icon: <Trash2 size={14} />, disabled: isLive(found), onSelect: () => setDeleting(true) },
                  ]}
                />
              </>
            )
          }
        >
          {isLive(found) && (
            <div aria-live="polite">
              <Progress done={found.completed + found.failed} all={found.rows} failed={found.failed} label="Rows done" />
            </div>
          )}
          {found.status === 'Abandoned' && <Notice tone="warn">Nobody works on this run any more, and it is not over. Resume it: what is done is kept.</Notice>}
          {found.error && <Notice tone={found.status === 'Failed' ? 'bad' : 'warn'}>{found.error}</Notice>}
          {found.description && <p>{found.description}</p>}
          <Stats
            items={[
              { label: 'Rows', value: count(found.completed), note: `of ${found.rows === undefined ? 'unknown' : count(found.rows)}${found.failed ? `, ${found.failed} failed` : ''}` },
              { label: 'Took', value: seconds(found.seconds), note: `${found.concurrency} at a time at most` },
              { label: 'Tokens', value: count(found.usage.total), note: `${count(found.usage.prompt)} in, ${count(found.usage.completion)} out` },
              { label: 'Cost', value: cost(found.cost), note: `${count(found.calls)} calls, ${count(found.recalled)} from the record` },
              ...Object.entries(found.metrics).map(([metric, value]) => ({ label: metric, value: typeof value === 'number' ? figure(value) : String(value), note: 'metric' })),
            ]}
          />
          <Tabs
            label="Parts of the run"
            active={tab}
            onChange={setTab}
            tabs={[
              { id: 'rows', title: 'Rows' },
              { id: 'lineage', title: 'Lineage' },
              { id: 'log', title: 'Log' },
              { id: 'files', title: 'Flow as it was' },
            ]}
          >
            {tab === 'rows' && <RunRows run={found} />}
            {tab === 'lineage' && <RunLineage run={found} />}
            {tab === 'log' && <RunLog name={found.name} live={live} />}
            {tab === 'files' && <RunFiles name={found.name} />}
          </Tabs>
          {editing && <EditRun run={found} onClose={() => setEditing(false)} onSaved={() => { setEditing(false); run.reload(); }} />}
          {deleting && (
            <Confirm
              title={`Delete ${found.name}?`}
              action="Delete"
              onClose={() => setDeleting(false)}
              onConfirm={() => void api.del(where).then(() => navigate('/runs')).catch(complain)}
            >
              Its rows, logs and traces are gone then. <Link to={`/runs?experiment=${encodeURIComponent(found.experiment ?? '')}`}>Other runs</Link> stay.
            </Confirm>
          )}
        </Page>
      )}
    </Loaded>
  );
}
