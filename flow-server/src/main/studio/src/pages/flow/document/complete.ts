import type { CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import type { FlowGraph } from './model';

/** As much of a JSON schema as completion needs. */
export interface Schema {
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  enum?: unknown[];
  examples?: unknown[];
  description?: string;
  type?: string | string[];
}

function parts(schema: Schema | undefined, whole: Schema): Schema[] {
  if (!schema) return [];
  if (schema.$ref) return parts(whole.$defs?.[schema.$ref.replace('#/$defs/', '')], whole);
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => parts(one, whole));
  return [schema, ...inner];
}

/** The schemas that hold below a path of keys; `-` is an item of a list. */
function schemasAt(whole: Schema, path: string[]): Schema[] {
  let found = parts(whole, whole);
  for (const key of path) {
    found = found.flatMap((schema) => {
      if (key === '-') return parts(schema.items, whole);
      const own = schema.properties?.[key];
      if (own) return parts(own, whole);
      return typeof schema.additionalProperties === 'object' ? parts(schema.additionalProperties, whole) : [];
    });
  }
  return found;
}

/** The keys above a line, by indentation; `-` is an item of a list. */
export function pathAbove(lines: string[], indent: number): string[] {
  const path: string[] = [];
  let keyLimit = indent;
  let dashLimit = indent;
  for (let at = lines.length - 1; at >= 0 && keyLimit > 0; at--) {
    const match = /^(\s*)(- +)?([\w-]+)\s*:/.exec(lines[at] ?? '');
    if (!match) continue;
    const dash = match[1]!.length;
    const column = dash + (match[2]?.length ?? 0);
    if (match[2]) {
      if (dash >= dashLimit) continue;
      path.unshift('-', ...(column < keyLimit ? [match[3]!] : []));
      keyLimit = dash + 1;
      dashLimit = dash;
    } else if (column < keyLimit) {
      path.unshift(match[3]!);
      keyLimit = column;
      dashLimit = column;
    }
  }
  return path;
}

function references(context: CompletionContext, graph: FlowGraph): CompletionResult | null {
  const word = context.matchBefore(/\$\{[^}\s]*/);
  if (!word) return null;
  return {
    from: word.from,
    options: [
      ...graph.inputs.map((input) => ({ label: `\${inputs.${input.name}}`, type: 'variable', detail: input.type })),
      ...graph.nodes.map((node) => ({ label: `\${${node.name}.output}`, type: 'function', detail: node.kind })),
    ],
    validFor: /^\$\{[^}\s]*$/,
  };
}

/** Completes keys and values from the schema, and references from the flow. */
export function yamlCompletion(schema: Schema | undefined, graph: () => FlowGraph): CompletionSource {
  return (context) => {
    const reference = references(context, graph());
    if (reference || !schema) return reference;
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const above = context.state.doc.sliceString(0, line.from).split('\n');
    const value = /^(\s*)(- )?([\w-]+):\s+(\S*)$/.exec(before);
    if (value) {
      const indent = value[1]!.length + (value[2]?.length ?? 0);
      const key = value[3]!;
      const found = schemasAt(schema, [...pathAbove(value[2] ? [...above, value[1] + '- x:'] : above, indent), key]);
      const words = new Set(found.flatMap((one) => [...(one.enum ?? []), ...(one.examples ?? []), ...(one.type === 'boolean' ? ['true', 'false'] : [])].map(String)));
      return words.size ? { from: context.pos - value[4]!.length, options: [...words].map((label) => ({ label, type: 'constant' })) } : null;
    }
    const key = /^(\s*)(- )?([\w-]*)$/.exec(before);
    if (!key || (!context.explicit && !key[3])) return null;
    const indent = key[1]!.length + (key[2]?.length ?? 0);
    const found = schemasAt(schema, pathAbove(key[2] ? [...above, key[1] + '- x:'] : above, indent));
    const options = found.flatMap((one) => Object.entries(one.properties ?? {})).map(([label, one]) => ({ label, type: 'property', apply: `${label}: `, ...(one.description ? { info: one.description } : {}) }));
    return options.length ? { from: context.pos - key[3]!.length, options } : null;
  };
}

/** Completes the variables of a prompt: the inputs of its nodes. */
export function promptCompletion(names: () => string[]): CompletionSource {
  return (context) => {
    const word = context.matchBefore(/\{\{[-\s]*\w*/);
    if (!word) return null;
    const start = /\w*$/.exec(word.text)![0].length;
    return { from: context.pos - start, options: names().map((label) => ({ label, type: 'variable' })) };
  };
}
