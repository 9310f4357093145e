import { Play } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { path } from '../../api/client';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Button, Dialog, Loaded, Page, Select, Table, ValueView } from '../../kit';
import { NewRun } from '../runs/NewRun';
import type { NamedData } from '../shared/choices';
import { brief, count } from '../shared/format';
import { Toolbar, useParameter } from '../shared/parts';
import '../shared/shared.css';

interface DataRow {
  line: number;
  data?: Record<string, unknown>;
  problem?: string;
}

const PAGE = 50;

/** The rows of a data set, a page at a time. */
export default function DataRowsPage() {
  const { may } = useSession();
  const navigate = useNavigate();
  const [data] = useParameter('data');
  const [from, setFrom] = useParameter('from', '0');
  const [shown, setShown] = useState<DataRow>();
  const [running, setRunning] = useState(false);
  const name = /^([\w.-]+):\d+$/.exec(data)?.[1];
  const versions = useResource<{ versions: NamedData[] }>(name ? `/data/named${path(name)}` : null);
  const rows = useResource<{ rows: DataRow[]; more: boolean }>(`/data/rows?data=${encodeURIComponent(data)}&from=${from}&most=${PAGE}`);
  const version = versions.data?.versions.find((one) => `${one.name}:${one.version}` === data);
  return (
    <Page
      wide
      title={data}
      about={<><Link to="/data">Data sets</Link>{version && ` · ${version.description || version.path} · ${count(version.rows)} rows`}</>}
      actions={may('author') && <Button kind="primary" icon={<Play size={15} />} onClick={() => setRunning(true)}>Run a flow on it</Button>}
    >
      {versions.data && versions.data.versions.length > 1 && (
        <Toolbar>
          <Select aria-label="Version" value={data} onChange={(event) => void navigate(`/data/rows?data=${encodeURIComponent(event.target.value)}`)}>
            {versions.data.versions.map((one) => <option key={one.version} value={`${one.name}:${one.version}`}>Version {one.version} · {one.rows} rows</option>)}
          </Select>
        </Toolbar>
      )}
      <Loaded resource={rows}>
        {({ rows: all, more }) => {
          const columns = [...new Set(all.flatMap((row) => Object.keys(row.data ?? {})))].slice(0, 12);
          const start = Number(from);
          return (
            <>
              <Table
                label="Rows"
                rows={all}
                rowKey={(row) => String(row.line)}
                pageSize={PAGE}
                onRow={setShown}
                columns={[
                  { id: 'line', header: 'Row', align: 'right', width: 60, value: (row) => row.line },
                  ...columns.map((column) => ({ id: `c-${column}`, header: column, value: (row: DataRow) => brief(row.data?.[column]), cell: (row: DataRow) => (row.problem ? <span className="failed">{row.problem}</span> : <div className="clamp">{brief(row.data?.[column])}</div>) })),
                ]}
              />
              <div className="row">
                <Button size="small" disabled={start === 0} onClick={() => setFrom(String(Math.max(0, start - PAGE)))}>Back</Button>
                <span className="muted">From row {count(start)}</span>
                <Button size="small" disabled={!more} onClick={() => setFrom(String(start + PAGE))}>Next</Button>
              </div>
            </>
          );
        }}
      </Loaded>
      {shown && <Dialog wide title={`Row ${shown.line}`} onClose={() => setShown(undefined)}><ValueView value={shown.data ?? shown.problem} label={`Row ${shown.line}`} /></Dialog>}
      {running && <NewRun data={data} onClose={() => setRunning(false)} onMade={(run) => void navigate(`/runs${path(run)}`)} />}
    </Page>
  );
}
