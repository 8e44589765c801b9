import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metricTableRoutes } from '@ithaca/contracts/metric-tables';
import type { CohortTable } from '@ithaca/contracts/metric-tables';
import type { Metric } from '@ithaca/contracts/metrics';
import type { BrowserContext } from 'playwright-core';

import { closeBrowser, open, openBrowser, visit } from './testing/browser.ts';
import type { Caller } from './testing/caller.ts';
import { callerOf, findProgram } from './testing/demo.ts';

const COORDINATOR = 'coordinator@halden.example';
const TAG = 'en-GB';
/** From how many on a number is said. */
const TELL_FROM = 5;

let context: BrowserContext;
let coordinator: Caller;
/** One that runs, one that is closed, and one so small that most is withheld. */
let cohorts: { program: string; cohort: string }[];

beforeAll(async () => {
  await openBrowser();
  context = await visit(COORDINATOR);
  coordinator = await callerOf(COORDINATOR);
  const growth = await findProgram(coordinator, 'career-growth');
  const circles = await findProgram(coordinator, 'leadership-circles');
  cohorts = [
    ...['running', 'closed'].map((state) => ({ program: growth.id, cohort: growth.cohortIn(state) })),
    { program: circles.id, cohort: circles.cohortNamed('Spring circles') },
  ];
}, 60_000);
afterAll(() => closeBrowser());

/** Every record of a number in an answer, however deep. */
function* recordsIn(value: unknown): Generator<Metric> {
  if (typeof value !== 'object' || value === null) return;
  if ('key' in value && 'numerator' in value && 'estimate' in value && 'suppressed' in value)
    yield value as Metric;
  for (const inner of Object.values(value)) yield* recordsIn(inner);
}

const written = ({ unit }: Metric, value: number) =>
  new Intl.NumberFormat(TAG, {
    ...(unit === 'share' ? { style: 'percent' } : { maximumFractionDigits: 1 }),
    ...(unit === 'days' && { style: 'unit', unit: 'day', unitDisplay: 'long' }),
  }).format(value);
const count = (value: number) => new Intl.NumberFormat(TAG).format(value);
const isTold = ({ suppressed, estimate, n }: Metric) =>
  suppressed === null && estimate !== null && (n ?? 0) >= TELL_FROM;
const isWhole = ({ numerator, denominator, method }: Metric) =>
  Number.isInteger(numerator) && denominator !== null && !method?.endsWith('by-cluster');

/**
 * What a page has to say of a record, worked out without the words of the product: its value with its base, and its range.
 * Nothing of one that is withheld. Any of the forms will do: a chart writes the base first, and a range with "to".
 */
function wordsOf(metric: Metric): string[][] {
  if (!isTold(metric)) return [];
  const { estimate, lo, hi, numerator, denominator } = metric;
  const value = written(metric, estimate ?? 0);
  const base = isWhole(metric) ? `${count(numerator ?? 0)} of ${count(denominator ?? 0)}` : null;
  const [low, high] = [lo, hi].map((limit) => (limit === null ? null : written(metric, limit)));
  return [
    base === null ? [value] : [`${value} ${base}`, `${base} ${value}`, `${base}${value}`],
    ...(low !== null && high !== null ? [[`between ${low} and ${high}`, `${low} to ${high}`]] : []),
  ];
}

/** Opens a page and answers what it says, and every number of this cohort that it was told while it opened. */
async function read(path: string, cohortId: string): Promise<{ text: string; told: Metric[] }> {
  const page = await context.newPage();
  const answers: Promise<unknown>[] = [];
  page.on('response', (response) => {
    const isData = response.headers()['content-type']?.includes('json');
    if (isData && response.url().includes(`/api/cohorts/${cohortId}/`)) answers.push(response.json());
  });
  await open(page, path);
  const text = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
  const told = (await Promise.all(answers)).flatMap((answer) => [...recordsIn(answer)]);
  await page.close();
  return { text, told };
}

/** Numbers that a page is told and says in other words: in its first sentence, in percentage points, in a chart, or of the side chosen. */
const saidOtherwise: Record<string, readonly string[]> = {
  '': ['pairings-at-risk', 'meetings-held-confirmed', 'match-rate-current', 'participation-rate'],
  '/meetings': ['weekly-rhythm'],
  '/check-ins': [
    'satisfaction',
    'satisfaction-mean',
    'satisfaction-change',
    'check-in-response',
    'recommendation',
  ],
  '/outcomes': [
    'voluntary-exit-difference',
    'promotion-difference',
    'mobility-difference',
    'promotion-rate',
    'mobility-rate',
    'tenure',
    'tenure-left-by-choice',
  ],
  '/engagement': [],
  '/report': ['participation-rate', 'active-pairings', 'check-in-response'],
};

describe('every number that a page is told', () => {
  it.each(Object.entries(saidOtherwise))(
    'stands on it with its base and its range: %s',
    async (page, otherwise) => {
      let found = 0;
      for (const { program, cohort } of cohorts) {
        const { text, told } = await read(`/manage/${program}${page}?cohort=${cohort}`, cohort);
        for (const metric of told)
          for (const forms of wordsOf(metric)) {
            found += 1;
            if (!otherwise.includes(metric.key))
              expect([metric.key, metric.side, forms, forms.some((words) => text.includes(words))]).toEqual([
                metric.key,
                metric.side,
                forms,
                true,
              ]);
          }
        // What is said otherwise has its counts on the page all the same.
        const counts = told.filter(
          (metric) => isTold(metric) && metric.key === 'satisfaction' && isWhole(metric),
        );
        for (const { numerator, denominator } of counts)
          expect(text).toContain(`${count(numerator ?? 0)} of ${count(denominator ?? 0)}`);
        // Nobody reads a figure of what is withheld.
        if (told.some(({ suppressed }) => suppressed !== null)) expect(text).toMatch(/[Ww]ithheld|Too few/);
      }
      expect(found).toBeGreaterThan(0);
    },
    60_000,
  );

  it('stands in the files of the cohort with all its digits', async () => {
    const tables: Record<string, readonly CohortTable[]> = {
      '': ['numbers'],
      '/meetings': ['rhythm-numbers'],
      '/check-ins': ['pulse', 'waves'],
      '/outcomes': ['outcomes'],
      '/engagement': ['engagement'],
    };
    for (const { program, cohort } of cohorts)
      for (const [page, names] of Object.entries(tables)) {
        const { told } = await read(`/manage/${program}${page}?cohort=${cohort}`, cohort);
        const files = names.map((table) =>
          coordinator.call(metricTableRoutes.ofCohort, {
            params: { cohortId: cohort },
            query: { table, format: 'csv', locale: 'en' },
          }),
        );
        const lines = (await Promise.all(files)).flatMap((file) => String(file).split('\r\n'));
        // Of tenure there is a table of its own, by quarters of a year.
        for (const metric of told.filter((one) => isTold(one) && !one.key.startsWith('tenure'))) {
          const { key, side, numerator, denominator, estimate, lo, hi } = metric;
          const parts = key === 'engagement-score' ? [] : [numerator, denominator];
          const figures = `,${[...parts, estimate, lo, hi].map((value) => value ?? '').join(',')},`;
          const own = lines.filter((line) => line.includes(figures) && line.includes(side ?? ''));
          expect([page, key, side, figures, own.length > 0]).toEqual([page, key, side, figures, true]);
        }
      }
  }, 120_000);
});
