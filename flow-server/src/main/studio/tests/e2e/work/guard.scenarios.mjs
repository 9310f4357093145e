import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { PAYLOADS } from '../flow/payloads.mjs';
import { eventually } from '../studio.mjs';
import { ask, compared, ended, hostile, shop } from './shop.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function accessible(page, what) {
  await page.evaluate(`{const module = undefined; const exports = undefined; ${AXE}}`);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
  assert.deepEqual(violations.map((one) => `${what}: ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join(' | ')}`), []);
}

/** A page is there when its title is and nothing loads any more. */
async function settled(page) {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.loading'));
}

const some = (count, from = 0) => PAYLOADS.slice(from, from + count);

export const scenarios = {
  'payloads in rows, names, tags, answers and logs run nothing on any page': async (studio) => {
    hostile(studio, 'hostile');
    for (const [number, payload] of some(12).entries()) studio.write(`hostile/${number} ${payload.replaceAll('/', '_').slice(0, 60)}.jsonl`, `{"text": ${JSON.stringify(payload)}}\n`);
    const tags = Object.fromEntries(PAYLOADS.map((payload, number) => [payload, PAYLOADS[(number + 7) % PAYLOADS.length]]));
    const run = await ended(studio, { flow: 'hostile', data: 'hostile/rows.jsonl', display_name: PAYLOADS[1], description: PAYLOADS[2], tags });
    const id = await compared(studio, 'hostile');
    await ask(studio, 'POST', '/api/studio/data', { name: 'hostile', path: 'hostile/rows.jsonl', description: PAYLOADS[1], tags });
    await ask(studio, 'POST', '/api/studio/models', { name: 'hostile', model: PAYLOADS[3], base: PAYLOADS[4], connection: PAYLOADS[5], description: PAYLOADS.join(' '), tags });
    await ask(studio, 'PUT', '/api/studio/connections/hostile', { type: 'custom', settings: Object.fromEntries(PAYLOADS.filter((one) => !one.includes('${')).map((payload, number) => [`field${number}`, payload])), secrets: { key: PAYLOADS[1] } });
    await ask(studio, 'POST', '/api/studio/endpoints/hostile/deployments', { deployment: 'blue', flow: 'hostile' });
    await ask(studio, 'PATCH', '/api/endpoints/hostile', { description: PAYLOADS.slice(0, 20).join(' ') });
    for (const payload of some(20)) await ask(studio, 'POST', '/endpoints/hostile/score', { text: payload });
    await ask(studio, 'POST', '/endpoints/hostile/feedback', { rating: 1, comment: PAYLOADS.join(' '), [PAYLOADS[1]]: PAYLOADS[2] });
    const pages = [
      '/runs', `/runs/${run}`, `/runs/${run}?row=1.0`, `/runs/${run}?tab=lineage`, `/runs/${run}?tab=log`, `/runs/${run}?tab=files`, '/comparisons', `/comparisons/${id}`, `/comparisons/${id}?tab=rows`, `/comparisons/${id}?tab=slices`,
      '/data', '/data/rows?data=hostile:1', '/models', '/models/hostile', '/connections', '/endpoints', '/endpoints/hostile', '/endpoints/hostile?tab=samples', '/endpoints/hostile?tab=history', '/variants?flow=hostile', '/changes', '/audit',
      `/runs?q=${encodeURIComponent(PAYLOADS[1])}`, `/data/rows?data=${encodeURIComponent(PAYLOADS[1])}`, `/compare?runs=${encodeURIComponent(PAYLOADS[1])},${encodeURIComponent(PAYLOADS[2])}`, `/comparisons/${encodeURIComponent(PAYLOADS[1])}`, `/evaluators/${encodeURIComponent(PAYLOADS[1])}`,
    ];
    const page = await studio.page('/');
    for (const where of pages) {
      await page.goto(studio.origin + '/studio' + where);
      await page.locator('h1, .empty h2').first().waitFor();
      await page.waitForFunction(() => !document.querySelector('.loading'));
      const found = await page.evaluate(() => ({ hits: window.__hits, csp: window.__csp ?? [] }));
      assert.deepEqual(found, { hits: [], csp: [] }, where);
    }
    await page.goto(studio.origin + '/studio/endpoints/hostile?tab=try');
    for (const text of [PAYLOADS.slice(0, 30).join('\n\n'), PAYLOADS.slice(30).join('\n\n'), PAYLOADS[1]]) {
      const before = await page.locator('.turn').count();
      await page.getByLabel('text', { exact: true }).fill(text);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('.turn').nth(before).locator('.markdown, .notice').first().waitFor({ state: 'attached' });
    }
    const links = await page.locator('.markdown a').evaluateAll((all) => all.map((one) => one.protocol));
    assert.ok(links.every((protocol) => ['http:', 'https:', 'mailto:'].includes(protocol)), links.join());
    await studio.done(page);
  },

  'pages of runs, comparisons, models and endpoints are accessible in light and dark': async (studio) => {
    shop(studio, 'plain');
    const run = await ended(studio, { flow: 'plain', data: 'plain/rows.jsonl', tags: { team: 'shop' } });
    const id = await compared(studio, 'plain');
    await ask(studio, 'POST', '/api/studio/endpoints/plain/deployments', { deployment: 'blue', flow: 'plain' });
    await ask(studio, 'POST', '/api/studio/models', { name: 'plain', model: 'gpt-4o-mini' });
    await ask(studio, 'POST', '/endpoints/plain/score', { text: 'hello' });
    const page = await studio.page('/');
    await page.emulateMedia({ colorScheme: 'light' });
    const pages = [
      '/runs', `/runs/${run}`, `/runs/${run}?row=1.0`, `/runs/${run}?tab=lineage`, `/runs/${run}?tab=files`, '/comparisons', `/comparisons/${id}`, `/comparisons/${id}?tab=rows`, `/comparisons/${id}?tab=slices`, '/data', '/data/rows?data=plain/rows.jsonl',
      '/evaluators', '/evaluators/groundedness', '/catalog?q=gpt-4o-mini', '/models', '/models/plain', '/connections', '/endpoints', '/endpoints/plain', '/endpoints/plain?tab=try', '/endpoints/plain?tab=samples', '/endpoints/plain?tab=history', '/variants?flow=plain', '/gallery', '/changes', '/audit',
    ];
    for (const where of pages) {
      await page.goto(studio.origin + '/studio' + where);
      await settled(page);
      await accessible(page, `${where} light`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await accessible(page, `${where} dark`);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1000, height: 800 });
      // Charts are drawn anew a moment after the window has got another width.
      await eventually(`${where} within 1,000 px`, () => page.evaluate(() => document.querySelector('.shell-main').scrollWidth - document.querySelector('.shell-main').clientWidth <= 1), 5000);
      await page.setViewportSize({ width: 1400, height: 860 });
    }
    await page.close();
  },
};
