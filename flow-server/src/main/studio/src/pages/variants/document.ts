import { type Document, isMap, isScalar, parseDocument } from 'yaml';

export interface Source {
  id: string;
  description: string;
  path: string | null;
  model: string | null;
  yaml: string;
}

export interface VariantsOfNode {
  node: string;
  standard: string | null;
  /** Whether the node had no variants before; its one form is called `default` here. */
  plain: boolean;
  variants: Source[];
}

const read = (text: string): Document => parseDocument(text, { keepSourceTokens: true });
const WRITING = { lineWidth: 0 } as const;

function source(document: Document, at: (string | number)[], id: string, description: string): Source {
  const node = document.getIn(at, true);
  const path = document.getIn([...at, 'source', 'path']);
  const model = document.getIn([...at, 'inputs', 'model']) ?? document.getIn([...at, 'inputs', 'deployment_name']);
  return { id, description, path: typeof path === 'string' ? path : null, model: typeof model === 'string' ? model : null, yaml: isMap(node) ? String(new (document.constructor as typeof Document)(node.toJS(document))) : '' };
}

/** The nodes of a flow file that are prompts or model calls, each with its variants. */
export function variantsOf(text: string): VariantsOfNode[] {
  const document = read(text);
  const found: VariantsOfNode[] = [];
  const nodes = document.get('nodes') as { items?: unknown[] } | undefined;
  nodes?.items?.forEach((_, index) => {
    const name = document.getIn(['nodes', index, 'name']);
    if (typeof name !== 'string') return;
    const uses = document.getIn(['nodes', index, 'use_variants']) === true;
    if (uses) {
      const at = ['node_variants', name, 'variants'];
      const all = document.getIn(at, true);
      const standard = document.getIn(['node_variants', name, 'default_variant_id']);
      const variants = isMap(all)
        ? all.items.flatMap((item) => (isScalar(item.key) ? [source(document, [...at, String(item.key.value), 'node'], String(item.key.value), String(document.getIn([...at, String(item.key.value), 'description']) ?? ''))] : []))
        : [];
      found.push({ node: name, standard: typeof standard === 'string' ? standard : null, plain: false, variants });
    } else if (document.getIn(['nodes', index, 'type']) === 'llm' || document.getIn(['nodes', index, 'type']) === 'prompt') {
      found.push({ node: name, standard: 'default', plain: true, variants: [source(document, ['nodes', index], 'default', '')] });
    }
  });
  return found;
}

/** A flow file with one more variant: a copy of another one with a prompt file of its own. Comments and order stay. */
export function withClone(text: string, node: VariantsOfNode, from: string, id: string, prompt: string | null): string {
  const document = read(text);
  const clone = (at: (string | number)[]) => {
    const copy = (document.getIn(at, true) as { clone: () => unknown }).clone() as import('yaml').YAMLMap;
    copy.delete('name');
    copy.delete('use_variants');
    if (prompt !== null) copy.setIn(['source', 'path'], prompt);
    return copy;
  };
  if (node.plain) {
    const index = (document.get('nodes') as { items: unknown[] }).items.findIndex((_, at) => document.getIn(['nodes', at, 'name']) === node.node);
    const first = (document.getIn(['nodes', index], true) as { clone: () => unknown }).clone() as import('yaml').YAMLMap;
    first.delete('name');
    first.delete('use_variants');
    const second = clone(['nodes', index]);
    if (!document.has('node_variants')) document.set('node_variants', document.createNode({}));
    document.setIn(['node_variants', node.node], document.createNode({ default_variant_id: 'default', variants: {} }));
    document.setIn(['node_variants', node.node, 'variants', 'default'], document.createNode({}));
    document.setIn(['node_variants', node.node, 'variants', 'default', 'node'], first);
    document.setIn(['node_variants', node.node, 'variants', id], document.createNode({}));
    document.setIn(['node_variants', node.node, 'variants', id, 'node'], second);
    const entry = document.getIn(['nodes', index], true) as import('yaml').YAMLMap;
    for (const item of [...entry.items]) if (isScalar(item.key) && item.key.value !== 'name') entry.delete(item.key);
    entry.set('use_variants', true);
  } else {
    const at = ['node_variants', node.node, 'variants'];
    document.setIn([...at, id], document.createNode({}));
    document.setIn([...at, id, 'node'], clone([...at, from, 'node']));
  }
  return document.toString(WRITING);
}

/** A name like `answer_brief.jinja2` beside `answer.jinja2`. */
export function promptName(path: string, node: string, id: string): string {
  const end = /\.[^./]+$/.exec(path)?.[0] ?? '';
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  return `${folder}${node}_${id}${end}`;
}
