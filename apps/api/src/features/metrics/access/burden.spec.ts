import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declarationRoutes } from '@ithaca/contracts/declarations';
import { metricTableRoutes } from '@ithaca/contracts/metric-tables';
import { metricRoutes } from '@ithaca/contracts/metrics';
import type { RequestOf } from '@ithaca/contracts/route';
import type { GivenCohort, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';

/** The clock of this story stands at 2 March 2026. */
const at = (day: string) => new Date(`${day}T12:00:00Z`);

let api: TestApi;
let ownerPerson: GivenPerson;
let owner: TestCaller;
let cohort: GivenCohort;
let attributeId: string;
/** Who was matched as a mentor, and the minutes each of them gave. */
const gave: { id: string; department: string; minutes: number }[] = [];

/** Twenty-four mentors of Sales, of whom twenty met three times, and twenty-six of Legal, of whom six met once. */
beforeAll(async () => {
  api = await startApi();
  const { given } = api;
  const organisation = await given.organisation();
  ownerPerson = await given.person(organisation, { department: 'Board' });
  await given.grant(ownerPerson, 'owner');
  const program = await given.program(ownerPerson);
  cohort = await given.cohort(program, ownerPerson, { state: 'running', startsOn: '2026-01-12' });
  owner = await api.as(ownerPerson);
  const { body } = await owner.call(declarationRoutes.create, {
    body: {
      name: 'Gender',
      explanation: 'To see whether everybody carries the same.',
      purpose: 'equal-access',
      choices: ['Woman', 'Man'],
      seenBy: ['owner'],
    },
  });
  attributeId = body.id;
  for (let index = 0; index < 50; index += 1) {
    const department = index < 24 ? 'Sales' : 'Legal';
    const meetings = index < 20 ? 3 : index >= 24 && index < 30 ? 1 : 0;
    const mentor = await given.person(organisation, { account: false, department });
    const mentee = await given.person(organisation, { account: false, department: 'Ops' });
    const pairing = await given.pairing(cohort, mentor, mentee, { startedAt: at('2026-01-13') });
    // Both steps are over for all, so that only who gives more tells of groups.
    for (const [who, role] of [
      [mentor, 'mentor'],
      [mentee, 'mentee'],
    ] as const)
      await given.stages(cohort, who.id, role, { active: at('2026-01-20') });
    for (const day of ['2026-01-20', '2026-02-03', '2026-02-24'].slice(0, meetings))
      await given.meeting(pairing, { state: 'held', startsAt: at(day), minutes: 40 });
    // Not held, and on a day to come: neither is time that was given.
    await given.meeting(pairing, { state: 'missed', startsAt: at('2026-02-10') });
    await given.declaration(mentor, attributeId, index % 2 === 0 ? 'choice-1' : 'choice-2', at('2026-01-01'));
    gave.push({ id: mentor.id, department, minutes: meetings * 40 });
  }
  // And some who take no part, of either choice.
  for (let index = 0; index < 12; index += 1) {
    const colleague = await given.person(organisation, { account: false, department: 'Ops' });
    await given.declaration(colleague, attributeId, `choice-${1 + (index % 2)}`, at('2026-01-01'));
  }
}, 120_000);
afterAll(() => api.stop());

type Query = NonNullable<RequestOf<(typeof metricRoutes)['access']>['query']>;
const ask = async (query: Query = {}) =>
  (await owner.call(metricRoutes.access, { params: { cohortId: cohort.id }, query })).body;

describe('who carries the mentoring', () => {
  it('is told by department with minutes, and said only where it is more than chance', async () => {
    const { burden } = await ask();
    expect(burden).toMatchObject({ mentors: 50, heavy: 20, minutes: 2640, suppressed: null });
    const [legal, sales] = burden?.groups ?? [];
    expect(sales).toMatchObject({ group: 'Sales', mentors: 24, heavy: 20, verdict: 'more', perMentor: 100 });
    expect(sales?.shareOfMinutes).toBeCloseTo(2400 / 2640, 10);
    expect(sales?.shareOfMentors).toBeCloseTo(24 / 50, 10);
    // Of the 113 who could take part.
    expect(sales?.shareOfEligible).toBeCloseTo(24 / 113, 10);
    expect(legal).toMatchObject({ group: 'Legal', mentors: 26, heavy: 0, verdict: 'less' });
    expect((await ask({ role: 'mentor' })).burden).toMatchObject({ mentors: 50 });
    expect((await ask({ role: 'mentee' })).burden).toBeNull();
  });

  it('is in the file as on the screen', async () => {
    const file = await owner.call(metricTableRoutes.ofCohort, {
      params: { cohortId: cohort.id },
      query: { table: 'burden', format: 'csv', by: 'department' },
    });
    const text = String(file.body);
    expect(file.status).toBe(200);
    expect(text).toMatch(/Sales,24,20,/);
    expect(text).toContain('mentor-burden');
  });

  it('tells counts alone of what people declared', async () => {
    await api.platform.jobs.runSweep('freeze-access-pages');
    const declared = await ask({ by: attributeId });
    expect(declared.stages.filter(({ suppressed }) => suppressed !== null)).toEqual([]);
    expect(declared.burden).toMatchObject({ mentors: 50, heavy: 20, minutes: null });
    expect(
      declared.burden?.groups.map(({ shareOfMinutes, perMentor }) => [shareOfMinutes, perMentor]),
    ).toEqual(declared.burden?.groups.map(() => [null, null]));
  });

  it('stays what it was when the next page would tell of one mentor', async () => {
    const before = await ask({ by: attributeId });
    const [one] = gave.filter(({ minutes }) => minutes === 0);
    const [pairing] = await api.rows<{ id: string }>(
      'select pairing_id as id from pairing_members where person_id = $1',
      [one?.id],
    );
    await api.rows(
      "update meetings set state = 'held', duration_minutes = 300 where pairing_id = $1 and state = 'missed'",
      [pairing?.id],
    );
    expect((await ask()).burden).toMatchObject({ minutes: 2940 });
    api.clock.set(at('2026-04-02'));
    await api.platform.jobs.runSweep('freeze-access-pages');
    owner = await api.as(ownerPerson);
    const after = await ask({ by: attributeId });
    expect(after.frozen?.on).toBe('2026-04-01');
    expect(after.burden).toEqual(before.burden);
  });
});
