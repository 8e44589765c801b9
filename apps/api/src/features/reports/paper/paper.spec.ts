import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Metric } from '@ithaca/contracts/metrics';
import { reportRoutes } from '@ithaca/contracts/reports';
import type { QuarterPage, Report } from '@ithaca/contracts/reports';
import { savedReportRoutes } from '@ithaca/contracts/saved-reports';
import type { BuiltReport } from '@ithaca/contracts/saved-reports';
import { metricWords } from '@ithaca/metrics/metric-words';
import { retentionWords } from '@ithaca/metrics/retention-words';
import { quarterSheet } from '@ithaca/metrics/sheets/quarter-sheet';
import { reportSheet } from '@ithaca/metrics/sheets/report-sheet';
import { definitionOf, stampWords } from '@ithaca/metrics/sheets/sheet';
import type { Sheet } from '@ithaca/metrics/sheets/sheet';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { piecesOfPdf, textOfPdf } from '@ithaca/testkit/pdf-text';
import { bytesOf, givenReportStory } from '../../../../testing/report-story.ts';
import type { ReportStory } from '../../../../testing/report-story.ts';
import { reportWords } from '../words/report-words.ts';
import { formatsOf } from './formats.ts';

const TILES = ['match-rate', 'meetings-held', 'cadence-adherence', 'satisfaction'];
const RATE = 60;

let api: TestApi;
let story: ReportStory;

beforeAll(async () => {
  api = await startApi();
  story = await givenReportStory(api);
  await api.platform.jobs.runSweep('freeze-area-reports');
}, 60_000);
afterAll(() => api.stop());

const ofCohort = (path: string) => path.replace(':cohortId', story.cohort.id);

/** What a locale writes numbers and words with. Everybody of the story lives in Berlin, as the builders say. */
function writerOf(locale: 'en' | 'ar') {
  const t = reportWords(locale);
  const format = formatsOf(locale, 'Europe/Berlin');
  const words = metricWords(t, format);
  const retention = retentionWords(t, format);
  return { t, format, words, retention };
}
type Writer = ReturnType<typeof writerOf>;

/** All of a number that is said of it. */
const saidOf = ({ words }: Writer, metric: Metric): string[] => {
  const { label, value, base, notes } = words.said(metric);
  return [label, value, ...(base === null ? [] : [base]), ...notes];
};

const tilesOf = ({ metrics }: Report) => metrics.filter(({ key }) => TILES.includes(key));

/** What a sheet has to say, and what it may say besides: names, days of an axis, sentences of one case or another. */
interface Told {
  must: string[];
  may: string[];
}

/** Every number of a report as the API tells it, in lines of the language. */
function ofReport(writer: Writer, report: Report): Told {
  const { t, format } = writer;
  const { heldByWeek: weeks, goals, cohort } = report;
  const toldWeeks = weeks.filter(({ held, expected }) => held !== null && expected !== null);
  const sum = (of: 'held' | 'expected') => toldWeeks.reduce((total, week) => total + (week[of] ?? 0), 0);
  const response = report.metrics.find(({ key }) => key === 'check-in-response');
  const states = Object.values(goals ?? {});
  const isComplete = weeks.every(({ held }) => held !== null);
  const areWeeksTold = sum('expected') > 0 && (isComplete || sum('held') > 0);
  const findings = [report.retention, report.retentionOfMentors].flatMap((one) =>
    one ? writer.retention(one) : [],
  );
  return {
    must: [
      ...tilesOf(report).flatMap((metric) => [...saidOf(writer, metric), definitionOf(metric)]),
      ...(response?.estimate == null
        ? []
        : [
            t('reports.response', {
              percent: format.percent(response.estimate),
              part: format.number(response.numerator ?? 0),
              base: format.number(response.denominator ?? 0),
            }),
          ]),
      ...(areWeeksTold
        ? [
            t(isComplete ? 'reports.weeks.title' : 'reports.weeks.title.told', {
              percent: format.percent(sum('held') / sum('expected')),
              held: format.number(sum('held')),
              expected: format.number(sum('expected')),
            }),
          ]
        : []),
      ...weeks.flatMap(({ held }) => (held === null ? [] : [format.number(held)])),
      ...states.flatMap((count) => (count === null ? [] : [format.number(count)])),
      ...(states.every((count) => count !== null)
        ? [format.number(states.reduce<number>((total, count) => total + (count ?? 0), 0))]
        : []),
      ...findings.map(({ finding }) => finding),
      t('metrics.privacy.words', { minimum: format.number(report.minimumGroup) }),
      t(`reports.audience.${report.audience}`, { count: report.areaPeople }),
      t('metrics.asOf', { at: format.instant(report.asOf) }),
      stampWords(t, report.stamp, format.instant, report.asOf) ?? '',
    ],
    may: [
      cohort.name,
      cohort.programName,
      report.organisationName,
      t('metrics.method.words'),
      ...findings.flatMap(({ details, naive }) => [...details, naive?.number ?? '', naive?.why ?? '']),
      ...weeks.map(({ weekStartsOn }) => format.day(weekStartsOn, 'short')),
      format.day(cohort.endsOn),
    ],
  };
}

/** What only the sheet of the report has, and what only the quarter's. */
function onReport(writer: Writer, report: Report): Told {
  const { t, format } = writer;
  const { hours, areaPeople, cohort, period, verdict } = report;
  const { must, may } = ofReport(writer, report);
  const each = (hours ?? 0) / areaPeople;
  return {
    must: [
      ...must,
      ...(hours === null
        ? []
        : [
            t('reports.hours.total', { count: Math.round(hours) }),
            t('reports.hours.each', { hours: format.number(each, { maximumFractionDigits: 1 }) }),
          ]),
      format.dayRange(cohort.startsOn, cohort.endsOn),
      ...(period?.nextOn ? [t('reports.frozen', { day: format.day(period.nextOn) })] : []),
    ],
    may: [...may, ...Object.values(verdict.facts).map((fact) => format.number(fact))],
  };
}

function onQuarter(writer: Writer, { quarter, spent, limits, report }: QuarterPage): Told {
  const { t, format } = writer;
  const { must, may } = ofReport(writer, report);
  const whole = (value: number) => format.number(value, { maximumFractionDigits: 0 });
  return {
    must: [
      ...must,
      format.dayRange(quarter.from, quarter.to),
      ...quarter.key.split('-Q').map((part) => format.number(Number(part), { useGrouping: false })),
      t('reports.quarter.took.cost', { rate: format.number(RATE) }),
      ...spent.flatMap(({ meetings, people, hours, mentorHours, menteeHours }) =>
        [meetings, people, hours, mentorHours, menteeHours, hours === null ? null : hours * RATE].flatMap(
          (value) => (value === null ? [] : [whole(value)]),
        ),
      ),
      ...limits.map(({ code, facts }) =>
        t(`reports.quarter.limits.${code}`, {
          count: facts['count'] ?? 0,
          percent: format.percent(facts['share'] ?? 0),
        }),
      ),
    ],
    may,
  };
}

function onBuilt(writer: Writer, report: BuiltReport): Told {
  const { t, format } = writer;
  const metrics = report.metrics.flatMap(({ cohorts }) =>
    cohorts.flatMap(({ whole, groups }) => [
      ...(whole ? [whole] : []),
      ...groups.map(({ metric }) => metric),
    ]),
  );
  return {
    must: [
      ...metrics.flatMap((metric) => {
        const { value, base, notes, isTold } = writer.words.said(metric);
        const small = base === null ? notes : [base, ...notes];
        return [definitionOf(metric), ...(isTold ? [value, ...small] : [])];
      }),
      t('metrics.privacy.words', { minimum: format.number(report.minimumGroup) }),
      t('metrics.asOf', { at: format.instant(report.asOf) }),
      ...(report.stamp ? [stampWords(t, report.stamp, format.instant, report.asOf) ?? ''] : []),
    ],
    may: [
      report.organisationName,
      report.programName,
      ...report.cohorts.map(({ name }) => name),
      t('metrics.method.words'),
      format.day(report.asOf),
      ...[0, 0.1, 0.25, 0.5, 1].map((end) => format.percent(end)),
    ],
  };
}

/** Numbers as they stand in a line, in the digits of either script. */
const numbersIn = (line: string): string[] => line.match(/[\d٠-٩]+(?:[.,٫٬][\d٠-٩]+)*/g) ?? [];
const squeezed = (line: string) => line.replaceAll(/\s/g, '');

/** The numbers that are drawn; of an address, which is no number, none. */
const numbersOn = (bytes: Buffer): Set<string> =>
  new Set(
    piecesOfPdf(bytes)
      .filter((piece) => !piece.includes('://'))
      .flatMap(numbersIn),
  );

/** The sheets with all that the API tells of them, in the digits of a language. */
async function sheets(locale: 'en' | 'ar') {
  const { owner, manager, cohort } = story;
  const writer = writerOf(locale);
  const params = { cohortId: cohort.id };
  const [reading, ofManager] = [await api.as(owner), await api.as(manager)];
  const report = (await reading.call(reportRoutes.get, { params })).body;
  const area = (await ofManager.call(reportRoutes.get, { params })).body;
  const quarter = (await reading.call(reportRoutes.quarter, { params, query: {} })).body;
  const { body: saved } = await reading.call(savedReportRoutes.create, {
    params: { programId: cohort.programId },
    body: {
      name: `Board ${locale}`,
      question: {
        metrics: ['match-rate', 'meetings-held', 'satisfaction', 'cadence-adherence', 'goal-completion'],
        split: null,
        period: 'whole',
        cohortIds: [cohort.id],
      },
    },
  });
  const savedReportId = saved.id;
  const built = (await reading.call(savedReportRoutes.get, { params: { savedReportId } })).body.report;
  const builtPath = savedReportRoutes.paper.path.replace(':savedReportId', savedReportId);
  const bytes = (by: typeof owner, path: string) => bytesOf(api, by, `${path}locale=${locale}`);
  return [
    {
      bytes: await bytes(owner, `${ofCohort(reportRoutes.paper.path)}?`),
      told: onReport(writer, report),
    },
    {
      bytes: await bytes(manager, `${ofCohort(reportRoutes.paper.path)}?`),
      told: onReport(writer, area),
    },
    {
      bytes: await bytes(owner, `${ofCohort(reportRoutes.quarterPaper.path)}?rate=${RATE}&`),
      told: onQuarter(writer, quarter),
    },
    { bytes: await bytes(owner, `${builtPath}?`), told: onBuilt(writer, built) },
  ];
}

/** Every line of a sheet that is there to be read; of the weeks those whose days have room stand under their columns. */
function linesOfSheet(sheet: Sheet): string[] {
  const told = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) =>
      ['id', 'kind', 'key', 'weight', 'items', 'category', 'row'].includes(name) ? [] : told(inner),
    );
  };
  const { rows, scope, heading, finding, purpose, foot } = sheet;
  const listed = rows.flat().flatMap((part) => (part.kind === 'list' ? part.items : []));
  return [...told({ scope, heading, finding, purpose, rows, foot }), ...listed];
}

describe('a report on paper', () => {
  it.each(['en', 'de', 'ar'] as const)(
    'is one tagged sheet in %s, of the same record as the screen',
    async (locale) => {
      const path = ofCohort(reportRoutes.paper.path);
      const bytes = (await bytesOf(api, story.manager, `${path}?locale=${locale}`)).toString('latin1');
      expect(bytes).toMatch(/^%PDF-1\.7/);
      expect(bytes.match(/\/Type \/Page\b/g)).toHaveLength(1);
      expect(bytes).toContain(`/Lang (${locale})`);
      for (const part of ['/Marked true', '/S /H1', '/S /H2', '/S /Figure', '/DisplayDocTitle true'])
        expect(bytes).toContain(part);
      // The picture says its figures: twelve meetings in the first week.
      if (locale === 'en') expect(bytes).toContain('Held: 12');
    },
  );

  it('says every tile in the words of the screen, with its base and its range, and how it is defined', async () => {
    const writer = writerOf('en');
    const { owner, manager, cohort } = story;
    const params = { cohortId: cohort.id };
    for (const by of [manager, owner]) {
      const report = (await (await api.as(by)).call(reportRoutes.get, { params })).body;
      const paper = textOfPdf(await bytesOf(api, by, `${ofCohort(reportRoutes.paper.path)}?locale=en`));
      expect(tilesOf(report)).toHaveLength(TILES.length);
      for (const metric of tilesOf(report))
        for (const line of [...saidOf(writer, metric), definitionOf(metric)])
          expect(paper).toContain(squeezed(line));
    }
  });

  it('holds every line of the sheet that the screen is drawn from', async () => {
    const { owner, cohort } = story;
    const by = await api.as(owner);
    const params = { cohortId: cohort.id };
    const { t: say, format } = writerOf('en');
    const report = (await by.call(reportRoutes.get, { params })).body;
    const quarter = (await by.call(reportRoutes.quarter, { params, query: {} })).body;
    for (const [path, sheet] of [
      [`${reportRoutes.paper.path}?`, reportSheet({ say, format }, report)],
      [`${reportRoutes.quarterPaper.path}?rate=${RATE}&`, quarterSheet({ say, format }, quarter, RATE)],
    ] as const) {
      const paper = textOfPdf(await bytesOf(api, owner, `${ofCohort(path)}locale=en`));
      const lines = linesOfSheet(sheet);
      expect(lines.length).toBeGreaterThan(30);
      expect(lines.filter((line) => !paper.includes(squeezed(line)))).toEqual([]);
    }
  });

  it.each(['en', 'ar'] as const)(
    'has each number that the API tells of it and no other, in the digits of %s',
    async (locale) => {
      for (const [at, { bytes, told }] of (await sheets(locale)).entries()) {
        const drawn = numbersOn(bytes);
        const [must, may] = [told.must, told.may].map((lines) => new Set(lines.flatMap(numbersIn)));
        expect([locale, at, [...(must ?? [])].filter((number) => !drawn.has(number))]).toEqual([
          locale,
          at,
          [],
        ]);
        const strange = [...drawn].filter((number) => !must?.has(number) && !may?.has(number));
        expect([locale, at, strange]).toEqual([locale, at, []]);
      }
    },
  );

  it('is refused to a manager whose area is too small, as the page is', async () => {
    const { organisation, cohort } = story;
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
