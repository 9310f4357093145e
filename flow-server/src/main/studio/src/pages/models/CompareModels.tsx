import type { ReactNode } from 'react';
import { useResource } from '../../api/resource';
import { Dialog, Loading } from '../../kit';
import { count } from '../shared/format';
import { type Offering, money, price } from './types';

const yes = (word: string | undefined) => (word === 'yes' ? '✓' : word === 'no' ? '–' : '?');

/** Models side by side. */
export function CompareModels({ names, known, onClose }: { names: string[]; known: Offering[]; onClose: () => void }) {
  const missing = names.filter((name) => !known.some((one) => one.name === name));
  const more = useResource<{ models: Offering[] }>(missing.length ? `/catalog/models?limit=1000` : null);
  const models = names.flatMap((name) => known.find((one) => one.name === name) ?? more.data?.models.find((one) => one.name === name) ?? []);
  const capabilities = [...new Set(models.flatMap((one) => Object.keys(one.capabilities)))];
  const lines: [string, (one: Offering) => ReactNode][] = [
    ['Provider', (one) => one.provider],
    ['Publisher', (one) => one.publisher],
    ['Status', (one) => one.status + (one.retires_on ? `, retires ${one.retires_on}` : '')],
    ['Released', (one) => one.released ?? '—'],
    ['Knowledge until', (one) => one.knowledge ?? '—'],
    ['Context', (one) => count(one.limits.context)],
    ['Longest output', (one) => count(one.limits.output)],
    ['Input, a million tokens', (one) => money(price(one, 'input'))],
    ['Output, a million tokens', (one) => money(price(one, 'output'))],
    ['Cached input', (one) => money(price(one, 'cached_input') ?? price(one, 'cache_read'))],
    ['Reads', (one) => one.inputs.join(', ') || '—'],
    ['Writes', (one) => one.outputs.join(', ') || '—'],
    ['Licence', (one) => one.license ?? '—'],
    ...capabilities.map((name): [string, (one: Offering) => ReactNode] => [name.replaceAll('_', ' '), (one) => yes(one.capabilities[name])]),
    ['Connection', (one) => one.connection ?? '—'],
  ];
  return (
    <Dialog wide title="Models side by side" onClose={onClose}>
      {models.length < names.length && missing.length > 0 && !more.data ? (
        <Loading />
      ) : (
        <div className="table-wrap" role="region" aria-label="Models side by side" tabIndex={0}>
          <table className="table model-table">
            <thead>
              <tr>
                <th scope="col"><span className="visually-hidden">What</span></th>
                {models.map((one) => <th scope="col" key={one.name}>{one.display_name}</th>)}
              </tr>
            </thead>
            <tbody>
              {lines.map(([name, cell]) => {
                const shown = models.map(cell);
                return (
                  <tr key={name} className={new Set(shown.map(String)).size > 1 ? 'differs' : ''}>
                    <th scope="row">{name}</th>
                    {shown.map((value, at) => <td key={models[at]?.name}>{value}</td>)}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Dialog>
  );
}
