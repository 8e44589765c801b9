import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { pairingRoutes as routes } from '@ithaca/contracts/pairings';
import { cohortRoutes } from '@ithaca/contracts/programs';
import type { GivenCohort, GivenOrganisation, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

let api: TestApi;
let organisation: GivenOrganisation;
let cohort: GivenCohort;
let mentor: GivenPerson;
let mentee: GivenPerson;
let asMentee: TestCaller;
let asCoordinator: TestCaller;

beforeAll(async () => {
  api = await startApi({ ticks: true });
});
afterAll(() => api.stop());

beforeEach(async () => {
  api.clock.set(new Date('2026-03-02T09:00:00Z'));
  // What an earlier test left in the queue is not this one's mail.
  await api.runJobs();
  api.mails.sent.length = 0;
  organisation = await api.given.organisation();
  const coordinator = await api.given.person(organisation);
  const program = await api.given.program(coordinator);
  await api.given.grant(coordinator, 'coordinator', program.id);
  cohort = await api.given.cohort(program, coordinator, { state: 'running', startsOn: '2026-02-01' });
  mentor = await api.given.person(organisation);
  mentee = await api.given.person(organisation);
  [asMentee, asCoordinator] = await Promise.all([api.as(mentee), api.as(coordinator)]);
});

const enrolmentStates = async () =>
  Object.fromEntries(
    (
      await api.rows<{ role: string; state: string }>(
        'select role, state from enrolments where cohort_id = $1',
        [cohort.id],
      )
    ).map((row) => [row.role, row.state]),
  );

describe('what was planned when a pairing is over', () => {
  async function planned() {
    const pairing = await api.given.pairing(cohort, mentor, mentee, {
      startedAt: new Date('2026-02-01T09:00:00Z'),
    });
    const params = { pairingId: pairing.id };
    for (const startsAt of ['2026-03-10T09:00:00Z', '2026-03-20T09:00:00Z', '2026-03-01T09:00:00Z'])
      await api.given.meeting(pairing, { state: 'planned', startsAt: new Date(startsAt) });
    return { pairing, params };
  }
  /** The mails that tell of the end; what takes invitations out of calendars goes beside. */
  const endings = () => api.mails.sent.filter((mail) => !mail.calendar);
  const meetings = async (pairing: { id: string }) =>
    (
      await api.rows<{ state: string; version: number }>(
        'select state, version from meetings where pairing_id = $1 order by starts_at',
        [pairing.id],
      )
    ).map(({ state, version }) => `${state} ${version}`);
  const audited = async (pairing: { id: string }) =>
    api.rows<{ action: string; actor_id: string | null; facts: object }>(
      'select action, actor_id, facts from audit_rows where subject_id = $1',
      [pairing.id],
    );
  /** Meetings ahead are cancelled; one that has begun may have taken place. */
  const leftOver = ['planned 1', 'cancelled 2', 'cancelled 2'];

  it('is cancelled when a side ends it; the one mail to each side that tells of it says so', async () => {
    const { pairing, params } = await planned();
    const body = { outcome: 'ended', reason: 'no-time' } as const;
    expect((await asMentee.call(routes.end, { params, version: 1, body })).status).toBe(200);
    expect(await meetings(pairing)).toEqual(leftOver);
    await api.runJobs();
    expect(endings()).toHaveLength(2);
    for (const { text } of endings()) expect(text).toContain('The 2 meetings you had planned are cancelled.');
  });

  it('is cancelled when the coordinator ends it', async () => {
    const { pairing, params } = await planned();
    await asCoordinator.call(routes.endForCoordinator, { params, body: { reason: 'other' } });
    expect(await meetings(pairing)).toEqual(leftOver);
  });

  it('is cancelled when somebody leaves: the partner is told once and is free again', async () => {
    const { pairing } = await planned();
    await api.rows("update people set left_on = '2026-03-02' where id = $1", [mentor.id]);
    for (let times = 0; times < 2; times += 1) await api.platform.jobs.runSweep('end-pairings-of-leavers');
    expect(await meetings(pairing)).toEqual(leftOver);
    expect(await enrolmentStates()).toEqual({ mentor: 'withdrawn', mentee: 'in-pool' });
    expect(await audited(pairing)).toEqual([
      { action: 'pairings.end-of-leaver', actor_id: null, facts: { from: 'active', to: 'ended' } },
    ]);
    await api.runJobs();
    // In words of its own, with the next step: nobody reads a bare ending.
    const [told, ...more] = endings();
    expect([told?.to, more]).toEqual([mentee.email, []]);
    expect(told?.subject).toMatch(/ends: .* has left$/);
    expect(told?.text).toContain('you are back among those who are given a partner');
  });

  it('is cancelled when the cohort is closed: what runs is completed, offers had lapsed before', async () => {
    const { pairing } = await planned();
    const other = [await api.given.person(organisation), await api.given.person(organisation)] as const;
    const offer = await api.given.pairing(cohort, ...other, {
      state: 'offered',
      mentorEnrolment: await api.given.enrolment(cohort, other[0], 'mentor'),
      menteeEnrolment: await api.given.enrolment(cohort, other[1], 'mentee'),
    });
    const move = (to: 'closing' | 'closed', version: number) =>
      asCoordinator.call(cohortRoutes.move, { params: { cohortId: cohort.id }, version, body: { to } });
    const state = async (of: { id: string }) =>
      (await api.rows<{ state: string }>('select state from pairings where id = $1', [of.id]))[0]?.state;

    expect((await move('closing', 1)).status).toBe(200);
    await api.runJobs();
    expect([await state(pairing), await state(offer)]).toEqual(['active', 'ended']);
    expect(api.mails.sent.map(({ to }) => to).toSorted()).toEqual(other.map(({ email }) => email).toSorted());
    expect(api.mails.sent[0]?.subject).toMatch(/^Your pairing with .* did not begin$/);

    api.mails.sent.length = 0;
    expect((await move('closed', 2)).status).toBe(200);
    await api.runJobs();
    expect([await state(pairing), await state(offer)]).toEqual(['completed', 'ended']);
    expect(await meetings(pairing)).toEqual(leftOver);
    expect(await audited(pairing)).toEqual([
      { action: 'pairings.settle-with-cohort', actor_id: null, facts: { from: 'active', to: 'completed' } },
    ]);
    expect(
      endings()
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual([mentee.email, mentor.email].toSorted());
  });
});

describe('what had begun when a pairing ended', () => {
  it('may be told for two weeks, then counts as missed, and a side may still correct it', async () => {
    const pairing = await api.given.pairing(cohort, mentor, mentee, {
      startedAt: new Date('2026-02-01T09:00:00Z'),
    });
    const begun = await api.given.meeting(pairing, {
      state: 'planned',
      startsAt: new Date('2026-03-01T09:00:00Z'),
    });
    const stateOf = async () =>
      (await api.rows<{ state: string }>('select state from meetings where id = $1', [begun.id]))[0]?.state;
    const settle = () => api.platform.jobs.runSweep('settle-past-meetings');
    const params = { pairingId: pairing.id };
    await asMentee.call(routes.end, { params, version: 1, body: { outcome: 'ended', reason: 'no-time' } });
    await settle();
    expect(await stateOf()).toBe('planned');
    api.clock.set(new Date('2026-03-15T10:00:00Z'));
    await settle();
    await settle();
    expect(await stateOf()).toBe('missed');
    const audit = await api.rows<{ actor_id: string | null; facts: object }>(
      "select actor_id, facts from audit_rows where subject_id = $1 and action = 'meetings.settle-with-pairing'",
      [begun.id],
    );
    expect(audit).toEqual([{ actor_id: null, facts: { from: 'planned', to: 'missed' } }]);
    const said = await asMentee.call(meetingRoutes.answer, {
      params: { meetingId: begun.id },
      body: { answer: 'held' },
    });
    expect([said.status, said.body.code, said.body.state]).toEqual([200, undefined, 'held']);
  });

  it('stays as it is while the pairing goes on', async () => {
    const pairing = await api.given.pairing(cohort, mentor, mentee, {
      startedAt: new Date('2026-02-01T09:00:00Z'),
    });
    const begun = await api.given.meeting(pairing, {
      state: 'planned',
      startsAt: new Date('2026-02-02T09:00:00Z'),
    });
    await api.platform.jobs.runSweep('settle-past-meetings');
    expect(await api.rows('select state from meetings where id = $1', [begun.id])).toEqual([
      { state: 'planned' },
    ]);
  });
});

describe('who was still waiting when the cohort closed', () => {
  it('waits no longer; nobody else is moved', async () => {
    await api.given.pairing(cohort, mentor, mentee, { startedAt: new Date('2026-02-01T09:00:00Z') });
    const states = ['in-pool', 'waitlisted', 'awaiting-approval', 'draft', 'declined'] as const;
    const ids = new Map<string, string>();
    for (const state of states) {
      const person = await api.given.person(organisation);
      ids.set((await api.given.enrolment(cohort, person, 'mentee', { state })).id, state);
    }
    const left = async () =>
      Object.fromEntries(
        (
          await api.rows<{ id: string; state: string }>(
            'select id, state from enrolments where id = any($1)',
            [[...ids.keys()]],
          )
        ).map(({ id, state }) => [ids.get(id), state]),
      );
    const move = (to: 'closing' | 'closed', version: number) =>
      asCoordinator.call(cohortRoutes.move, { params: { cohortId: cohort.id }, version, body: { to } });
    await move('closing', 1);
    await api.runJobs();
    expect((await left())['in-pool']).toBe('in-pool');
    expect((await move('closed', 2)).status).toBe(200);
    await api.runJobs();
    await api.platform.jobs.runSweep('settle-enrolments-of-closed');
    expect(await left()).toEqual({
      'in-pool': 'withdrawn',
      waitlisted: 'withdrawn',
      'awaiting-approval': 'withdrawn',
      draft: 'draft',
      declined: 'declined',
    });
    expect((await enrolmentStates()).mentor).toBe('completed');
    const stages = await api.rows<{ stage: string; actor_id: string | null }>(
      "select stage, actor_id from stage_events where cohort_id = $1 and stage = 'withdrawn'",
      [cohort.id],
    );
    expect(stages).toEqual(Array(3).fill({ stage: 'withdrawn', actor_id: null }));
  });
});
