// Takes the pictures of the README: `node apps/e2e/pictures.ts`, of the product at ITHACA_URL or of one started for it.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { identityRoutes } from '@ithaca/contracts/identity';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { programRoutes } from '@ithaca/contracts/programs';

import { baseUrl, closeBrowser, open, openBrowser, PASSWORD, visit } from './testing/browser.ts';
import { Caller } from './testing/caller.ts';
import { end, freePort, pause, startProduct } from './testing/product.ts';

const folder = join(import.meta.dirname, '../../docs/pictures');
const MOST_BYTES = 250_000;
const coordinator = 'coordinator@halden.example';
const manager = 'manager@halden.example';

/** The pages to take: who looks, at which path, and what must be there. */
async function findPages(): Promise<{ name: string; who: string; path: string; shows: string }[]> {
  const caller = new Caller(baseUrl());
  await caller.call(identityRoutes.signIn, { body: { email: coordinator, password: PASSWORD } });
  const { items } = await caller.call(programRoutes.list, {});
  const program = items.find(({ slug }) => slug === 'career-growth');
  const cohortIn = (state: string) => program?.cohorts.find((cohort) => cohort.state === state)?.id ?? '';
  const [running, matching] = [cohortIn('running'), cohortIn('matching')];
  const { runs } = await caller.call(matchingRoutes.overview, { params: { cohortId: matching } });
  const run =
    runs.find(({ state }) => state === 'ready') ??
    (await caller.call(matchingRoutes.start, { params: { cohortId: matching }, body: {} }));
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { state } = await caller.call(matchingRoutes.getRun, { params: { runId: run.id } });
    if (state === 'ready') break;
    await pause(100);
  }
  const home = `/manage/${program?.id}`;
  return [
    { name: 'overview', who: coordinator, path: `${home}?cohort=${running}`, shows: 'figure' },
    {
      name: 'review',
      who: coordinator,
      path: `${home}/matching/${run.id}?cohort=${matching}`,
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
