import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';

import { closeBrowser, findBarriers, open, openBrowser, visit } from './testing/browser.ts';
import { pick, press, type } from './testing/keyboard.ts';
import { RehearsedPair } from './testing/rehearsed-pair.ts';

const phone = { width: 390, height: 844 };
const COORDINATOR = 'coordinator@halden.example';
const OWNER = 'owner@halden.example';

let life: RehearsedPair;
let mentee: Page;
let mentor: Page;
let menteeId = '';
let pairing = '';

const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });
const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of the pairing' }).getByRole('link', { name });

async function fits(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

/** Both read why they fit, and say yes; the owner takes the seat of whoever the mentee was offered. */
async function accept(): Promise<void> {
  await open(mentee, '/my');
  await press(link(mentee, 'See reasons and answer'), { shows: heading(mentee, 'Why the two of you') });
  await press(button(mentee, 'Accept pairing'), { shows: mentee.getByText(/^Waiting for /).first() });
  pairing = new URL(mentee.url()).pathname;
  const { members } = (await (await mentee.request.get(`/api${pairing}`)).json()) as {
    members: { personId: string }[];
  };
  await life.sit(life.owner, members.find(({ personId }) => personId !== menteeId)?.personId ?? '');
  await open(mentor, '/my');
  // The mentor may have been offered others, too.
  await press(link(mentor, 'See reasons and answer').and(mentor.locator(`[href="${pairing}"]`)), {
    shows: heading(mentor, 'Why the two of you'),
  });
  await press(button(mentor, 'Accept pairing'), { shows: mentor.getByText(/^You are a pair now/) });
  await fits(mentee);
}

beforeAll(async () => {
  await openBrowser();
  life = await RehearsedPair.begin('Mentoring life');
  const { cast } = await life.room();
  const one = cast.find(({ role, partners }) => role === 'mentee' && partners.length > 0);
  if (!one) throw new Error('The rehearsal has no pair.');
  menteeId = one.personId;
  await life.sit(life.coordinator, menteeId);
  mentee = await (await life.browser(COORDINATOR, phone)).newPage();
  mentor = await (await life.browser(OWNER)).newPage();
  for (const page of [mentee, mentor]) page.setDefaultTimeout(15_000);
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await life.end();
});

describe('a mentee on a phone and a mentor, by keyboard', () => {
  it('read why they fit, and accept', accept, 60_000);

  it('settle an agreement', async () => {
    // Both at the same moment: neither is refused.
    for (const page of [mentee, mentor]) await open(page, pairing);
    for (const page of [mentee, mentor]) await press(button(page, 'Sign agreement'));
    for (const page of [mentee, mentor]) await page.getByText(/still has to sign$|^Signed by all$/).waitFor();
    for (const page of [mentee, mentor]) {
      await open(page, pairing);
      await page.getByText('Signed by all', { exact: true }).waitFor();
    }
  }, 60_000);

  it('plan their first meeting at a time that suits both, and say afterwards that they met', async () => {
    await press(tab(mentee, 'Meetings'), { shows: mentee.getByText('These times suit you both') });
    await open(mentee, `${pairing}/meetings/new`);
    const times = mentee.getByRole('radiogroup', { name: 'Times that suit you both' });
    await press(times.getByRole('radio').first(), { key: 'Space' });
    await press(button(mentee, 'Send invitation'), { shows: heading(mentee, 'Getting to know each other') });
    await fits(mentee);
    await open(mentor, `${pairing}/meetings`);
    await press(link(mentor, 'Getting to know each other').first(), { shows: button(mentor, 'I will come') });
    await press(button(mentor, 'I will come'), { shows: mentor.getByText(/ comes$/).nth(1) });
    await life.pass(7);
    for (const page of [mentee, mentor]) {
      await open(page, `${pairing}/meetings`);
      await press(link(page, 'Getting to know each other').first(), { shows: button(page, 'Yes, we met') });
      await press(button(page, 'Yes, we met'), { shows: page.getByText('You said that you met') });
    }
    expect(await findBarriers(mentee)).toEqual([]);
  }, 60_000);

  it('answers a check-in when it is due', async () => {
    await life.pass(8);
    await open(mentee, '/');
    await press(link(mentee, /^Answer now/), { shows: heading(mentee, /^How is it going/) });
    await pick(mentee.getByRole('radiogroup', { name: /^Do you meet/ }), 'Sometimes');
    await pick(mentee.getByRole('radiogroup', { name: /^How useful/ }), /^2/);
    await press(button(mentee, 'Send answers'), {
      shows: mentee.getByText('Thank you, your answers are in'),
    });
    await fits(mentee);
  }, 60_000);

  it('change the mentor without blame: the mentee asks, the coordinator finds somebody else', async () => {
    await open(mentee, `${pairing}/change`);
    const asking = mentee.getByRole('alertdialog');
    await press(button(mentee, 'Ask for another partner'), { shows: asking });
    await pick(mentee.getByRole('radiogroup', { name: 'What fits best?' }), 'We need different things');
    await press(asking.getByRole('button', { name: 'End pairing' }));
    await asking.waitFor({ state: 'detached' });
    await fits(mentee);
    await life.sit(life.coordinator, null);
    await life.publish();
    await life.sit(life.coordinator, menteeId);
    await accept();
  }, 60_000);

  it('end with thanks and a certificate that others can check', async () => {
    await open(mentor, `${pairing}/meetings`);
    await press(button(mentor, 'Record past meeting'), { shows: mentor.getByRole('dialog') });
    // The order in which such a field is typed is the browser's own, not the page's.
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await mentor.getByLabel('Day and time, on your clock').fill(`${yesterday}T10:00`);
    await press(button(mentor, 'Record meeting'), { shows: mentor.getByText('The meeting is recorded') });
    await open(mentor, `${pairing}/finish`);
    await press(button(mentor, 'Finish pairing'), { shows: mentor.getByRole('alertdialog') });
    await press(mentor.getByRole('alertdialog').getByRole('button', { name: 'Finish pairing' }), {
      shows: link(mentor, 'Download as PDF'),
    });
    await open(mentee, `${pairing}/finish`);
    await type(
      mentee.getByRole('textbox', { name: /^What you want to thank/ }),
      'For every honest question.',
    );
    await link(mentee, 'Download as PDF').waitFor();
    const file = await mentee.request.get(`/api${pairing}/certificate/file`);
    expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-');
    await press(mentee.getByRole('switch', { name: /^Whoever has the code/ }), { key: 'Space' });
    const code = link(mentee, /^[A-Z0-9-]{8,}$/);
    await code.waitFor();
    expect(await findBarriers(mentee)).toEqual([]);
    await fits(mentee);
    const stranger = await (await visit(null)).newPage();
    await open(stranger, (await code.getAttribute('href')) ?? '');
    await stranger.getByText('Mentoring life').first().waitFor();
  }, 60_000);
});
