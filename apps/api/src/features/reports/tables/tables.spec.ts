import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { benchmarkRoutes } from '@ithaca/contracts/benchmarks';
import { comparisonRoutes } from '@ithaca/contracts/comparison';
import { cohortTables, metricTableRoutes, reportTables } from '@ithaca/contracts/metric-tables';
import { measureRoutes } from '@ithaca/contracts/measures';
import { metricRoutes } from '@ithaca/contracts/metrics';
import type { CohortOverview, Metric } from '@ithaca/contracts/metrics';
import { reportRoutes } from '@ithaca/contracts/reports';
import { savedReportRoutes } from '@ithaca/contracts/saved-reports';
import type { Stamp } from '@ithaca/contracts/stamp';
import { writtenText } from '@ithaca/domain/spreadsheet-text';
import { listMetrics } from '@ithaca/metrics/catalogue';
import { standingOf } from '@ithaca/metrics/standing';
import type { GivenCohort, GivenOrganisation, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { textOfPdf } from '@ithaca/testkit/pdf-text';
import { bytesOf, givenReportStory } from '../../../../testing/report-story.ts';
import { fileOfCsv, fileOfWorkbook } from '@ithaca/testkit/table-files';
import type { Line, TableFile as File } from '@ithaca/testkit/table-files';

/** Of the cohort; after the dash of everybody in the directory. */
const VERSION = /^v\d+(-[0-9a-f]{8})?$/;

let api: TestApi;
let organisation: GivenOrganisation;
let owner: GivenPerson;
let manager: GivenPerson;
let cohort: GivenCohort;

beforeAll(async () => {
  api = await startApi();
  ({ organisation, owner, manager, cohort } = await givenReportStory(api));
}, 60_000);
afterAll(() => api.stop());

async function csvOf(by: GivenPerson, path: string): Promise<File> {
  return fileOfCsv(await bytesOf(api, by, `${path}&format=csv&locale=en`));
}
async function xlsxOf(by: GivenPerson, path: string): Promise<File> {
  return fileOfWorkbook(await bytesOf(api, by, `${path}&format=xlsx&locale=en`));
}

const plain = (file: File): File => ({
  about: file.about.map((row) => row.map(writtenText)),
  lines: file.lines.map((line) =>
    Object.fromEntries(Object.entries(line).map(([key, cell]) => [key, cell && writtenText(cell)])),
  ),
});
const text = (value: unknown) => (value === null || value === undefined ? null : String(value));

/** The figures of a record as every way out may tell them. */
function figuresOf(metric: Metric): Line {
  const isTold = ['few', 'enough'].includes(standingOf(metric));
  return {
    numerator: text(metric.numerator),
    denominator: text(metric.denominator),
    estimate: isTold ? text(metric.estimate) : null,
    lo: isTold ? text(metric.lo) : null,
    hi: isTold ? text(metric.hi) : null,
    n: text(metric.n),
    suppressed: metric.suppressed?.reason ?? null,
    version: text(metric.version),
  };
}
const readingsOf = (lines: readonly Line[], metrics: readonly Metric[]) =>
  metrics.map(({ key, side }) => {
    const line = lines.find((one) => one['metric'] === key && one['side'] === side);
    return Object.fromEntries(
      Object.keys(figuresOf(metrics[0] as Metric)).map((name) => [name, line?.[name]]),
    );
  });

describe('the tables of a cohort', () => {
  it('say in a CSV and in a workbook what the API says, cell by cell, with the definition of every metric', async () => {
    const reading = await api.as(owner);
    const params = { cohortId: cohort.id };
    const overview: CohortOverview = (await reading.call(metricRoutes.cohortOverview, { params })).body;
    const { participation } = (await reading.call(metricRoutes.cohortWorkforce, { params })).body;
    const metrics = [
      participation,
      ...overview.metrics,
      ...[overview.satisfactionOfMentors].flatMap((one) => one ?? []),
    ];
    for (const { key, version, grain } of metrics)
      expect(listMetrics()).toContainEqual(expect.objectContaining({ key, version, grain }));
    const rowsOf: Partial<Record<(typeof cohortTables)[number], number>> = {
      numbers: metrics.length,
      funnel: overview.funnel.length + overview.walkIns.length + overview.dropOuts.length,
      weeks: overview.heldByWeek.length,
      health: Object.keys(overview.health).length,
      evidence: 4,
    };
    for (const table of cohortTables) {
      const path = metricTableRoutes.ofCohort.path.replace(':cohortId', cohort.id).concat(`?table=${table}`);
      const [csv, xlsx] = [await csvOf(owner, path), await xlsxOf(owner, path)];
      expect(plain(csv)).toEqual(plain(xlsx));
      // What a spreadsheet would run stands behind an apostrophe, wherever it comes from.
      for (const cell of [...csv.about.flat(), ...csv.lines.flatMap((line) => Object.values(line))])
        expect(/^[=@]/.test(cell ?? '')).toBe(false);
      if (rowsOf[table] !== undefined) expect([table, csv.lines.length]).toEqual([table, rowsOf[table]]);
      const told = csv.about.map(([, words]) => words ?? '').join('\n');
      expect(told).toMatch(/, version \d+\. Grain: [a-z-]+\. Base: /);
      expect(told).toContain(`organisation=${organisation.id}; program=${cohort.programId}; cohorts=`);
      expect(csv.about.find(([name]) => name === 'Data version')?.[1]).toMatch(VERSION);
      if (table === 'numbers') {
        expect(readingsOf(csv.lines, metrics)).toEqual(metrics.map(figuresOf));
        for (const { key, version, numerator, method } of listMetrics())
          if (metrics.some((metric) => metric.key === key))
            for (const part of [`${key}, version ${version}.`, numerator, method])
              expect(told).toContain(part);
      }
      if (table === 'weeks')
        expect(csv.lines).toEqual(
          overview.heldByWeek.map(({ weekStartsOn, held, planned }) => ({
            week: weekStartsOn,
            held: text(held),
            planned: text(planned),
          })),
        );
      if (table === 'access')
        expect(
          csv.lines.some(({ group }) => group !== null && writtenText(group ?? '') === '@SUM(A1:A9)'),
        ).toBe(true);
    }
  });

  it('hold every tile of the pages of meetings, check-ins and outcomes as the API tells it', async () => {
    const reading = await api.as(owner);
    const params = { cohortId: cohort.id };
    const { body: rhythm } = await reading.call(measureRoutes.rhythm, { params, query: {} });
    const { body: pulse } = await reading.call(measureRoutes.pulse, { params });
    const { body: outcomes } = await reading.call(measureRoutes.outcomes, { params, query: {} });
    const tiles: Record<string, Metric[]> = {
      'rhythm-numbers': rhythm.metrics,
      pulse: [
        ...pulse.sides.flatMap(({ side, satisfaction, mean, response }) =>
          [satisfaction, mean, response].map((metric) => ({ ...metric, side })),
        ),
        ...pulse.recommendations.map(({ recommendation }) => recommendation),
      ],
      outcomes: [
        ...outcomes.metrics,
        ...outcomes.matching,
        ...outcomes.mentors,
        ...outcomes.workforce,
        ...outcomes.careers.map(({ difference }) => difference),
      ],
    };
    for (const [table, metrics] of Object.entries(tiles)) {
      const path = metricTableRoutes.ofCohort.path.replace(':cohortId', cohort.id).concat(`?table=${table}`);
      const { lines } = await csvOf(owner, path);
      expect([table, metrics.length > 3, lines.length]).toEqual([table, true, metrics.length]);
      expect(readingsOf(lines, metrics)).toEqual(metrics.map(figuresOf));
    }
    const { body: engagement } = await reading.call(measureRoutes.engagement, { params });
    const ofScore = metricTableRoutes.ofCohort.path
      .replace(':cohortId', cohort.id)
      .concat('?table=engagement');
    const { lines: ofParts } = await csvOf(owner, ofScore);
    expect(readingsOf(ofParts, [engagement.metric])).toEqual([engagement.metric].map(figuresOf));
    for (const { part, weight, share, met, of, pairings } of engagement.parts)
      expect(ofParts.find(({ measure }) => measure === part)).toMatchObject({
        weight: text(weight),
        estimate: text(share),
        numerator: text(met),
        denominator: text(of),
        pairings: text(pairings),
      });
    // A score is told by name on the screen alone.
    expect(engagement.pairings).toHaveLength(12);
    const [first] = engagement.pairings;
    const ofPairing = { params: { pairingId: first?.id ?? '' } };
    const { body: own } = await reading.call(measureRoutes.engagementOfPairing, ofPairing);
    expect(own.pairing?.score).toBe(first?.score);
    expect(own.pairing?.parts).toMatchObject(first?.parts ?? []);
    const { status: toManager } = await (
      await api.as(manager)
    ).call(measureRoutes.engagementOfPairing, ofPairing);
    expect([403, 404]).toContain(toManager);
    expect(ofParts).toHaveLength(1 + engagement.parts.length + 2);
    const waves = metricTableRoutes.ofCohort.path.replace(':cohortId', cohort.id).concat('?table=waves');
    expect((await csvOf(owner, waves)).lines.map(({ wave, n, estimate }) => [wave, n, estimate])).toEqual(
      pulse.sides.flatMap((one) =>
        one.waves.map(({ wave, response }) => [
          text(wave),
          figuresOf(response)['n'],
          figuresOf(response)['estimate'],
        ]),
      ),
    );
    const stays = metricTableRoutes.ofCohort.path.replace(':cohortId', cohort.id).concat('?table=retention');
    const { lines: comparison } = await csvOf(owner, stays);
    const rowOf = new Map(comparison.map((row) => [`${row['side']} ${row['measure']}`, row]));
    expect(rowOf.get('mentee design')?.['state']).toBe(outcomes.retention.design);
    expect(rowOf.get('mentor status')?.['state']).toBe(outcomes.retentionOfMentors?.status);
    expect(rowOf.get('mentee hazard-ratio')?.['estimate']).toBe(text(outcomes.retention.hazard?.ratio));
  });

  it('hold what the return is formed from and what follows, as the API tells it', async () => {
    const query = { salary: 50_000, licence: 4000, hourlyRate: 60 };
    const params = { cohortId: cohort.id };
    const { roi, investment } = (await (await api.as(owner)).call(measureRoutes.outcomes, { params, query }))
      .body;
    const path = metricTableRoutes.ofCohort.path.replace(':cohortId', cohort.id).concat('?table=return');
    const { about, lines } = await csvOf(owner, `${path}&salary=50000&licence=4000&hourlyRate=60`);
    expect(about.flat().join('\n')).toContain('lo and hi bound 90 % of the draws');
    const told = new Map(lines.map(({ measure, ...line }) => [measure, line]));
    const estimateOf = (measure: string) => told.get(measure)?.['estimate'];
    expect(roi?.assumed).toMatchObject({
      ...query,
      coordinatorHours: 0,
      least: 0.16,
      likely: 0.21,
      most: 0.3,
    });
    expect(['salary', 'replacement-likely', 'licence', 'hourly-rate'].map(estimateOf)).toEqual(
      [query.salary, 0.21, query.licence, query.hourlyRate].map(text),
    );
    expect([estimateOf('participants'), estimateOf('meeting-hours')]).toEqual(
      [investment.participants, investment.meetingHours].map(text),
    );
    expect(estimateOf('cost-total')).toBe(text(roi?.cost.total));
    expect(estimateOf('break-even-avoided-exits')).toBe(text(roi?.breakEven.avoided));
    // Whether anybody stayed longer is not known yet: the file tells no more than the screen.
    expect(told.get('return-on-investment')).toMatchObject({
      estimate: text(roi?.metric.estimate),
      state: 'break-even',
    });
    const { lines: unsaid } = await csvOf(owner, path);
    expect(unsaid.map(({ measure }) => measure)).toEqual([
      'participants',
      'meeting-hours',
      'retention-difference',
    ]);
  });

  it('hold what others have found beside the own number that was counted alike', async () => {
    const params = { programId: cohort.programId };
    const report = (await (await api.as(owner)).call(benchmarkRoutes.get, { params })).body;
    const path = benchmarkRoutes.table.path.replace(':programId', cohort.programId).concat('?');
    const [csv, xlsx] = [await csvOf(owner, path), await xlsxOf(owner, path)];
    expect(plain(csv)).toEqual(plain(xlsx));
    expect(csv.lines).toHaveLength(report.published.length + report.organisations.cells.length);
    for (const one of report.published) {
      const line = csv.lines.find(({ finding }) => finding === one.key);
      const own = report.own.find(({ key }) => one.value !== null && key === one.metric);
      expect(line).toMatchObject({
        grade: one.grade,
        behind: text(one.n),
        published: text(one.value),
        metric: own ? one.metric : null,
        numerator: own && standingOf(own) === 'enough' ? text(own.numerator) : null,
      });
    }
    const { status } = await (
      await api.as(manager)
    ).call(benchmarkRoutes.table, { params, query: { format: 'csv' } });
    expect([403, 404]).toContain(status);
  });

  it('are for those who may read the overview', async () => {
    const { status } = await (
      await api.as(manager)
    ).call(metricTableRoutes.ofCohort, {
      params: { cohortId: cohort.id },
      query: { table: 'numbers', format: 'csv' },
    });
    expect([403, 404]).toContain(status);
  });
});

describe('the tables of a report', () => {
  it('hold what the reader of the report sees, and withhold what it withholds', async () => {
    await api.platform.jobs.runSweep('freeze-area-reports');
    const report = (await (await api.as(manager)).call(reportRoutes.get, { params: { cohortId: cohort.id } }))
      .body;
    for (const table of reportTables) {
      const path = metricTableRoutes.ofReport.path.replace(':cohortId', cohort.id).concat(`?table=${table}`);
      const [csv, xlsx] = [await csvOf(manager, path), await xlsxOf(manager, path)];
      expect(plain(csv)).toEqual(plain(xlsx));
      expect(csv.about.flat().join('\n')).toContain('Smallest group shown: 10.');
      if (table === 'numbers')
        expect(readingsOf(csv.lines, report.metrics)).toEqual(report.metrics.map(figuresOf));
      if (table === 'weeks')
        expect(csv.lines.map(({ held, expected }) => [held, expected])).toEqual(
          report.heldByWeek.map(({ held, expected }) => [text(held), text(expected)]),
        );
      if (table === 'goals') {
        const byState = Object.fromEntries(csv.lines.map(({ state, goals }) => [state, goals]));
        expect(byState).toEqual(
          Object.fromEntries(
            Object.entries(report.goals ?? {}).map(([state, count]) => [state, text(count)]),
          ),
        );
        // Two people behind the open ones: withheld, and it says why.
        expect(csv.lines.find(({ state }) => state === 'open')).toMatchObject({
          goals: null,
          suppressed: 'small-group',
        });
      }
    }
  });
});

describe('what all numbers of an answer have in common', () => {
  it('is said by every answer, every file of it and its paper, and is another once something is written', async () => {
    const reading = await api.as(owner);
    const { id: cohortId, programId } = cohort;
    const [ofCohort, ofProgram] = [{ params: { cohortId } }, { params: { programId } }];
    const asked = { metrics: ['meetings-held' as const], split: null, period: '2025-Q4' };
    const { body: saved } = await reading.call(savedReportRoutes.create, {
      ...ofProgram,
      body: { name: 'For the board', question: { ...asked, cohortIds: [cohortId] } },
    });
    const savedReportId = saved.id;
    const stamps = async (): Promise<Record<string, Stamp | undefined>> => ({
      overview: (await reading.call(metricRoutes.cohortOverview, ofCohort)).body.stamp,
      workforce: (await reading.call(metricRoutes.cohortWorkforce, ofCohort)).body.stamp,
      rhythm: (await reading.call(measureRoutes.rhythm, { ...ofCohort, query: { by: 'site' } })).body.stamp,
      pulse: (await reading.call(measureRoutes.pulse, ofCohort)).body.stamp,
      engagement: (await reading.call(measureRoutes.engagement, ofCohort)).body.stamp,
      outcomes: (await reading.call(measureRoutes.outcomes, { ...ofCohort, query: {} })).body.stamp,
      access: (await reading.call(metricRoutes.access, { ...ofCohort, query: { role: 'mentee' } })).body
        .stamp,
      comparison: (await reading.call(comparisonRoutes.get, { ...ofProgram, query: { age: '30' } })).body
        .stamp,
      benchmarks: (await reading.call(benchmarkRoutes.get, ofProgram)).body.stamp,
      report: (await reading.call(reportRoutes.get, ofCohort)).body.stamp,
      quarter: (await reading.call(reportRoutes.quarter, { ...ofCohort, query: {} })).body.report.stamp,
      built: (await reading.call(savedReportRoutes.get, { params: { savedReportId } })).body.report.stamp,
    });
    const first = await stamps();
    for (const [name, stamp] of Object.entries(first)) {
      expect([name, stamp?.dataVersion]).toEqual([name, expect.stringMatching(VERSION)]);
      expect(stamp).toMatchObject({
        organisationId: organisation.id,
        scope: { programId, cohortIds: [cohortId] },
        computedAt: api.clock.now().toISOString(),
      });
    }
    expect(first['rhythm']?.scope.filter).toEqual({ by: 'site' });
    expect(first['access']?.scope.filter).toEqual({ by: 'department', role: 'mentee' });
    expect(first['comparison']?.scope).toMatchObject({ of: 'program', filter: { age: '30' } });
    expect(first['quarter']?.scope.filter['quarter']).toMatch(/^20\d\d-Q[1-4]$/);
    expect(first['built']).toMatchObject({ from: '2025-10-01', to: '2026-01-01' });
    expect([first['overview']?.from, first['report']?.to]).toEqual([null, null]);
    // The same data, the same version.
    expect(await stamps()).toEqual(first);

    const tablesOf = (of: string) => `/api/cohorts/${cohortId}/${of}?table=`;
    const files: [stamp: Stamp | undefined, path: string][] = [
      ...cohortTables.map((table): [Stamp | undefined, string] => {
        const ofEverybody = { burden: 'access', numbers: 'workforce', curves: 'workforce' };
        const ofOutcomes = { retention: 'outcomes', return: 'outcomes', tenure: 'outcomes' };
        const ofMeasures = {
          waves: 'pulse',
          'rhythm-numbers': 'rhythm',
          spent: 'quarter',
        };
        const names: Record<string, string> = { ...ofEverybody, ...ofOutcomes, ...ofMeasures };
        return [first[names[table] ?? table] ?? first['overview'], `${tablesOf('tables')}${table}`];
      }),
      ...reportTables.map((table): [Stamp | undefined, string] => [
        first['report'],
        `${tablesOf('report/tables')}${table}`,
      ]),
      [first['comparison'], `/api/programs/${programId}/comparison/table?age=30`],
      [first['benchmarks'], `/api/programs/${programId}/benchmarks/table?`],
      [first['built'], `/api/saved-reports/${savedReportId}/table?`],
    ];
    for (const [stamp, path] of files) {
      const { about } = await csvOf(owner, path);
      const said = (words: string) => about.find(([name]) => name === words)?.[1];
      expect([path, said('Computed'), said('Data version')]).toEqual([
        path,
        stamp?.computedAt,
        stamp?.dataVersion,
      ]);
    }
    const papers: [Stamp | undefined, string][] = [
      [first['report'], `/api/cohorts/${cohortId}/report/paper`],
      [first['quarter'], `/api/cohorts/${cohortId}/report/quarter/paper`],
      [first['built'], `/api/saved-reports/${savedReportId}/paper`],
    ];
    // The moment is said above, as the as-of.
    for (const [stamp, path] of papers) {
      const paper = textOfPdf(await bytesOf(api, owner, `${path}?locale=en`));
      expect(paper).toContain(`Dataversion${stamp?.dataVersion}`);
      expect(paper.match(/2Mar2026,10:00/g)).toHaveLength(1);
    }

    // How well meetings are known is told to whoever sees each by name, and on no page that is handed on.
    const { body: overview } = await reading.call(metricRoutes.cohortOverview, ofCohort);
    const { late: _late, ...evidence } = overview.meetingEvidence;
    const held = (metrics: readonly Metric[]) => metrics.find(({ key }) => key === 'meetings-held');
    expect(held(overview.metrics)?.sourceMix).toEqual(evidence);
    const { body: report } = await reading.call(reportRoutes.get, ofCohort);
    expect([held(report.metrics)?.n, held(report.metrics)?.sourceMix]).toEqual([24, null]);

    // The page of an area is of the day it was made, whatever has been written since.
    const ofArea = await (await api.as(manager)).call(reportRoutes.get, ofCohort);
    expect(ofArea.body.stamp).toMatchObject({
      scope: { of: 'area', cohortIds: [cohortId] },
      dataVersion: first['report']?.dataVersion,
    });
    await api.rows(`update meetings set duration_minutes = duration_minutes + 5 where cohort_id = $1`, [
      cohortId,
    ]);
    for (const [name, stamp] of Object.entries(await stamps()))
      expect([name, stamp?.dataVersion]).not.toEqual([name, first[name]?.dataVersion]);
    expect((await (await api.as(manager)).call(reportRoutes.get, ofCohort)).body.stamp).toEqual(
      ofArea.body.stamp,
    );
  });
});
