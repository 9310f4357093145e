import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathAbove } from '../../src/pages/flow/document/complete.ts';
import { addNode, connect, deleteNode, disconnect, renameNode, setInput } from '../../src/pages/flow/document/edits.ts';
import { parseFlow } from '../../src/pages/flow/document/model.ts';

const FLOW = `# what it is for
inputs:
  question: {type: string}   # asked by people
outputs:
  answer:
    reference: \${answer.output}
nodes:
# looks it up
- name: search
  type: python
  source: {type: code, path: search.py}
  inputs: {text: "\${inputs.question}"}

- name: answer   # says it
  type: llm
  source:
    type: code
    path: answer.jinja2
  inputs:
    model: gpt-4o-mini
    found: \${search.output}
    both: "\${search.output} and \${inputs.question}"
  activate:
    when: \${search.output.found}
    is: true
`;

test('a flow is read with what its nodes read', () => {
  const { graph } = parseFlow(FLOW);
  assert.deepEqual(graph?.nodes.map((node) => node.name), ['search', 'answer']);
  assert.deepEqual(graph?.edges, [{ from: 'search', to: 'answer', conditional: false }]);
  assert.equal(graph?.nodes[1]?.condition, '${search.output.found} is true');
  assert.equal(graph?.nodes[0]?.line, 9);
});

test('a renamed node is renamed wherever it is read, and nothing else changes', () => {
  const after = renameNode(FLOW, 'search', 'look_up');
  assert.equal(after, FLOW.replace('name: search', 'name: look_up').replaceAll('${search.output', '${look_up.output'));
});

test('a node that is taken out takes its lines with it alone', () => {
  const after = deleteNode(FLOW, 'search');
  assert.ok(!after.includes('search.py'));
  assert.ok(after.includes('# what it is for') && after.includes('- name: answer   # says it'));
  assert.deepEqual(parseFlow(after).graph?.nodes.map((node) => node.name), ['answer']);
});

test('the last node can be taken out and another one added', () => {
  const none = deleteNode(deleteNode(FLOW, 'search'), 'answer');
  assert.equal(parseFlow(none).problem, null);
  const one = addNode(none, 'llm', 'first');
  assert.deepEqual(parseFlow(one).graph?.nodes.map((node) => node.name), ['first']);
});

test('an added node stands behind the last one, indented like it', () => {
  for (const source of [FLOW, FLOW.trimEnd(), 'nodes: []\n', '', 'nodes:\n  - name: a\n    type: prompt\n']) {
    const after = addNode(source, 'python', 'new_one');
    assert.equal(parseFlow(after).problem, null, after);
    assert.equal(parseFlow(after).graph?.nodes.at(-1)?.name, 'new_one');
    assert.ok(after.startsWith(source.trimEnd().replace('nodes: []', 'nodes:')));
  }
});

test('a connection is an input, in maps of either style', () => {
  const block = connect(FLOW, 'search', 'answer', 'more');
  assert.equal(parseFlow(block).graph?.nodes[1]?.inputs.more, '${search.output}');
  const flow = connect(FLOW, 'answer', 'search', 'hint');
  assert.equal(parseFlow(flow).graph?.nodes[0]?.inputs.hint, '${answer.output}');
  const added = connect(addNode(FLOW, 'prompt', 'last'), 'answer', 'last', 'text');
  assert.equal(parseFlow(added).graph?.nodes[2]?.inputs.text, '${answer.output}');
});

test('a cut connection leaves the inputs that read more', () => {
  const after = disconnect(FLOW, 'search', 'answer');
  assert.deepEqual(Object.keys(parseFlow(after).graph?.nodes[1]?.inputs ?? {}), ['model', 'both']);
  const flow = disconnect(connect(FLOW, 'answer', 'search', 'hint'), 'answer', 'search');
  assert.equal(parseFlow(flow).graph?.nodes[0]?.inputs.hint, undefined);
  assert.equal(parseFlow(flow).problem, null);
});

test('whatever is typed for an input stays one value', () => {
  for (const value of ['60', 'true', 'a: b # c', '${x.output}', '{"a": [1, 2]}', "it's", '- x', '"quoted"', '*star', 'two\nlines']) {
    for (const node of ['search', 'answer']) {
      const after = setInput(FLOW, node, 'typed', value);
      const { graph, problem } = parseFlow(after);
      assert.equal(problem, null, after);
      assert.equal(graph?.nodes.length, 2);
      assert.ok(graph?.nodes.find((one) => one.name === node)?.inputs.typed !== undefined, after);
    }
  }
});

test('broken text has a problem and no graph, and nothing is thrown', () => {
  for (const text of ['nodes: [', 'a: b: c', '\t- x', 'nodes:\n- name: [\n', '&a [*a', 'x: *unknown']) {
    const { graph, problem } = parseFlow(text);
    assert.ok(graph === null ? problem : true, text);
  }
});

test('the keys above a line are known by its indentation', () => {
  const lines = ['inputs:', '  a: {type: int}', 'nodes:', '- name: one', '  source:', '    type: code', '- name: two', '  activate:', '    when: x'];
  assert.deepEqual(pathAbove(lines.slice(0, 4), 2), ['nodes', '-']);
  assert.deepEqual(pathAbove(lines.slice(0, 6), 4), ['nodes', '-', 'source']);
  assert.deepEqual(pathAbove(lines, 2), ['nodes', '-']);
  assert.deepEqual(pathAbove(lines, 4), ['nodes', '-', 'activate']);
  assert.deepEqual(pathAbove(lines.slice(0, 1), 2), ['inputs']);
  assert.deepEqual(pathAbove(lines, 0), []);
});

test('the inputs of a prompty are those of its front matter, with its sample', () => {
  const { graph, problem } = parseFlow('---\nname: x\ninputs:\n  question: {type: string}\nsample:\n  question: Why?\n---\nuser:\n{{question}}\n---\nmore: [\n');
  assert.equal(problem, null);
  assert.deepEqual(graph?.inputs.map((input) => [input.name, input.default]), [['question', 'Why?']]);
});
