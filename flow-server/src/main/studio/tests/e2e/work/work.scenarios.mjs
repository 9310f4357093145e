import assert from 'node:assert/strict';
import { eventually } from '../studio.mjs';
import { ask, compared, ended, shop, until } from './shop.mjs';

export const scenarios = {
  'a run is made from its page, watched, opened and labelled': async (studio) => {
    shop(studio, 'runs');
    const page = await studio.page('/runs');
    await page.getByRole('button', { name: /New run|Run a flow on data/ }).first().click();
    await page.getByLabel('Flow', { exact: true }).selectOption('runs');
    await page.getByLabel('Variant of say').selectOption('polite');
    await page.getByLabel('Data', { exact: true }).selectOption('runs/rows.jsonl');
    await page.getByLabel('Display name').fill('Polite rows');
    await page.getByLabel('Tags').fill('team=shop');
    await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('heading', { name: 'Polite rows' }).waitFor();
    await page.locator('.badge', { hasText: 'Completed' }).first().waitFor();
    await page.getByRole('row', { name: /parcel 3/ }).click();
    await page.getByRole('dialog').getByText('Dear customer').first().waitFor();
    assert.match(page.url(), /row=3\.0/);
    await page.getByRole('tab', { name: 'Trace' }).click();
    await page.getByRole('listbox', { name: 'Spans' }).getByText('say').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('tab', { name: 'Lineage' }).click();
    await page.getByText('say.polite').waitFor();
    await page.getByRole('tab', { name: 'Log' }).click();
    await page.getByRole('log').waitFor();
    await page.getByRole('tab', { name: 'Flow as it was' }).click();
    await page.getByText('default_variant_id').waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Edit name and tags' }).click();
    await page.getByRole('dialog').getByLabel('Tags').fill('team=shop\nkind=kept');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('kind=kept').waitFor();
    await page.goto(studio.origin + '/studio/runs?q=kind%3Dkept');
    await page.getByLabel(/^Choose /).first().check();
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await page.getByText(/Nothing here yet|No runs yet/).waitFor();
    await studio.done(page);
  },

  'a variant is cloned with comments kept, seen side by side and tried on one input': async (studio) => {
    shop(studio, 'cloned', false);
    const page = await studio.page('/variants?flow=cloned');
    await page.getByRole('button', { name: 'Clone a variant' }).click();
    await page.getByLabel('Called').fill('short');
    await page.getByRole('dialog').getByLabel('Prompt').fill('In short: {{text}}');
    await page.getByRole('button', { name: 'Clone', exact: true }).click();
    await page.getByRole('region', { name: 'What differs in the prompts' }).getByText('In short:').waitFor();
    const text = studio.read('cloned/flow.dag.yaml');
    assert.match(text, /# A prompt that says what it is given\./);
    assert.match(text, /use_variants: true/);
    assert.equal(studio.read('cloned/say_short.jinja2'), 'In short: {{text}}');
    await page.getByRole('tab', { name: 'Try on one input' }).click();
    await page.getByLabel('Inputs, as JSON').fill('{"text": "ping"}');
    await page.getByRole('button', { name: 'Run 2 variants' }).click();
    await page.getByText('In short: ping').waitFor();
    await studio.done(page);
  },

  'variants are compared on rows from the page': async (studio) => {
    shop(studio, 'compared');
    const page = await studio.page('/comparisons?flow=compared');
    await page.getByLabel('Data', { exact: true }).selectOption('compared/rows.jsonl');
    await page.getByLabel('Evaluators').selectOption('builtin:text_length');
    await page.getByLabel('Slices').fill('kind');
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByRole('region', { name: 'Verdict' }).waitFor({ timeout: 20000 });
    await page.getByRole('img', { name: /Differences of/ }).first().waitFor();
    await page.getByRole('tab', { name: /Rows/ }).click();
    await page.getByLabel('Find in rows and outputs').fill('parcel 7');
    await page.getByText('1 of 12 rows').waitFor();
    await page.getByRole('region', { name: 'Rows side by side' }).getByText('Dear customer').waitFor();
    await page.getByRole('tab', { name: 'Slices' }).click();
    await page.getByRole('region', { name: 'Slices by kind' }).getByText('even').first().waitFor();
    const address = page.url();
    await page.goto(address);
    await page.getByRole('region', { name: 'Slices by kind' }).waitFor();
    await studio.done(page);
  },

  'data, evaluators, models and connections are found, made and kept': async (studio) => {
    shop(studio, 'library');
    const page = await studio.page('/data');
    await page.getByRole('button', { name: 'Name a data set' }).click();
    await page.getByLabel('Name', { exact: true }).fill('parcels');
    await page.getByLabel('File', { exact: true }).selectOption('library/rows.jsonl');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('heading', { name: 'parcels:1' }).waitFor();
    await page.getByText('Where is parcel 5?').waitFor();
    await page.goto(studio.origin + '/studio/evaluators?q=groundedness');
    await page.getByRole('heading', { name: 'Groundedness', exact: true }).click();
    await page.getByText('rubric.jinja2').waitFor();
    await page.getByRole('button', { name: 'Copy into the workspace' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Copy', exact: true }).click();
    await eventually('the copy', () => studio.read('evaluators/groundedness/evaluator.yaml'));
    await page.goto(studio.origin + '/studio/catalog?q=gpt-4o-mini');
    await page.getByLabel(/^Compare .*gpt-4o-mini/).nth(0).click();
    await page.waitForURL(/compare=/);
    await page.getByLabel(/^Compare .*gpt-4o-mini/).nth(1).click();
    await page.getByRole('button', { name: /^Compare/ }).first().click();
    await page.getByRole('region', { name: 'Models side by side' }).getByText('Context').waitFor();
    await page.goto(studio.origin + '/studio/models');
    await page.getByRole('button', { name: 'Register a model' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('house');
    await page.getByLabel('Stands for').fill('gpt-4o-mini');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.getByLabel('Stage of version 1').selectOption('production');
    await page.getByText('version 1 updated, production').waitFor();
    await page.goto(studio.origin + '/studio/connections');
    await page.getByRole('button', { name: 'New connection' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('team');
    await page.getByLabel('Api key').fill('sk-never-shown-again');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('api_key ••••').waitFor();
    assert.ok(!(await page.content()).includes('sk-never-shown-again'));
    await page.getByRole('row', { name: /team/ }).getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Base url').fill('https://elsewhere.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('give the secrets again').waitFor();
    await studio.done(page);
  },

  'a flow is deployed, shared, tried, rated and rolled back': async (studio) => {
    shop(studio, 'served');
    const page = await studio.page('/endpoints?flow=served');
    await page.getByLabel('Endpoint', { exact: true }).fill('parcels');
    await page.getByRole('button', { name: 'Deploy', exact: true }).click();
    await page.getByRole('heading', { name: 'parcels' }).waitFor();
    await page.getByRole('button', { name: 'Deploy', exact: true }).click();
    await page.getByLabel('Deployment', { exact: true }).fill('green');
    await page.getByLabel('Flow', { exact: true }).selectOption('served');
    await page.getByLabel('Variant of say').selectOption('polite');
    await page.getByRole('dialog').getByRole('button', { name: 'Deploy', exact: true }).click();
    await page.getByLabel('Percent of green').fill('30');
    assert.equal(await page.getByLabel('Percent of blue').inputValue(), '70');
    await page.getByRole('button', { name: 'Share traffic so' }).click();
    await page.getByText('The traffic is shared anew.').waitFor();
    await page.getByRole('tab', { name: 'Try it' }).click();
    await page.getByLabel('text', { exact: true }).fill('**Where** is it?');
    await page.getByLabel('Deployment', { exact: true }).selectOption('green');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Dear customer').waitFor();
    await page.getByRole('button', { name: 'Good answer' }).click();
    await page.getByText('your feedback is kept').waitFor();
    await page.getByRole('tab', { name: 'Samples and feedback' }).click();
    await page.getByText('rating 1').first().waitFor();
    await page.getByRole('tab', { name: 'History and log' }).click();
    await page.getByRole('button', { name: 'Back to this' }).first().click();
    await page.getByRole('button', { name: 'Roll back' }).click();
    await eventually('the traffic as before', async () => (await ask(studio, 'GET', '/api/endpoints/parcels')).traffic.blue === 100);
    await studio.done(page);
  },

  'two clicks make a flow of the gallery': async (studio) => {
    const page = await studio.page('/gallery');
    await page.getByRole('button', { name: /^Chat/ }).first().click();
    await page.getByRole('button', { name: 'Make the flow' }).click();
    await eventually('the flow', () => studio.read('my-chat/flow.dag.yaml'));
    await page.waitForURL(/flows\/my-chat/);
    await page.close();
  },

  'what differs is seen and committed, and stands in the audit log': async (studio) => {
    const page = await studio.page('/changes');
    await page.getByText('in no git repository').or(page.getByRole('heading', { name: 'Commits' })).first().waitFor();
    if (await page.getByRole('heading', { name: 'Commits' }).isVisible()) {
      studio.write('noted.txt', 'one\n');
      await page.reload();
      await page.getByRole('button', { name: /noted\.txt/ }).click();
      await page.getByRole('region', { name: 'What differs in noted.txt' }).getByText('one').waitFor();
      await page.getByLabel('Message').fill('Note one');
      await page.getByRole('button', { name: /^Commit \d+/ }).click();
      await page.getByRole('region', { name: 'Commits' }).getByText('Note one').waitFor();
      await page.goto(studio.origin + '/studio/audit?action=git.commit');
      await page.getByRole('region', { name: 'Audit log' }).getByText('git.commit').first().waitFor();
    } else {
      await page.goto(studio.origin + '/studio/audit');
    }
    await page.getByRole('button', { name: 'Verify the chain' }).click();
    await page.getByText(/lines are as they were written/).waitFor();
    await studio.done(page);
  },

  'a page of a hundred compared rows can be used within a second': async (studio) => {
    shop(studio, 'hundred');
    studio.write('hundred/rows.jsonl', Array.from({ length: 100 }, (_, row) => JSON.stringify({ text: `Where is parcel ${row}? `.repeat(6), kind: 'x' })).join('\n'));
    const id = await compared(studio, 'hundred');
    const page = await studio.page('/');
    await page.getByRole('heading', { name: 'Flows' }).waitFor();
    await page.goto(studio.origin + `/studio/comparisons/${id}?tab=rows`);
    await page.getByText('100 of 100 rows').waitFor();
    const took = await page.evaluate(() => performance.now());
    console.log(`#\tcompared rows usable after ${Math.round(took)} ms`);
    await studio.done(page);
  },

  'runs are compared with what they have, and one goes on': async (studio) => {
    shop(studio, 'again');
    const one = await ended(studio, { flow: 'again', data: 'again/rows.jsonl' });
    const other = await ended(studio, { flow: 'again', data: 'again/rows.jsonl', variants: { say: 'polite' } });
    studio.write('again/bad.jsonl', '{"text": "fine"}\n{"other": "no text"}\n');
    await until(studio, `/api/studio/runs/${other}`, (run) => run.completed === 12);
    const page = await studio.page('/runs?q=again');
    await page.getByLabel(`Choose ${one}`).check();
    await page.getByLabel(`Choose ${other}`).check();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('heading', { name: 'Runs side by side' }).waitFor();
    await page.getByRole('region', { name: 'Verdict' }).or(page.getByText('That did not work')).first().waitFor();
    await studio.done(page);
  },
};
