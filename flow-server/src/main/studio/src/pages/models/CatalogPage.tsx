import { BookCopy, Columns3 } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useResource } from '../../api/resource';
import { Badge, Button, EmptyState, Loaded, Page, SearchBox, Select, Table } from '../../kit';
import { count } from '../shared/format';
import { Toolbar, useParameter } from '../shared/parts';
import '../shared/shared.css';
import './models.css';
import { CompareModels } from './CompareModels';
import { type Offering, money, price } from './types';

const CONTEXTS = [8_000, 32_000, 128_000, 200_000, 1_000_000];

const CAPABILITIES = ['tools', 'json_schema', 'image_input', 'reasoning', 'json_mode', 'prompt_caching', 'parallel_tools', 'audio_input', 'image_output'];

const weight = (name: string) => (CAPABILITIES.indexOf(name) + 1 || 99);

/** All models that are known, to be filtered and compared. */
export default function CatalogPage() {
  const [search, setSearch] = useParameter('q');
  const [provider, setProvider] = useParameter('provider');
  const [can, setCan] = useParameter('can');
  const [context, setContext] = useParameter('context');
  const [most, setMost] = useParameter('price');
  const [chosen, setChosen] = useParameter('compare');
  const [comparing, setComparing] = useState(chosen !== '');
  const words = useDeferredValue(search);
  const query = new URLSearchParams({ limit: '1000', ...(words ? { search: words } : {}), ...(provider ? { provider } : {}), ...(can ? { can } : {}), ...(context ? { min_context: context } : {}), ...(most ? { max_output_price: most } : {}) });
  const models = useResource<{ total: number; models: Offering[] }>(`/catalog/models?${query}`);
  const providers = useResource<{ providers: string[]; capabilities: string[] }>('/catalog/filters');
  const names = chosen ? chosen.split(',') : [];
  const toggle = (name: string) => setChosen((names.includes(name) ? names.filter((one) => one !== name) : [...names, name].slice(-5)).join(','));
  return (
    <Page
      wide
      title="Model catalog"
      about="What models exist, what they can do, and what they cost for a million tokens."
      actions={<Button icon={<Columns3 size={15} />} kind={names.length > 1 ? 'primary' : undefined} disabled={names.length < 2} onClick={() => setComparing(true)}>Compare {names.length > 0 && names.length}</Button>}
    >
      <Toolbar>
        <SearchBox label="Search models" value={search} onChange={setSearch} />
        <Select aria-label="Provider" value={provider} onChange={(event) => setProvider(event.target.value)}>
          <option value="">Any provider</option>
          {providers.data?.providers.map((one) => <option key={one}>{one}</option>)}
        </Select>
        <Select aria-label="Capability" value={can} onChange={(event) => setCan(event.target.value)}>
          <option value="">Any capability</option>
          {(providers.data?.capabilities ?? CAPABILITIES).map((one) => <option key={one} value={one}>{one.replaceAll('_', ' ')}</option>)}
        </Select>
        <Select aria-label="Context" value={context} onChange={(event) => setContext(event.target.value)}>
          <option value="">Any context</option>
          {CONTEXTS.map((one) => <option key={one} value={one}>at least {count(one)}</option>)}
        </Select>
        <Select aria-label="Price" value={most} onChange={(event) => setMost(event.target.value)}>
          <option value="">Any price</option>
          {['0.5', '1', '3', '10', '30'].map((one) => <option key={one} value={one}>output up to ${one}</option>)}
        </Select>
        {models.data && <span className="muted push">{count(models.data.total)} models</span>}
      </Toolbar>
      <Loaded resource={models}>
        {({ models: all }) =>
          all.length === 0 ? (
            <EmptyState icon={<BookCopy size={22} />} title="No model fits">Leave out a filter.</EmptyState>
          ) : (
            <Table
              label="Models"
              rows={all}
              rowKey={(one) => one.name}
              columns={[
                { id: 'choose', header: <span className="visually-hidden">Compare</span>, value: () => '', sortable: false, width: 34, cell: (one) => <input type="checkbox" aria-label={`Compare ${one.name}`} checked={names.includes(one.name)} onChange={() => toggle(one.name)} /> },
                { id: 'name', header: 'Model', value: (one) => one.display_name, cell: (one) => <><strong>{one.display_name}</strong><div className="muted mono">{one.name}</div></> },
                { id: 'provider', header: 'Provider', value: (one) => one.provider },
                { id: 'context', header: 'Context', align: 'right', value: (one) => one.limits.context, cell: (one) => count(one.limits.context) },
                { id: 'input', header: 'Input', align: 'right', value: (one) => price(one, 'input'), cell: (one) => money(price(one, 'input')) },
                { id: 'output', header: 'Output', align: 'right', value: (one) => price(one, 'output'), cell: (one) => money(price(one, 'output')) },
                { id: 'can', header: 'Can', value: (one) => Object.entries(one.capabilities).filter(([, yes]) => yes === 'yes').map(([name]) => name).join(' '), cell: (one) => <span className="tags">{Object.entries(one.capabilities).filter(([, yes]) => yes === 'yes').sort((one, other) => weight(one[0]) - weight(other[0])).slice(0, 4).map(([name]) => <span className="tag" key={name}>{name.replaceAll('_', ' ')}</span>)}</span> },
                { id: 'status', header: 'Status', value: (one) => one.status, cell: (one) => (one.status === 'unknown' ? <span className="muted">—</span> : <Badge tone={one.status === 'deprecated' ? 'warn' : one.status === 'retired' ? 'bad' : 'ok'}>{one.status}</Badge>) },
              ]}
            />
          )
        }
      </Loaded>
      {comparing && names.length > 1 && <CompareModels names={names} known={models.data?.models ?? []} onClose={() => setComparing(false)} />}
    </Page>
  );
}
