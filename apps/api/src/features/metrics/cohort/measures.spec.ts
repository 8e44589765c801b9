import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureRoutes } from '@ithaca/contracts/measures';
import { metricRoutes } from '@ithaca/contracts/metrics';
import type { GivenCohort } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';

/** The clock of this story stands at 2 March 2026. */
const at = (day: string) => new Date(`${day}T12:00:00Z`);

let api: TestApi;
let cohort: GivenCohort;
let owner: TestCaller;

/** Six pairings of a fortnight: three mentees of Sales, of whom two meet, two of Legal who do not, and one of both. */
beforeAll(async () => {
  api = await startApi();
  const organisation = await api.given.organisation();
  const ownerPerson = await api.given.person(organisation);
  await api.given.grant(ownerPerson, 'owner');
  const program = await api.given.program(ownerPerson);
  cohort = await api.given.cohort(program, ownerPerson, { state: 'running', startsOn: '2026-01-12' });
  for (const [index, department] of ['Sales', 'Sales', 'Sales', 'Legal', 'Legal', ''].entries()) {
    const mentor = await api.given.person(organisation, { account: false, department: 'Board' });
    const mentee = await api.given.person(organisation, { account: false, department });
    const pairing = await api.given.pairing(cohort, mentor, mentee, { startedAt: at('2026-01-13') });
    if (index < 2)
      for (const day of ['2026-01-20', '2026-02-03', '2026-02-24'])
        await api.given.meeting(pairing, { state: 'held', startsAt: at(day) });
    for (const [wave, usefulness] of [5, 3].entries())
      await api.given.checkIn(pairing, mentee, {
        wave: wave + 1,
        askedAt: at(wave === 0 ? '2026-01-26' : '2026-02-10'),
        ...(index < 5 - wave * 3 && {
          answeredAt: at(wave === 0 ? '2026-01-30' : '2026-02-11'),
          usefulness: index === 0 ? 2 : usefulness,
        }),
      });
  }
  owner = await api.as(ownerPerson);
}, 60_000);
afterAll(() => api.stop());

describe('what came of a cohort', () => {
  it('tells goals, places, former mentees and what the cost would need', async () => {
    const given = api.given;
    const [organisationId] = await api.rows<{ id: string }>(
      'select organisation_id as id from cohorts where id = $1',
      [cohort.id],
    );
    const [first, second] = await api.rows<{ id: string; mentee: string }>(
      `select p.id, m.person_id as mentee from pairings p join pairing_members m on m.pairing_id = p.id and m.role = 'mentee'
       where p.cohort_id = $1 order by p.id limit 2`,
      [cohort.id],
    );
    const goal = (pairing: typeof first, more: object) => ({
      organisationId: organisationId?.id,
      id: crypto.randomUUID(),
      pairingId: pairing?.id,
      cohortId: cohort.id,
      ownerId: pairing?.mentee,
      title: 'Lead a talk',
      createdAt: at('2026-01-20'),
      updatedAt: at('2026-02-20'),
      dueOn: '2026-02-15',
      ...more,
    });
    const reached = {
      state: 'reached',
      reachedAt: at('2026-02-12'),
      claimedAt: at('2026-02-10'),
      confirmedAt: at('2026-02-12'),
    };
    const half = goal(second, { state: 'open' });
    await given.insert('goals', [goal(first, { ...reached, claimedBy: first?.mentee })]);
    await given.insert('goals', [half]);
    await given.insert(
      'milestones',
      [0, 1].map((position) => ({
        organisationId: organisationId?.id,
        id: crypto.randomUUID(),
        goalId: half.id,
        title: 'A step',
        position,
        doneAt: position === 0 ? at('2026-02-01') : null,
      })),
    );
    const { body } = await owner.call(measureRoutes.outcomes, { params: { cohortId: cohort.id }, query: {} });
    const of = (key: string) => [...body.metrics, ...body.mentors].find((metric) => metric.key === key);
    expect(of('goal-progress')).toMatchObject({ numerator: 1.5, denominator: 2 });
    expect(of('goal-completion')).toMatchObject({ numerator: 1, denominator: 2 });
    expect(of('completion-rate')).toMatchObject({ denominator: 0, estimate: null });
    expect(of('mentor-utilisation')).toMatchObject({ numerator: 6 });
    expect(of('mentor-idle')).toMatchObject({ numerator: 0 });
    expect(body.careers.map(({ status, difference }) => [difference.side, status])).toEqual(
      ['mentee', 'mentee', 'mentee', 'mentor', 'mentor'].map((side) => [side, 'not-due']),
    );
    expect(body.roi).toBeNull();
    const query = { salary: 50_000, licence: 9_000, hourlyRate: 100 };
    const asked = await owner.call(measureRoutes.outcomes, { params: { cohortId: cohort.id }, query });
    const { meetingHours } = body.investment;
    expect(asked.body.roi).toMatchObject({
      headline: 'break-even',
      cost: { licence: 9_000, meetings: meetingHours * 100, total: 9_000 + meetingHours * 100 },
      metric: { key: 'return-on-investment', estimate: null },
    });
    const refused = await owner.call(measureRoutes.outcomes, {
      params: { cohortId: cohort.id },
      query: { salary: -1 },
    });
    expect(refused.status).toBe(400);
  });
});

describe('the measures of a cohort', () => {
  it('tells week by week which pairings met within their own rhythm, by the group of their mentees', async () => {
    const { body } = await owner.call(measureRoutes.rhythm, { params: { cohortId: cohort.id }, query: {} });
    expect(body.groups.map(({ group, pairings }) => [group, pairings])).toEqual([
      ['Sales', 3],
      ['Legal', 2],
      ['not-stated', 1],
    ]);
    expect(body.weeks.at(-1)).toBe('2026-03-02');
    const sales = body.groups[0]?.cells.map(({ met, due, young }) => [met, due, young]);
    expect(sales).toEqual([
      [0, 0, 3],
      [0, 0, 3],
      [2, 3, 0],
      [2, 3, 0],
      [2, 3, 0],
      [0, 3, 0],
      [2, 3, 0],
      [2, 3, 0],
    ]);
    expect(body.all.at(-1)).toMatchObject({ met: 2, due: 6 });
    expect(body.metrics[0]).toMatchObject({ key: 'weekly-rhythm', numerator: 2, denominator: 6 });
    expect(body.evidence.both + body.evidence.one).toBe(6);
  });

  it('tells the response wave by wave, and what was answered over all waves at once, as the overview does', async () => {
    const params = { cohortId: cohort.id };
    const { body } = await owner.call(measureRoutes.pulse, { params });
    const [mentees] = body.sides.filter(({ side }) => side === 'mentee');
    expect(
      mentees?.waves.map(({ wave, response }) => [wave, response.numerator, response.denominator]),
    ).toEqual([
      [1, 5, 6],
      [2, 2, 6],
    ]);
    const overview = await owner.call(metricRoutes.cohortOverview, { params });
    expect(mentees?.satisfaction).toEqual(overview.body.metrics.find(({ key }) => key === 'satisfaction'));
    expect(mentees?.satisfaction.n).toBeGreaterThanOrEqual(5);
    expect(mentees?.bounds).toEqual(overview.body.satisfactionBounds);
    expect(mentees?.mean.n).toBe(mentees?.satisfaction.n);
    expect(JSON.stringify(mentees?.waves)).not.toContain('satisfaction');
  });
});
