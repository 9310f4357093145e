import { CopyPlus, FlaskConical } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useResource } from '../../api/resource';
import { useSession } from '../../api/session';
import { Badge, Button, ButtonLink, Card, EmptyState, Loaded, Page, Select, Tabs } from '../../kit';
import { useFlows, flowPage } from '../shared/choices';
import { Diff } from '../shared/Diff';
import { Toolbar, useParameter } from '../shared/parts';
import '../shared/shared.css';
import '../runs/runs.css';
import { CloneVariant } from './CloneVariant';
import { TryVariants } from './TryVariants';
import { type VariantsOfNode, variantsOf } from './document';

export interface FileText {
  path: string;
  digest: string;
  text: string;
}

const FILE = 'flow.dag.yaml';

/** The variants of a flow's nodes: what differs, what they say, and one more of them. */
export default function VariantsPage() {
  const flows = useFlows();
  const { may } = useSession();
  const [flow, setFlow] = useParameter('flow');
  const [node, setNode] = useParameter('node');
  const [tab, setTab] = useParameter('tab', 'diff');
  const [cloning, setCloning] = useState(false);
  const yaml = flow && (flow.endsWith('.yaml') || flow.endsWith('.yml') ? flow : `${flow}/${FILE}`);
  const folder = yaml.slice(0, yaml.lastIndexOf('/') + 1);
  const file = useResource<FileText>(yaml ? `/file?path=${encodeURIComponent(yaml)}` : null);
  const nodes = useMemo(() => (file.data ? variantsOf(file.data.text) : []), [file.data]);
  const current = nodes.find((one) => one.node === node) ?? nodes.find((one) => !one.plain) ?? nodes[0];
  return (
    <Page
      wide
      title="Variants"
      about="One node, several prompts: clone one, see what differs, try all on one input, compare them on a data set."
      actions={
        current && (
          <>
            {may('author') && <Button icon={<CopyPlus size={15} />} onClick={() => setCloning(true)}>Clone a variant</Button>}
            {!current.plain && <ButtonLink kind="primary" to={`/comparisons?flow=${encodeURIComponent(flow)}`} icon={<FlaskConical size={15} />}>Compare on data</ButtonLink>}
          </>
        )
      }
    >
      <Toolbar>
        <Select aria-label="Flow" value={flow} onChange={(event) => { setNode(''); setFlow(event.target.value); }}>
          <option value="">Choose a flow</option>
          {flow && !flows.includes(flow) && <option>{flow}</option>}
          {flows.map((one) => <option key={one}>{one}</option>)}
        </Select>
        {nodes.length > 0 && (
          <Select aria-label="Node" value={current?.node ?? ''} onChange={(event) => setNode(event.target.value)}>
            {nodes.map((one) => <option key={one.node} value={one.node}>{one.node}{one.plain ? '' : ` (${one.variants.length} variants)`}</option>)}
          </Select>
        )}
        {flow && <Link to={flowPage(flow)}>Open the flow</Link>}
      </Toolbar>
      {!flow ? (
        <EmptyState title="Choose a flow">Its prompts and model calls show here, with their variants.</EmptyState>
      ) : (
        <Loaded resource={file}>
          {(found) =>
            !current ? (
              <EmptyState title="No prompt and no model call">This flow has no node whose variants could be written.</EmptyState>
            ) : (
              <>
                <Tabs label="What to see" active={tab} onChange={setTab} tabs={[{ id: 'diff', title: 'Side by side' }, { id: 'try', title: 'Try on one input' }]}>
                  {tab === 'diff' ? <SideBySide node={current} folder={folder} key={`${current.node} ${current.variants.length}`} /> : <TryVariants flow={flow} node={current} />}
                </Tabs>
                {cloning && <CloneVariant file={found} folder={folder} node={current} onClose={() => setCloning(false)} onCloned={() => { setCloning(false); file.reload(); }} />}
              </>
            )
          }
        </Loaded>
      )}
    </Page>
  );
}

function SideBySide({ node, folder }: { node: VariantsOfNode; folder: string }) {
  const [left, setLeft] = useState(node.standard ?? node.variants[0]?.id ?? '');
  const [right, setRight] = useState(node.variants.find((one) => one.id !== left)?.id ?? left);
  const one = node.variants.find((variant) => variant.id === left);
  const other = node.variants.find((variant) => variant.id === right);
  const before = useResource<FileText>(one?.path ? `/file?path=${encodeURIComponent(folder + one.path)}` : null);
  const after = useResource<FileText>(other?.path ? `/file?path=${encodeURIComponent(folder + other.path)}` : null);
  const pick = (label: string, value: string, set: (id: string) => void) => (
    <Select aria-label={label} value={value} onChange={(event) => set(event.target.value)}>
      {node.variants.map((variant) => <option key={variant.id} value={variant.id}>{variant.id}{variant.id === node.standard ? ' (default)' : ''}</option>)}
    </Select>
  );
  return (
    <div className="stack">
      <div className="gridded">
        {node.variants.map((variant) => (
          <Card key={variant.id} title={<>{variant.id} {variant.id === node.standard && <Badge tone="accent">default</Badge>}</>}>
            <p className="muted">{variant.description || 'No description.'}</p>
            <p className="mono">{variant.path}</p>
            {variant.model && <Badge>{variant.model}</Badge>}
          </Card>
        ))}
      </div>
      {node.variants.length > 1 && (
        <>
          <Toolbar>
            {pick('Left variant', left, setLeft)}
            <span className="muted">against</span>
            {pick('Right variant', right, setRight)}
          </Toolbar>
          <h3>Prompt</h3>
          {one?.path && before.data && other?.path && after.data ? <Diff before={before.data.text} after={after.data.text} titles={[one.path, other.path]} label="What differs in the prompts" /> : <p className="muted">There is no prompt file to compare.</p>}
          <h3>Node</h3>
          <Diff before={one?.yaml ?? ''} after={other?.yaml ?? ''} titles={[left, right]} label="What differs in the nodes" />
        </>
      )}
    </div>
  );
}
