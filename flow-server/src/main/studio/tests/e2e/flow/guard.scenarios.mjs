import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { PAYLOADS } from './payloads.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function accessible(page, what, rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }) {
  await page.evaluate(`{const module = undefined; const exports = undefined; ${AXE}}`);
  const { violations } = await page.evaluate((asked) => window.axe.run(document, asked), rules);
  assert.deepEqual(violations.map((one) => `${what}: ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join(' | ')}`), []);
}

export const scenarios = {
  'payloads in names, inputs, outputs and Markdown run nothing': async (studio) => {
    const inputs = PAYLOADS.map((payload, i) => `  ${JSON.stringify(`i${i}`)}: {type: string, default: ${JSON.stringify(payload)}, description: ${JSON.stringify(payload)}}`);
    const outputs = PAYLOADS.map((_, i) => `  o${i}: {type: string, reference: "\${n${i}.output}"}`);
    const nodes = PAYLOADS.map((_, i) => `- name: n${i}\n  type: prompt\n  source: {type: code, path: p.jinja2}\n  inputs: {text: "\${inputs.i${i}}"}\n`);
    studio.write('payloads/p.jinja2', '{{text}}');
    studio.write('payloads/flow.dag.yaml', `inputs:\n${inputs.join('\n')}\noutputs:\n${outputs.join('\n')}\nnodes:\n${nodes.join('')}`);
    const named = PAYLOADS.map((payload) => `- name: ${JSON.stringify(payload)}\n  type: ${JSON.stringify(payload)}\n  source: {type: code, path: ${JSON.stringify(payload)}}\n  inputs: {${JSON.stringify(payload)}: ${JSON.stringify(payload)}}\n`);
    studio.write('payloads/<img src=x onerror=__hit(1)>/flow.dag.yaml', `inputs:\n  ${JSON.stringify(PAYLOADS[0])}: {type: string}\noutputs: {}\nnodes:\n${named.join('')}`);
    const page = await studio.page('/flows/payloads/flow.dag.yaml');
    await page.getByRole('button', { name: 'Run the flow' }).click();
    await page.getByRole('region', { name: 'Output o0', exact: true }).waitFor({ timeout: 20000 });
    await page.getByRole('button', { name: 'Markdown' }).first().click();
    await page.locator('.markdown').last().waitFor();
    const links = await page.locator('.markdown a').evaluateAll((all) => all.map((one) => one.protocol));
    assert.ok(links.every((protocol) => ['http:', 'https:', 'mailto:'].includes(protocol)), links.join());
    await page.getByRole('tab', { name: 'Trace' }).click();
    await page.getByRole('option').nth(3).click();
    await page.getByRole('tab', { name: 'YAML' }).click();
    await studio.done(page);
    const other = await studio.page('/flows/payloads/' + encodeURIComponent('<img src=x onerror=__hit(1)>') + '/flow.dag.yaml?tab=yaml');
    await other.locator('.react-flow__node').first().waitFor();
    await other.locator('.findings li').first().waitFor();
    for (let i = 1; i < 12; i++) await other.locator('.react-flow__node').nth(i).click({ force: true, timeout: 500 }).catch(() => {});
    await studio.done(other);
    const list = await studio.page('/');
    await list.getByText('<img src=x onerror=__hit(1)>').first().waitFor();
    await studio.done(list);
  },

  'pages are accessible in light and dark': async (studio) => {
    studio.write('seen/p.jinja2', 'user:\nHello {{name}}');
    studio.write('seen/flow.dag.yaml', 'inputs:\n  name: {type: string, default: Ada}\noutputs:\n  o: {type: string, reference: "${one.output}"}\nnodes:\n- name: one\n  type: prompt\n  source: {type: code, path: p.jinja2}\n  inputs: {name: "${inputs.name}"}\n');
    for (const colorScheme of ['light', 'dark']) {
      // what the theme does not change is looked at once
      const rules = colorScheme === 'dark' ? { runOnly: { type: 'rule', values: ['color-contrast'] } } : undefined;
      const page = await studio.page('/');
      await page.emulateMedia({ colorScheme });
      await page.getByRole('region', { name: 'Flows' }).waitFor();
      await accessible(page, `flows ${colorScheme}`, rules);
      await page.goto(studio.origin + '/studio/flows/seen/flow.dag.yaml');
      await page.getByRole('button', { name: 'Run the flow' }).click();
      await page.locator('[data-id=one] .node-state.completed').waitFor();
      await accessible(page, `run ${colorScheme}`, rules);
      await page.locator('[data-id=one]').click();
      await page.getByLabel('Source of one').waitFor();
      await accessible(page, `node ${colorScheme}`, rules);
      for (const tab of ['Inputs', 'Result', 'Preview', 'YAML', 'Trace']) {
        await page.getByRole('tab', { name: tab }).click();
        await page.waitForTimeout(150);
        await accessible(page, `${tab} ${colorScheme}`, rules);
      }
      await page.close();
    }
  },
};
