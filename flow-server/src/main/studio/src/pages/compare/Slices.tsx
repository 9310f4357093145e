import { Card, Notice, Table } from '../../kit';
import { count, figure, signed } from '../shared/format';
import { Verdict } from './ComparisonView';
import type { Metric, Slicing } from './types';

/** The comparison again within groups of rows. */
export function Slices({ of, metrics, baseline, name }: { of: Slicing; metrics: Metric[]; baseline: string; name: (full: string) => string }) {
  const rows = of.slices.flatMap((slice) => slice.summaries.map((summary) => ({ slice, summary, difference: slice.differences.find((one) => one.variant === summary.variant && one.metric === summary.metric) })));
  return (
    <Card title={<>By {of.column}</>} flush>
      {of.gaps.filter((gap) => gap.flagged).map((gap) => (
        <Notice tone="warn" key={gap.variant + gap.metric}>
          {gap.words}
        </Notice>
      ))}
      <Table
        label={`Slices by ${of.column}`}
        rows={rows.filter((row) => metrics.some((metric) => metric.name === row.summary.metric))}
        rowKey={(row) => `${row.slice.value}|${row.summary.variant}|${row.summary.metric}`}
        columns={[
          { id: 'value', header: of.column, value: (row) => row.slice.value, cell: (row) => <strong>{row.slice.value}</strong> },
          { id: 'rows', header: 'Rows', align: 'right', value: (row) => row.slice.rows, cell: (row) => count(row.slice.rows) },
          { id: 'metric', header: 'Metric', value: (row) => row.summary.metric },
          { id: 'variant', header: 'Variant', value: (row) => name(row.summary.variant), cell: (row) => <>{name(row.summary.variant)}{row.summary.variant === baseline && <span className="muted"> · baseline</span>}</> },
          { id: 'mean', header: 'Mean', align: 'right', value: (row) => row.summary.mean?.value, cell: (row) => figure(row.summary.mean?.value) },
          { id: 'difference', header: 'Difference', align: 'right', value: (row) => row.difference?.difference?.value, cell: (row) => (row.difference?.difference ? signed(row.difference.difference.value) : '') },
          { id: 'verdict', header: 'Verdict', value: (row) => row.difference?.verdict, cell: (row) => row.difference && <Verdict of={row.difference} /> },
        ]}
      />
    </Card>
  );
}
