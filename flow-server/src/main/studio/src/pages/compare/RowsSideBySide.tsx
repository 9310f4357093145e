import { useMemo, useState } from 'react';
import { Badge, SearchBox, Select } from '../../kit';
import { Button } from '../../kit';
import { brief, count, figure, millis } from '../shared/format';
import { Toolbar, useParameter } from '../shared/parts';
import { RowPanel } from '../runs/RowPanel';
import type { Cell, ComparedRow, Comparison } from './types';

const PAGE = 25;

const text = (row: ComparedRow) => JSON.stringify([row.data, Object.values(row.cells).flat().map((cell) => [cell.outputs, cell.error])]).toLowerCase();
const score = (row: ComparedRow, variant: string, metric: string) => {
  const values = (row.cells[variant] ?? []).map((cell) => cell.scores[metric]?.value).filter((value): value is number => typeof value === 'number');
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined;
};

/** All rows, the outputs of the variants beside each other. */
export function RowsSideBySide({ of, name }: { of: Comparison; name: (full: string) => string }) {
  const [search, setSearch] = useParameter('find');
  const [which, setWhich] = useParameter('which');
  const [metric, setMetric] = useParameter('metric', of.metrics[0]?.name ?? '');
  const [page, setPage] = useState(0);
  const [chosen, setChosen] = useState<{ run: string; row: string }>();
  const direction = of.metrics.find((one) => one.name === metric)?.direction === 'lower' ? -1 : 1;
  const rows = useMemo(
    () =>
      of.table.filter((row) => {
        if (search && !text(row).includes(search.toLowerCase())) return false;
        if (!which) return true;
        const cells = Object.values(row.cells).flat();
        if (which === 'failed') return cells.some((cell) => cell.status !== 'Completed');
        if (which === 'differs') return new Set(Object.values(row.cells).map((all) => JSON.stringify(all.map((cell) => cell.outputs)))).size > 1;
        const base = score(row, of.baseline, metric);
        return of.variants.some((variant) => {
          const value = score(row, variant.name, metric);
          return value !== undefined && base !== undefined && (which === 'won' ? (value - base) * direction > 0 : (value - base) * direction < 0);
        });
      }),
    [of, search, which, metric, direction],
  );
  const shown = rows.slice(page * PAGE, page * PAGE + PAGE);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const at = Math.min(page, pages - 1);
  return (
    <div className="stack">
      <Toolbar>
        <SearchBox label="Find in rows and outputs" value={search} onChange={(value) => { setSearch(value); setPage(0); }} />
        <Select aria-label="Which rows" value={which} onChange={(event) => { setWhich(event.target.value); setPage(0); }}>
          <option value="">All rows</option>
          <option value="differs">Outputs differ</option>
          <option value="won">Better than the baseline</option>
          <option value="lost">Worse than the baseline</option>
          <option value="failed">Failed</option>
        </Select>
        {of.metrics.length > 1 && (
          <Select aria-label="By which metric" value={metric} onChange={(event) => setMetric(event.target.value)}>
            {of.metrics.map((one) => <option key={one.name}>{one.name}</option>)}
          </Select>
        )}
        <span className="muted push">{count(rows.length)} of {count(of.table.length)} rows</span>
      </Toolbar>
      <div className="beside" role="region" aria-label="Rows side by side" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" className="beside-row">Row</th>
              <th scope="col" className="beside-data">Data</th>
              {of.variants.map((variant, index) => (
                <th scope="col" key={variant.name}>
                  <span className={`swatch series-${(index % 6) + 1}`} /> {name(variant.name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.line}>
                <td className="num">{row.line}</td>
                <td className="beside-data">
                  {Object.entries(row.data).map(([key, value]) => (
                    <div key={key} className="pair">
                      <span>{key}</span> {brief(value, 240)}
                    </div>
                  ))}
                </td>
                {of.variants.map((variant) => (
                  <td key={variant.name}>
                    {(row.cells[variant.name] ?? []).map((cell) => (
                      <CellView key={cell.repeat} cell={cell} onOpen={() => setChosen({ run: variant.run, row: `${row.line}.${cell.repeat}` })} />
                    ))}
                    {!row.cells[variant.name]?.length && <span className="muted">not run</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div className="row center">
          <Button size="small" disabled={at === 0} onClick={() => setPage(at - 1)}>Back</Button>
          <span className="muted">Page {at + 1} of {pages}</span>
          <Button size="small" disabled={at >= pages - 1} onClick={() => setPage(at + 1)}>Next</Button>
        </div>
      )}
      {chosen && <RowPanel run={chosen.run} row={chosen.row} onClose={() => setChosen(undefined)} />}
    </div>
  );
}

function CellView({ cell, onOpen }: { cell: Cell; onOpen: () => void }) {
  return (
    <div className="cell">
      {cell.status === 'Completed' ? (
        Object.entries(cell.outputs).map(([key, value]) => (
          <div key={key} className="pair">
            <span>{key}</span> {brief(value, 400)}
          </div>
        ))
      ) : (
        <p className="failed">{cell.error ?? cell.status}</p>
      )}
      <div className="cell-foot">
        {Object.entries(cell.scores).map(([metric, one]) => (
          <Badge key={metric} title={one.reason} tone={one.value === null ? 'warn' : 'plain'}>
            {metric} {one.value === null ? 'none' : figure(one.value)}
          </Badge>
        ))}
        <button type="button" className="link" onClick={onOpen}>
          {millis(cell.latency_ms)} · {count(cell.tokens)} tokens
        </button>
      </div>
    </div>
  );
}
