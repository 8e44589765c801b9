import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Locator, Page } from 'playwright-core';

import { closeBrowser, findBarriers, open, openBrowser, visit } from './testing/browser.ts';
import type { Look } from './testing/browser.ts';

// The gallery shows every kind of chart there is; its spec sees to that. What only a browser can tell is asked here.
const looks: [string, Look][] = [
  ['on a desk', {}],
  ['in the dark', { theme: 'dark' }],
  ['in Arabic', { language: 'ar' }],
  ['on a phone', { width: 390, height: 844 }],
  ['on a phone in Arabic', { width: 390, height: 844, language: 'ar' }],
  ['at 200 %', { width: 640, height: 430 }],
];

beforeAll(openBrowser);
afterAll(closeBrowser);

async function openCharts(context: BrowserContext): Promise<{ page: Page; figures: Locator[] }> {
  const page = await context.newPage();
  await open(page, '/gallery');
  await page.getByRole('figure').first().waitFor();
  return { page, figures: await page.getByRole('figure').all() };
}

const stopOf = (figure: Locator) => figure.locator('[role="application"], [role="group"]');
/** Where the points of a chart lie across the page. */
const middles = (figure: Locator): Promise<number[]> =>
  figure.locator('[data-point]').evaluateAll((points) =>
    points.map((point) => {
      const { left, width } = point.getBoundingClientRect();
      return Math.round(left + width / 2);
    }),
  );

describe('every chart in a browser', () => {
  it.each(looks)('has no barrier and keeps to its page %s', async (_, look) => {
    const context = await visit('coordinator@halden.example', look);
    const { page, figures } = await openCharts(context);
    expect(figures.length).toBeGreaterThan(6);
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await context.close();
  });

  it.each(looks)('walks its points by the keys, seen and said %s', async (_, look) => {
    const context = await visit('coordinator@halden.example', look);
    const { page, figures } = await openCharts(context);
    const forward = look.language === 'ar' ? 'ArrowLeft' : 'ArrowRight';
    for (const figure of figures) {
      const stop = stopOf(figure);
      await stop.focus();
      const said = figure.locator('output');
      const first = await said.textContent();
      await page.keyboard.press(forward);
      expect(await said.textContent()).not.toBe(first);
      await page.keyboard.press('End');
      const active = figure.locator('[data-active]').first();
      // A range is one bar: it has no points to mark.
      if (await figure.locator('[data-point]').count()) {
        const [point, page_] = [await active.boundingBox(), page.viewportSize()];
        expect(
          point && page_ && point.x + point.width / 2 > 0 && point.x + point.width / 2 < page_.width,
        ).toBe(true);
      }
      expect(await stop.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(`document.activeElement.querySelector('table') !== null`)).toBe(true);
      await figure.getByRole('button').filter({ visible: true }).first().waitFor();
    }
    await context.close();
  });

  it('runs from the right in Arabic', async () => {
    const [latin, arabic] = [
      await visit('coordinator@halden.example'),
      await visit('coordinator@halden.example', { language: 'ar' }),
    ];
    const there = await openCharts(latin);
    const here = await openCharts(arabic);
    for (const [index, figure] of there.figures.entries()) {
      const ofLatin = await middles(figure);
      const ofArabic = await middles(here.figures[index] ?? figure);
      expect(ofArabic).toHaveLength(ofLatin.length);
      for (const [point, at] of ofLatin.entries()) {
        const [next, mirrored, mirroredNext] = [ofLatin[point + 1], ofArabic[point], ofArabic[point + 1]];
        if (next === undefined || mirrored === undefined || mirroredNext === undefined) continue;
        if (Math.abs(next - at) > 2) expect(Math.sign(mirroredNext - mirrored)).toBe(-Math.sign(next - at));
      }
    }
    await latin.close();
    await arabic.close();
  });

  it('keeps its marks in forced colours and is a chart on paper, within the sheet', async () => {
    const context = await visit('coordinator@halden.example');
    const { page, figures } = await openCharts(context);
    await page.emulateMedia({ forcedColors: 'active' });
    for (const figure of figures) {
      const marks = await figure
        .locator('[data-mark]')
        .evaluateAll((all) => all.map((mark) => getComputedStyle(mark).forcedColorAdjust));
      expect(new Set(marks)).toEqual(new Set(['none']));
    }
    // Whoever has chosen tables prints charts all the same.
    await page.evaluate(`localStorage.setItem('ithaca.chartView', 'table')`);
    await page.reload();
    await page.getByRole('table').first().waitFor();
    await page.setViewportSize({ width: 690, height: 1000 });
    await page.emulateMedia({ media: 'print', forcedColors: 'none' });
    for (const figure of await page.getByRole('figure').all()) {
      expect(await figure.getByRole('table').count()).toBe(0);
      const box = await stopOf(figure).boundingBox();
      expect(box && box.height > 20 && box.x + box.width <= 690).toBe(true);
    }
    await context.close();
  });
});
