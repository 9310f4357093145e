import { useEffect, useState } from 'react';
import { api, path } from '../../api/client';
import { Button, ErrorView, Loading, Select, Table } from '../../kit';
import { brief, count, millis } from '../shared/format';
import { Status, Toolbar, useParameter } from '../shared/parts';
import { RowPanel } from './RowPanel';
import { type Row, type RunDetails, isLive } from './types';

const PAGE = 100;

interface Rows {
  rows: Row[];
  next?: number;
}

const key = (row: { line: number; repeat: number }) => `${row.line}.${row.repeat}`;

/** The rows of a run, a hundred more at a time. */
export function RunRows({ run }: { run: RunDetails }) {
  const [status, setStatus] = useParameter('rows');
  const [chosen, setChosen] = useParameter('row');
  const [rows, setRows] = useState<Rows>();
  const [error, setError] = useState<Error>();
  const done = run.completed + run.failed;
  const where = (from: number) => `/runs${path(run.name)}/rows?most=${PAGE}&from=${from}${status ? `&status=${status}` : ''}`;

  useEffect(() => {
    const ended = new AbortController();
    api.get<Rows>(where(0), { signal: ended.signal }).then((found) => { setError(undefined); setRows(found); }).catch((wrong: unknown) => !ended.signal.aborted && setError(wrong as Error));
    return () => ended.abort();
    // the rows are read again as they end
  }, [run.name, status, isLive(run) ? done : 0, run.status]);

  const more = () => void api.get<Rows>(where(rows?.next ?? 0)).then((found) => setRows({ ...found, rows: [...(rows?.rows ?? []), ...found.rows] })).catch(setError);

  if (error) return <ErrorView error={error} />;
  if (!rows) return <Loading />;
  const inputs = [...new Set(rows.rows.flatMap((row) => Object.keys(row.inputs)))].slice(0, 4);
  const outputs = [...new Set(rows.rows.flatMap((row) => Object.keys(row.outputs)))].slice(0, 6);
  return (
    <div className="stack">
      <Toolbar>
        <Select aria-label="Which rows" value={status} onChange={(event) => setStatus(event.target.value)}>
          <option value="">All rows</option>
          <option value="Completed">Completed</option>
          <option value="Failed">Failed</option>
        </Select>
        <span className="muted">{count(rows.rows.length)} shown</span>
      </Toolbar>
      <Table
        label="Rows"
        rows={rows.rows}
        rowKey={key}
        pageSize={1000}
        onRow={(row) => setChosen(key(row))}
        selected={(row) => key(row) === chosen}
        empty={isLive(run) ? 'No row has ended yet.' : 'No such rows.'}
        columns={[
          { id: 'line', header: 'Row', align: 'right', width: 60, value: (row) => row.line, cell: (row) => `${row.line}${run.repeats > 1 ? ` · ${row.repeat}` : ''}` },
          { id: 'status', header: 'Status', value: (row) => row.status, cell: (row) => <Status status={row.status} /> },
          ...inputs.map((name) => ({ id: `in-${name}`, header: name, value: (row: Row) => brief(row.inputs[name]), cell: (row: Row) => <div className="clamp">{brief(row.inputs[name])}</div> })),
          ...outputs.map((name) => ({ id: `out-${name}`, header: <span className="output-head">{name}</span>, value: (row: Row) => brief(row.outputs[name]), cell: (row: Row) => <div className="clamp">{brief(row.outputs[name])}</div> })),
          ...(run.failed > 0 ? [{ id: 'error', header: 'Error', value: (row: Row) => row.error?.message, cell: (row: Row) => <div className="clamp failed">{row.error?.message}</div> }] : []),
          { id: 'tokens', header: 'Tokens', align: 'right' as const, value: (row: Row) => row.usage.total, cell: (row: Row) => count(row.usage.total) },
          { id: 'ms', header: 'Took', align: 'right' as const, value: (row: Row) => row.ms, cell: (row: Row) => millis(row.ms) },
        ]}
      />
      {rows.next !== undefined && <Button className="center" onClick={more}>Show {PAGE} more</Button>}
      {chosen && <RowPanel run={run.name} row={chosen} onClose={() => setChosen('')} />}
    </div>
  );
}
