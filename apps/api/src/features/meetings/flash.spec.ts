import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { meetingRoutes as routes } from '@ithaca/contracts/meetings';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import type { GivenPairing, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

const start = new Date('2026-03-02T09:00:00Z');
let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: start, ticks: true });
});
afterAll(() => api.stop());

let mentor: GivenPerson;
let mentee: GivenPerson;
let pairing: GivenPairing;
let params: { pairingId: string };
let asMentor: TestCaller;
let asMentee: TestCaller;

beforeEach(async () => {
  api.clock.set(start);
  await api.runJobs();
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  mentor = await api.given.person(organisation, { displayName: 'Mira' });
  mentee = await api.given.person(organisation, { displayName: 'Mani' });
  const program = await api.given.program(owner, { name: 'One question', templateKey: 'flash' });
  const cohort = await api.given.cohort(program, owner, { state: 'running', endsOn: '2026-12-01' });
  pairing = await api.given.pairing(cohort, mentor, mentee, { startedAt: start });
  params = { pairingId: pairing.id };
  [asMentor, asMentee] = [await api.as(mentor), await api.as(mentee)];
  api.mails.sent.length = 0;
});

const plan = (startsAt: string, more: object = {}) =>
  asMentee.call(routes.plan, {
    params,
    body: {
      title: 'My question',
      startsAt,
      durationMinutes: 40,
      timeZone: 'Europe/Berlin',
      link: '',
      agenda: [],
      ...more,
    },
  });
const answer = (by: TestCaller, meetingId: string, said: 'held' | 'not-held') =>
  by.call(routes.answer, { params: { meetingId }, body: { answer: said } });
const sweep = () => api.platform.jobs.runSweep('complete-flash-pairings');
const stateOf = async () => (await asMentee.call(pairingRoutes.get, { params })).body.state;
const closings = () => api.mails.sent.filter(({ subject }) => subject.startsWith('Thank you'));

describe('a flash pairing', () => {
  it('is completed by itself when a side says that they met, and thanks both once', async () => {
    const { body: meeting } = await plan('2026-03-10T09:00:00Z');
    await sweep();
    expect(await stateOf()).toBe('active');
    api.clock.set(new Date('2026-03-10T10:00:00Z'));
    // Over and not answered for: there is nothing more to plan.
    expect((await asMentee.call(pairingRoutes.get, { params })).body).toMatchObject({
      nextMeeting: null,
      hasItsOneMeeting: true,
    });
    await answer(asMentee, meeting.id, 'held');
    await api.runJobs();
    expect(await stateOf()).toBe('completed');
    // The other side may still say how it went; nothing ends twice.
    expect((await answer(asMentor, meeting.id, 'held')).body).toMatchObject({ evidence: 'both' });
    await api.runJobs();
    await sweep();
    await api.runJobs();
    expect(
      closings()
        .map(({ to, subject }) => `${to} ${subject}`)
        .toSorted(),
    ).toEqual(
      [
        `${mentor.email} Thank you for your conversation with Mani`,
        `${mentee.email} Thank you for your conversation with Mira`,
      ].toSorted(),
    );
    const rows = await api.rows(
      "select actor_id, facts from audit_rows where subject_id = $1 and action = 'pairings.complete-flash'",
      [pairing.id],
    );
    expect(rows).toEqual([{ actor_id: null, facts: { from: 'active', to: 'completed' } }]);
    const enrolments = await api.rows<{ state: string }>(
      'select state from enrolments where person_id = any($1)',
      [[mentor.id, mentee.id]],
    );
    expect(enrolments.map(({ state }) => state)).toEqual(['completed', 'completed']);
  });

  it('is completed fourteen days after a meeting that nobody spoke of, not before', async () => {
    await plan('2026-03-10T09:00:00Z');
    api.clock.set(new Date('2026-03-24T08:00:00Z'));
    await sweep();
    expect(await stateOf()).toBe('active');
    api.clock.set(new Date('2026-03-24T10:00:00Z'));
    await sweep();
    expect(await stateOf()).toBe('completed');
    await api.runJobs();
    expect(closings()).toHaveLength(2);
  });

  it('plans one meeting: a second and a series are refused with words', async () => {
    expect(await plan('2026-03-10T09:00:00Z', { repeat: { everyWeeks: 1, times: 3 } })).toMatchObject({
      status: 409,
      body: { code: 'meeting.only-one' },
    });
    expect((await plan('2026-03-10T09:00:00Z')).status).toBe(201);
    const { status, body } = await plan('2026-03-11T09:00:00Z');
    expect([status, body]).toMatchObject([
      409,
      { code: 'meeting.only-one', title: expect.stringContaining('one meeting') },
    ]);
  });

  it('plans another when the first was called off or did not take place', async () => {
    const { body: first } = await plan('2026-03-10T09:00:00Z');
    await asMentor.call(routes.cancel, {
      params: { meetingId: first.id },
      body: { reason: '' },
      version: first.version,
    });
    const { body: second } = await plan('2026-03-11T09:00:00Z');
    api.clock.set(new Date('2026-03-11T12:00:00Z'));
    await answer(asMentee, second.id, 'not-held');
    await sweep();
    expect(await stateOf()).toBe('active');
    expect((await plan('2026-03-12T09:00:00Z')).status).toBe(201);
  });

  it('of two who plan at the same moment keeps one', async () => {
    const results = await Promise.all([plan('2026-03-10T09:00:00Z'), plan('2026-03-11T09:00:00Z')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it('is the only kind that ends so', async () => {
    await api.rows("update programs set format = 'one-to-one' where organisation_id = $1", [
      pairing.organisationId,
    ]);
    const { body: meeting } = await plan('2026-03-10T09:00:00Z');
    api.clock.set(new Date('2026-04-10T10:00:00Z'));
    await answer(asMentee, meeting.id, 'held');
    await api.runJobs();
    await sweep();
    expect(await stateOf()).toBe('active');
  });
});
