import { useMemo } from 'react';
import { Link } from 'react-router';
import { path } from '../../api/client';
import { Badge, Card, Notice, Table, Tabs, type Tone } from '../../kit';
import { count, figure, millis, signed } from '../shared/format';
import { useParameter } from '../shared/parts';
import { Intervals } from './Intervals';
import { Histograms } from './Histograms';
import { RowsSideBySide } from './RowsSideBySide';
import { Slices } from './Slices';
import './compare.css';
import { type Comparison, type Difference, type Metric, shortNames } from './types';

export const VERDICTS: Record<Difference['verdict'], [string, Tone]> = {
  better: ['better', 'ok'],
  worse: ['worse', 'bad'],
  equivalent: ['equivalent', 'info'],
  too_few_rows: ['too few rows', 'plain'],
  different: ['different', 'warn'],
  not_comparable: ['not comparable', 'plain'],
};

export function Verdict({ of }: { of: Difference }) {
  const [words, tone] = VERDICTS[of.verdict];
  return (
    <Badge tone={tone} title={of.words}>
      {words}
    </Badge>
  );
}

/** The whole of a comparison: the verdict, figures, charts, slices and rows. */
export function ComparisonView({ of }: { of: Comparison }) {
  const [tab, setTab] = useParameter('tab', 'metrics');
  const name = useMemo(() => shortNames(of.variants.map((variant) => variant.name)), [of]);
  const others = of.variants.filter((variant) => variant.name !== of.baseline);
  return (
    <div className="stack comparison">
      <section className="verdict" aria-label="Verdict">
        <p>{others.reduce((words, variant) => words.replaceAll(variant.name, name(variant.name)), of.verdict).replaceAll(of.baseline, name(of.baseline))}</p>
        <span>
          {count(of.rows)} rows · {Math.round(of.settings.confidence * 100)} % intervals · {of.settings.correction === 'holm' ? 'Holm' : of.settings.correction} over all tests at {of.settings.alpha} · baseline <strong>{name(of.baseline)}</strong>
        </span>
      </section>
      {of.remarks.map((remark) => (
        <Notice key={remark}>{remark}</Notice>
      ))}
      <VariantTable of={of} name={name} />
      <Tabs
        label="Parts of the comparison"
        active={tab}
        onChange={setTab}
        tabs={[
          { id: 'metrics', title: 'Metrics' },
          { id: 'rows', title: `Rows (${count(of.table.length)})` },
          ...(of.slicings.length ? [{ id: 'slices', title: 'Slices' }] : []),
        ]}
      >
        {tab === 'metrics' && (
          <div className="stack">
            {of.metrics.map((metric) => (
              <MetricCard key={metric.name} of={of} metric={metric} name={name} />
            ))}
            {of.metrics.length === 0 && <p className="muted">The runs have no evaluations to be compared; see their rows side by side.</p>}
            {of.sequential && (
              <Notice>
                Stopped after {count(of.sequential.used)} of {count(of.sequential.planned)} rows: {of.sequential.reason}
              </Notice>
            )}
          </div>
        )}
        {tab === 'rows' && <RowsSideBySide of={of} name={name} />}
        {tab === 'slices' && of.slicings.map((slicing) => <Slices key={slicing.column} of={slicing} metrics={of.metrics} baseline={of.baseline} name={name} />)}
      </Tabs>
    </div>
  );
}

function VariantTable({ of, name }: { of: Comparison; name: (full: string) => string }) {
  return (
    <Table
      label="Variants"
      rows={of.variants}
      rowKey={(variant) => variant.name}
      columns={[
        {
          id: 'name',
          header: 'Variant',
          value: (variant) => name(variant.name),
          cell: (variant) => (
            <>
              <span className={`swatch series-${(of.variants.indexOf(variant) % 6) + 1}`} /> <Link to={`/runs${path(variant.run)}`}><strong>{name(variant.name)}</strong></Link>{' '}
              {variant.name === of.baseline && <Badge tone="accent">baseline</Badge>} <span className="muted">{variant.description}</span>
            </>
          ),
        },
        ...of.metrics.map((metric) => ({
          id: `metric-${metric.name}`,
          header: metric.name,
          align: 'right' as const,
          value: (variant: Comparison['variants'][number]) => of.summaries.find((one) => one.variant === variant.name && one.metric === metric.name)?.mean?.value,
          cell: (variant: Comparison['variants'][number]) => figure(of.summaries.find((one) => one.variant === variant.name && one.metric === metric.name)?.mean?.value),
        })),
        { id: 'done', header: 'Completed', align: 'right', value: (variant) => variant.completed, cell: (variant) => <>{count(variant.completed)}{variant.failed > 0 && <span className="failed"> · {variant.failed} failed</span>}</> },
        { id: 'tokens', header: 'Tokens in / out', align: 'right', value: (variant) => variant.prompt_tokens, cell: (variant) => `${count(variant.prompt_tokens)} / ${count(variant.completion_tokens)}` },
        { id: 'latency', header: 'Median, p95', align: 'right', value: (variant) => variant.latency_ms?.median, cell: (variant) => (variant.latency_ms ? `${millis(variant.latency_ms.median)}, ${millis(variant.latency_ms.p95)}` : '—') },
        { id: 'cost', header: 'Cost', align: 'right', value: (variant) => variant.cost?.amount, cell: (variant) => (variant.cost ? `${variant.cost.currency === 'USD' ? '$' : variant.cost.currency + ' '}${figure(variant.cost.amount, 4)}` : '—') },
      ]}
    />
  );
}

function MetricCard({ of, metric, name }: { of: Comparison; metric: Metric; name: (full: string) => string }) {
  const summaries = of.summaries.filter((one) => one.metric === metric.name);
  const differences = of.differences.filter((one) => one.metric === metric.name);
  return (
    <Card
      title={
        <>
          {metric.name} <span className="muted metric-about">{metric.direction === 'higher' ? 'higher is better' : metric.direction === 'lower' ? 'lower is better' : 'no better end'}</span>
        </>
      }
      actions={<span className="muted metric-about">{metric.description}</span>}
    >
      <div className="metric">
        <div className="stack">
          <h3>Means with intervals</h3>
          <Intervals
            label={`Means of ${metric.name}`}
            range={metric.min !== null && metric.max !== null ? [metric.min, metric.max] : undefined}
            items={summaries.flatMap((one) => (one.mean ? [{ name: name(one.variant), estimate: one.mean, series: of.variants.findIndex((variant) => variant.name === one.variant) }] : []))}
          />
          {differences.length > 0 && (
            <>
              <h3>Difference to {name(of.baseline)}</h3>
              <Intervals
                label={`Differences of ${metric.name}`}
                zero
                items={differences.flatMap((one) => (one.difference ? [{ name: name(one.variant), estimate: one.difference, series: of.variants.findIndex((variant) => variant.name === one.variant) }] : []))}
              />
            </>
          )}
        </div>
        <div className="stack">
          <h3>How often which value</h3>
          <Histograms of={summaries} variants={of.variants.map((variant) => variant.name)} name={name} label={`Values of ${metric.name}`} />
        </div>
      </div>
      <div className="differences">
        {differences.map((one) => (
          <div key={one.variant} className="difference">
            <Verdict of={one} />
            <div className="grow">
              <strong>{name(one.variant)}</strong> {one.difference && <span className="num">{signed(one.difference.value)}</span>}
              <span className="muted">
                {' '}
                {one.difference && `(${signed(one.difference.low)} to ${signed(one.difference.high)})`} · {one.wins} won, {one.ties} alike, {one.losses} lost
                {one.adjusted_p !== null && ` · adjusted p ${figure(one.adjusted_p)}`}
                {one.rows_needed !== null && ` · ${count(one.rows_needed)} rows would be needed`}
              </span>
              <details>
                <summary>{one.test}</summary>
                <p className="muted">
                  {one.why_this_test} {one.effect && `${one.effect.name} ${figure(one.effect.value)}: ${one.effect.words}.`}
                </p>
              </details>
            </div>
          </div>
        ))}
      </div>
    </Card>
  );
}
