import assert from 'node:assert/strict';
import { eventually, fill } from '../studio.mjs';

const FLOW = `inputs:
  name: {type: string, default: Ada}
outputs:
  text: {type: string, reference: "\${say.output}"}
nodes:
- name: first
  type: python
  source: {type: code, path: first.py}
  inputs: {name: "\${inputs.name}"}
- name: say
  type: llm
  source: {type: code, path: say.jinja2}
  inputs: {model: gpt-4o-mini, text: "\${first.output}"}
  connection: open_ai_connection
  api: chat
`;
const RULES = 'rules: []\ndefault: "I hear: {{ last }}"\n';

function begin(studio, folder) {
  studio.write(`${folder}/first.py`, 'from promptflow.core import tool\n\n\n@tool\ndef run(name: str) -> str:\n    return name.upper()\n');
  studio.write(`${folder}/say.jinja2`, 'system:\nBe brief.\nuser:\nGreet {{text}}\n');
  studio.write(`${folder}/flow.dag.yaml`, FLOW);
  studio.write(`${folder}/scripted.yaml`, RULES);
}

async function run(page) {
  await page.getByRole('button', { name: 'Run the flow' }).click();
  await page.locator('[data-id=say] .node-state.completed').waitFor({ timeout: 20000 });
}

export const scenarios = {
  'a flow runs, and each node shows what came of it': async (studio) => {
    begin(studio, 'ran');
    const page = await studio.page('/flows/ran/flow.dag.yaml');
    await run(page);
    await page.getByRole('region', { name: 'Output text' }).filter({ hasText: 'ADA' }).waitFor();
    await page.locator('[data-id=first]').click();
    await page.getByRole('tab', { name: 'Result' }).click();
    await page.getByRole('region', { name: 'Output of first' }).filter({ hasText: 'ADA' }).waitFor();
    await studio.done(page);
  },

  'one node runs again after an edit, and the rest from it on': async (studio) => {
    begin(studio, 'again');
    const page = await studio.page('/flows/again/flow.dag.yaml');
    await run(page);
    await page.locator('[data-id=say]').click();
    await fill(page, 'Source of say', 'system:\nBe brief.\nuser:\nWave to {{text}}\n');
    await page.getByRole('button', { name: 'Run node' }).click();
    await page.getByRole('region', { name: 'Output of say' }).filter({ hasText: 'Wave to ADA' }).waitFor();
    await page.getByRole('button', { name: 'Run from here' }).click();
    await page.locator('[data-id=first] .node-state').filter({ hasText: 'from memory' }).waitFor();
    await page.getByRole('region', { name: 'Output text' }).filter({ hasText: 'Wave to ADA' }).waitFor();
    await studio.done(page);
  },

  'a run stops before a node, whose inputs are changed, and goes on': async (studio) => {
    begin(studio, 'stopped');
    const page = await studio.page('/flows/stopped/flow.dag.yaml');
    await page.locator('[data-id=say]').click();
    await page.getByRole('button', { name: 'Run up to here' }).click();
    const box = page.getByLabel('Its inputs; change them and go on');
    await box.waitFor({ timeout: 20000 });
    await page.getByRole('region', { name: 'Breakpoint' }).getByText('Greet ADA').waitFor();
    await page.locator('[data-id=say] .node-state.stopped').waitFor();
    const inputs = JSON.parse(await box.inputValue());
    await box.fill(JSON.stringify({ ...inputs, text: 'Grace' }));
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('region', { name: 'Output text' }).filter({ hasText: 'Greet Grace' }).waitFor();
    await studio.done(page);
  },

  'a prompty runs with the inputs of its front matter': async (studio) => {
    studio.write('alone/ask.prompty', '---\nname: ask\nmodel:\n  api: chat\n  configuration:\n    type: azure_openai\n    connection: open_ai_connection\n    azure_deployment: gpt-4o-mini\ninputs:\n  topic: {type: string}\nsample:\n  topic: whales\n---\nuser:\nTell of {{topic}}\n');
    studio.write('alone/scripted.yaml', RULES);
    const page = await studio.page('/flows/alone/ask.prompty?tab=run');
    await eventually('the sample', async () => (await page.getByLabel(/^topic/).inputValue()) === 'whales');
    await page.getByRole('button', { name: 'Run the flow' }).click();
    await page.getByRole('region', { name: 'Output output' }).filter({ hasText: 'Tell of whales' }).waitFor();
    await studio.done(page);
  },

  'an error is shown at its line': async (studio) => {
    begin(studio, 'failing');
    studio.write('failing/first.py', 'from promptflow.core import tool\n\n\n@tool\ndef run(name: str) -> str:\n    return name.nothing()\n');
    const page = await studio.page('/flows/failing/flow.dag.yaml');
    await page.getByRole('button', { name: 'Run the flow' }).click();
    await page.getByRole('button', { name: /Show first, line 6/ }).click({ timeout: 20000 });
    await page.locator('.cm-failed-line').filter({ hasText: 'name.nothing()' }).waitFor();
    await studio.done(page);
  },

  'a prompt is previewed as it is typed, with the data of the run': async (studio) => {
    begin(studio, 'preview');
    const page = await studio.page('/flows/preview/flow.dag.yaml');
    await run(page);
    await page.locator('[data-id=say]').click();
    await fill(page, 'Source of say', 'system:\nBe kind.\nuser:\nPraise {{text}}\n');
    await page.getByRole('tab', { name: 'Preview' }).click();
    await page.locator('.message.user').filter({ hasText: 'Praise ADA' }).waitFor();
    assert.match(await page.locator('.stat').first().textContent(), /Tokens\d+/);
    await studio.done(page);
  },

  'traces are shown and compared': async (studio) => {
    begin(studio, 'traced');
    const page = await studio.page('/flows/traced/flow.dag.yaml');
    await run(page);
    await page.getByRole('tab', { name: 'Trace' }).click();
    await page.getByRole('option', { name: /chat/ }).click();
    await page.locator('.message.user').filter({ hasText: 'Greet ADA' }).waitFor();
    await page.getByRole('tab', { name: 'Run', exact: true }).click();
    await page.getByLabel(/^name/).fill('Bob');
    await run(page);
    await page.getByRole('region', { name: 'Output text' }).filter({ hasText: 'BOB' }).waitFor();
    await page.getByRole('tab', { name: 'Trace' }).click();
    await page.getByRole('button', { name: 'Compare with the run before' }).click();
    await page.getByText('differs').first().click();
    await page.locator('.diff-two').first().filter({ hasText: 'BOB' }).waitFor();
    await studio.done(page);
  },

  'inputs are saved under a name': async (studio) => {
    begin(studio, 'sets');
    const page = await studio.page('/flows/sets/flow.dag.yaml');
    await page.getByLabel(/^name/).fill('Grace');
    await page.getByLabel('Name for these inputs').fill('the admiral');
    await page.getByRole('button', { name: 'Save these inputs' }).click();
    await page.getByText('Inputs saved as the admiral.').waitFor();
    await page.reload();
    await page.locator('[data-id=say]').waitFor();
    await page.getByLabel('Saved inputs', { exact: true }).selectOption('the admiral');
    await eventually('the input', async () => (await page.getByLabel(/^name/).inputValue()) === 'Grace');
    await studio.done(page);
  },

  'a variant begins as a copy and is run instead': async (studio) => {
    begin(studio, 'varied');
    const page = await studio.page('/flows/varied/flow.dag.yaml');
    await page.locator('[data-id=say]').click();
    await page.getByRole('button', { name: 'New variant by cloning' }).click();
    await page.getByText('say__variant_1.jinja2').first().waitFor();
    await page.getByText('2 variants').waitFor();
    await eventually('the copy', async () => (await page.getByLabel('Source of say').textContent()).includes('Greet'));
    await fill(page, 'Source of say', 'user:\nVaried {{text}}\n');
    await page.getByRole('tab', { name: 'Run', exact: true }).click();
    await run(page);
    await page.getByRole('region', { name: 'Output text' }).filter({ hasText: 'Varied ADA' }).waitFor();
    assert.ok(studio.read('varied/say__variant_1.jinja2').includes('Varied'));
    await studio.done(page);
  },
};
