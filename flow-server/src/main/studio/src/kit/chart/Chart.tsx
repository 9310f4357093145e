import { Suspense, lazy } from 'react';

const Charts = lazy(() => import('./Charts'));

export interface Series {
  key: string;
  name: string;
  colour?: string;
}

interface Props {
  /** Said to those who can't see it. */
  label: string;
  kind: 'line' | 'bar' | 'scatter';
  data: Record<string, unknown>[];
  /** The field along the horizontal axis. */
  x: string;
  series: Series[];
  height?: number;
  unit?: string;
}

/** A chart; its library is loaded with the first one. */
export function Chart({ label, height = 240, ...rest }: Props) {
  return (
    <figure className="chart" role="img" aria-label={label} style={{ height }}>
      <Suspense fallback={null}>
        <Charts height={height} {...rest} />
      </Suspense>
    </figure>
  );
}
