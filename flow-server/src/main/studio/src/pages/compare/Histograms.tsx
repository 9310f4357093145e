import { Chart } from '../../kit';
import { figure } from '../shared/format';
import type { Summary } from './types';

/** How often which values occurred, for all variants in one chart. */
export function Histograms({ of, variants, name, label }: { of: Summary[]; variants: string[]; name: (full: string) => string; label: string }) {
  const bins = new Map<string, Record<string, unknown> & { at: number }>();
  for (const summary of of) {
    for (const bin of summary.histogram) {
      const value = bin.from === bin.to ? figure(bin.from) : `${figure(bin.from)}–${figure(bin.to)}`;
      const entry = bins.get(value) ?? { value, at: bin.from };
      entry[String(variants.indexOf(summary.variant))] = bin.count;
      bins.set(value, entry);
    }
  }
  const data = [...bins.values()].sort((one, other) => one.at - other.at);
  return <Chart label={label} kind="bar" height={210} data={data} x="value" series={variants.map((variant, index) => ({ key: String(index), name: name(variant) }))} />;
}
