import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';

import { closeBrowser, findBarriers, openBrowser, visit } from './testing/browser.ts';
import { keepsFocus, press } from './testing/keyboard.ts';
import { enrolLargeCohort } from './testing/large-cohort.ts';
import type { LargeCohort } from './testing/large-cohort.ts';

/** One of two people who review the same draft, each in a browser of their own. */
interface Reviewer {
  name: string;
  page: Page;
}

let cohort: LargeCohort;
let dana: Reviewer;
let omar: Reviewer;
const contexts: BrowserContext[] = [];

async function reviewer(email: string): Promise<Reviewer> {
  const context = await visit(email);
  contexts.push(context);
  const session = (await (await context.request.get('/api/session')).json()) as {
    person: { displayName: string };
  };
  return { name: session.person.displayName, page: await context.newPage() };
}

beforeAll(async () => {
  await openBrowser();
  cohort = await enrolLargeCohort(60, 60);
  dana = await reviewer('coordinator@halden.example');
  omar = await reviewer('owner@halden.example');
}, 60_000);
afterAll(async () => {
  for (const context of contexts) await context.close();
  await closeBrowser();
});

const pairOf = (page: Page) => page.locator('h2#pair');
const said = (page: Page, words: RegExp) =>
  page.locator('output').filter({ hasText: words }).first().waitFor();

describe('two who review one draft', () => {
  it('see one another, what the other decides, and in a conflict both versions', async () => {
    await dana.page.goto(`/manage/${cohort.programId}/matching?cohort=${cohort.cohortId}`);
    await press(dana.page.getByRole('button', { name: 'Draft pairings' }));
    await pairOf(dana.page).waitFor();
    await dana.page.waitForURL(/matching\/[0-9a-f-]{36}/);
    const address = dana.page.url().split('&mentee')[0] ?? '';

    // Omar comes: his face is at the top, and on the line he looks at.
    await omar.page.goto(address);
    await pairOf(omar.page).waitFor();
    await said(dana.page, new RegExp(`${omar.name} is here too`));
    await said(omar.page, new RegExp(`${dana.name} is here too`));
    for (let steps = 0; steps < 6; steps += 1) await omar.page.keyboard.press('j');
    const his = await pairOf(omar.page).innerText();
    const line = (page: Page, words: string) =>
      page.locator('nav button').filter({ hasText: words }).first().waitFor();
    await line(dana.page, `${omar.name} is looking at this`);
    expect(await findBarriers(dana.page)).toEqual([]);

    // What he decides is on her screen without a key of hers, and her own line stays where it is.
    const hers = await pairOf(dana.page).innerText();
    await omar.page.keyboard.press('a');
    await said(omar.page, /^Approved: /);
    const [mentee = ''] = his.split(' with ');
    await line(dana.page, 'Approved');
    expect(await dana.page.locator('nav button').filter({ hasText: mentee }).first().innerText()).toContain(
      mentee,
    );
    expect(await pairOf(dana.page).innerText()).toBe(hers);

    // Without the stream she works on what she knows: both decide about one pair, and hers comes second.
    const [, runId = ''] = /matching\/([0-9a-f-]{36})/.exec(address) ?? [];
    const draft = (await (await dana.page.request.get(`/api/matching-runs/${runId}/proposals`)).json()) as {
      items: { attention: string; state: string; mentee: { enrolmentId: string } }[];
    };
    const clear = draft.items.find(({ attention, state }) => attention === 'clear' && state === 'proposed');
    await dana.page.route('**/live?*', (route) => route.abort());
    for (const { page } of [dana, omar]) {
      await page.goto(`${address}&mentee=${clear?.mentee.enrolmentId}`);
      await pairOf(page).waitFor();
    }
    await dana.page.keyboard.press('u');
    const reason = dana.page.getByRole('dialog', { name: 'Why take this pair apart?' }).getByRole('textbox');
    await reason.waitFor();
    await dana.page.keyboard.type('They share an office');
    await omar.page.keyboard.press('l');
    await said(omar.page, /^Locked: /);
    await dana.page.keyboard.press('Enter');
    await dana.page.getByText(new RegExp(`^${omar.name} decided about this pair at`)).waitFor();
    await dana.page.getByText('Theirs: Locked.').waitFor();
    await dana.page.getByText(/^Yours was not done\. Taken apart: /).waitFor();
    expect(await findBarriers(dana.page)).toEqual([]);
    await keepsFocus(dana.page);

    // Hers on top of his, with the reason she had typed.
    await press(dana.page.getByRole('button', { name: 'Do mine anyway' }));
    await said(dana.page, /^Taken apart: /);
    await dana.page.waitForFunction(() =>
      document.querySelector('h2#pair')?.textContent?.includes('has no partner'),
    );
    const acts = (await (await dana.page.request.get(`/api/matching-runs/${runId}/acts`)).json()) as {
      items: { kind: string; by: string; reason: string | null }[];
    };
    expect(acts.items.slice(0, 2)).toMatchObject([
      { kind: 'remove', by: dana.name, reason: 'They share an office' },
      { kind: 'lock', by: omar.name },
    ]);
  }, 180_000);
});
