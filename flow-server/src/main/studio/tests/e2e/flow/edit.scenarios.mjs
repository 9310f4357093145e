import assert from 'node:assert/strict';
import { eventually, fill, textOf } from '../studio.mjs';

const YAML = 'Text of flow.dag.yaml';
const FLOW = `# about this flow
inputs:
  name: {type: string, default: Ada}
outputs:
  text: {type: string, reference: "\${greet.output}"}
nodes:
- name: greet   # says hello
  type: prompt
  source: {type: code, path: greet.jinja2}
  inputs:
    name: \${inputs.name}
- name: shout
  type: prompt
  source: {type: code, path: shout.jinja2}
  inputs:
    text: \${greet.output}
`;

function begin(studio, folder) {
  studio.write(`${folder}/greet.jinja2`, 'Hello {{name}}');
  studio.write(`${folder}/shout.jinja2`, '{{text | upper}}!');
  studio.write(`${folder}/flow.dag.yaml`, FLOW);
}

async function saved(page) {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').first().waitFor();
}

export const scenarios = {
  'a login link counts once': async (studio) => {
    const other = await studio.browser.newContext();
    const page = await other.newPage();
    await page.goto(studio.link);
    await page.getByRole('heading', { name: 'Sign in to the studio' }).waitFor();
    assert.ok(!page.url().includes('login='));
    await other.close();
  },

  'flows are listed and opened': async (studio) => {
    begin(studio, 'listed');
    const page = await studio.page('/');
    await page.getByLabel('Filter flows').fill('listed');
    await page.getByRole('link', { name: /listed/ }).click();
    await page.locator('[data-id=greet]').waitFor();
    assert.match(page.url(), /flows\/listed\/flow.dag.yaml$/);
    await studio.done(page);
  },

  'the text changes the graph, and the graph the text': async (studio) => {
    begin(studio, 'both');
    const page = await studio.page('/flows/both/flow.dag.yaml?tab=yaml');
    await page.locator('[data-id=shout]').waitFor();
    await fill(page, YAML, FLOW.replace('name: shout', 'name: scream'));
    await page.locator('[data-id=scream]').waitFor();
    await page.locator('[data-id=greet]').click();
    await page.getByLabel('Name of the node').fill('hello');
    await page.keyboard.press('Enter');
    await page.locator('[data-id=hello]').waitFor();
    await page.getByRole('tab', { name: 'YAML' }).click();
    const expected = FLOW.replace('name: shout', 'name: scream').replace('name: greet', 'name: hello').replaceAll('${greet.', '${hello.');
    assert.equal(await textOf(page, YAML), expected);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('[data-id=greet]').waitFor();
    await page.getByRole('button', { name: 'Redo' }).click();
    await saved(page);
    assert.equal(studio.read('both/flow.dag.yaml'), expected);
    await studio.done(page);
  },

  'nodes are added, connected and deleted on the canvas': async (studio) => {
    begin(studio, 'canvas');
    const page = await studio.page('/flows/canvas/flow.dag.yaml?tab=yaml');
    await page.getByRole('button', { name: 'Add node' }).click();
    await page.getByRole('menuitem', { name: 'Prompt' }).click();
    await page.locator('[data-id=prompt]').waitFor();
    const from = await page.locator('[data-id=shout] .react-flow__handle.source').boundingBox();
    const to = await page.locator('[data-id=prompt] .react-flow__handle.target').boundingBox();
    await page.mouse.move(from.x + 4, from.y + 4);
    await page.mouse.down();
    await page.mouse.move(to.x + 30, to.y + 30, { steps: 5 });
    await page.mouse.move(to.x + 4, to.y + 4, { steps: 5 });
    await page.mouse.up();
    await page.getByRole('tab', { name: 'YAML' }).click();
    await eventually('the connection', async () => (await textOf(page, YAML)).includes('shout: ${shout.output}'));
    await page.locator('[data-id=greet]').click();
    await page.keyboard.press('Delete');
    await eventually('the deletion', async () => (await page.locator('[data-id=greet]').count()) === 0);
    await page.getByRole('tab', { name: 'YAML' }).click();
    const text = await textOf(page, YAML);
    assert.ok(text.includes('# about this flow') && !text.includes('greet.jinja2') && text.includes('name: prompt'));
    await studio.done(page);
  },

  'a broken text opens with what is wrong, over the last good graph': async (studio) => {
    begin(studio, 'broken');
    const page = await studio.page('/flows/broken/flow.dag.yaml?tab=yaml');
    await page.locator('[data-id=shout]').waitFor();
    await fill(page, YAML, FLOW.replace('outputs:', 'outputs: ['));
    await page.locator('.canvas.stale').waitFor();
    await page.locator('[data-id=shout]').waitFor();
    await page.getByRole('alert').filter({ hasText: 'The graph is the last one' }).waitFor();
    await saved(page);
    await page.reload();
    await page.locator('.canvas.stale').waitFor();
    await page.locator('.findings li.error').first().waitFor();
    await studio.done(page);
  },

  'mistakes are underlined with the words of the engine, and mended': async (studio) => {
    begin(studio, 'fixed');
    studio.write('fixed/flow.dag.yaml', FLOW.replace('${greet.output}\n', '${gret.output}\n'));
    const page = await studio.page('/flows/fixed/flow.dag.yaml?tab=yaml');
    const finding = page.locator('.findings li.error').first();
    await finding.waitFor();
    assert.match(await finding.textContent(), /Did you mean 'greet'/);
    await page.locator('.cm-lintRange-error').first().hover();
    await page.getByRole('button', { name: 'Change to greet' }).click();
    await eventually('the end of the finding', async () => (await page.locator('.findings li.error').count()) === 0);
    assert.equal(await textOf(page, YAML), FLOW);
    await studio.done(page);
  },

  'keys, values and references are completed': async (studio) => {
    begin(studio, 'completed');
    const page = await studio.page('/flows/completed/flow.dag.yaml?tab=yaml');
    await page.getByLabel(YAML).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('    more: ${');
    await page.locator('.cm-tooltip-autocomplete').getByText('${greet.output}').waitFor();
    await page.keyboard.press('Escape');
    await fill(page, YAML, FLOW + '- name: x\n  ');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('act');
    await page.locator('.cm-tooltip-autocomplete').getByText('activate').waitFor();
    await studio.done(page);
  },

  'a file that changes elsewhere changes here': async (studio) => {
    begin(studio, 'live');
    const page = await studio.page('/flows/live/flow.dag.yaml?tab=yaml');
    await page.locator('[data-id=shout]').waitFor();
    studio.write('live/flow.dag.yaml', FLOW.replace('name: shout', 'name: louder'));
    await page.locator('[data-id=louder]').waitFor();
    await studio.done(page);
  },

  'two changes of one file are merged, none is lost': async (studio) => {
    begin(studio, 'merged');
    const page = await studio.page('/flows/merged/flow.dag.yaml?tab=yaml');
    await page.locator('[data-id=shout]').waitFor();
    await fill(page, YAML, FLOW.replace('name: shout', 'name: mine'));
    studio.write('merged/flow.dag.yaml', FLOW.replace('# about this flow', '# theirs'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Your change and theirs touch different lines').waitFor();
    await page.getByRole('button', { name: 'Use this text' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually('both changes', () => studio.read('merged/flow.dag.yaml') === FLOW.replace('name: shout', 'name: mine').replace('# about this flow', '# theirs'));
    await fill(page, YAML, FLOW.replace('name: shout', 'name: one'));
    studio.write('merged/flow.dag.yaml', FLOW.replace('name: shout', 'name: other'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('changed by both').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Use this text' }).isDisabled());
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await page.getByRole('button', { name: 'Use this text' }).click();
    await page.locator('[data-id=other]').waitFor();
    await studio.done(page);
  },

  'a server that goes away is seen, and nothing typed is lost': async (studio) => {
    begin(studio, 'gone');
    const page = await studio.page('/flows/gone/flow.dag.yaml?tab=yaml');
    await page.locator('[data-id=shout]').waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await fill(page, YAML, FLOW.replace('name: shout', 'name: kept'));
    await page.getByRole('alert').filter({ hasText: 'can’t be reached' }).waitFor();
    await page.unroute('**/api/**');
    await page.reload();
    await page.locator('[data-id=kept]').waitFor();
    await saved(page);
    assert.ok(studio.read('gone/flow.dag.yaml').includes('name: kept'));
    await studio.done(page);
  },

  'other files of the folder are made and changed': async (studio) => {
    begin(studio, 'others');
    const page = await studio.page('/flows/others/flow.dag.yaml?tab=files');
    await page.getByLabel('File', { exact: true }).selectOption('others/shout.jinja2');
    await fill(page, 'Text of shout.jinja2', '{{text}}!!');
    await page.getByLabel('New file').fill('lib/words.py');
    await page.keyboard.press('Enter');
    await fill(page, 'Text of lib/words.py', 'WORDS = []');
    await saved(page);
    assert.equal(studio.read('others/lib/words.py'), 'WORDS = []');
    assert.equal(studio.read('others/shout.jinja2'), '{{text}}!!');
    await studio.done(page);
  },

  'nodes are found and chosen by keyboard': async (studio) => {
    begin(studio, 'keys');
    const page = await studio.page('/flows/keys/flow.dag.yaml');
    await page.locator('[data-id=shout]').waitFor();
    await page.getByLabel('Find a node').fill('sho');
    await page.getByLabel('Source of shout').waitFor();
    await page.locator('[data-id=greet]').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Source of greet').waitFor();
    await studio.done(page);
  },

  'a graph of 200 nodes is laid out': async (studio) => {
    const nodes = Array.from({ length: 200 }, (_, i) => `- name: n${i}\n  type: prompt\n  source: {type: code, path: p.jinja2}\n  inputs:\n    text: ${i < 4 ? '${inputs.name}' : `\${n${Math.floor(i / 2) - 1}.output}`}\n`);
    studio.write('large/p.jinja2', '{{text}}');
    studio.write('large/flow.dag.yaml', `inputs:\n  name: {type: string, default: a}\noutputs: {}\nnodes:\n${nodes.join('')}`);
    const page = await studio.page('/flows/large/flow.dag.yaml');
    await page.locator('.react-flow__node').first().waitFor();
    const took = await page.evaluate(() => Math.min(...performance.getEntriesByName('studio.layout').map((entry) => entry.duration)));
    console.log(`# 200 nodes laid out in ${Math.round(took)} ms`);
    assert.ok(took < 5000);
    await studio.done(page);
  },
};
