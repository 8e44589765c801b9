import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureRoutes } from '@ithaca/contracts/measures';
import type { GivenCohort } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

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

  it('tells what check-ins say wave by wave, and hides what few have answered', async () => {
    const { body } = await owner.call(measureRoutes.pulse, { params: { cohortId: cohort.id } });
    const [mentees] = body.sides.filter(({ side }) => side === 'mentee');
    expect(
      mentees?.waves.map(({ wave, response }) => [wave, response.numerator, response.denominator]),
    ).toEqual([
      [1, 5, 6],
      [2, 2, 6],
    ]);
    // Two answers to the second wave: hidden, and the first with them, or the sum would tell them.
    expect(mentees?.waves.map(({ satisfaction }) => satisfaction.suppressed?.reason)).toEqual([
      'protects-others',
      'small-group',
    ]);
    expect(mentees?.all.satisfaction).toMatchObject({ numerator: 4, denominator: 7 });
    expect(mentees?.all.bounds).toEqual({ lo: 4 / 12, hi: 9 / 12 });
  });
});
