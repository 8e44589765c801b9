import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureRoutes } from '@ithaca/contracts/measures';
import { metricRoutes } from '@ithaca/contracts/metrics';
import type { Metric } from '@ithaca/contracts/metrics';
import { scoreRoutes } from '@ithaca/contracts/score-quality';
import { surveyRoutes } from '@ithaca/contracts/survey-answers';
import { listMetrics } from '@ithaca/metrics/catalogue';
import '@ithaca/testkit/property-seed';
import fc from 'fast-check';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { engagementInSql, engagementJudgedInSql } from '../../../testing/engagement-sql.ts';
import { manyLived } from '../../../testing/engagement-story.ts';
import { countsInSql, dropOutsInSql, letIn, tablesInSql, valuesInSql } from '../../../testing/metric-sql.ts';
import { aCohortStory, seeded, TODAY } from '../../../testing/metric-story.ts';
import { accessInSql, mentorOutcomesInSql, outcomesInSql, scoreInSql } from '../../../testing/outcome-sql.ts';
import { ratesInSql } from '../../../testing/working-lives-sql.ts';
import { readingsInSql } from '../../../testing/reading-sql.ts';
import { anOldCohort, anyFate, manyScored, populate } from '../../../testing/workforce-story.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const aSeed = () => fc.sample(fc.nat(), 1)[0] ?? 0;
const close = (value: number | null | undefined, digits = 8) =>
  value === null || value === undefined ? null : expect.closeTo(value, digits);

describe('numbers', () => {
  it('are each told a second time by the tables alone', () => {
    const proven = [
      ...Object.keys(countsInSql),
      ...Object.keys(valuesInSql),
      ...Object.keys(tablesInSql),
      ...Object.keys(outcomesInSql),
      ...Object.keys(ratesInSql),
      'tenure',
      'tenure-left-by-choice',
      // In a spec of their own.
      ...Object.keys(readingsInSql),
      'drop-outs',
      'access-ratio',
      'score-discrimination',
      'engagement-score',
      'engagement-discrimination',
      'voluntary-exit-difference',
      // In the comparison's own spec, of cohorts that differ.
      'cohort-difference',
    ];
    const known = listMetrics().map(({ key }) => key);
    expect(proven.toSorted()).toEqual(known.toSorted());
  });

  it('of a cohort are what the tables tell, whatever has happened', async () => {
    const seed = aSeed();
    const { cohort, owner } = await aCohortStory(api, seeded(seed));
    const reading = await api.as(owner);
    const params = { cohortId: cohort.id };
    const { body: overview } = await reading.call(metricRoutes.cohortOverview, { params });
    const { body: workforce } = await reading.call(metricRoutes.cohortWorkforce, { params });
    const { body: rhythm } = await reading.call(measureRoutes.rhythm, { params, query: {} });
    const { body: outcomes } = await reading.call(measureRoutes.outcomes, { params, query: {} });
    const { body: pulse } = await reading.call(measureRoutes.pulse, { params });
    const { body: surveys } = await reading.call(surveyRoutes.results, { params });
    const { body: today } = await reading.call(metricRoutes.today, {});
    const mentees = pulse.sides.find(({ side }) => side === 'mentee');
    const middle = surveys.items.find(({ moment }) => moment === 'middle');
    const told: Metric[] = [
      workforce.participation,
      ...overview.metrics,
      ...rhythm.metrics,
      ...outcomes.metrics,
      ...outcomes.matching.filter(({ side }) => side !== 'mentor'),
      ...outcomes.mentors,
      ...(mentees ? [mentees.mean] : []),
      ...pulse.recommendations.flatMap(({ moment, recommendation }) =>
        moment === 'end' ? recommendation : [],
      ),
      ...(middle ? [middle.response] : []),
    ];
    const ask = (sql: string) => {
      const all = [cohort.id, TODAY, api.clock.now()];
      return api.rows<Record<string, string | number | null>>(sql, all.slice(0, sql.includes('$3') ? 3 : 2));
    };
    for (const [key, sql] of Object.entries(countsInSql)) {
      const [row] = await ask(
        `select part::float8 as part, base::int as base from (${sql}) x where $2::date is not null`,
      );
      const metric = told.find((one) => one.key === key);
      expect({ seed, key, base: metric?.denominator, part: metric?.numerator ?? 0 }).toEqual({
        seed,
        key,
        base: row?.['base'],
        part: close(Number(row?.['part'] ?? 0)),
      });
    }
    for (const [key, sql] of Object.entries(valuesInSql)) {
      const [row] = await ask(
        `select value::float8 as value, base::int as base from (${sql}) x where $2::date is not null`,
      );
      const metric = told.find((one) => one.key === key);
      expect({ seed, key, n: metric?.n, value: metric?.estimate }).toEqual({
        seed,
        key,
        n: row?.['base'],
        value: close(row?.['value'] == null ? null : Number(row['value'])),
      });
    }
    const left = await ask(dropOutsInSql);
    const byStage = (rows: readonly { name: unknown }[]) =>
      rows.toSorted((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
    const toldLeft = overview.dropOuts.map(({ stage, reason, count }) => {
      const name = `${stage} ${reason}`;
      return { name, n: count ?? left.find((row) => row['name'] === name)?.['n'] };
    });
    expect({ seed, left: byStage(toldLeft) }).toEqual({
      seed,
      left: byStage(left.map(({ name, n }) => ({ name, n }))),
    });
    expect(overview.dropOuts.filter(({ count }) => count !== null && count < 5)).toEqual([]);
    const { body: engagement } = await reading.call(measureRoutes.engagement, { params });
    const [scored] = await ask(
      `select value::float8 as value, base::int as base from (${engagementInSql}) x`,
    );
    expect({ seed, n: engagement.metric.n, value: engagement.metric.estimate }).toEqual({
      seed,
      n: scored?.['base'],
      value: close(Number(scored?.['value'])),
    });
    const steps = (way: string, of: typeof overview.funnel) =>
      of.map(({ stage, reached, conversion, pending, mature }) => ({
        name: `${way} ${stage}`,
        n: reached,
        share: close(conversion),
        pending,
        mature: close(mature?.share),
      }));
    const inTables: Record<string, unknown[]> = {
      'funnel-conversion': [...steps('invited', overview.funnel), ...steps('walk-in', overview.walkIns)],
      'pairing-health': Object.entries(overview.health).map(([name, n]) => ({ name, n })),
      'early-signals': [
        ...Map.groupBy(
          today.queue.flatMap(({ signals }) => signals),
          ({ code }) => code,
        ),
      ].map(([name, of]) => ({ name, n: of.length })),
    };
    const byName = (rows: readonly unknown[]) =>
      (rows as { name: string }[]).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const [key, sql] of Object.entries(tablesInSql))
      expect({ seed, key, rows: byName(await ask(sql)) }).toEqual({
        seed,
        key,
        rows: byName(inTables[key] ?? []),
      });
  });

  it('of what came of it, and of who gets how far, are what the tables tell', async () => {
    const seed = aSeed();
    const random = seeded(seed);
    const story = await anOldCohort(api);
    await populate(
      api,
      story,
      Array.from({ length: 420 }, (_, at) => anyFate(random, at)),
    );
    const params = { cohortId: story.cohort.id };
    const reading = await api.as(story.owner);
    const money = { salary: 60_000, licence: 50_000 };
    const { body } = await reading.call(measureRoutes.outcomes, { params, query: money });
    const { retention, retentionOfMentors, roi } = body;
    const { naive } = retention;
    const found: Record<keyof typeof outcomesInSql, number | null | undefined> = {
      'retention-difference': retention.difference?.estimate,
      'retention-kept-days': retention.restrictedMeanDays?.estimate,
      'retention-naive': naive && naive.participants - naive.others,
      'mentor-retention-difference': retentionOfMentors?.difference?.estimate,
      'mentor-retention-kept-days': retentionOfMentors?.restrictedMeanDays?.estimate,
      'return-on-investment': roi?.metric.estimate,
      'promotion-difference': null,
      'mobility-difference': null,
      turnover: null,
      'turnover-voluntary': null,
      'turnover-involuntary': null,
      'turnover-retirement': null,
      'retention-closed-group': null,
      'mentee-to-mentor': body.metrics.find(({ key }) => key === 'mentee-to-mentor')?.estimate,
    };
    for (const { key, difference } of body.careers)
      if (difference.side === 'mentee' && key !== 'voluntary-exit-difference')
        found[key] = difference.estimate;
    for (const { key, estimate } of body.workforce) found[key as keyof typeof found] = estimate;
    const sizeOf = (one: typeof retention | null) => (one?.participants.n ?? 0) + (one?.others.n ?? 0);
    for (const [key, sql] of Object.entries(outcomesInSql)) {
      const [row] = await api.rows<{ value: number | null; base: number }>(
        `select value::float8 as value, base from (${sql}) x where $2::date is not null`,
        [story.cohort.id, TODAY],
      );
      // Six digits: the sums of logarithms that a table multiplies by.
      const value = found[key as keyof typeof found];
      expect({ seed, key, value }).toEqual({ seed, key, value: close(row?.value, 6) });
      if (key === 'retention-difference') expect(row?.base).toBe(sizeOf(retention));
      if (key === 'mentor-retention-difference') expect(row?.base).toBe(sizeOf(retentionOfMentors));
    }
    for (const { key, difference } of body.careers) {
      if (difference.side !== 'mentor' || key === 'voluntary-exit-difference') continue;
      const [row] = await api.rows<{ value: number | null }>(
        `select value::float8 as value from (${mentorOutcomesInSql[key]}) x where $2::date is not null`,
        [story.cohort.id, TODAY],
      );
      const told = difference.suppressed ? null : row?.value;
      expect({ seed, key, value: difference.estimate }).toEqual({ seed, key, value: close(told, 6) });
    }
    for (const { landmarkDays, difference } of body.sensitivity) {
      const sql = outcomesInSql['retention-difference'].replace(
        'starts_on + 60',
        `starts_on + ${landmarkDays}`,
      );
      const [row] = await api.rows<{ value: number | null }>(
        `select value::float8 as value from (${sql}) x where $2::date is not null`,
        [story.cohort.id, TODAY],
      );
      expect({ seed, landmarkDays, value: difference?.estimate ?? null }).toEqual({
        seed,
        landmarkDays,
        value: close(row?.value, 6),
      });
    }
    const { body: access } = await reading.call(metricRoutes.access, { params, query: { by: 'department' } });
    const groups = access.stages.flatMap(({ stage, groups: of }) =>
      of
        .filter(({ n }) => n !== 0)
        .map(({ group, n, reached, toReference, toOthers }) => ({
          name: `${stage} ${group}`,
          n,
          r: reached,
          to_reference: close(toReference?.ratio),
          to_others: close(toOthers?.ratio),
        })),
    );
    const rows = await api.rows<{ name: string }>(accessInSql, [story.cohort.id, TODAY]);
    expect({ seed, rows: rows.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }).toEqual({
      seed,
      rows: groups.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    });
  });

  it('of the score are what the tables tell', async () => {
    const seed = aSeed();
    const { owner, programId } = await manyScored(api, seeded(seed));
    const { body } = await (await api.as(owner)).call(scoreRoutes.get, { params: { programId } });
    const [row] = await api.rows<{ value: number; base: number }>(
      `select value::float8 as value, base from (${scoreInSql(letIn)}) x`,
      [programId, TODAY],
    );
    expect({ seed, counted: body.counted, auc: body.auc?.estimate }).toEqual({
      seed,
      counted: row?.base,
      auc: close(row?.value),
    });
  });

  it('of the engagement score, and whether it tells, are what the tables tell', async () => {
    const seed = aSeed();
    const { owner, programId, cohortId } = await manyLived(api, seeded(seed));
    const { body } = await (await api.as(owner)).call(measureRoutes.engagement, { params: { cohortId } });
    const { counted, auc } = body.judgement;
    const [row] = await api.rows<{ value: number; base: number }>(
      `select value::float8 as value, base from (${engagementJudgedInSql(letIn)}) x`,
      [programId, TODAY],
    );
    expect({ seed, isJudged: counted > 99, counted, auc: auc?.estimate }).toEqual({
      seed,
      isJudged: true,
      counted: row?.base,
      auc: close(row?.value),
    });
    const [scored] = await api.rows<{ value: number | null; base: number }>(
      `select value::float8 as value, base::int as base from (${engagementInSql}) x`,
      [cohortId, TODAY],
    );
    expect({ seed, n: body.metric.n }).toEqual({ seed, n: scored?.base });
    expect(body.isWithdrawn).toBe(body.judgement.holds === false);
    if (!body.isWithdrawn) expect(body.metric.estimate).toEqual(close(scored?.value));
    else expect([body.metric.estimate, body.pairings]).toEqual([null, []]);
  });
});
