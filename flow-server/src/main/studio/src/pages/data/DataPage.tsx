import { Database, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Button, Dialog, EmptyState, Field, Input, Loaded, Notice, Page, SearchBox, Select, Table } from '../../kit';
import type { DataList } from '../shared/choices';
import { bytes, count } from '../shared/format';
import { Tags, Toolbar, When, useParameter } from '../shared/parts';
import '../shared/shared.css';

const rowsOf = (data: string) => `/data/rows?data=${encodeURIComponent(data)}`;

export default function DataPage() {
  const { may } = useSession();
  const [filter, setFilter] = useParameter('q');
  const [making, setMaking] = useState(false);
  const data = useResource<DataList>('/data');
  return (
    <Page title="Data sets" about="Named data sets with versions, and the data files of this folder." actions={may('author') && <Button kind="primary" icon={<Plus size={15} />} onClick={() => setMaking(true)}>Name a data set</Button>}>
      <Toolbar><SearchBox label="Filter data sets and files" value={filter} onChange={setFilter} /></Toolbar>
      <Loaded resource={data}>
        {({ named, files }) => (
          <>
            <h2>Named</h2>
            {named.length === 0 ? (
              <EmptyState icon={<Database size={22} />} title="No data set has a name yet">A name and a version let a run tell later whether it saw the same rows.</EmptyState>
            ) : (
              <Table
                label="Named data sets"
                rows={named}
                rowKey={(one) => one.name}
                filter={filter}
                columns={[
                  { id: 'name', header: 'Name', value: (one) => one.name, cell: (one) => <><Link to={rowsOf(`${one.name}:${one.version}`)}><strong>{one.name}</strong></Link> <span className="muted">version {one.version}</span></> },
                  { id: 'description', header: 'What it is', value: (one) => one.description },
                  { id: 'rows', header: 'Rows', align: 'right', value: (one) => one.rows, cell: (one) => count(one.rows) },
                  { id: 'tags', header: 'Tags', value: (one) => Object.entries(one.tags).join(' '), cell: (one) => <Tags tags={one.tags} /> },
                  { id: 'path', header: 'File', value: (one) => one.path, cell: (one) => <span className="mono">{one.path}</span> },
                  { id: 'created', header: 'Created', value: (one) => one.created, cell: (one) => <When at={one.created} /> },
                ]}
              />
            )}
            <h2>Files</h2>
            <Table
              label="Data files"
              rows={files}
              rowKey={(one) => one.path}
              filter={filter}
              empty="No .jsonl, .csv, .tsv or .parquet file lies in this folder."
              columns={[
                { id: 'path', header: 'File', value: (one) => one.path, cell: (one) => <Link to={rowsOf(one.path)} className="mono">{one.path}</Link> },
                { id: 'size', header: 'Size', align: 'right', value: (one) => one.size, cell: (one) => bytes(one.size) },
                { id: 'changed', header: 'Changed', value: (one) => one.changed, cell: (one) => <When at={one.changed} /> },
              ]}
            />
            {making && <NameData files={files.map((file) => file.path)} onClose={() => setMaking(false)} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function NameData({ files, onClose }: { files: string[]; onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [file, setFile] = useState('');
  const [description, setDescription] = useState('');
  const [problem, setProblem] = useState<string>();
  const save = () =>
    api
      .post<{ name: string; version: number }>('/data', { name, path: file, description })
      .then((made) => navigate(rowsOf(`${made.name}:${made.version}`)))
      .catch((wrong: Error) => setProblem(wrong.message));
  return (
    <Dialog title="Name a data set" onClose={onClose} footer={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" disabled={!name || !file} onClick={() => void save()}>Keep</Button></>}>
      {problem && <Notice tone="bad"><span className="pre">{problem}</span></Notice>}
      <Field label="Name" hint="Letters, digits, dot, dash and underscore; the same name again makes a new version"><Input value={name} onChange={(event) => setName(event.target.value)} /></Field>
      <Field label="File">
        <Select value={file} onChange={(event) => setFile(event.target.value)}>
          <option value="">Choose a file</option>
          {files.map((one) => <option key={one}>{one}</option>)}
        </Select>
      </Field>
      <Field label="What it is"><Input value={description} onChange={(event) => setDescription(event.target.value)} /></Field>
    </Dialog>
  );
}
