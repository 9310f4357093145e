import { Link } from 'react-router';
import { path } from '../../api/client';
import { useResource } from '../../api/resource';
import { Badge, Loaded, Page, SearchBox, Select } from '../../kit';
import { Toolbar, useParameter } from '../shared/parts';
import '../shared/shared.css';
import { type Evaluator, KINDS } from './types';

/** The built-in evaluators. */
export default function EvaluatorsPage() {
  const [filter, setFilter] = useParameter('q');
  const [kind, setKind] = useParameter('kind');
  const all = useResource<{ evaluators: Evaluator[] }>('/evaluators');
  const fits = (one: Evaluator) => (!kind || one.kind === kind) && [one.name, one.title, one.description, ...one.tags].join(' ').toLowerCase().includes(filter.toLowerCase());
  return (
    <Page wide title="Evaluators" about="Flows that score what other flows say. Each can be read, copied into the workspace and changed.">
      <Toolbar>
        <SearchBox label="Filter evaluators" value={filter} onChange={setFilter} />
        <Select aria-label="Kind" value={kind} onChange={(event) => setKind(event.target.value)}>
          <option value="">Any kind</option>
          {Object.entries(KINDS).map(([id, [words]]) => <option key={id} value={id}>{words}</option>)}
        </Select>
        {all.data && <span className="muted push">{all.data.evaluators.filter(fits).length} evaluators</span>}
      </Toolbar>
      <Loaded resource={all}>
        {({ evaluators }) => (
          <div className="gridded">
            {evaluators.filter(fits).map((one) => (
              <Link key={one.name} to={`/evaluators${path(one.name)}`} className="tile">
                <h3>{one.title}</h3>
                <p>{one.description}</p>
                <span className="row">
                  <Badge tone={KINDS[one.kind]?.[1] ?? 'plain'}>{KINDS[one.kind]?.[0] ?? one.kind}</Badge>
                  {one.needs.map((need) => <Badge tone="warn" key={need}>{need}</Badge>)}
                  {one.tags.slice(0, 3).map((tag) => <span className="tag" key={tag}>{tag}</span>)}
                </span>
              </Link>
            ))}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
