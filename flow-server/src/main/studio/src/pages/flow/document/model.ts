import { LineCounter, type Document, type YAMLMap, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';

/** A node of a flow as the canvas shows it. */
export interface GraphNode {
  name: string;
  kind: string;
  source: string | null;
  tool: string | null;
  connection: string | null;
  model: string | null;
  condition: string | null;
  aggregation: boolean;
  /** The keys around its work: `for_each`, `repeat`, `retry` … */
  control: string[];
  variants: string[];
  defaultVariant: string | null;
  /** Written inputs by name, as texts. */
  inputs: Record<string, string>;
  /** The line on which it begins, counted from 1. */
  line: number;
}

export interface GraphEdge {
  from: string;
  to: string;
  /** Whether only the condition reads it. */
  conditional: boolean;
}

export interface FlowInput {
  name: string;
  type: string;
  default: unknown;
  description: string;
  chat: 'input' | 'history' | null;
}

export interface FlowGraph {
  inputs: FlowInput[];
  outputs: { name: string; reference: string }[];
  nodes: GraphNode[];
  edges: GraphEdge[];
}

export interface Parsed {
  document: Document.Parsed;
  graph: FlowGraph | null;
  /** Why there is no graph: the first thing that is wrong with the YAML. */
  problem: string | null;
}

const CONTROL = ['for_each', 'repeat', 'retry', 'timeout', 'on_error'];

/** The nodes and flow inputs that a text reads: `${a.output.x}`, `${inputs.y}`, expressions with several. */
export function references(text: string): { nodes: string[]; inputs: string[] } {
  const nodes = new Set<string>();
  const inputs = new Set<string>();
  for (const [, inner = ''] of text.matchAll(/\$\{+([^}]*)\}/g)) {
    for (const [, node = ''] of inner.matchAll(/([A-Za-z_][\w-]*)\.outputs?\b/g)) nodes.add(node);
    for (const [, input = ''] of inner.matchAll(/\b(?:inputs|flow)\.([A-Za-z_][\w-]*)/g)) inputs.add(input);
  }
  return { nodes: [...nodes], inputs: [...inputs] };
}

function texts(value: unknown, skip: string[] = []): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((one) => texts(one));
  if (value && typeof value === 'object') return Object.entries(value).flatMap(([key, one]) => (skip.includes(key) ? [] : texts(one)));
  return [];
}

type Plain = Record<string, unknown>;
const plain = (value: unknown): Plain => (value && typeof value === 'object' && !Array.isArray(value) ? (value as Plain) : {});
const text = (value: unknown): string | null => (value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value));

/** The YAML of a flow file: all of it, or what stands between the lines of a prompty. */
function yamlOf(source: string): string {
  return /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*$/m.exec(source)?.[1] ?? source;
}

/** Reads a flow.dag.yaml, a flow.flex.yaml or a prompty; whatever is wrong with it, this does not throw. */
export function parseFlow(source: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(source.startsWith('---') ? yamlOf(source) : source, { lineCounter: lines, keepSourceTokens: true, strict: false });
  const first = document.errors[0];
  if (first) return { document, graph: null, problem: first.message.split('\n')[0] ?? 'The YAML can’t be read.' };
  let whole: Plain;
  try {
    whole = plain(document.toJS({ maxAliasCount: 100 }));
  } catch (problem) {
    return { document, graph: null, problem: String((problem as Error).message) };
  }
  const places = new Map<string, number>();
  const list = document.get('nodes');
  if (isSeq(list)) {
    for (const item of list.items) {
      if (isMap(item) && item.range) {
        const name = item.get('name');
        if (typeof name === 'string') places.set(name, lines.linePos(item.range[0]).line);
      }
    }
  }
  const variants = plain(whole.node_variants);
  const entries = Array.isArray(whole.nodes) ? whole.nodes : [];
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const entry of entries) {
    const raw = plain(entry);
    const name = text(raw.name);
    if (!name) continue;
    const own = Object.hasOwn(variants, name) ? plain(variants[name]) : {};
    const all = plain(own.variants);
    const chosen = text(own.default_variant_id) ?? Object.keys(all)[0] ?? null;
    const node = raw.use_variants && chosen ? { ...plain(plain(all[chosen]).node), ...raw } : raw;
    const from = plain(node.source);
    const inputs = plain(node.inputs);
    const activate = plain(node.activate);
    const kind = text(node.type) ?? 'node';
    nodes.push({
      name,
      kind,
      source: text(from.path) ?? text(node.flow) ?? null,
      tool: text(from.tool),
      connection: text(node.connection),
      model: text(inputs.model) ?? text(inputs.deployment_name),
      condition: activate.if !== undefined ? text(activate.if) : activate.when === undefined ? null : `${text(activate.when)} is ${text(activate.is)}`,
      aggregation: node.aggregation === true,
      control: CONTROL.filter((key) => node[key] !== undefined),
      variants: Object.keys(all),
      defaultVariant: chosen,
      inputs: Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, text(value) ?? ''])),
      line: places.get(name) ?? 1,
    });
    const read = new Set(texts(node, ['activate', 'source', 'name', 'type']).flatMap((one) => references(one).nodes));
    const asked = new Set(texts(activate).flatMap((one) => references(one).nodes));
    read.forEach((one) => edges.push({ from: one, to: name, conditional: false }));
    asked.forEach((one) => !read.has(one) && edges.push({ from: one, to: name, conditional: true }));
  }
  const known = new Set(nodes.map((node) => node.name));
  const sample = { ...plain(whole.sample), ...plain(plain(whole.sample).inputs) };
  const inputs = Object.entries(plain(whole.inputs)).map(([name, value]) => {
    const field = plain(value);
    return {
      name,
      type: text(field.type) ?? (typeof value === 'string' ? value : 'string'),
      default: field.default ?? (Object.hasOwn(sample, name) ? sample[name] : undefined),
      description: text(field.description) ?? '',
      chat: field.is_chat_input === true ? ('input' as const) : field.is_chat_history === true ? ('history' as const) : null,
    };
  });
  const outputs = Object.entries(plain(whole.outputs)).map(([name, value]) => ({ name, reference: text(plain(value).reference) ?? text(value) ?? '' }));
  return {
    document,
    graph: { inputs, outputs, nodes, edges: edges.filter((edge) => known.has(edge.from) && edge.from !== edge.to) },
    problem: null,
  };
}

/** The map of a node in the document. */
export function findNode(document: Document.Parsed, name: string): { map: YAMLMap; index: number } | null {
  const list = document.get('nodes');
  if (!isSeq(list)) return null;
  const index = list.items.findIndex((item) => isMap(item) && item.get('name') === name);
  const map = list.items[index];
  return isMap(map) ? { map, index } : null;
}

/** Calls back for each scalar that is a text, with where it stands. */
export function eachText(document: Document.Parsed, visitor: (value: string, start: number, end: number, isKey: boolean) => void): void {
  visit(document, {
    Scalar(key, scalar) {
      if (isScalar(scalar) && typeof scalar.value === 'string' && scalar.range) visitor(scalar.value, scalar.range[0], scalar.range[1], key === 'key');
    },
  });
}
