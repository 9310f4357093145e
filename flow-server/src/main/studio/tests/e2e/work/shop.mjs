// A flow that needs no model, and what scenarios do with its routes.
import assert from 'node:assert/strict';
import { PAYLOADS } from '../flow/payloads.mjs';

const FLOW = `# A prompt that says what it is given.
inputs:
  text: {type: string, default: hello}
outputs:
  answer: {type: string, reference: "\${say.output}"}
nodes:
- name: say # the only node
  type: prompt
  source: {type: code, path: say.jinja2}
  inputs: {text: "\${inputs.text}"}
`;

const WITH_VARIANTS = `inputs:
  text: {type: string, default: hello}
outputs:
  answer: {type: string, reference: "\${say.output}"}
nodes:
- name: say
  use_variants: true
node_variants:
  say:
    default_variant_id: plain
    variants:
      plain:
        node: {type: prompt, source: {type: code, path: say.jinja2}, inputs: {text: "\${inputs.text}"}}
      polite:
        description: With a greeting
        node: {type: prompt, source: {type: code, path: polite.jinja2}, inputs: {text: "\${inputs.text}"}}
`;

/** Writes a flow with rows; with two variants if asked. */
export function shop(studio, name, variants = true) {
  studio.write(`${name}/flow.dag.yaml`, variants ? WITH_VARIANTS : FLOW);
  studio.write(`${name}/say.jinja2`, '{{text}}');
  studio.write(`${name}/polite.jinja2`, 'Dear customer,\n{{text}}');
  studio.write(`${name}/rows.jsonl`, Array.from({ length: 12 }, (_, row) => JSON.stringify({ text: `Where is parcel ${row}?`, kind: row % 2 ? 'odd' : 'even' })).join('\n') + '\n');
}

/** Writes a flow whose rows are payloads. */
export function hostile(studio, name) {
  shop(studio, name);
  studio.write(`${name}/rows.jsonl`, PAYLOADS.map((payload) => JSON.stringify({ text: payload, [payload]: payload, kind: payload })).join('\n') + '\n');
}

/** Asks a route, signed in as the browser is. */
export async function ask(studio, method, path, data) {
  const answer = await studio.context.request.fetch(studio.origin + path, { method, headers: { 'content-type': 'application/json' }, ...(data ? { data: JSON.stringify(data) } : {}) });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${(await answer.text()).slice(0, 300)}`);
  return answer.status() === 204 ? null : answer.json();
}

export async function until(studio, path, wanted) {
  for (let turn = 0; turn < 400; turn++) {
    const found = await ask(studio, 'GET', path);
    if (wanted(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`${path} did not become as it should`);
}

/** A run that has ended. */
export async function ended(studio, body) {
  const { name } = await ask(studio, 'POST', '/api/studio/runs', body);
  await until(studio, `/api/studio/runs/${name}`, (run) => !['Running', 'NotStarted'].includes(run.status));
  return name;
}

/** A comparison that has ended. */
export async function compared(studio, flow) {
  const { id } = await ask(studio, 'POST', '/api/studio/comparisons', {
    flow,
    data: `${flow}/rows.jsonl`,
    variants: ['all'],
    by: ['kind'],
    evaluators: [{ evaluator: 'builtin:contains', column_mapping: { ground_truth: 'Dear customer' } }],
  });
  const done = await until(studio, `/api/studio/comparisons/${id}`, (one) => one.state !== 'running');
  assert.equal(done.state, 'done', done.problem);
  return id;
}
