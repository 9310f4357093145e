import { figure } from '../shared/format';
import type { Estimate } from './types';

interface Props {
  label: string;
  items: { name: string; estimate: Estimate; series: number }[];
  range?: [number, number] | undefined;
  /** Whether zero is marked, as for differences. */
  zero?: boolean;
}

const LEFT = 150;
const RIGHT = 70;
const WIDTH = 640;
const ROW = 28;

function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? power;
  const found: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step / 1e6; tick += step) found.push(Math.abs(tick) < step / 1e6 ? 0 : tick);
  return found;
}

/** Values with the intervals in which the truth lies, below each other on one scale. */
export function Intervals({ label, items, range, zero }: Props) {
  const lows = items.map((one) => one.estimate.low);
  const highs = items.map((one) => one.estimate.high);
  let low = range?.[0] ?? Math.min(...lows, ...(zero ? [0] : []));
  let high = range?.[1] ?? Math.max(...highs, ...(zero ? [0] : []));
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  if (!range) {
    low -= room;
    high += room;
  }
  const x = (value: number) => LEFT + ((Math.min(high, Math.max(low, value)) - low) / (high - low || 1)) * (WIDTH - LEFT - RIGHT);
  const height = items.length * ROW + 24;
  return (
    <svg className="intervals" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`${label}: ${items.map((one) => `${one.name} ${figure(one.estimate.value)}, ${figure(one.estimate.low)} to ${figure(one.estimate.high)}`).join('; ')}`}>
      {ticks(low, high).map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={0} y2={height - 20} className={zero && tick === 0 ? 'axis-zero' : 'axis-line'} />
          <text x={x(tick)} y={height - 6} textAnchor="middle" className="axis-text">
            {figure(tick)}
          </text>
        </g>
      ))}
      {items.map((one, row) => {
        const y = row * ROW + ROW / 2;
        return (
          <g key={one.name} className={`series-${(one.series % 6) + 1}`}>
            <text x={LEFT - 12} y={y + 4} textAnchor="end" className="interval-name">
              {one.name.length > 20 ? one.name.slice(0, 19) + '…' : one.name}
            </text>
            <line x1={x(one.estimate.low)} x2={x(one.estimate.high)} y1={y} y2={y} className="interval-line" />
            <line x1={x(one.estimate.low)} x2={x(one.estimate.low)} y1={y - 5} y2={y + 5} className="interval-line" />
            <line x1={x(one.estimate.high)} x2={x(one.estimate.high)} y1={y - 5} y2={y + 5} className="interval-line" />
            <circle cx={x(one.estimate.value)} cy={y} r={5} className="interval-point" />
            <text x={WIDTH - RIGHT + 14} y={y + 4} className="interval-value">
              {figure(one.estimate.value)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
