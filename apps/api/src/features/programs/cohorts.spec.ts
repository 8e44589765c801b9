import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cohortRoutes, programRoutes } from '@ithaca/contracts/programs';
import { everyone } from '@ithaca/domain/eligibility-rule';
import { addDays } from '@ithaca/domain/cohort';
import type { CohortState } from '@ithaca/domain/cohort';
import type { GivenCohort } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';
import { CohortsService } from './cohorts.service.ts';

const now = new Date('2026-03-02T09:00:00Z');
let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now, ticks: true });
});
beforeEach(() => api.clock.set(now));
afterAll(() => api.stop());

/** An owner with a program that lets in at least two people. */
async function story() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner' });
  await api.given.grant(owner, 'owner');
  await api.given.person(organisation);
  const program = await api.given.program(owner);
  const caller = await api.as(owner);
  const plan = (body: { startsOn: string; name?: string; enrolmentOpensOn?: string }) =>
    caller.call(cohortRoutes.create, {
      params: { programId: program.id },
      body: { name: 'Spring', ...body },
    });
  return { organisation, owner, program, caller, plan };
}

const move = (caller: TestCaller, cohortId: string, version: number, to: CohortState) =>
  caller.call(cohortRoutes.move, { params: { cohortId }, version, body: { to } });

const stateOf = async (cohort: { id: string }) =>
  (await api.rows<{ state: CohortState }>('select state from cohorts where id = $1', [cohort.id]))[0]?.state;

describe('planning a cohort', () => {
  it('computes all dates from the start and the length of the program', async () => {
    const { plan } = await story();
    const { status, body } = await plan({ startsOn: '2026-05-01' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'draft',
      enrolmentOpensOn: '2026-04-03',
      enrolmentClosesOn: '2026-04-21',
      startsOn: '2026-05-01',
      endsOn: '2026-10-30',
      menteeGoal: 20,
      missing: [],
      counts: {
        invited: 0,
        enrolledMentors: 0,
        enrolledMentees: 0,
        enrolledPeers: 0,
        places: 0,
        openPairings: 0,
      },
      version: 1,
    });
  });

  it('refuses dates out of order and names them', async () => {
    const { plan } = await story();
    const { status, body } = await plan({ startsOn: '2026-05-01', enrolmentOpensOn: '2026-04-22' });
    expect([status, body.code]).toEqual([422, 'cohort.dates-out-of-order']);
    expect(body.facts).toMatchObject({ earlier: 'enrolmentOpensOn', later: 'enrolmentClosesOn' });
  });

  it('is refused for an archived program', async () => {
    const { program, plan } = await story();
    await api.rows("update programs set state = 'archived' where id = $1", [program.id]);
    expect((await plan({ startsOn: '2026-05-01' })).body.code).toBe('program.wrong-state');
  });

  it('is forbidden to the coordinator of another program, who does not see the cohort either', async () => {
    const { organisation, owner, program, plan } = await story();
    const cohortId = (await plan({ startsOn: '2026-05-01' })).body.id;
    const other = await api.given.program(owner);
    const coordinator = await api.given.person(organisation);
    await api.given.grant(coordinator, 'coordinator', other.id);
    const caller = await api.as(coordinator);
    const params = { cohortId };
    const answers = [
      await caller.call(cohortRoutes.create, {
        params: { programId: program.id },
        body: { name: 'X', startsOn: '2026-05-01' },
      }),
      await caller.call(cohortRoutes.get, { params }),
      await caller.call(cohortRoutes.update, { params, version: 1, body: { name: 'X' } }),
      await move(caller, cohortId, 1, 'scheduled'),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403, 403]);
    const stranger = (await story()).caller;
    expect((await stranger.call(cohortRoutes.get, { params })).status).toBe(404);
  });
});

describe('changing a cohort', () => {
  it('moves what is named and keeps the order of the dates', async () => {
    const { caller, plan } = await story();
    const params = { cohortId: (await plan({ startsOn: '2026-05-01' })).body.id };
    const changed = await caller.call(cohortRoutes.update, {
      params,
      version: 1,
      body: { name: 'Summer', menteeGoal: 5, enrolmentClosesOn: '2026-04-30' },
    });
    expect(changed.body).toMatchObject({
      name: 'Summer',
      menteeGoal: 5,
      enrolmentClosesOn: '2026-04-30',
      version: 2,
    });
    const wrong = await caller.call(cohortRoutes.update, {
      params,
      version: 2,
      body: { startsOn: '2026-04-01' },
    });
    expect(wrong.body.code).toBe('cohort.dates-out-of-order');
    const late = await caller.call(cohortRoutes.update, { params, version: 1, body: { name: 'Late' } });
    expect([late.status, late.body.code]).toEqual([412, 'record.changed']);
  });

  it('lets only the end move once it runs', async () => {
    const { owner, program, caller } = await story();
    const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: '2026-02-01' });
    const params = { cohortId: cohort.id };
    const start = await caller.call(cohortRoutes.update, {
      params,
      version: 1,
      body: { startsOn: '2026-02-02' },
    });
    expect([start.status, start.body.code, start.body.facts?.field]).toEqual([
      409,
      'cohort.wrong-state',
      'startsOn',
    ]);
    const end = await caller.call(cohortRoutes.update, {
      params,
      version: 1,
      body: { startsOn: '2026-02-01', endsOn: '2026-12-31' },
    });
    expect(end.body.endsOn).toBe('2026-12-31');
  });
});

describe('launching a cohort', () => {
  it('schedules it when enrolment opens later, opens the program, and answers nothing missing', async () => {
    const { program, caller, plan } = await story();
    await api.rows("update programs set state = 'draft' where id = $1", [program.id]);
    const draft = (await plan({ startsOn: '2026-05-01' })).body;
    const { body } = await move(caller, draft.id, 1, 'scheduled');
    expect(body).toMatchObject({
      state: 'scheduled',
      enrolmentOpensOn: '2026-04-03',
      missing: [],
      version: 2,
    });
    const after = (await caller.call(programRoutes.get, { params: { programId: program.id } })).body;
    expect(after.state).toBe('open');
  });

  it('opens it at once when its day has come', async () => {
    const { caller, plan } = await story();
    const draft = (await plan({ startsOn: '2026-03-20' })).body;
    expect((await move(caller, draft.id, 1, 'scheduled')).body.state).toBe('enrolling');
  });

  it('opens it today when somebody does not want to wait', async () => {
    const { caller, plan } = await story();
    const draft = (await plan({ startsOn: '2026-05-01' })).body;
    const { body } = await move(caller, draft.id, 1, 'enrolling');
    expect(body).toMatchObject({ state: 'enrolling', enrolmentOpensOn: '2026-03-02' });
  });

  it('is refused with everything that is missing, as the draft itself says', async () => {
    const { program, caller, plan } = await story();
    const { version } = (await caller.call(programRoutes.get, { params: { programId: program.id } })).body;
    await caller.call(programRoutes.update, {
      params: { programId: program.id },
      version,
      body: { purpose: '', form: { questions: [] }, eligibility: { ...everyone, departments: ['Nowhere'] } },
    });
    const draft = (await plan({ startsOn: '2026-03-05' })).body;
    const missing = ['purpose', 'form', 'eligibility', 'dates'];
    expect(draft.missing).toEqual(missing);
    for (const to of ['scheduled', 'enrolling'] as const) {
      const { status, body } = await move(caller, draft.id, 1, to);
      expect([status, body.code, body.facts]).toEqual([422, 'cohort.not-ready', { missing }]);
    }
    expect(await stateOf(draft)).toBe('draft');
  });

  it('can be taken back while nobody may enrol yet', async () => {
    const { caller, plan } = await story();
    const draft = (await plan({ startsOn: '2026-05-01' })).body;
    await move(caller, draft.id, 1, 'scheduled');
    expect((await move(caller, draft.id, 2, 'draft')).body.state).toBe('draft');
  });

  it('happens once when two people press at the same moment', async () => {
    const { caller, plan } = await story();
    const draft = (await plan({ startsOn: '2026-05-01' })).body;
    const answers = await Promise.all([1, 2, 3, 4].map(() => move(caller, draft.id, 1, 'scheduled')));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412, 412]);
  });
});

describe('the later states', () => {
  it('are walked through, closed and reopened', async () => {
    const { owner, program, caller } = await story();
    const cohort = await api.given.cohort(program, owner);
    let version = 1;
    for (const to of ['matching', 'enrolling'] as const)
      expect((await move(caller, cohort.id, version++, to)).body.state).toBe(to);
    await api.rows("update cohorts set state = 'running' where id = $1", [cohort.id]);
    for (const to of ['closing', 'running', 'closing', 'closed', 'closing', 'closed', 'archived'] as const)
      expect((await move(caller, cohort.id, version++, to)).body.state).toBe(to);
  });

  it('do not include a run without published pairings', async () => {
    const { owner, program, caller } = await story();
    const cohort = await api.given.cohort(program, owner, { state: 'matching' });
    const { status, body } = await move(caller, cohort.id, 1, 'running');
    expect([status, body.code, body.facts?.remedy]).toEqual([409, 'cohort.wrong-state', 'publish']);
  });

  it('begin to run with the publication, once, and only from matching', async () => {
    const { organisation, owner, program } = await story();
    const service = new CohortsService(api.platform.db, api.platform.clock, api.platform.jobs);
    const publish = (cohort: GivenCohort) =>
      service.startRunning({ organisationId: organisation.id }, cohort.id);
    const cohort = await api.given.cohort(program, owner, { state: 'matching' });
    await publish(cohort);
    await publish(cohort);
    expect(await api.rows('select state, version from cohorts where id = $1', [cohort.id])).toEqual([
      { state: 'running', version: 2 },
    ]);
    const enrolling = await api.given.cohort(program, owner);
    await expect(publish(enrolling)).rejects.toThrow('cohort.wrong-state');
  });

  it('cannot be skipped', async () => {
    const { owner, program, caller } = await story();
    const cohort = await api.given.cohort(program, owner, { state: 'enrolling' });
    const { status, body } = await move(caller, cohort.id, 1, 'closed');
    expect([status, body.code, body.facts]).toEqual([
      409,
      'cohort.wrong-state',
      { from: 'enrolling', to: 'closed', possible: ['matching'] },
    ]);
  });

  it('are not gone back to when the calendar would leave them at once', async () => {
    const { owner, program, caller } = await story();
    const past = { startsOn: '2026-03-03', endsOn: '2026-09-01' };
    const cohort = await api.given.cohort(program, owner, { state: 'matching', ...past });
    const { status, body } = await move(caller, cohort.id, 1, 'enrolling');
    expect([status, body.code, body.facts]).toEqual([422, 'cohort.not-ready', { missing: ['dates'] }]);
  });
});

describe('the calendar', () => {
  const advance = () => api.platform.jobs.runSweep('advance-cohorts');

  it('opens, closes enrolment and ends cohorts on their days, in the time zone of the organisation', async () => {
    const organisation = await api.given.organisation({ timeZone: 'Pacific/Auckland' });
    const owner = await api.given.person(organisation);
    const program = await api.given.program(owner);
    // Opens on 3 April, closes on 24 April, ends on 30 October.
    const cohort: GivenCohort = await api.given.cohort(program, owner, {
      state: 'scheduled',
      startsOn: '2026-05-01',
    });
    const at = async (instant: string) => {
      api.clock.set(new Date(instant));
      await advance();
      return stateOf(cohort);
    };
    expect(await at('2026-04-02T10:59:00Z')).toBe('scheduled');
    expect(await at('2026-04-02T11:00:00Z')).toBe('enrolling');
    expect(await at('2026-04-24T11:59:00Z')).toBe('enrolling');
    expect(await at('2026-04-24T12:00:00Z')).toBe('matching');
    expect(await at('2026-12-01T00:00:00Z')).toBe('matching');
    await api.platform.jobs.runSweep('advance-cohorts');
    expect(
      (await api.rows<{ version: number }>('select version from cohorts where id = $1', [cohort.id]))[0],
    ).toEqual({
      version: 3,
    });
    await api.rows("update cohorts set state = 'running' where id = $1", [cohort.id]);
    expect(await at('2026-12-01T00:00:00Z')).toBe('closing');
    expect(
      await api.rows(
        "select actor_id, facts from audit_rows where subject_id = $1 and action = 'cohorts.advance' order by at",
        [cohort.id],
      ),
    ).toEqual([
      { actor_id: null, facts: { from: 'scheduled', to: 'enrolling' } },
      { actor_id: null, facts: { from: 'enrolling', to: 'matching' } },
      { actor_id: null, facts: { from: 'running', to: 'closing' } },
    ]);
  });
});

describe('open cohorts', () => {
  it('show an employee what it takes, who organises it, and what stands in the way', async () => {
    const { organisation, owner, program } = await story();
    await api.rows(
      `update programs set eligibility = '{"departments":["Sales"],"sites":[],"leastGrade":6,"mostGrade":null,"leastTenureDays":null}' where id = $1`,
      [program.id],
    );
    const cohort = await api.given.cohort(program, owner, { name: 'Spring' });
    await api.given.cohort(program, owner, { state: 'draft' });
    await api.given.cohort(program, owner, { state: 'matching' });
    await api.given.enrolment(cohort, owner, 'mentor');
    const person = await api.given.person(organisation, { grade: 5 });
    const caller = await api.as(person);
    const { items } = (await caller.call(cohortRoutes.listOpen, {})).body;
    expect(items).toEqual([
      {
        id: cohort.id,
        programId: program.id,
        programName: 'Career growth',
        name: 'Spring',
        purpose: expect.any(String),
        format: 'one-to-one',
        state: 'enrolling',
        enrolmentClosesOn: '2026-03-15',
        startsOn: '2026-03-22',
        endsOn: '2026-09-20',
        hoursPerMonth: 2,
        cadenceDays: 14,
        meetingMinutes: 45,
        coordinators: [{ personId: owner.id, displayName: 'Olga Owner' }],
        enrolled: 1,
        approval: 'none',
        admissionOrder: 'first-come',
        seatsLeft: null,
        waiting: 0,
        eligible: false,
        obstacles: ['department', 'grade'],
        invitedAs: null,
        mine: [],
      },
    ]);
    const one = await caller.call(cohortRoutes.getOpen, { params: { cohortId: cohort.id } });
    expect(one.body).toMatchObject({ ...items[0], form: { questions: expect.any(Array) } });
  });

  it('name the own coordinators of a program before those of the whole organisation', async () => {
    const { organisation, owner, program } = await story();
    const cohort = await api.given.cohort(program, owner);
    const [everything, own] = [
      await api.given.person(organisation, { displayName: 'Ella Everything' }),
      await api.given.person(organisation, { displayName: 'Omar Own' }),
    ];
    await api.given.grant(everything, 'coordinator');
    const caller = await api.as(own);
    const names = async () =>
      (await caller.call(cohortRoutes.getOpen, { params: { cohortId: cohort.id } })).body.coordinators.map(
        (one) => one.displayName,
      );
    expect(await names()).toEqual(['Ella Everything']);
    await api.given.grant(own, 'coordinator', program.id);
    expect(await names()).toEqual(['Omar Own']);
  });

  it('keep what I am invited to or enrolled in until it is closed', async () => {
    const { organisation, owner, program } = await story();
    const invited = await api.given.cohort(program, owner, { state: 'matching' });
    const enrolled = await api.given.cohort(program, owner, { state: 'running' });
    const closed = await api.given.cohort(program, owner, { state: 'closed' });
    const person = await api.given.person(organisation);
    await api.rows(
      `insert into invitations (organisation_id, id, person_id, cohort_id, role, invited_by, expires_at)
       values ($1, gen_random_uuid(), $2, $3, 'mentee', $4, now() + interval '1 year')`,
      [organisation.id, person.id, invited.id, owner.id],
    );
    const enrolment = await api.given.enrolment(enrolled, person, 'mentor', { state: 'matched' });
    await api.given.enrolment(closed, person, 'mentor', { state: 'completed' });
    const { items } = (await (await api.as(person)).call(cohortRoutes.listOpen, {})).body;
    expect(items.map((item) => [item.id, item.invitedAs, item.mine.map((one) => one.state)])).toEqual([
      [invited.id, 'mentee', []],
      [enrolled.id, null, ['matched']],
    ]);
    expect(items[1]?.mine[0]).toMatchObject({ enrolmentId: enrolment.id, role: 'mentor' });
  });

  it('do not tell of drafts, nor of another organisation', async () => {
    const { owner, program, caller } = await story();
    const draft = await api.given.cohort(program, owner, { state: 'draft' });
    const open = await api.given.cohort(program, owner);
    expect((await caller.call(cohortRoutes.getOpen, { params: { cohortId: draft.id } })).status).toBe(404);
    const stranger = (await story()).caller;
    expect((await stranger.call(cohortRoutes.getOpen, { params: { cohortId: open.id } })).status).toBe(404);
    expect((await stranger.call(cohortRoutes.listOpen, {})).body.items).toEqual([]);
  });
});

describe('a scheduled launch', () => {
  /** Santiago puts its clock forward at midnight of 6 September 2026: that day has no 00:30. */
  async function scheduled(opensAtMinute: number, enrolmentOpensOn: string, timeZone = 'Europe/Berlin') {
    const { organisation, caller, plan } = await story();
    await api.rows('update organisations set time_zone = $2 where organisation_id = $1', [
      organisation.id,
      timeZone,
    ]);
    const planned = await plan({ startsOn: addDays(enrolmentOpensOn, 28), enrolmentOpensOn });
    const params = { cohortId: planned.body.id };
    const timed = await caller.call(cohortRoutes.update, { params, version: 1, body: { opensAtMinute } });
    const launched = await move(caller, planned.body.id, timed.body.version, 'scheduled');
    expect(launched.body.state).toBe('scheduled');
    const at = async (instant: string) => {
      api.clock.set(new Date(instant));
      await new CohortsService(api.platform.db, api.platform.clock, api.platform.jobs).advance(
        organisation.id,
      );
      return stateOf(planned.body);
    };
    return { organisation, caller, cohort: launched.body, at };
  }

  it('opens at its hour where the organisation lives', async () => {
    // Berlin is at UTC+2 on 1 April.
    const { at } = await scheduled(9 * 60 + 30, '2026-04-01');
    expect(await at('2026-04-01T07:29:00Z')).toBe('scheduled');
    expect(await at('2026-04-01T07:30:00Z')).toBe('enrolling');
  });

  it('opens on the day of a clock change at the hour that the wall shows', async () => {
    // On 29 March the clocks of Berlin go from 2 to 3: nine o'clock is 07:00 UTC, not 08:00.
    const { at } = await scheduled(9 * 60, '2026-03-29');
    expect(await at('2026-03-29T06:59:00Z')).toBe('scheduled');
    expect(await at('2026-03-29T07:00:00Z')).toBe('enrolling');
  });

  it('wakes by a job at that instant, also after the day was moved', async () => {
    const { caller, cohort } = await scheduled(30, '2026-09-06', 'America/Santiago');
    await caller.call(cohortRoutes.update, {
      params: { cohortId: cohort.id },
      version: cohort.version,
      body: { enrolmentOpensOn: '2026-09-07' },
    });
    const jobs = await api.rows<{ at: Date }>(
      `select start_after as at from pgboss.job where name = 'open-enrolment' and data ->> 'cohortId' = $1 order by 1`,
      [cohort.id],
    );
    expect(jobs.map((job) => job.at.toISOString())).toEqual([
      '2026-09-06T04:30:00.000Z',
      '2026-09-07T03:30:00.000Z',
    ]);
  });

  it('can be called off: nothing opens then', async () => {
    const { caller, cohort, at } = await scheduled(9 * 60, '2026-04-01');
    await move(caller, cohort.id, cohort.version, 'draft');
    expect(await at('2026-04-02T12:00:00Z')).toBe('draft');
  });

  it('opened by hand before its hour is open from now on', async () => {
    const { caller, cohort } = await scheduled(23 * 60, '2026-04-01');
    const { body } = await move(caller, cohort.id, cohort.version, 'enrolling');
    // 09:00 UTC is ten o'clock in Berlin before the clocks change.
    expect(body).toMatchObject({ state: 'enrolling', enrolmentOpensOn: '2026-03-02', opensAtMinute: 600 });
  });
});
