import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';

import { closeBrowser, findBarriers, openBrowser, visit } from './testing/browser.ts';
import { keepsFocus, press, tabTo } from './testing/keyboard.ts';
import { enrolLargeCohort } from './testing/large-cohort.ts';
import type { LargeCohort } from './testing/large-cohort.ts';

const PEOPLE = 400;
/** From a key to the frame with its answer, half of all keys: a frame or two on a quiet machine, this much on a crowded one. */
const MEDIAN_MS = 1_000;

let context: BrowserContext;
let page: Page;
let cohort: LargeCohort;

beforeAll(async () => {
  await openBrowser();
  cohort = await enrolLargeCohort(PEOPLE, 400);
  context = await visit('coordinator@halden.example');
  page = await context.newPage();
}, 60_000);
afterAll(() => closeBrowser());

const pair = () => page.locator('h2#pair');
const said = () => page.locator('output').first();
const button = (name: RegExp | string) => page.getByRole('button', { name });
const dialog = () => page.getByRole('dialog');

/** Presses a letter and waits for what is said, as somebody who listens would; the focus has to be on the pair afterwards. */
async function key(letter: string, outcome: RegExp): Promise<void> {
  await page.keyboard.press(letter);
  await said().filter({ hasText: outcome }).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'pair');
}

const queue = () => page.getByRole('navigation', { name: 'Queue' });
const countOf = async (group: string): Promise<number> =>
  Number(await queue().getByRole('region', { name: group }).locator('h3 > span').last().innerText());

describe('a cohort of four hundred', () => {
  it('is drafted, reviewed and made ready to publish by the keyboard alone', async () => {
    await page.goto(`/manage/${cohort.programId}/matching?cohort=${cohort.cohortId}`);
    await press(button('Draft pairings'));
    await pair().waitFor();
    await queue().waitFor();
    expect(await countOf('No partner')).toBe(4);
    await key('j', /has no partner$/);
    await key('k', /has no partner$/);
    await page.getByRole('heading', { name: 'Smallest change that would help' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);

    // To the first pair, and every act with its inverse.
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('j');
    await pair().filter({ hasText: ' with ' }).waitFor();
    const first = await pair().innerText();
    await key('l', /^Locked: .*\. Next: /);
    await key('z', /^Undone: Locked/);
    expect(await pair().innerText()).toBe(first);
    await key('Shift+Z', /^Done again: Locked/);
    await key('z', /^Undone: Locked/);
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Note' }).waitFor();
    await page.keyboard.type('Ask both about Fridays first');
    await key('Enter', /^Noted: /);
    await key('u', /^Taken apart: /);
    await pair().filter({ hasText: 'has no partner' }).waitFor();
    await key('z', /^Undone: Taken apart/);
    expect(await pair().innerText()).toBe(first);
    await page.keyboard.press('e');
    await button('Hide points').waitFor();
    await page.keyboard.press('e');

    // Another mentor: the first name offered says what it would mean before it is taken.
    await page.keyboard.press('s');
    const mentor = dialog().getByRole('combobox', { name: 'Mentor' });
    await mentor.waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    await page.keyboard.press('ArrowDown');
    const option = page.getByRole('option').first();
    await option.waitFor();
    expect(await option.innerText()).toMatch(/Total (falls|stays|rises)/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await keepsFocus(page);

    // What needs a person, one by one.
    const calls = await countOf('Close call');
    for (let step = 0; step < Math.min(calls, 25); step += 1) await key('a', /^Approved: .*\. Next: /);
    const answers = await page.evaluate(() =>
      performance.getEntriesByName('review.answer').map(({ duration }) => duration),
    );
    answers.sort((a, b) => a - b);
    const median = answers[answers.length >> 1] ?? Infinity;
    process.stdout.write(
      `what-if answers for ${PEOPLE} people: p50 ${Math.round(median)} ms, p95 ${Math.round(answers[Math.floor(answers.length * 0.95)] ?? 0)} ms, n ${answers.length}\n`,
    );

    // All clear ones together, after a look at five.
    await press(button(/^Approve \d+ clear pairings$/), { shows: dialog() });
    for (let look = 0; look <= 5; look += 1) {
      const focused = await page.waitForFunction(() => {
        const { activeElement: element } = document;
        const isReady = element?.getAttribute('aria-disabled') !== 'true';
        const found = /^(Looks right|Approve \d+)/.exec(element?.textContent ?? '');
        return isReady && found ? found[0] : false;
      });
      if ((await focused.jsonValue()) !== 'Looks right') break;
      await page.keyboard.press('Enter');
    }
    await key('Enter', /^Approved: \d+ clear pairings\. Next: /);

    // What is approved stays; the rest is drafted again, and the difference is named.
    await press(button('Draft again'), { shows: page.getByRole('alertdialog') });
    await press(page.getByRole('alertdialog').getByRole('button', { name: 'Draft again' }));
    await button('Keep new draft').waitFor();
    await press(button('Keep new draft'));
    await button('Keep new draft').waitFor({ state: 'detached' });
    await keepsFocus(page);
    await tabTo(page.getByRole('link', { name: 'Publish' }));
    await page.keyboard.press('Enter');
    await button(/^Publish \d+ pairings/).waitFor();
    expect(median).toBeLessThan(MEDIAN_MS);
  }, 120_000);
});
