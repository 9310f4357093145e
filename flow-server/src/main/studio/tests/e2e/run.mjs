// node run.mjs LINK WORKSPACE FOLDER [PART-OF-A-NAME]: runs the scenarios of a folder and tells of each in a line.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Studio } from './studio.mjs';

const [link, workspace, folder, only = ''] = process.argv.slice(2);
const studio = new Studio(link, workspace);
let failed = 0;
try {
  await studio.open();
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.scenarios.mjs')).sort()) {
    const { scenarios } = await import(pathToFileURL(path.resolve(folder, file)));
    for (const [name, scenario] of Object.entries(scenarios)) {
      if (!name.includes(only)) continue;
      const begin = Date.now();
      studio.problems = [];
      let problem = null;
      try {
        await scenario(studio);
        if (studio.problems.length) problem = studio.problems.join('; ');
      } catch (error) {
        problem = error.message;
        if (process.env.STUDIO_SHOTS) for (const [index, page] of studio.context.pages().slice(1).entries()) await page.screenshot({ path: `${process.env.STUDIO_SHOTS}/failed-${index}.png` }).catch(() => {});
      }
      if (problem) failed++;
      console.log(`${problem ? 'not ok' : 'ok'}\t${name}\t${Date.now() - begin} ms\t${(problem ?? '').replace(/\s+/g, ' ').slice(0, 900)}`);
      for (const page of studio.context.pages().slice(1)) await page.close().catch(() => {});
    }
  }
} finally {
  await studio.close();
}
process.exit(failed ? 1 : 0);
