import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { publicationRoutes } from '@ithaca/contracts/publication';
import type { Page } from 'playwright-core';

import { closeBrowser, findBarriers, open, openBrowser, visit } from './testing/browser.ts';
import type { Caller } from './testing/caller.ts';
import { callerOf, findProgram, visitInvited } from './testing/demo.ts';

let owner: Caller;
let programId = '';
let cohortId = '';

beforeAll(async () => {
  await openBrowser();
  owner = await callerOf('owner@halden.example');
  const program = await findProgram(owner, 'leadership-circles');
  programId = program.id;
  cohortId = program.cohortIn('matching');
}, 30_000);
afterAll(() => closeBrowser());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

describe('a circle', () => {
  it('leads from a draft over review and publication to a meeting with attendance', async () => {
    const desk = await (await visit('coordinator@halden.example')).newPage();
    await open(desk, `/manage/${programId}/matching?cohort=${cohortId}`);
    await button(desk, /draft/i).first().click();
    await desk.waitForURL(/matching\/[0-9a-f-]{36}/);
    const runId = /matching\/([0-9a-f-]{36})/.exec(desk.url())?.[1] ?? '';

    // The draft shows circles as circles, and a move says what it does to both.
    await desk.getByRole('heading', { name: 'In this circle' }).waitFor();
    await open(desk, `${new URL(desk.url()).pathname}?cohort=${cohortId}&by=circle`);
    await desk
      .getByRole('navigation', { name: 'Queue' })
      .getByRole('heading', { name: /^Circle of / })
      .first()
      .waitFor();
    // Not everybody has somewhere else to go: the first of the queue who has.
    const effect = desk.getByText(/The circle then has/).or(desk.getByText(/places of the circle|all its/));
    const isShown = () =>
      effect
        .first()
        .waitFor({ timeout: 4_000 })
        .then(() => true)
        .catch(() => false);
    let seen = await isShown();
    for (let row = 0; row < 6 && !seen; row += 1) {
      await desk.keyboard.press('j');
      seen = await isShown();
    }
    expect(seen).toBe(true);
    expect(await findBarriers(desk)).toEqual([]);

    const { items, run } = await owner.call(matchingRoutes.listProposals, { params: { runId } });
    const sizes = new Map<string, number>();
    for (const { mentor } of items) sizes.set(mentor.enrolmentId, (sizes.get(mentor.enrolmentId) ?? 0) + 1);
    for (const size of sizes.values()) expect(size >= 3 && size <= 6).toBe(true);
    await owner.call(publicationRoutes.publish, { params: { runId }, body: {}, version: run.version });
    await open(desk, `/manage/${programId}/matching/${runId}/publish?cohort=${cohortId}`);
    await desk
      .getByText(/^Circle of .*mentees$/)
      .first()
      .waitFor();
    expect(await findBarriers(desk)).toEqual([]);

    const five = [...sizes].toSorted((a, b) => b[1] - a[1])[0]?.[0];
    const circle = items.filter(({ mentor }) => mentor.enrolmentId === five);
    const mentor = circle[0]?.mentor;
    const [first, ...others] = circle.map(({ mentee }) => mentee);
    if (!mentor || !first) throw new Error('There is no circle.');

    // One mentee and the mentor answer on their pages, the others by the same request.
    const asMentee = await (await visitInvited(owner, first.personId)).newPage();
    await open(asMentee, '/my');
    await asMentee.getByRole('link', { name: `Circle of ${mentor.displayName}` }).click();
    await asMentee
      .getByText(/It begins with its mentor and at least 3 mentees/)
      .first()
      .waitFor();
    expect(await findBarriers(asMentee)).toEqual([]);
    const pairingId = /pairings\/([0-9a-f-]{36})/.exec(asMentee.url())?.[1] ?? '';
    await button(asMentee, 'Accept').click();
    await asMentee.getByText('You have said yes. The circle waits for others.').waitFor();
    for (const { personId } of others.slice(0, 2)) {
      const context = await visitInvited(owner, personId);
      expect((await context.request.post(`/api/pairings/${pairingId}/acceptance`)).status()).toBe(200);
    }
    const asMentor = await (await visitInvited(owner, mentor.personId)).newPage();
    await open(asMentor, `/pairings/${pairingId}`);
    await asMentor.getByRole('heading', { level: 1, name: 'Your circle' }).waitFor();
    await button(asMentor, 'Accept').click();
    await asMentor.getByRole('heading', { name: 'Members' }).waitFor();
    await asMentor.getByText('Has not answered yet').first().waitFor();
    expect(await findBarriers(asMentor)).toEqual([]);

    // They have met: each says for themselves whether they were there.
    await open(asMentor, `/pairings/${pairingId}/meetings`);
    const held = await asMentor.request.post(`/api/pairings/${pairingId}/held-meetings`, {
      headers: { 'idempotency-key': crypto.randomUUID() },
      data: {
        title: 'First circle',
        startsAt: new Date(Date.now() - 3_600_000).toISOString(),
        durationMinutes: 45,
        timeZone: 'Europe/Berlin',
        link: '',
        notes: '',
      },
    });
    expect(held.status()).toBe(201);
    const { id: meetingId } = (await held.json()) as { id: string };
    await open(asMentee, `/pairings/${pairingId}/meetings/${meetingId}`);
    await button(asMentee, 'It took place without me').click();
    await asMentee.getByText('You said that it took place without you.').waitFor();
    await asMentee.getByText(`${mentor.displayName} was there`).waitFor();
    await asMentee.getByText(`${first.displayName} was not there`).waitFor();
    expect(await findBarriers(asMentee)).toEqual([]);
  }, 120_000);
});
