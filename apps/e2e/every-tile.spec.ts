import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CohortTable } from '@ithaca/contracts/metric-tables';
import type { Line } from '@ithaca/testkit/table-files';
import type { BrowserContext } from 'playwright-core';

import { closeBrowser, openBrowser, visit } from './testing/browser.ts';
import { callerOf } from './testing/demo.ts';
import {
  asIn,
  count,
  fileFormats,
  findLine,
  isTold,
  isWhole,
  listWalked,
  read,
  takeAlong,
  wordsOf,
} from './testing/told.ts';

const COORDINATOR = 'coordinator@halden.example';

let context: BrowserContext;
let cohorts: { program: string; cohort: string }[];

beforeAll(async () => {
  await openBrowser();
  context = await visit(COORDINATOR);
  cohorts = await listWalked(await callerOf(COORDINATOR));
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

  it('stands with all its digits in the files that are pressed for', async () => {
    const tables: Record<string, readonly CohortTable[]> = {
      '': ['numbers'],
      '/meetings': ['rhythm-numbers'],
      '/check-ins': ['pulse', 'waves'],
      '/outcomes': ['outcomes'],
      '/engagement': ['engagement'],
    };
    for (const { program, cohort } of cohorts)
      for (const [path, names] of Object.entries(tables)) {
        const { text, told, taken } = await read(
          context,
          `/manage/${program}${path}?cohort=${cohort}`,
          `/api/cohorts/${cohort}/`,
          async (page) => {
            const lines: Record<string, Line[]> = {};
            for (const format of fileFormats)
              for (const name of names)
                lines[format] = [
                  ...(lines[format] ?? []),
                  ...(await takeAlong(page, `table=${name}&`, format)),
                ];
            return lines;
          },
        );
        // Of tenure there is a table of its own, by quarters of a year.
        const metrics = told.filter((one) => isTold(one) && !one.key.startsWith('tenure'));
        for (const format of fileFormats)
          for (const metric of metrics) {
            const line = findLine(taken?.[format] ?? [], metric);
            expect([format, path, metric.key, metric.side, line !== undefined]).toEqual([
              format,
              path,
              metric.key,
              metric.side,
              true,
            ]);
            // What the cell says, the screen says.
            if (!line || saidOtherwise[path]?.includes(metric.key)) continue;
            for (const forms of wordsOf(asIn(line, metric)))
              expect([format, metric.key, forms, forms.some((words) => text.includes(words))]).toEqual([
                format,
                metric.key,
                forms,
                true,
              ]);
          }
      }
  }, 180_000);
});
