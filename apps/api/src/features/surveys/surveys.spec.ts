import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkInRoutes as routes } from '@ithaca/contracts/surveys';
import type { PairingState } from '@ithaca/domain/pairing';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
const start = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: start, ticks: true });
});
afterAll(() => api.stop());

async function scene(more: { state?: PairingState; startedAt?: Date; timeZone?: string } = {}) {
  api.clock.set(start);
  const organisation = await api.given.organisation({ timeZone: more.timeZone ?? 'Europe/Berlin' });
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const mentor = await api.given.person(organisation, { displayName: 'Mira Mentor', locale: 'de' });
  const mentee = await api.given.person(organisation, { displayName: 'Mani Mentee' });
  const program = await api.given.program(owner, { name: 'Growth' });
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, {
    state: more.state ?? 'active',
    startedAt: more.startedAt ?? start,
  });
  return {
    organisation,
    owner,
    mentor,
    mentee,
    pairing,
    asMentor: await api.as(mentor),
    asMentee: await api.as(mentee),
  };
}

const sweep = () => api.platform.jobs.runSweep('ask-check-ins');
const answer = (more: object = {}) => ({
  meetingRegularly: 'yes' as const,
  usefulness: 4,
  change: 'More time',
  sharedWithPartner: false,
  ...more,
});

describe('asking how it goes', () => {
  it('reaches every side of a pairing once in each wave', async () => {
    const { asMentor, asMentee, mentor, mentee } = await scene();
    const waves = async () => (await asMentee.call(routes.listMine, {})).body.items.map((item) => item.wave);
    api.clock.advanceDays(13);
    await sweep();
    expect(await waves()).toEqual([]);
    api.clock.advanceDays(1);
    await sweep();
    await sweep();
    expect(await waves()).toEqual([1]);
    await api.runJobs();
    const mails = (person: { email: string }) => api.mails.sent.filter((mail) => mail.to === person.email);
    expect(mails(mentee).map((mail) => mail.subject)).toEqual(['How is it going with Mira Mentor?']);
    expect(mails(mentee)[0]?.text).toContain('March 30, 2026');
    expect(mails(mentor).map((mail) => mail.subject)).toEqual(['Wie läuft es mit Mani Mentee?']);
    const [asked] = (await asMentor.call(routes.listMine, {})).body.items;
    expect(asked).toMatchObject({
      programName: 'Growth',
      partnerNames: ['Mani Mentee'],
      askedAt: expect.stringMatching(/^2026-03-16T09:00:00/),
      dueAt: expect.stringMatching(/^2026-03-30T09:00:00/),
      open: true,
      answeredAt: null,
      usefulness: null,
    });
    api.clock.advanceDays(28);
    await sweep();
    expect(await waves()).toEqual([2, 1]);
  });

  it('catches up when a morning was missed, and asks nobody after the wave', async () => {
    const { asMentee } = await scene();
    api.clock.advanceDays(27);
    await sweep();
    expect((await asMentee.call(routes.listMine, {})).body.items).toHaveLength(1);
    const late = await scene();
    api.clock.advanceDays(28);
    await sweep();
    expect((await late.asMentee.call(routes.listMine, {})).body.items).toEqual([]);
  });

  it('asks once when two workers do it at the same moment', async () => {
    const { pairing } = await scene();
    api.clock.advanceDays(14);
    await Promise.all([sweep(), sweep()]);
    const rows = await api.rows('select from check_ins where pairing_id = $1', [pairing.id]);
    expect(rows).toHaveLength(2);
    const mails = await api.rows("select from mails where organisation_id = $1 and kind = 'check-in-asked'", [
      pairing.organisationId,
    ]);
    expect(mails).toHaveLength(2);
  });

  it.each(['offered', 'paused', 'ended'] as const)('leaves a pairing alone that is %s', async (state) => {
    const { pairing } = await scene({ state });
    api.clock.advanceDays(14);
    await sweep();
    expect(await api.rows('select from check_ins where pairing_id = $1', [pairing.id])).toEqual([]);
  });

  it('leaves those alone who have left', async () => {
    const { pairing, mentor, mentee } = await scene();
    await api.rows("update people set left_on = '2026-03-10' where id = $1", [mentor.id]);
    api.clock.advanceDays(14);
    await sweep();
    expect(await api.rows('select person_id from check_ins where pairing_id = $1', [pairing.id])).toEqual([
      { person_id: mentee.id },
    ]);
  });

  it('counts days as the organisation’s calendar does', async () => {
    // In Auckland this pairing started on 3 March already; in UTC it was still the 2nd.
    const { pairing } = await scene({
      timeZone: 'Pacific/Auckland',
      startedAt: new Date('2026-03-02T20:00:00Z'),
    });
    const asked = async () =>
      (await api.rows('select from check_ins where pairing_id = $1', [pairing.id])).length;
    api.clock.set(new Date('2026-03-16T07:00:00Z'));
    await sweep();
    expect(await asked()).toBe(0);
    api.clock.set(new Date('2026-03-16T12:00:00Z'));
    await sweep();
    expect(await asked()).toBe(2);
  });
});

describe('sharing an answer', () => {
  it('gives it to the partner and nobody else, until it is taken back', async () => {
    const { pairing, mentee, owner, asMentor, asMentee } = await scene();
    const { id } = await api.given.checkIn(pairing, mentee);
    const shared = { params: { pairingId: pairing.id } };
    const kept = await asMentee.call(routes.answer, {
      params: { checkInId: id },
      version: 1,
      body: answer(),
    });
    expect((await asMentor.call(routes.listShared, shared)).body.items).toEqual([]);
    await asMentee.call(routes.answer, {
      params: { checkInId: id },
      version: kept.body.version,
      body: answer({ sharedWithPartner: true }),
    });
    expect((await asMentor.call(routes.listShared, shared)).body.items).toEqual([
      {
        id,
        personId: mentee.id,
        displayName: 'Mani Mentee',
        answeredAt: expect.stringMatching(/^2026-03-02T09:00:00/),
        meetingRegularly: 'yes',
        usefulness: 4,
        change: 'More time',
      },
    ]);
    // One's own answers are on one's own page; whoever runs the program never reads them.
    expect((await asMentee.call(routes.listShared, shared)).body.items).toEqual([]);
    expect((await (await api.as(owner)).call(routes.listShared, shared)).status).toBe(404);
    await asMentee.call(routes.answer, { params: { checkInId: id }, version: 3, body: answer() });
    expect((await asMentor.call(routes.listShared, shared)).body.items).toEqual([]);
  });
});

describe('answering', () => {
  it('may be changed until it closes, and keeps the time of the first answer', async () => {
    const { asMentee, pairing, mentee } = await scene();
    const { id } = await api.given.checkIn(pairing, mentee);
    const params = { checkInId: id };
    const first = await asMentee.call(routes.answer, { params, version: 1, body: answer() });
    expect(first.body).toMatchObject({
      usefulness: 4,
      answeredAt: expect.stringMatching(/^2026-03-02T09:00:00/),
      version: 2,
      open: true,
    });
    api.clock.advanceDays(13);
    const stale = await asMentee.call(routes.answer, { params, version: 1, body: answer({ usefulness: 1 }) });
    expect([stale.status, stale.body.code]).toEqual([412, 'record.changed']);
    const second = await asMentee.call(routes.answer, {
      params,
      version: 2,
      body: answer({ usefulness: 2, change: '', sharedWithPartner: true }),
    });
    expect(second.body).toMatchObject({
      usefulness: 2,
      change: '',
      sharedWithPartner: true,
      answeredAt: first.body.answeredAt,
    });
    api.clock.advanceDays(1);
    const closed = await asMentee.call(routes.answer, { params, version: 3, body: answer() });
    expect([closed.status, closed.body.code]).toEqual([409, 'check-in.closed']);
    expect((await asMentee.call(routes.get, { params })).body).toMatchObject({ open: false, usefulness: 2 });
  });

  it('lists what waits for an answer first', async () => {
    const { asMentee, pairing, mentee } = await scene();
    await api.given.checkIn(pairing, mentee, { wave: 3, answeredAt: start, usefulness: 5 });
    await api.given.checkIn(pairing, mentee, { wave: 1, askedAt: new Date('2025-12-01T09:00:00Z') });
    await api.given.checkIn(pairing, mentee, { wave: 2, askedAt: new Date('2026-02-20T09:00:00Z') });
    const { items } = (await asMentee.call(routes.listMine, {})).body;
    expect(items.map((item) => [item.wave, item.open])).toEqual([
      [2, true],
      [3, true],
      [1, false],
    ]);
  });

  it('refuses values outside the scale', async () => {
    const { asMentee, pairing, mentee } = await scene();
    const { id } = await api.given.checkIn(pairing, mentee);
    for (const body of [
      answer({ usefulness: 0 }),
      answer({ usefulness: 6 }),
      answer({ usefulness: 2.5 }),
      answer({ change: 'x\u0000' }),
      answer({ extra: 1 }),
    ])
      expect(
        (await asMentee.call(routes.answer, { params: { checkInId: id }, version: 1, body })).status,
      ).toBe(400);
  });

  it('is mine alone: not the partner’s, not the owner’s', async () => {
    const { asMentor, owner, pairing, mentee } = await scene();
    const { id } = await api.given.checkIn(pairing, mentee);
    for (const browser of [
      asMentor,
      await api.as(owner),
      await api.as(await api.given.person(await api.given.organisation())),
    ]) {
      expect((await browser.call(routes.get, { params: { checkInId: id } })).status).toBe(404);
      expect(
        (await browser.call(routes.answer, { params: { checkInId: id }, version: 1, body: answer() })).status,
      ).toBe(404);
      expect((await browser.call(routes.listMine, {})).body.items).toEqual([]);
    }
  });
});
