import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pairingRoutes as routes } from '@ithaca/contracts/pairings';
import type { RequestOf } from '@ithaca/contracts/route';
import type { GivenCohort, GivenOrganisation, GivenPerson, GivenProgram } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

let api: TestApi;
let organisation: GivenOrganisation;
let coordinator: GivenPerson;
let program: GivenProgram;
let cohort: GivenCohort;
let mentor: GivenPerson;
let mentee: GivenPerson;
let asMentor: TestCaller;
let asMentee: TestCaller;
let asCoordinator: TestCaller;

const contributions = [
  part('skills', 3000, { covered: ['Leadership', 'Hiring'], lacking: [] }),
  part('language', 1000, { shared: ['en'] }),
  part('mentee-wish', 2000, { rank: 2, wishes: 3 }),
  part('interests', 500, { missing: true }),
  part('hours', 1500, { minutes: 300 }),
];

function part(code: string, points: number, facts: object) {
  return { criterion: code, value: 0.9, points, most: 4000, evidence: { code, facts } };
}

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
  coordinator = await api.given.person(organisation);
  program = await api.given.program(coordinator);
  await api.given.grant(coordinator, 'coordinator', program.id);
  cohort = await api.given.cohort(program, coordinator, { state: 'running', startsOn: '2026-02-01' });
  mentor = await api.given.person(organisation, { displayName: 'Mona Mentor', jobTitle: 'Director' });
  mentee = await api.given.person(organisation, { displayName: 'Emil Mentee' });
  [asMentor, asMentee, asCoordinator] = await Promise.all([
    api.as(mentor),
    api.as(mentee),
    api.as(coordinator),
  ]);
});

async function offered(more: { capacity?: number } = {}) {
  const mentorEnrolment = await api.given.enrolment(cohort, mentor, 'mentor', more);
  const menteeEnrolment = await api.given.enrolment(cohort, mentee, 'mentee');
  const pairing = await api.given.pairing(cohort, mentor, mentee, {
    state: 'offered',
    mentorEnrolment,
    menteeEnrolment,
  });
  await api.rows('update pairings set contributions = $2 where id = $1', [
    pairing.id,
    JSON.stringify(contributions),
  ]);
  return { pairing, params: { pairingId: pairing.id }, mentorEnrolment, menteeEnrolment };
}

async function active(startedAt = new Date('2026-02-01T09:00:00Z')) {
  const pairing = await api.given.pairing(cohort, mentor, mentee, { startedAt });
  return { pairing, params: { pairingId: pairing.id } };
}

const enrolmentStates = async () =>
  Object.fromEntries(
    (
      await api.rows<{ role: string; state: string }>(
        'select role, state from enrolments where cohort_id = $1',
        [cohort.id],
      )
    ).map((row) => [row.role, row.state]),
  );
const stagesOf = async (personId: string) =>
  (
    await api.rows<{ stage: string }>('select stage from stage_events where person_id = $1 order by at, id', [
      personId,
    ])
  ).map((row) => row.stage);

describe('answering', () => {
  it('makes a pairing active when the second side accepts, and tells both', async () => {
    const { params } = await offered();
    const first = await asMentor.call(routes.accept, { params });
    expect(first.body).toMatchObject({ state: 'offered', myRole: 'mentor', startedAt: null, version: 2 });
    expect(await enrolmentStates()).toEqual({ mentor: 'in-pool', mentee: 'in-pool' });
    const second = await asMentee.call(routes.accept, { params });
    expect(second.body).toMatchObject({
      state: 'active',
      health: 'new',
      startedAt: expect.stringMatching(/^2026-03-02T09:00:00/),
    });
    expect(await enrolmentStates()).toEqual({ mentor: 'matched', mentee: 'matched' });
    expect(await stagesOf(mentee.id)).toContain('matched');
    await api.runJobs();
    expect(new Map(api.mails.sent.map(({ to, subject }) => [to, subject]))).toEqual(
      new Map([
        [mentor.email, 'You and Emil Mentee can start'],
        [mentee.email, 'You and Mona Mentor can start'],
      ]),
    );
  });

  it('cannot be done twice', async () => {
    const { params } = await offered();
    await asMentor.call(routes.accept, { params });
    const again = await asMentor.call(routes.accept, { params });
    expect(again.status).toBe(409);
    expect(again.body.code).toBe('pairing.already-answered');
    expect((await asMentor.call(routes.decline, { params, body: {} })).body.code).toBe(
      'pairing.already-answered',
    );
  });

  it('keeps a refusal private: both go back to the pool, nobody learns who or why', async () => {
    const { params } = await offered();
    await asMentor.call(routes.accept, { params });
    const answer = await asMentee.call(routes.decline, {
      params,
      body: { reason: 'too-close' },
    });
    expect(answer.body).toMatchObject({ state: 'declined', health: 'ended' });
    for (const reader of [asMentor, asCoordinator]) {
      const seen = await reader.call(routes.get, { params });
      expect(seen.text).not.toContain('too-close');
      expect(seen.body.members.map(({ acceptedAt }) => acceptedAt)).toEqual([null, null]);
    }
    await api.runJobs();
    expect(api.mails.sent.map(({ to }) => to)).toEqual([mentor.email]);
    expect(api.mails.sent[0]?.text).not.toMatch(/Emil|too-close/);
    expect(await enrolmentStates()).toEqual({ mentor: 'in-pool', mentee: 'in-pool' });
    expect(
      await api.rows('select from pairing_members where pairing_id = $1 and open', [params.pairingId]),
    ).toHaveLength(0);
  });

  it('gives the category of a refusal to the program’s coordinators only, without a name', async () => {
    const { params } = await offered();
    await asMentee.call(routes.decline, { params, body: { reason: 'too-close' } });
    const list = { params: { cohortId: cohort.id }, query: { limit: 5 } };
    expect((await asCoordinator.call(routes.list, list)).body.items).toMatchObject([
      { state: 'declined', exitReason: 'too-close' },
    ]);
    for (const role of ['owner', 'auditor'] as const) {
      const reader = await api.given.person(organisation);
      await api.given.grant(reader, role);
      const seen = await (await api.as(reader)).call(routes.list, list);
      expect(seen.body.items).toMatchObject([{ state: 'declined', exitReason: null }]);
    }
    const text = await asMentee.call(routes.decline, { params, body: { reason: 'He is rude' as 'other' } });
    expect(text.status).toBe(400);
  });

  it('does not show the other side’s answer before both have given theirs', async () => {
    const { params } = await offered();
    await asMentor.call(routes.accept, { params });
    const seen = await asMentee.call(routes.get, { params });
    expect(seen.body.members.every(({ acceptedAt }) => acceptedAt === null)).toBe(true);
    const coordinators = await asCoordinator.call(routes.get, { params });
    expect(coordinators.body.members[0]).toMatchObject({ role: 'mentor' });
    expect(coordinators.body.members[0]?.acceptedAt).not.toBeNull();
  });

  it('is for the two sides: others do not even find it, coordinators may read only', async () => {
    const { params } = await offered();
    const stranger = await api.as(await api.given.person(organisation));
    expect((await stranger.call(routes.get, { params })).status).toBe(404);
    expect((await stranger.call(routes.accept, { params })).status).toBe(404);
    expect((await asCoordinator.call(routes.accept, { params })).status).toBe(404);
    const elsewhere = await api.given.organisation();
    const foreigner = await api.given.person(elsewhere);
    await api.given.grant(foreigner, 'owner');
    expect((await (await api.as(foreigner)).call(routes.get, { params })).status).toBe(404);
  });
});

describe('what the reader sees', () => {
  it('gives the sides the best three reasons, and no score or rank', async () => {
    const { params } = await offered();
    const seen = await asMentee.call(routes.get, { params });
    expect(seen.body.reasons).toEqual([
      { code: 'skills', facts: { covered: ['Leadership', 'Hiring'], lacking: [] } },
      { code: 'mentee-wish', facts: {} },
      { code: 'hours', facts: { minutes: 300 } },
    ]);
    expect(seen.text).not.toContain('points');
  });

  it('gives a coordinator states and dates, but neither agreement nor reasons nor titles', async () => {
    const { pairing, params } = await active();
    await api.given.meeting(pairing, {
      state: 'planned',
      startsAt: new Date('2026-03-10T09:00:00Z'),
      title: 'My fear of the boss',
    });
    const seen = await asCoordinator.call(routes.get, { params });
    expect(seen.body).toMatchObject({ myRole: null, agreement: null, reasons: [], unreadMessages: 0 });
    expect(seen.body.nextMeeting?.startsAt).toBe('2026-03-10T09:00:00.000Z');
    expect(seen.text).not.toMatch(/fear|stays between/);
    expect((await asMentor.call(routes.get, { params })).body.nextMeeting?.title).toBe('My fear of the boss');
  });

  it('lists my pairings, open ones first, with what waits for me', async () => {
    const { pairing } = await active();
    await api.given.goal(pairing);
    await api.given.meeting(pairing, { startsAt: new Date('2026-02-20T09:00:00Z') });
    await api.rows(
      `insert into messages (organisation_id, id, pairing_id, author_id, body, sent_at) values ($1, gen_random_uuid(), $2, $3, 'Hello', $4)`,
      [organisation.id, pairing.id, mentor.id, new Date('2026-03-01T09:00:00Z')],
    );
    const other = await api.given.cohort(program, coordinator, { state: 'closed', startsOn: '2025-01-01' });
    await api.given.pairing(other, await api.given.person(organisation), mentee, { state: 'completed' });
    const { items } = (await asMentee.call(routes.listMine, {})).body;
    expect(items.map(({ state }) => state)).toEqual(['active', 'completed']);
    expect(items[0]).toMatchObject({ unreadMessages: 1, openGoals: 1, heldMeetings: 1, health: 'on-rhythm' });
    const mine = (await asMentor.call(routes.listMine, {})).body.items;
    expect(mine).toHaveLength(1);
    expect(mine[0]?.unreadMessages).toBe(0);
  });
});

describe('pausing and ending', () => {
  it('rests the rhythm while it is paused', async () => {
    const { params } = await active();
    expect((await asMentee.call(routes.get, { params })).body.health).toBe('stalled');
    const paused = await asMentee.call(routes.pause, { params, version: 1 });
    expect(paused.body).toMatchObject({ state: 'paused', health: 'paused' });
    expect((await asMentee.call(routes.pause, { params, version: 2 })).body.code).toBe('pairing.wrong-state');
    api.clock.advanceDays(10);
    const resumed = await asMentor.call(routes.resume, { params, version: 2 });
    expect(resumed.body.state).toBe('active');
    expect((await asMentor.call(routes.resume, { params, version: 3 })).status).toBe(409);
    expect(
      await api.rows('select starts_on::text, ends_on::text from pairing_pauses where pairing_id = $1', [
        params.pairingId,
      ]),
    ).toEqual([{ starts_on: '2026-03-02', ends_on: '2026-03-12' }]);
  });

  it('completes both people when the pairing is completed', async () => {
    const { params } = await active();
    const done = await asMentee.call(routes.end, {
      params,
      version: 1,
      body: { outcome: 'completed', reason: 'goals-reached' },
    });
    expect(done.body).toMatchObject({ state: 'completed', health: 'ended' });
    expect(await enrolmentStates()).toEqual({ mentor: 'completed', mentee: 'completed' });
    expect(await stagesOf(mentor.id)).toContain('completed');
    await api.runJobs();
    expect(api.mails.sent.map(({ subject }) => subject).toSorted()).toEqual([
      'Your pairing with Emil Mentee has ended',
      'Your pairing with Mona Mentor has ended',
    ]);
    const again = await asMentor.call(routes.end, {
      params,
      version: 2,
      body: { outcome: 'ended', reason: 'other' },
    });
    expect(again.body.code).toBe('pairing.wrong-state');
  });

  it('ends without blame: the mentee can be matched again, the mentor keeps the other mentee', async () => {
    const { params } = await active();
    const second = await api.given.person(organisation);
    const [mentorEnrolment] = await api.rows<{ id: string }>(
      "select id from enrolments where cohort_id = $1 and role = 'mentor'",
      [cohort.id],
    );
    await api.given.pairing(cohort, mentor, second, {
      mentorEnrolment: {
        id: mentorEnrolment?.id ?? '',
        organisationId: organisation.id,
        cohortId: cohort.id,
        personId: mentor.id,
        role: 'mentor',
      },
    });
    const ended = await asCoordinator.call(routes.endForCoordinator, {
      params,
      body: { reason: 'different-needs' },
    });
    expect(ended.body).toMatchObject({ state: 'ended', mentorName: 'Mona Mentor', signals: [] });
    const states = await api.rows<{ person_id: string; state: string }>(
      'select person_id, state from enrolments where cohort_id = $1',
      [cohort.id],
    );
    expect(states).toContainEqual({ person_id: mentee.id, state: 'in-pool' });
    expect(states).toContainEqual({ person_id: mentor.id, state: 'matched' });
    expect(await stagesOf(mentee.id)).toEqual(expect.arrayContaining(['ended', 'in-pool']));
  });

  it('is not for the other program’s coordinator', async () => {
    const { params } = await active();
    const other = await api.given.person(organisation);
    await api.given.grant(other, 'coordinator', (await api.given.program(other)).id);
    const answer = await (
      await api.as(other)
    ).call(routes.endForCoordinator, {
      params,
      body: { reason: 'other' },
    });
    expect(answer.status).toBe(403);
  });
});

describe('the coordinator’s list', () => {
  it('says how each pairing does, with its signals, by the mentor’s name and page by page', async () => {
    const names = ['Ada', 'Bea', 'Cleo', 'Dora', 'Eva'];
    for (const [index, name] of names.entries()) {
      const pairing = await api.given.pairing(
        cohort,
        await api.given.person(organisation, { displayName: name }),
        await api.given.person(organisation),
        { startedAt: new Date('2026-01-20T09:00:00Z') },
      );
      if (index % 2 === 0) await api.given.meeting(pairing, { startsAt: new Date('2026-02-25T09:00:00Z') });
      if (name === 'Ada')
        await api.given.checkIn(pairing, pairing.mentee, {
          askedAt: new Date('2026-02-20T09:00:00Z'),
          answeredAt: new Date('2026-02-21T09:00:00Z'),
          usefulness: 2,
        });
    }
    const params = { cohortId: cohort.id };
    const first = await asCoordinator.call(routes.list, { params, query: { limit: 2 } });
    expect(first.body.items.map(({ mentorName }) => mentorName)).toEqual(['Ada', 'Bea']);
    expect(first.body.items[0]).toMatchObject({ health: 'on-rhythm', heldMeetings: 1 });
    expect(first.body.items[0]?.signals.map(({ code }) => code)).toEqual([
      'none-scheduled',
      'low-usefulness',
      'no-goal',
    ]);
    expect(first.body.items[1]).toMatchObject({ health: 'stalled', lastHeldAt: null });
    const rest = await asCoordinator.call(routes.list, {
      params,
      query: { limit: 10, cursor: first.body.nextCursor ?? '' },
    });
    expect(rest.body.items.map(({ mentorName }) => mentorName)).toEqual(['Cleo', 'Dora', 'Eva']);
    expect(rest.body.nextCursor).toBeNull();

    const stalled = await asCoordinator.call(routes.list, { params, query: { limit: 1, health: 'stalled' } });
    expect(stalled.body.items.map(({ mentorName }) => mentorName)).toEqual(['Bea']);
    const next = await asCoordinator.call(routes.list, {
      params,
      query: { limit: 1, health: 'stalled', cursor: stalled.body.nextCursor ?? '' },
    });
    expect(next.body.items.map(({ mentorName }) => mentorName)).toEqual(['Dora']);
    expect(next.body.nextCursor).toBeNull();
    const paused = await asCoordinator.call(routes.list, { params, query: { limit: 5, state: 'paused' } });
    expect(paused.body.items).toEqual([]);
  });

  it('sorts by what was held and by the last and next meeting, page by page, and shows only what is worth a look', async () => {
    const names = ['Ada', 'Bea', 'Cleo'];
    for (const [index, name] of names.entries()) {
      const pairing = await api.given.pairing(
        cohort,
        await api.given.person(organisation, { displayName: name }),
        await api.given.person(organisation),
        { startedAt: new Date('2026-02-20T09:00:00Z') },
      );
      for (let held = 0; held < index; held += 1)
        await api.given.meeting(pairing, { startsAt: new Date(Date.UTC(2026, 1, 28 - 4 * held - index)) });
      if (name !== 'Bea')
        await api.given.meeting(pairing, {
          state: 'planned',
          startsAt: new Date(Date.UTC(2026, 2, name === 'Ada' ? 20 : 10)),
        });
      if (name === 'Cleo') await api.given.goal(pairing);
    }
    const params = { cohortId: cohort.id };
    const listed = async (query: RequestOf<typeof routes.list>['query']) => {
      const found: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await asCoordinator.call(routes.list, {
          params,
          query: { ...query, limit: 2, ...(cursor && { cursor }) },
        });
        found.push(...page.body.items.map(({ mentorName }) => mentorName));
        cursor = page.body.nextCursor;
      }
      return found.join(' ');
    };
    expect(await listed({ sort: 'pair', direction: 'desc' })).toBe('Cleo Bea Ada');
    expect(await listed({ sort: 'held', direction: 'desc' })).toBe('Cleo Bea Ada');
    expect(await listed({ sort: 'last' })).toBe('Ada Cleo Bea');
    expect(await listed({ sort: 'next' })).toBe('Cleo Ada Bea');
    expect(await listed({ sort: 'next', direction: 'desc' })).toBe('Bea Ada Cleo');
    const worthALook = await asCoordinator.call(routes.list, { params, query: { attention: 'true' } });
    expect(worthALook.body.items.map(({ signals }) => signals.length > 0)).not.toContain(false);
    expect(await listed({ attention: 'false' })).toBe('Ada Cleo');
    const { nextCursor } = (await asCoordinator.call(routes.list, { params, query: { limit: 1 } })).body;
    const wrong = await asCoordinator.call(routes.list, {
      params,
      query: { sort: 'held', cursor: nextCursor ?? '' },
    });
    expect(wrong.body.code).toBe('cursor.malformed');
  });

  it('is closed to participants', async () => {
    const { pairing } = await active();
    expect(
      (await asMentor.call(routes.list, { params: { cohortId: pairing.cohortId }, query: { limit: 5 } }))
        .status,
    ).toBe(403);
  });
});
