import { Bar, BarChart, CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Scatter, ScatterChart, Tooltip, XAxis, YAxis, ZAxis } from 'recharts';
import type { Series } from './Chart';

const colour = (index: number) => `var(--series-${(index % 6) + 1})`;

const AXIS = { stroke: 'var(--border-strong)', tick: { fill: 'var(--text-3)', fontSize: 11 } };
const TIP = {
  contentStyle: { background: 'var(--overlay)', border: '1px solid var(--border)', borderRadius: 8, fontSize: 12 },
  labelStyle: { color: 'var(--text-2)' },
  itemStyle: { color: 'var(--text)' },
  cursor: { fill: 'var(--surface-3)', stroke: 'var(--border-strong)', fillOpacity: 0.4 },
};

export interface ChartProps {
  kind: 'line' | 'bar' | 'scatter';
  data: Record<string, unknown>[];
  x: string;
  series: Series[];
  height: number;
  unit?: string | undefined;
}

export default function Charts({ kind, data, x, series, height, unit }: ChartProps) {
  const legend = series.length > 1 && <Legend iconType="circle" iconSize={8} wrapperStyle={{ fontSize: 12 }} />;
  const grid = <CartesianGrid vertical={false} stroke="var(--border)" />;
  const y = <YAxis {...AXIS} axisLine={false} tickLine={false} width={54} {...(unit ? { unit } : {})} />;
  return (
    <ResponsiveContainer width="100%" height={height}>
      {kind === 'line' ? (
        <LineChart data={data}>
          {grid}
          <XAxis dataKey={x} {...AXIS} tickLine={false} />
          {y}
          <Tooltip {...TIP} />
          {legend}
          {series.map((one, index) => (
            <Line key={one.key} dataKey={one.key} name={one.name} stroke={one.colour ?? colour(index)} strokeWidth={2} dot={data.length < 30} isAnimationActive={false} />
          ))}
        </LineChart>
      ) : kind === 'bar' ? (
        <BarChart data={data}>
          {grid}
          <XAxis dataKey={x} {...AXIS} tickLine={false} />
          {y}
          <Tooltip {...TIP} />
          {legend}
          {series.map((one, index) => (
            <Bar key={one.key} dataKey={one.key} name={one.name} fill={one.colour ?? colour(index)} radius={[3, 3, 0, 0]} maxBarSize={42} isAnimationActive={false} />
          ))}
        </BarChart>
      ) : (
        <ScatterChart>
          <CartesianGrid stroke="var(--border)" />
          <XAxis dataKey={x} type="number" name={x} {...AXIS} />
          {y}
          <ZAxis range={[60, 60]} />
          <Tooltip {...TIP} />
          {legend}
          {series.map((one, index) => (
            <Scatter key={one.key} data={data.filter((row) => row[one.key] !== undefined).map((row) => ({ ...row, y: row[one.key] }))} dataKey="y" name={one.name} fill={one.colour ?? colour(index)} isAnimationActive={false} />
          ))}
        </ScatterChart>
      )}
    </ResponsiveContainer>
  );
}
