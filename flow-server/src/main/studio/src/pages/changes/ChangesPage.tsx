import { GitCommitHorizontal } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../api/client';
import { useHappenings } from '../../api/events';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, Card, EmptyState, Field, Loaded, Notice, Page, Table, TextArea, type Tone, toast } from '../../kit';
import { Diff } from '../shared/Diff';
import { When, useParameter } from '../shared/parts';
import '../shared/shared.css';
import './changes.css';

interface Status {
  repository: boolean;
  branch?: string;
  files?: { path: string; state: string }[];
}

interface FileDiff {
  path: string;
  binary?: boolean;
  before?: string;
  after?: string;
}

interface Commit {
  commit: string;
  author: string;
  when: string;
  message: string;
}

const TONES: Record<string, Tone> = { new: 'ok', changed: 'info', deleted: 'bad', conflict: 'warn' };

/** What differs from the last commit, and committing it. */
export default function ChangesPage() {
  const { may } = useSession();
  const status = useResource<Status>('/git/status', 5000);
  const log = useResource<{ commits: Commit[] }>('/git/log');
  const [shown, setShown] = useParameter('path');
  const [left, setLeft] = useState<string[]>([]);
  const [message, setMessage] = useState('');
  const [problem, setProblem] = useState<string>();
  useHappenings('file', status.reload);
  const files = status.data?.files ?? [];
  const current = files.find((file) => file.path === shown)?.path ?? files[0]?.path;
  const diff = useResource<FileDiff>(current ? `/git/diff?path=${encodeURIComponent(current)}` : null);
  const chosen = files.map((file) => file.path).filter((path) => !left.includes(path));
  const commit = () =>
    api
      .post<{ commit: string }>('/git/commit', { message, paths: chosen })
      .then((made) => {
        toast('ok', `Committed as ${made.commit.slice(0, 10)}.`);
        setMessage('');
        setProblem(undefined);
        status.reload();
        log.reload();
      })
      .catch((wrong: Error) => setProblem(wrong.message));
  return (
    <Page wide title="Changes" about={status.data?.branch ? <>What differs from the last commit on <strong>{status.data.branch}</strong>.</> : 'What differs from the last commit.'}>
      <Loaded resource={status}>
        {({ repository }) =>
          !repository ? (
            <EmptyState icon={<GitCommitHorizontal size={22} />} title="This folder is in no git repository">Make one with git init, and changes show here.</EmptyState>
          ) : (
            <>
              {files.length === 0 ? (
                <EmptyState icon={<GitCommitHorizontal size={22} />} title="Nothing differs">All files are as they were committed.</EmptyState>
              ) : (
                <div className="changes">
                  <div className="stack">
                    <Card title={`${files.length} ${files.length === 1 ? 'file' : 'files'}`} flush>
                      <ul className="changed">
                        {files.map((file) => (
                          <li key={file.path} aria-current={file.path === current}>
                            {may('author') && <input type="checkbox" aria-label={`Commit ${file.path}`} checked={!left.includes(file.path)} onChange={() => setLeft(left.includes(file.path) ? left.filter((one) => one !== file.path) : [...left, file.path])} />}
                            <button type="button" onClick={() => setShown(file.path)}>
                              <span className="truncate">{file.path}</span>
                              <Badge tone={TONES[file.state] ?? 'plain'}>{file.state}</Badge>
                            </button>
                          </li>
                        ))}
                      </ul>
                    </Card>
                    {may('author') && (
                      <Card title="Commit">
                        <div className="form">
                          {problem && <Notice tone="bad">{problem}</Notice>}
                          <Field label="Message"><TextArea rows={3} value={message} onChange={(event) => setMessage(event.target.value)} /></Field>
                          <Button kind="primary" icon={<GitCommitHorizontal size={15} />} disabled={!message.trim() || chosen.length === 0} onClick={() => void commit()}>
                            Commit {chosen.length} {chosen.length === 1 ? 'file' : 'files'}
                          </Button>
                        </div>
                      </Card>
                    )}
                  </div>
                  <div className="stack">
                    <h2 className="mono changed-name">{current}</h2>
                    <Loaded resource={diff}>{(one) => (one.binary ? <Notice>This file is not text, or too large to be shown.</Notice> : <Diff before={one.before ?? ''} after={one.after ?? ''} titles={['Committed', 'Now']} label={`What differs in ${one.path}`} />)}</Loaded>
                  </div>
                </div>
              )}
              <h2>Commits</h2>
              <Table
                label="Commits"
                rows={log.data?.commits ?? []}
                rowKey={(one) => one.commit}
                pageSize={10}
                empty="Nothing was committed in this folder yet."
                columns={[
                  { id: 'commit', header: 'Commit', value: (one) => one.commit, cell: (one) => <span className="mono">{one.commit.slice(0, 10)}</span> },
                  { id: 'message', header: 'Message', value: (one) => one.message },
                  { id: 'author', header: 'Author', value: (one) => one.author },
                  { id: 'when', header: 'When', value: (one) => one.when, cell: (one) => <When at={one.when} /> },
                ]}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
