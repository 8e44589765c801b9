// Takes the pictures of the README: `node apps/e2e/pictures.ts`, of the product at ITHACA_URL or of one started for it.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { closeBrowser, open, openBrowser, visit } from './testing/browser.ts';
import { callerOf, findDraft, findProgram } from './testing/demo.ts';
import { end, freePort, startProduct } from './testing/product.ts';

const folder = join(import.meta.dirname, '../../docs/pictures');
const MOST_BYTES = 250_000;
const coordinator = 'coordinator@halden.example';
const manager = 'manager@halden.example';

/** The pages to take: who looks, at which path, and what must be there. */
async function findPages(): Promise<{ name: string; who: string; path: string; shows: string }[]> {
  const caller = await callerOf(coordinator);
  const program = await findProgram(caller, 'career-growth');
  const [running, matching] = [program.cohortIn('running'), program.cohortIn('matching')];
  const draft = await findDraft(caller, matching);
  const home = `/manage/${program.id}`;
  return [
    { name: 'overview', who: coordinator, path: `${home}?cohort=${running}`, shows: 'figure' },
    {
      name: 'review',
      who: coordinator,
      path: `${home}/matching/${draft}?cohort=${matching}`,
      shows: 'section[aria-labelledby=pair] table',
    },
    { name: 'report', who: manager, path: `/reports/${running}`, shows: '[data-sheet] figure' },
  ];
}

async function takePictures(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await openBrowser();
  try {
    for (const { name, who, path, shows } of await findPages()) {
      const context = await visit(who, { width: 1280, height: 800 });
      const page = await context.newPage();
      await open(page, path);
      await page.locator(shows).first().waitFor();
      await page.evaluate('document.fonts.ready.then(() => true)');
      const file = join(folder, `${name}.png`);
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
      const { size } = statSync(file);
      if (size > MOST_BYTES)
        throw new Error(`${file} has ${size} bytes; a README loads ${MOST_BYTES} at most.`);
      process.stdout.write(`${name}.png  ${Math.round(size / 1000)} kB\n`);
      await context.close();
    }
  } finally {
    await closeBrowser();
  }
}

if (process.env.ITHACA_URL) await takePictures();
else {
  const dataDir = mkdtempSync(join(tmpdir(), 'ithaca-pictures-'));
  // PostgreSQL runs as a user of its own and must get through to its files.
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const product = await startProduct({ port, dataDir });
  process.env.ITHACA_URL = `http://127.0.0.1:${port}`;
  try {
    await takePictures();
  } finally {
    await end(product, 'SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  }
}
