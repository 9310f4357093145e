import { Graph, layout } from '@dagrejs/dagre';
import type { Edge, Node } from '@xyflow/react';
import type { FlowGraph, GraphNode } from '../document/model';

export type CardData = {
  title: string;
  kind: string;
  node: GraphNode | null;
  /** For the cards of the flow's inputs and outputs. */
  lines: { name: string; detail: string }[];
  status: NodeStatus | null;
};

export interface NodeStatus {
  state: 'running' | 'Completed' | 'Failed' | 'Bypassed' | 'Canceled' | 'recalled' | 'stopped';
  ms?: number;
  cached?: boolean;
}

export type CardNode = Node<CardData, 'card'>;

export const WIDTH = 216;
export const INPUTS = '(inputs)';
export const OUTPUTS = '(outputs)';

function heightOf(data: CardData): number {
  return data.node ? 62 + (badges(data.node) > 0 ? 24 : 0) : 44 + data.lines.length * 20;
}

function badges(node: GraphNode): number {
  return (node.condition ? 1 : 0) + (node.aggregation ? 1 : 0) + node.control.length + (node.variants.length > 0 ? 1 : 0);
}

/** Places for all nodes of a flow, from top to bottom. */
export function arrange(graph: FlowGraph): { nodes: CardNode[]; edges: Edge[] } {
  const cards: CardNode[] = [];
  const edges: Edge[] = [];
  const add = (id: string, data: CardData) => cards.push({ id, type: 'card', position: { x: 0, y: 0 }, data, deletable: data.node !== null, connectable: true });
  if (graph.inputs.length > 0) add(INPUTS, { title: 'Inputs', kind: 'inputs', node: null, lines: graph.inputs.map((one) => ({ name: one.name, detail: one.type })), status: null });
  for (const node of graph.nodes) add(node.name, { title: node.name, kind: node.kind, node, lines: [], status: null });
  if (graph.outputs.length > 0) add(OUTPUTS, { title: 'Outputs', kind: 'outputs', node: null, lines: graph.outputs.map((one) => ({ name: one.name, detail: '' })), status: null });
  const link = (from: string, to: string, conditional: boolean) =>
    edges.push({ id: `${from}→${to}${conditional ? '?' : ''}`, source: from, target: to, ...(conditional ? { className: 'conditional', label: 'if', deletable: false } : { deletable: from !== INPUTS && to !== OUTPUTS }) });
  graph.edges.forEach((edge) => link(edge.from, edge.to, edge.conditional));
  const known = new Set(graph.nodes.map((node) => node.name));
  for (const node of graph.nodes) {
    const reads = [...Object.values(node.inputs), node.condition ?? ''].some((text) => /\$\{+[^}]*\binputs\./.test(text));
    if (reads && graph.inputs.length > 0) link(INPUTS, node.name, false);
  }
  for (const output of graph.outputs) {
    const from = [...output.reference.matchAll(/([A-Za-z_][\w-]*)\.outputs?\b/g)].map((match) => match[1]!).find((name) => known.has(name));
    if (from && !edges.some((edge) => edge.source === from && edge.target === OUTPUTS)) link(from, OUTPUTS, false);
  }
  place(cards, edges);
  return { nodes: cards, edges };
}

function place(cards: CardNode[], edges: Edge[]): void {
  const begin = performance.now();
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 46, ranker: cards.length > 120 ? 'longest-path' : 'network-simplex' });
  graph.setDefaultEdgeLabel(() => ({}));
  // by number: a node may have any name, such as __proto__
  const numbers = new Map(cards.map((card, index) => [card.id, `n${index}`]));
  cards.forEach((card, index) => graph.setNode(`n${index}`, { width: WIDTH, height: heightOf(card.data) }));
  edges.forEach((edge) => graph.setEdge(numbers.get(edge.source)!, numbers.get(edge.target)!));
  layout(graph);
  for (const card of cards) {
    const at = graph.node(numbers.get(card.id)!) as { x: number; y: number; height: number };
    card.position = { x: at.x - WIDTH / 2, y: at.y - at.height / 2 };
    card.width = WIDTH;
    card.height = at.height;
  }
  performance.measure('studio.layout', { start: begin, end: performance.now() });
}
