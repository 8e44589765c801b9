import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Comparison } from '@ithaca/contracts/comparison';
import type { Metric } from '@ithaca/contracts/metrics';
import type { QuarterPage, Report } from '@ithaca/contracts/reports';
import { savedReportRoutes } from '@ithaca/contracts/saved-reports';
import { piecesOfPdf, textOfPdf } from '@ithaca/testkit/pdf-text';
import type { BrowserContext } from 'playwright-core';

import { closeBrowser, open, openBrowser, visit } from './testing/browser.ts';
import type { Caller } from './testing/caller.ts';
import { callerOf } from './testing/demo.ts';
import {
  asIn,
  count,
  figuresOf,
  findLine,
  isTold,
  isWhole,
  listWalked,
  read,
  tags,
  takeAlong,
  wordsOf,
} from './testing/told.ts';

const COORDINATOR = 'coordinator@halden.example';
const MANAGER = 'manager@halden.example';
const TILES = ['match-rate', 'meetings-held', 'cadence-adherence', 'satisfaction'];

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

const squeezed = (line: string) => line.replaceAll(/\s/g, '');
/** Numbers as they stand in a line, in the digits of either script. */
const numbersIn = (line: string): string[] => line.match(/[\d٠-٩]+(?:[.,٫٬][\d٠-٩]+)*/g) ?? [];

/** Holds a sheet against its record: in English in one piece with the base and the range, in Arabic each figure in Arabic digits. */
async function expectOnPaper(by: BrowserContext, path: string, metrics: readonly Metric[]): Promise<void> {
  const sheet = async (locale: 'en' | 'ar') => {
    const answer = await by.request.get(`${path}?locale=${locale}`);
    expect([path, answer.status()]).toEqual([path, 200]);
    return answer.body();
  };
  const english = textOfPdf(await sheet('en'));
  for (const metric of metrics)
    for (const forms of wordsOf(metric))
      expect([path, metric.key, forms, forms.some((words) => english.includes(squeezed(words)))]).toEqual([
        path,
        metric.key,
        forms,
        true,
      ]);
  const arabic = new Set(piecesOfPdf(await sheet('ar')).flatMap(numbersIn));
  for (const metric of metrics) {
    const figures = figuresOf(metric, tags.ar).flatMap(numbersIn);
    expect([path, metric.key, figures.filter((figure) => !arabic.has(figure))]).toEqual([
      path,
      metric.key,
      [],
    ]);
  }
}

const expectOnScreen = (text: string, metrics: readonly Metric[]) => {
  for (const metric of metrics)
    for (const forms of wordsOf(metric))
      expect([metric.key, forms, forms.some((words) => text.includes(words))]).toEqual([
        metric.key,
        forms,
        true,
      ]);
};
const tilesOf = ({ metrics }: Report) => metrics.filter(({ key }) => TILES.includes(key));

describe('every number of a report', () => {
  it('is on its sheet what it is on the screen and in the answer: cohort and quarter', async () => {
    let told = 0;
    for (const { cohort } of cohorts) {
      const page = await read<Report>(context, `/reports/${cohort}`, `/api/cohorts/${cohort}/report`);
      const [report] = page.answers;
      const quarter = await read<QuarterPage>(
        context,
        `/reports/${cohort}/quarter`,
        `/api/cohorts/${cohort}/report/quarter`,
      );
      const [ofQuarter] = quarter.answers;
      if (!report || !ofQuarter) throw new Error('The pages were told nothing.');
      told += tilesOf(report).filter(isTold).length;
      expectOnScreen(page.text, tilesOf(report));
      expectOnScreen(quarter.text, tilesOf(ofQuarter.report));
      await expectOnPaper(context, `/api/cohorts/${cohort}/report/paper`, tilesOf(report));
      await expectOnPaper(context, `/api/cohorts/${cohort}/report/quarter/paper`, tilesOf(ofQuarter.report));
    }
    expect(told).toBeGreaterThan(TILES.length);
  }, 120_000);

  it('is on the sheet of a manager what it is on their screen', async () => {
    const manager = await visit(MANAGER);
    const list = (await (await manager.request.get('/api/reports')).json()) as {
      items: { cohortId: string; enough: boolean }[];
    };
    const enough = list.items.filter((one) => one.enough);
    expect(enough.length).toBeGreaterThan(0);
    for (const { cohortId } of enough) {
      const address = `/api/cohorts/${cohortId}/report`;
      const { text, answers } = await read<Report | { code: string }>(
        manager,
        `/reports/${cohortId}`,
        address,
      );
      const [report] = answers;
      if (!report || !('metrics' in report)) continue;
      expectOnScreen(text, tilesOf(report));
      await expectOnPaper(manager, `${address}/paper`, tilesOf(report));
    }
    await manager.close();
  }, 60_000);

  it('is in a built report the same on the screen, on its sheet, in its files and in the answer', async () => {
    const [first] = cohorts;
    const params = { programId: first?.program ?? '' };
    const { items } = await coordinator.call(savedReportRoutes.list, { params, query: {} });
    expect(items.length).toBeGreaterThan(0);
    for (const { id } of items) {
      const { text, told, taken } = await read(
        context,
        `/manage/${params.programId}/report/built?report=${id}`,
        `/saved-reports`,
        async (page) => [
          await takeAlong(page, `${id}/table`, 'csv'),
          await takeAlong(page, `${id}/table`, 'xlsx'),
        ],
      );
      for (const metric of told.filter(isTold))
        for (const lines of taken ?? []) {
          const line = findLine(lines, metric);
          expect([metric.key, line?.['metric']]).toEqual([metric.key, metric.key]);
          for (const figure of figuresOf(asIn(line ?? {}, metric), tags.en)) expect(text).toContain(figure);
        }
      expect(told.some(isTold)).toBe(true);
      for (const metric of told.filter(isTold))
        for (const figure of figuresOf(metric, tags.en)) expect(text).toContain(figure);
      await expectOnPaper(context, `/api/saved-reports/${id}/paper`, told);
    }
  }, 60_000);
});

describe('a report printed from the screen', () => {
  it.each(['en', 'de', 'ar'] as const)(
    'is one sheet of A4, as its file is: %s',
    async (language) => {
      const reader = await visit(COORDINATOR, { language });
      for (const { cohort } of cohorts)
        for (const path of [`/reports/${cohort}`, `/reports/${cohort}/quarter?rate=60`]) {
          const page = await reader.newPage();
          await open(page, path);
          await page.locator('[data-sheet]').waitFor();
          const printed = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
          expect([path, printed.match(/\/Type\s*\/Page\b/g)?.length]).toEqual([path, 1]);
          await page.close();
        }
      await reader.close();
    },
    90_000,
  );
});

describe('every number beside others', () => {
  it('stands on the page of cohorts side by side and in its file', async () => {
    const [first] = cohorts;
    const path = `/api/programs/${first?.program}/comparison`;
    const { text, answers, told } = await read<Comparison>(
      context,
      `/manage/${first?.program}/comparison?cohort=${first?.cohort}&age=30`,
      path,
    );
    expect(answers.length).toBeGreaterThan(0);
    const file = await (await context.request.get(`${path}/table?age=30&format=csv&locale=en`)).text();
    const metrics = told.filter(isTold);
    expect(metrics.length).toBeGreaterThan(0);
    for (const metric of metrics) {
      const { key, numerator, denominator, estimate, lo, hi } = metric;
      const base = isWhole(metric) ? `${count(numerator ?? 0)} of ${count(denominator ?? 0)} ` : '';
      expect([key, text.includes(`${base}${figuresOf(metric, tags.en)[0]}`)]).toEqual([key, true]);
      const figures = `,${[numerator, denominator, estimate, lo, hi].map((value) => value ?? '').join(',')},`;
      expect([key, figures, file.includes(figures)]).toEqual([key, figures, true]);
    }
  }, 60_000);

  it('stands on the page of today', async () => {
    const { text, answers } = await read<{ active: number; onTrack: number }>(
      context,
      '/today',
      '/api/today',
    );
    const [today] = answers;
    if (!today) throw new Error('The page was told nothing.');
    expect(today.active).toBeGreaterThan(today.onTrack);
    expect(text).toContain(`${count(today.active - today.onTrack)} of ${count(today.active)} pairings`);
    expect(text).toContain(`${count(today.onTrack)} are on track`);
  }, 60_000);
});
