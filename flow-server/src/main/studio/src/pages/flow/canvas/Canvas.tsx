import { Background, BackgroundVariant, type Connection, Controls, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { SearchBox } from '../../../kit';
import type { FlowGraph } from '../document/model';
import './canvas.css';
import { type CardNode, INPUTS, type NodeStatus, OUTPUTS, arrange } from './layout';
import { NodeCard } from './NodeCard';

interface Props {
  graph: FlowGraph;
  /** Whether the text can't be read, so that this is the graph of before. */
  stale: boolean;
  editable: boolean;
  selected: string | null;
  statuses: Record<string, NodeStatus>;
  onSelect: (node: string | null) => void;
  onConnect: (from: string, to: string) => void;
  onDisconnect: (from: string, to: string) => void;
  onDelete: (nodes: string[]) => void;
}

const TYPES = { card: NodeCard };
const isEnd = (id: string) => id === INPUTS || id === OUTPUTS;

function Inner({ graph, stale, editable, selected, statuses, onSelect, onConnect, onDisconnect, onDelete }: Props) {
  const view = useReactFlow();
  const [filter, setFilter] = useState('');
  const shape = JSON.stringify(graph);
  // eslint-disable-next-line
  const arranged = useMemo(() => arrange(graph), [shape]);
  const nodes = useMemo<CardNode[]>(
    () => arranged.nodes.map((node) => ({ ...node, selected: node.id === selected, data: { ...node.data, status: (Object.hasOwn(statuses, node.id) && statuses[node.id]) || null } })),
    [arranged, statuses, selected],
  );
  const count = useRef(0);
  useEffect(() => {
    if (count.current !== arranged.nodes.length) {
      count.current = arranged.nodes.length;
      window.requestAnimationFrame(() => void view.fitView({ padding: 0.12, maxZoom: 1 }));
    }
  }, [arranged, view]);

  const find = useCallback(
    (text: string) => {
      setFilter(text);
      const found = text && graph.nodes.find((node) => node.name.toLowerCase().includes(text.toLowerCase()));
      if (found) {
        onSelect(found.name);
        void view.fitView({ nodes: [{ id: found.name }], maxZoom: 1, duration: 200 });
      }
    },
    [graph, onSelect, view],
  );

  return (
    <div className={stale ? 'canvas stale' : 'canvas'} data-testid="canvas">
      <div className="canvas-search">
        <SearchBox label="Find a node" value={filter} onChange={find} />
      </div>
      <ReactFlow
        nodes={nodes}
        edges={arranged.edges}
        nodeTypes={TYPES}
        nodesDraggable={false}
        nodesConnectable={editable && !stale}
        deleteKeyCode={editable && !stale ? ['Delete', 'Backspace'] : null}
        onNodeClick={(_, node) => onSelect(isEnd(node.id) ? null : node.id)}
        onPaneClick={() => onSelect(null)}
        onNodesChange={(changes) => {
          const chosen = changes.find((change) => change.type === 'select' && change.selected);
          if (chosen && 'id' in chosen && !isEnd(chosen.id) && chosen.id !== selected) onSelect(chosen.id);
        }}
        onConnect={(connection: Connection) => !isEnd(connection.source) && !isEnd(connection.target) && onConnect(connection.source, connection.target)}
        onNodesDelete={(gone) => onDelete(gone.map((node) => node.id).filter((id) => !isEnd(id)))}
        onEdgesDelete={(gone) => gone.forEach((edge) => nodes.some((node) => node.id === edge.target) && onDisconnect(edge.source, edge.target))}
        onBeforeDelete={async ({ nodes: gone, edges }) => (gone.length > 0 ? { nodes: gone, edges: [] } : { nodes: [], edges })}
        onlyRenderVisibleElements={arranged.nodes.length > 60}
        minZoom={0.08}
        maxZoom={1.6}
        fitView
        fitViewOptions={{ padding: 0.12, maxZoom: 1 }}
        proOptions={{ hideAttribution: true }}
        aria-label="Graph of the flow"
      >
        <Background variant={BackgroundVariant.Dots} gap={18} size={1.2} />
        <Controls showInteractive={false} />
        {arranged.nodes.length > 12 && <MiniMap pannable zoomable ariaLabel="Overview of the graph" />}
      </ReactFlow>
    </div>
  );
}

/** The graph of a flow. */
export function Canvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Inner {...props} />
    </ReactFlowProvider>
  );
}
