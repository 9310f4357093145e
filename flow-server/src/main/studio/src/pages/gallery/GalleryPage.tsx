import { FilePlus2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../api/client';
import { flowPage } from '../shared/choices';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, Dialog, EmptyState, Field, Input, Loaded, Markdown, Notice, Page, SearchBox } from '../../kit';
import { Toolbar, useParameter } from '../shared/parts';
import '../shared/shared.css';
import './gallery.css';

interface Item {
  id: string;
  kind: string;
  title: string;
  summary: string;
  text: string;
  files: string[];
}

/** Flows to begin with; two clicks make one. */
export default function GalleryPage() {
  const [filter, setFilter] = useParameter('q');
  const [chosen, setChosen] = useState<Item>();
  const gallery = useResource<{ items: Item[] }>('/gallery');
  const fits = (item: Item) => `${item.title} ${item.summary} ${item.id}`.toLowerCase().includes(filter.toLowerCase());
  return (
    <Page wide title="Gallery" about="Flows to begin with. All of them run at once, without a key and without a network.">
      <Toolbar><SearchBox label="Filter the gallery" value={filter} onChange={setFilter} /></Toolbar>
      <Loaded resource={gallery}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="Nothing here">This installation brings no templates.</EmptyState>
          ) : (
            <>
              {(['template', 'sample'] as const).map((kind) => {
                const shown = items.filter((item) => item.kind === kind && fits(item));
                return shown.length === 0 ? null : (
                  <section className="stack" key={kind} aria-label={kind === 'template' ? 'Templates' : 'Samples'}>
                    <h2>{kind === 'template' ? 'Templates' : 'Samples'}</h2>
                    <div className="gridded">
                      {shown.map((item) => (
                        <button type="button" className="tile" key={item.id} onClick={() => setChosen(item)}>
                          <h3>{item.title}</h3>
                          <p>{item.summary}</p>
                          <span className="row">
                            {item.files.some((file) => file.endsWith('.py')) && <Badge tone="info">Python</Badge>}
                            {item.files.some((file) => file.endsWith('.java')) && <Badge tone="warn">Java</Badge>}
                            <span className="muted">{item.files.length} files</span>
                          </span>
                        </button>
                      ))}
                    </div>
                  </section>
                );
              })}
            </>
          )
        }
      </Loaded>
      {chosen && <NewFlow item={chosen} onClose={() => setChosen(undefined)} />}
    </Page>
  );
}

function NewFlow({ item, onClose }: { item: Item; onClose: () => void }) {
  const { may } = useSession();
  const navigate = useNavigate();
  const [to, setTo] = useState(`my-${item.id.replace(/^\w+:/, '')}`);
  const [problem, setProblem] = useState<string>();
  const make = () =>
    api
      .post<{ flow: string }>('/gallery', { id: item.id, to })
      .then(({ flow }) => navigate(flowPage(flow)))
      .catch((wrong: Error) => setProblem(wrong.message));
  return (
    <Dialog
      wide
      title={item.title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {may('author') && <Button kind="primary" icon={<FilePlus2 size={15} />} disabled={!to} onClick={() => void make()}>Make the flow</Button>}
        </>
      }
    >
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="new-flow">
        <div className="gallery-text"><Markdown text={item.text.replace(/^# .*\n/, '')} /></div>
        <div className="stack">
          <Field label="Folder" hint="In this workspace; it is not there yet"><Input value={to} onChange={(event) => setTo(event.target.value)} /></Field>
          <h3>Files</h3>
          <ul className="file-names">{item.files.map((file) => <li key={file} className="mono">{file}</li>)}</ul>
        </div>
      </div>
    </Dialog>
  );
}
