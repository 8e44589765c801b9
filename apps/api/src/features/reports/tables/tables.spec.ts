import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { benchmarkRoutes } from '@ithaca/contracts/benchmarks';
import { cohortTables, metricTableRoutes, reportTables } from '@ithaca/contracts/metric-tables';
import { measureRoutes } from '@ithaca/contracts/measures';
import { metricRoutes } from '@ithaca/contracts/metrics';
import type { CohortOverview, Metric } from '@ithaca/contracts/metrics';
import { reportRoutes } from '@ithaca/contracts/reports';
import { writtenText } from '@ithaca/domain/spreadsheet-text';
import { listMetrics } from '@ithaca/metrics/catalogue';
import { metricWords } from '@ithaca/metrics/metric-words';
import { retentionWords } from '@ithaca/metrics/retention-words';
import { standingOf } from '@ithaca/metrics/standing';
import type { GivenCohort, GivenOrganisation, GivenPerson } from '@ithaca/testkit/given';
import { parse } from 'csv-parse/sync';
import Excel from 'exceljs';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { textOfPdf } from '../../../../testing/pdf-text.ts';
import { formatsOf } from '../paper/formats.ts';
import { reportWords } from '../words/report-words.ts';

const START = '2025-12-01';
const dayOf = (number: number) => new Date(Date.parse(`${START}T12:00:00Z`) + number * 86_400_000);

let api: TestApi;
let organisation: GivenOrganisation;
let owner: GivenPerson;
let manager: GivenPerson;
let cohort: GivenCohort;

beforeAll(async () => {
  api = await startApi();
  organisation = await api.given.organisation();
  owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  manager = await api.given.person(organisation);
  const program = await api.given.program(owner);
  cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: START, name: '=1+1' });
  for (let index = 0; index < 12; index += 1) {
    const mentor = await api.given.person(organisation, { account: false, department: '@SUM(A1:A9)' });
    const mentee = await api.given.person(organisation, { account: false, managerId: manager.id });
    const pairing = await api.given.pairing(cohort, mentor, mentee, { startedAt: dayOf(0) });
    for (const day of [3, 31]) await api.given.meeting(pairing, { startsAt: dayOf(day) });
    await api.given.goal(pairing, { state: index < 10 ? 'reached' : 'open' });
    await api.given.checkIn(pairing, mentee, { askedAt: dayOf(60), answeredAt: dayOf(62), usefulness: 5 });
  }
}, 60_000);
afterAll(() => api.stop());

type Line = Record<string, string | null>;
interface File {
  about: string[][];
  lines: Line[];
}

async function bytesOf(by: GivenPerson, path: string): Promise<Buffer> {
  const caller = await api.as(by);
  const response = await fetch(`${api.baseUrl}${path}`, {
    headers: { cookie: [...caller.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
  });
  expect([path, response.status]).toEqual([path, 200]);
  return Buffer.from(await response.arrayBuffer());
}

const keyOf = (heading: string) => /\[(.+)\]$/.exec(heading)?.[1] ?? heading;

async function csvOf(by: GivenPerson, path: string): Promise<File> {
  const text = (await bytesOf(by, `${path}&format=csv&locale=en`)).toString('utf8').replace(/^\ufeff/, '');
  const cells = parse(text, { relax_column_count: true }) as string[][];
  const about = cells.filter(([first]) => first === '#');
  const [headings = [], ...rows] = cells.filter(([first]) => first !== '#');
  return {
    about: about.map(([, ...rest]) => rest),
    lines: rows.map((row) =>
      Object.fromEntries(headings.map((heading, index) => [keyOf(heading), row[index] || null])),
    ),
  };
}

async function xlsxOf(by: GivenPerson, path: string): Promise<File> {
  const book = new Excel.Workbook();
  const bytes = await bytesOf(by, `${path}&format=xlsx&locale=en`);
  await book.xlsx.load(new Uint8Array(bytes).buffer);
  const [sheet, about] = book.worksheets;
  const cellsOf = (one: Excel.Worksheet | undefined) =>
    (one?.getSheetValues() ?? []).slice(1).map((row) => (row as Excel.CellValue[]).slice(1));
  const [headings = [], ...rows] = cellsOf(sheet);
  const said = (value: Excel.CellValue | undefined, key: string) => {
    if (value === null || value === undefined) return null;
    // A formula would come back as an object.
    expect(typeof value === 'object' && !(value instanceof Date)).toBe(false);
    if (value instanceof Date)
      return ['week', 'asked_on', 'from', 'to'].includes(key)
        ? value.toISOString().slice(0, 10)
        : value.toISOString();
    return String(value);
  };
  return {
    about: cellsOf(about).map((row) => row.map(String)),
    lines: rows.map((row) =>
      Object.fromEntries(
        headings.map((heading, index) => {
          const key = keyOf(String(heading));
          return [key, said(row[index], key)];
        }),
      ),
    ),
  };
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
    const rowsOf: Partial<Record<(typeof cohortTables)[number], number>> = {
      numbers: metrics.length,
      funnel: overview.funnel.length + overview.walkIns.length,
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
      expect(told).toMatch(/, version \d+\. Base: /);
      expect(csv.about.find(([name]) => name === 'Data version')?.[1]).toMatch(/^\d+-[0-9a-f]{8}$/);
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
    const { retention } = outcomes;
    expect(comparison.find(({ measure }) => measure === 'design')?.['state']).toBe(retention.design);
    expect(comparison.find(({ measure }) => measure === 'hazard-ratio-weighted')?.['estimate']).toBe(
      text(retention.weighted?.ratio),
    );
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

describe('a report on paper', () => {
  it.each(['en', 'de', 'ar'] as const)(
    'is one tagged sheet in %s, of the same record as the screen',
    async (locale) => {
      const path = reportRoutes.paper.path.replace(':cohortId', cohort.id);
      const bytes = (await bytesOf(manager, `${path}?locale=${locale}`)).toString('latin1');
      expect(bytes).toMatch(/^%PDF-1\.7/);
      expect(bytes.match(/\/Type \/Page\b/g)).toHaveLength(1);
      expect(bytes).toContain(`/Lang (${locale})`);
      for (const part of ['/Marked true', '/S /H1', '/S /H2', '/S /Figure', '/DisplayDocTitle true'])
        expect(bytes).toContain(part);
      // The picture says its figures: twelve meetings in the first week.
      if (locale === 'en') expect(bytes).toContain('Held 12');
    },
  );

  it('says every tile in the words of the screen, with its base and its range', async () => {
    const params = { cohortId: cohort.id };
    const format = formatsOf('en', 'Europe/Berlin');
    const words = metricWords(reportWords('en'), format);
    const squeezed = (line: string) => line.replaceAll(/\s/g, '');
    const shown = ['match-rate', 'meetings-held', 'cadence-adherence', 'satisfaction'];
    const reading = await api.as(owner);
    const ofManager = (await (await api.as(manager)).call(reportRoutes.get, { params })).body;
    const ofOwner = (await reading.call(reportRoutes.get, { params })).body;
    const ofQuarter = (await reading.call(reportRoutes.quarter, { params, query: {} })).body.report;
    for (const [by, path, report] of [
      [manager, reportRoutes.paper.path, ofManager],
      [owner, reportRoutes.paper.path, ofOwner],
      [owner, reportRoutes.quarterPaper.path, ofQuarter],
    ] as const) {
      const paper = textOfPdf(await bytesOf(by, `${path.replace(':cohortId', cohort.id)}?locale=en`));
      const tiles = report.metrics.filter(({ key }) => shown.includes(key));
      expect(tiles).toHaveLength(4);
      for (const metric of tiles) {
        const { label, value, base, notes } = words.said(metric);
        for (const line of [label, value, ...(base === null ? [] : [base]), ...notes])
          expect(paper).toContain(squeezed(line));
      }
      if (report.retention)
        expect(paper).toContain(
          squeezed(retentionWords(reportWords('en'), format)(report.retention).finding),
        );
    }
  });

  it('is refused to a manager whose area is too small, as the page is', async () => {
    const other = await api.given.person(organisation);
    await api.given.person(organisation, { account: false, managerId: other.id });
    const { body } = await (
      await api.as(other)
    ).call(reportRoutes.paper, {
      params: { cohortId: cohort.id },
    });
    expect(body).toMatchObject({ code: 'report.too-few' });
  });
});
