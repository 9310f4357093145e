// What scenarios have in common. `node tests/e2e/run.mjs LINK WORKSPACE [FOLDER]` runs those of a folder.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => fs.existsSync(file));

/** Puts something on every page that a payload would call. */
const CANARY = `window.__hits = []; window.__hit = (what) => window.__hits.push(String(what)); window.alert = window.__hit;
  document.addEventListener('securitypolicyviolation', (event) => (window.__csp ??= []).push([event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber, event.columnNumber, event.sample].join(' ')));`;

export class Studio {
  constructor(link, workspace) {
    this.link = link;
    this.origin = new URL(link).origin;
    this.workspace = workspace;
    this.problems = [];
  }

  async open() {
    this.browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    this.context = await this.browser.newContext({ viewport: { width: 1400, height: 860 }, reducedMotion: 'reduce' });
    await this.context.addInitScript(CANARY);
    this.context.setDefaultTimeout(20000);
    const page = await this.context.newPage();
    await page.goto(this.link);
    await page.getByRole('heading', { name: 'Flows' }).waitFor();
    this.first = page;
  }

  /** A page of the studio; what its console complains of is collected. */
  async page(where) {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.problems.push(`${where}: ${error.message}`));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(this.origin) && !url.startsWith('data:')) this.problems.push(`${where}: asked ${url}`);
    });
    await page.goto(this.origin + '/studio' + where);
    return page;
  }

  async done(page) {
    const found = await page.evaluate(() => ({ hits: window.__hits, csp: window.__csp ?? [] }));
    // Chromium's own editing puts styles on what it inserts and then refuses them; no file of ours is named then.
    found.csp = found.csp.filter((one) => !/^style-src-attr inline\s+0 0 *$/.test(one));
    assert.deepEqual(found, { hits: [], csp: [] });
    await page.close();
  }

  file(name) {
    return path.join(this.workspace, name);
  }

  read(name) {
    return fs.readFileSync(this.file(name), 'utf8');
  }

  write(name, text) {
    fs.mkdirSync(path.dirname(this.file(name)), { recursive: true });
    fs.writeFileSync(this.file(name), text);
  }

  async close() {
    await this.browser?.close();
  }
}

/** The text of an editor, all lines of it. */
export async function textOf(page, label) {
  return page.getByLabel(label).evaluate((element) => element.cmTile?.view?.state.doc.toString() ?? element.cmView?.view?.state.doc.toString() ?? [...element.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));
}

/** Replaces the text of an editor by typing. */
export async function fill(page, label, text) {
  const editor = page.getByLabel(label);
  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

export async function eventually(what, check, patience = 20000) {
  const end = Date.now() + patience;
  let last;
  while (Date.now() < end) {
    try {
      const value = await check();
      if (value) return value;
    } catch (problem) {
      last = problem;
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  throw new Error(`${what} did not come${last ? `: ${last.message}` : ''}`);
}
