import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureRoutes } from '@ithaca/contracts/measures';
import type { OutcomesReport } from '@ithaca/contracts/measures';
import '@ithaca/testkit/property-seed';
import fc from 'fast-check';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { dayOf, seeded, TODAY } from '../../../../testing/metric-story.ts';
import type { Random } from '../../../../testing/metric-story.ts';
import { fileOfCsv } from '@ithaca/testkit/table-files';
import { leftByChoiceInSql, ratesInSql, tenureInSql } from '../../../../testing/working-lives-sql.ts';
import { anOldCohort, populate } from '../../../../testing/workforce-story.ts';
import type { Fate, WorkforceStory } from '../../../../testing/workforce-story.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const reasons = ['voluntary', 'voluntary', 'involuntary', 'retirement', 'other', null] as const;

/** A working life of which nobody took part in anything: hired within seven years, gone, back, risen or moved. */
function anyLife(random: Random, at: number): Fate {
  const hired = at % 3 === 0 ? 1 + random(400) : 1 + random(2500);
  const left = random(2) === 0 ? random(Math.min(hired, 1500)) : null;
  const grade = at % 40 === 7 ? null : 1 + random(5);
  const first = { ago: hired, grade, department: 'Sales', site: 'Oslo' };
  const jobs = [first];
  for (let ago = hired - 1 - random(900); ago > 0; ago -= 1 + random(400)) {
    const last = jobs.at(-1);
    if (!last) break;
    const change = random(4);
    jobs.push({
      ago,
      grade: change < 2 && last.grade !== null ? last.grade + 1 - 2 * (random(6) === 0 ? 1 : 0) : last.grade,
      department: change === 2 ? (last.department === 'Sales' ? 'Legal' : 'Sales') : last.department,
      site: change === 0 ? 'Lima' : last.site,
    });
  }
  // The great re-grading, of whoever was there.
  if (random(3) === 0 && hired > 120 && jobs.every(({ ago }) => ago !== 120))
    jobs.push({ ...(jobs.findLast(({ ago }) => ago > 120) ?? first), ago: 120, grade: 7 });
  return {
    hired,
    left,
    ...(left !== null && left > 60 && random(6) === 0 && { back: 25 + random(12) }),
    reason: reasons[random(reasons.length)] ?? null,
    jobs: jobs.toSorted((a, b) => b.ago - a.ago),
    stages: {},
  };
}

async function outcomesOf({ owner, cohort }: WorkforceStory): Promise<OutcomesReport> {
  const { body } = await (
    await api.as(owner)
  ).call(measureRoutes.outcomes, { params: { cohortId: cohort.id }, query: {} });
  return body;
}

describe('working lives of everybody', () => {
  it('are what the tables tell, whatever has happened', async () => {
    const seed = fc.sample(fc.nat(), 1)[0] ?? 0;
    const random = seeded(seed);
    const story = await anOldCohort(api);
    await populate(
      api,
      story,
      Array.from({ length: 700 }, (_, at) => anyLife(random, at)),
    );
    const { tenure, workforce } = await outcomesOf(story);
    const ask = (sql: string) =>
      api.rows<{ value: number | null; base: number; years: number }>(sql, [story.cohort.id, TODAY]);
    const close = (value: number | null | undefined) => (value == null ? null : expect.closeTo(value, 8));
    for (const { share, metric } of tenure.quartiles) {
      const [row] = await ask(tenureInSql(share));
      expect({ seed, share, value: metric.estimate }).toEqual({ seed, share, value: close(row?.value) });
    }
    const chosen = await ask(leftByChoiceInSql);
    expect({
      seed,
      chosen: tenure.leftByChoice.map(({ years, metric }) => [years, metric.estimate]),
    }).toEqual({
      seed,
      chosen: chosen.map(({ years, value }) => [years, close(value)]),
    });
    expect(chosen.length).toBeGreaterThan(0);
    for (const [key, sql] of Object.entries(ratesInSql)) {
      const [row] = await ask(sql);
      const metric = workforce.find((one) => one.key === key);
      expect({ seed, key, n: metric?.n, value: metric?.estimate }).toEqual({
        seed,
        key,
        n: row?.base,
        value: close(row?.value),
      });
      expect(metric?.numerator).toBeGreaterThan(0);
    }
    const path = `/api/cohorts/${story.cohort.id}/tables?table=tenure&format=csv&locale=en`;
    const { text: csv } = await (await api.as(story.owner)).raw('GET', path);
    const { lines } = fileOfCsv(Buffer.from(csv));
    const linesOf = (measure: string) => lines.filter((line) => line['measure'] === measure);
    const text = (value: number | null | undefined) => (value == null ? null : String(value));
    expect(linesOf('still-here').map((line) => [line['months'], line['share'], line['at_risk']])).toEqual(
      tenure.curve?.months.map((month, at) =>
        [month, tenure.curve?.survival[at], tenure.curve?.atRisk[at]].map(text),
      ),
    );
    expect(linesOf('quartile').map((line) => [line['share'], line['months'], line['months_lo']])).toEqual(
      tenure.quartiles.map(({ share, metric }) => [share, metric.estimate, metric.lo].map(text)),
    );
    expect(linesOf('left-by-choice').map((line) => [line['months'], line['share'], line['hi']])).toEqual(
      tenure.leftByChoice.map(({ years, metric }) => [12 * years, metric.estimate, metric.hi].map(text)),
    );
  }, 60_000);

  it('are told in whole months and by batches: nobody’s leaving of today, and nobody’s reason alone', async () => {
    const story = await anOldCohort(api);
    const life = (hired: number, left: number | null = null, reason: Fate['reason'] = null): Fate => ({
      hired,
      left,
      reason,
      jobs: [{ ago: hired, grade: 3, department: 'Ops', site: 'Oslo' }],
      stages: {},
    });
    const many = (count: number, fate: Fate) => Array.from({ length: count }, () => fate);
    await populate(api, story, [
      // Somebody left long ago: since then the data tell of everybody.
      life(2400, 2300, 'other'),
      ...many(29, life(1500)),
      ...many(6, life(700, 500, 'voluntary')),
      ...many(6, life(700, 500, 'retirement')),
      ...many(30, life(400)),
    ]);
    const before = await outcomesOf(story);
    expect(before.tenure.leftByChoice.map(({ years, metric }) => [years, metric.estimate])).toEqual([
      [2, expect.closeTo(6 / 72, 10)],
    ]);
    const curveOf = ({ tenure: { curve } }: OutcomesReport) => curve?.survival[curve.months.indexOf(12)];
    // Twelve of seventy-two and the owner.
    expect(curveOf(before)).toBeCloseTo(1 - 12 / 72, 10);
    expect(before.tenure.quartiles.map(({ metric }) => metric.estimate)).toEqual([null, null, null]);
    const [leaver] = await api.rows<{ id: string }>(
      'select person_id as id from employment_spells where organisation_id = $1 and starts_on = $2 limit 1',
      [story.organisation.id, dayOf(400)],
    );
    const readAfterLeaving = async (reason: string) => {
      await api.rows(
        `update employment_spells set ends_on = $2, end_reason = $4 where organisation_id = $1 and person_id = $3`,
        [story.organisation.id, dayOf(100), leaver?.id, reason],
      );
      return outcomesOf(story);
    };
    // That one more has left is told; whether by choice waits for four more, and five who did not choose it.
    const [chosen, dismissed] = [await readAfterLeaving('voluntary'), await readAfterLeaving('involuntary')];
    expect(curveOf(chosen)).toBeLessThan(curveOf(before) ?? 0);
    expect(chosen.tenure).toEqual(dismissed.tenure);
  });
});
