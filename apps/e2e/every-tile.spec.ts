import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metricTableRoutes } from '@ithaca/contracts/metric-tables';
import type { CohortTable } from '@ithaca/contracts/metric-tables';
import type { BrowserContext } from 'playwright-core';

import { closeBrowser, openBrowser, visit } from './testing/browser.ts';
import type { Caller } from './testing/caller.ts';
import { callerOf } from './testing/demo.ts';
import { count, isTold, isWhole, listWalked, read, wordsOf } from './testing/told.ts';

const COORDINATOR = 'coordinator@halden.example';

let context: BrowserContext;
let coordinator: Caller;
let cohorts: { program: string; cohort: string }[];

beforeAll(async () => {
  await openBrowser();
  context = await visit(COORDINATOR);
  coordinator = await callerOf(COORDINATOR);
  cohorts = await listWalked(coordinator);
}, 60_000);
afterAll(() => closeBrowser());

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
        const { text, told } = await read(
          context,
          `/manage/${program}${page}?cohort=${cohort}`,
          `/api/cohorts/${cohort}/`,
        );
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
        const { told } = await read(
          context,
          `/manage/${program}${page}?cohort=${cohort}`,
          `/api/cohorts/${cohort}/`,
        );
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
