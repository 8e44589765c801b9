import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureRoutes } from '@ithaca/contracts/measures';
import '@ithaca/testkit/property-seed';
import fc from 'fast-check';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { before, dayOf, seeded, TODAY } from '../../../../testing/metric-story.ts';
import { leftByChoiceInSql } from '../../../../testing/outcome-sql.ts';
import { anOldCohort, populate, STARTED } from '../../../../testing/workforce-story.ts';
import type { Fate, WorkforceStory } from '../../../../testing/workforce-story.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Four hundred colleagues, of whom half left in the calendar year after the landmark: of both groups, early in their tenure and late. */
function aYearOfLeaving(random: (most: number) => number): Fate[] {
  const colleague = (left: number | null, at: number): Fate => {
    const hired = (left ?? 300) + (at % 3 ? 1300 : 2400) + random(100);
    const job = { ago: hired, grade: 2, department: random(2) ? 'Sales' : 'Legal', site: 'Oslo' };
    return {
      hired,
      left,
      reason: random(2) ? 'voluntary' : 'involuntary',
      jobs: [job],
      stages: at % 4 < 2 ? { matched: STARTED - random(50) } : {},
    };
  };
  return [
    // Who leaves on the first day of the data is followed in no stretch of tenure.
    colleague(STARTED - 70, 3),
    ...Array.from({ length: 400 }, (_, at) => colleague(at % 2 ? null : 70 + random(340), at >> 1)),
  ];
}

async function readByChoice({ owner, cohort }: WorkforceStory) {
  const reading = await api.as(owner);
  const params = { cohortId: cohort.id };
  const { body } = await reading.call(measureRoutes.outcomes, { params, query: {} });
  const [found] = body.careers;
  return found;
}

describe('who left by choice, of participants and others', () => {
  it('is told of the calendar year after the landmark, as the tables tell it', async () => {
    const seed = fc.sample(fc.nat(), 1)[0] ?? 0;
    const story = await anOldCohort(api);
    await populate(api, story, aYearOfLeaving(seeded(seed)));
    const [row] = await api.rows<{ value: number }>(
      `select value from (${leftByChoiceInSql}) x where $2::date is not null`,
      [story.cohort.id, TODAY],
    );
    expect({ seed, found: await readByChoice(story) }).toMatchObject({
      seed,
      found: {
        key: 'voluntary-exit-difference',
        status: 'compared',
        dueOn: '2026-02-01',
        difference: { side: 'mentee', estimate: expect.closeTo(row?.value ?? Number.NaN, 8) },
      },
    });
  });

  it('is told of the cohort of the year that was set up first, whenever another one begins', async () => {
    const story = await anOldCohort(api);
    await populate(api, story, aYearOfLeaving(seeded(7)));
    const { given } = api;
    const program = await given.program(story.owner);
    const other = await given.cohort(program, story.owner, {
      state: 'running',
      startsOn: dayOf(STARTED + 30),
    });
    const setUp = (ago: number) =>
      api.rows('update cohorts set created_at = $2 where id = $1', [other.id, before(ago)]);
    await setUp(3000);
    expect(await readByChoice(story)).toMatchObject({ status: 'compared' });
    const mentee = await given.person(story.organisation);
    await given.stages(other, mentee.id, 'mentee', { matched: before(STARTED) });
    expect(await readByChoice(story)).toMatchObject({
      status: 'told-of-another',
      participants: { share: null },
      difference: { estimate: null, suppressed: { reason: 'protects-others' } },
    });
    await setUp(0);
    expect(await readByChoice(story)).toMatchObject({ status: 'compared' });
  });
});
