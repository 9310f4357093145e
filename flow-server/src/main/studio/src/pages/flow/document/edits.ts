import { type Document, type Pair, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { eachText, findNode, parseFlow } from './model';

/*
 * Changes of a flow file, each as the smallest change of its text: what stands around it, comments and order among it,
 * stays as its author wrote it.
 */

interface Splice {
  start: number;
  end: number;
  text: string;
}

function applied(source: string, splices: Splice[]): string {
  return [...splices].sort((one, other) => other.start - one.start).reduce((text, splice) => text.slice(0, splice.start) + splice.text + text.slice(splice.end), source);
}

const lineStart = (source: string, at: number) => source.lastIndexOf('\n', at - 1) + 1;
const column = (source: string, at: number) => at - lineStart(source, at);
const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A name that is not taken: `search`, `search_2` … */
export function freeName(source: string, wanted: string): string {
  const taken = new Set(parseFlow(source).graph?.nodes.map((node) => node.name));
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number++) if (!taken.has(`${wanted}_${number}`)) return `${wanted}_${number}`;
}

const TEMPLATES: Record<string, (name: string) => string[]> = {
  llm: (name) => [`- name: ${name}`, '  type: llm', '  source:', '    type: code', `    path: ${name}.jinja2`, '  inputs:', '    model: gpt-4o-mini', '  connection: open_ai_connection', '  api: chat'],
  prompt: (name) => [`- name: ${name}`, '  type: prompt', '  source:', '    type: code', `    path: ${name}.jinja2`, '  inputs: {}'],
  python: (name) => [`- name: ${name}`, '  type: python', '  source:', '    type: code', `    path: ${name}.py`, '  inputs: {}'],
};

/** What a new node's source file begins with. */
export const STARTERS: Record<string, string> = {
  llm: 'system:\nYou are a helpful assistant.\n\nuser:\n{{question}}\n',
  prompt: 'Write what the next node should read: {{text}}\n',
  python: 'from promptflow.core import tool\n\n\n@tool\ndef run(text: str) -> str:\n    return text\n',
};

export function addNode(source: string, kind: string, name: string): string {
  const lines = (TEMPLATES[kind] ?? TEMPLATES.llm!)(name);
  const { document } = parseFlow(source);
  const list = document.get('nodes', true);
  if (!isSeq(list) || list.items.length === 0 || list.flow) {
    const pair = isMap(document.contents) ? (document.contents.items.find((item) => isScalar(item.key) && item.key.value === 'nodes') as Pair | undefined) : undefined;
    const value = pair?.value as { range?: [number, number, number] } | null | undefined;
    const block = '\n' + lines.join('\n');
    if (pair && value?.range) return applied(source, [{ start: value.range[0], end: value.range[1], text: block.trimStart() === '' ? '' : block }]).replace(/nodes:\s*\n/, 'nodes:\n');
    return source.replace(/\n*$/, '\n') + 'nodes:' + block + '\n';
  }
  const last = list.items[list.items.length - 1] as { range?: [number, number, number] };
  const range = last.range ?? [source.length, source.length, source.length];
  const dash = source.lastIndexOf('-', range[0]);
  const indent = ' '.repeat(column(source, dash));
  let end = range[1];
  const newline = source.indexOf('\n', Math.max(0, end - 1));
  end = newline < 0 ? source.length : newline + 1;
  const before = source.slice(0, end);
  return before + (before.endsWith('\n') ? '' : '\n') + lines.map((line) => indent + line).join('\n') + '\n' + source.slice(end);
}

/** Renames a node wherever the file names it. */
export function renameNode(source: string, from: string, to: string): string {
  const { document } = parseFlow(source);
  const splices: Splice[] = [];
  const found = findNode(document, from);
  const name = found?.map.get('name', true) as { range?: [number, number, number] } | undefined;
  if (name?.range) splices.push({ start: name.range[0], end: name.range[1], text: to });
  const reference = new RegExp(`(\\$\\{[^}]*?)(?<![\\w.-])${escaped(from)}(?=\\.outputs?\\b)`, 'g');
  eachText(document, (_, start, end) => {
    const written = source.slice(start, end);
    let changed = written;
    for (let before = ''; before !== changed; ) {
      before = changed;
      changed = changed.replace(reference, `$1${to}`);
      if (from === to) break;
    }
    if (changed !== written && start !== name?.range?.[0]) splices.push({ start, end, text: changed });
  });
  const variants = document.get('node_variants');
  if (isMap(variants)) {
    for (const pair of variants.items) {
      const key = pair.key;
      if (isScalar(key) && key.value === from && key.range) splices.push({ start: key.range[0], end: key.range[1], text: to });
    }
  }
  return applied(source, splices);
}

/** A text as it may stand for a value: as it was typed if YAML takes it for one value, else in quotes. */
function written(value: string, inFlow: boolean): string {
  const read = parseDocument(value);
  const isPlain = read.errors.length === 0 && (isScalar(read.contents) || (!inFlow && read.contents !== null && /^[[{]/.test(value))) && !value.includes('\n') && !/(^|\s)#/.test(value);
  return isPlain && !(inFlow && /[{}[\],]/.test(value) && !/^["'].*["']$/.test(value)) ? value : JSON.stringify(value);
}

function wholeLines(source: string, start: number, end: number): Splice {
  const first = lineStart(source, start);
  const newline = end > 0 && source[end - 1] === '\n' ? end : source.indexOf('\n', end) + 1;
  return { start: first, end: newline <= 0 ? source.length : newline, text: '' };
}

/** Takes a node out, with its variants; what read it is left for its author to mend. */
export function deleteNode(source: string, name: string): string {
  const { document } = parseFlow(source);
  const found = findNode(document, name);
  const list = document.get('nodes', true);
  if (!found?.map.range || !isSeq(list)) return source;
  const splices: Splice[] = [];
  const dash = source.lastIndexOf('-', found.map.range[0]);
  splices.push(wholeLines(source, dash, found.map.range[1]));
  const variants = document.get('node_variants');
  if (isMap(variants)) {
    const pair = variants.items.find((item) => isScalar(item.key) && item.key.value === name) as { key: { range: [number, number, number] }; value: { range?: [number, number, number] } | null } | undefined;
    if (pair) splices.push(wholeLines(source, pair.key.range[0], pair.value?.range?.[1] ?? pair.key.range[1]));
  }
  const without = applied(source, splices);
  return list.items.length === 1 ? without.replace(/^nodes:[ \t]*\n(?=\S|$)/m, 'nodes: []\n') : without;
}

/** Lets a node read another one under an input of the given name. */
export function connect(source: string, from: string, to: string, input: string): string {
  return setInput(source, to, input, `\${${from}.output}`);
}

/** Writes an input of a node. */
export function setInput(source: string, node: string, input: string, value: string): string {
  const { document } = parseFlow(source);
  const found = findNode(document, node);
  if (!found?.map.range) return source;
  const inputs = found.map.get('inputs', true);
  const inFlow = isMap(inputs) && inputs.flow === true && inputs.items.length > 0;
  const text = written(value, inFlow);
  if (isMap(inputs)) {
    const pair = inputs.items.find((item) => isScalar(item.key) && item.key.value === input) as { key: { range: [number, number, number] }; value: { range?: [number, number, number] } | null } | undefined;
    if (pair?.value?.range) {
      const [start, end] = pair.value.range;
      return applied(source, [{ start, end, text: start === pair.key.range[1] + 1 ? ` ${text}` : text }]);
    }
  }
  if (isMap(inputs) && inputs.items.length > 0 && !inputs.flow) {
    const first = (inputs.items[0] as { key: { range: [number, number, number] } }).key.range[0];
    const line = `${' '.repeat(column(source, first))}${input}: ${text}\n`;
    const at = lineStart(source, first);
    return applied(source, [{ start: at, end: at, text: line }]);
  }
  const flowMap = isMap(inputs) && inputs.range ? inputs : null;
  if (flowMap?.range && flowMap.items.length > 0) {
    const end = source.lastIndexOf('}', flowMap.range[1]);
    return applied(source, [{ start: end, end, text: `, ${input}: ${text}` }]);
  }
  const first = (found.map.items[0] as { key: { range: [number, number, number] } }).key.range[0];
  const indent = ' '.repeat(column(source, first));
  const block = `\n${indent}  ${input}: ${text}`;
  if (flowMap?.range) return applied(source, [{ start: flowMap.range[0], end: flowMap.range[1], text: block }]).replace(/inputs: \n/, 'inputs:\n');
  const at = source.indexOf('\n', first);
  return applied(source, [{ start: at < 0 ? source.length : at, end: at < 0 ? source.length : at, text: `\n${indent}inputs:${block}` }]);
}

/** Takes out the inputs of a node that are nothing but the output of another. */
export function disconnect(source: string, from: string, to: string): string {
  const { document } = parseFlow(source);
  const inputs = findNode(document, to)?.map.get('inputs', true);
  if (!isMap(inputs)) return source;
  const only = new RegExp(`^\\$\\{\\s*${escaped(from)}\\.output[^}]*\\}$`);
  type Placed = { key: { range: [number, number, number] }; value: { range: [number, number, number]; value: unknown } };
  const pairs = inputs.items as unknown as Placed[];
  const gone = pairs.filter((pair) => typeof pair.value?.value === 'string' && only.test(pair.value.value));
  if (inputs.flow) {
    const splices = gone.map((pair) => {
      const next = pairs[pairs.indexOf(pair) + 1];
      const before = pairs[pairs.indexOf(pair) - 1];
      if (next) return { start: pair.key.range[0], end: next.key.range[0], text: '' };
      return { start: before && !gone.includes(before) ? before.value.range[1] : pair.key.range[0], end: pair.value.range[1], text: '' };
    });
    return applied(source, splices);
  }
  const without = applied(source, gone.map((pair) => wholeLines(source, pair.key.range[0], pair.value.range[1])));
  return gone.length > 0 && gone.length === pairs.length ? without.replace(/^(\s*)inputs:[ \t]*\n(?!\1\s)/m, '$1inputs: {}\n') : without;
}

/** Makes a variant of a node by cloning what it is now, and lets the flow use variants of it. */
export function cloneVariant(source: string, document: Document.Parsed, name: string, variant: string, path: string): string {
  const found = findNode(document, name);
  if (!found?.map.range) return source;
  const variants = document.get('node_variants');
  const raw = found.map.toJSON() as Record<string, unknown>;
  const existing = isMap(variants) ? (variants.get(name) as { toJSON?: () => { variants?: Record<string, { node?: Record<string, unknown> }> } } | undefined)?.toJSON?.() : undefined;
  const base = existing?.variants ? (Object.values(existing.variants)[0]?.node ?? {}) : Object.fromEntries(Object.entries(raw).filter(([key]) => !['name', 'use_variants'].includes(key)));
  const clone = { ...base, source: { ...(base.source as object), path } };
  const copy = document.clone() as Document.Parsed;
  const all = { ...(existing?.variants ?? { variant_0: { node: base } }), [variant]: { node: clone } };
  copy.setIn(['node_variants', name], copy.createNode({ default_variant_id: 'variant_0', ...existing, variants: all }));
  copy.setIn(['nodes', found.index], copy.createNode({ name, use_variants: true }));
  return copy.toString({ lineWidth: 0 });
}
