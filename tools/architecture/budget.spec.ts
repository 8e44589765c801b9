import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { listMetrics } from '@ithaca/metrics/catalogue';
import { describe, expect, it } from '@jest/globals';

const dist = join(import.meta.dirname, '../../apps/web/dist');
const pagesFile = join(dist, '.vite/pages.json');

/** As apps/web/vite-pages.ts writes them: every line of the router with the scripts it needs before it can be used. */
interface Pages {
  entrance: FirstLoad;
  pages: FirstLoad[];
}
interface FirstLoad {
  path: string;
  files: string[];
  words: Record<string, string[]>;
}

/** The bars, in kB of gzip. Everybody meets the entrance and the home page first, so theirs are lower. */
const bars = { entrance: 100, home: 160, page: 190, style: 15, words: 30 };
/** The gallery shows every component at once; it is for those who build the product. */
const unweighed = ['/gallery'];

const kb = (files: readonly string[]) =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0) / 1000;

const isBuilt = existsSync(pagesFile);
const { entrance, pages } = isBuilt
  ? (JSON.parse(readFileSync(pagesFile, 'utf8')) as Pages)
  : { entrance: undefined, pages: [] };

describe('what a browser loads first', () => {
  it('is built before it is weighed', () => {
    expect(isBuilt).toBe(true);
    expect(pages.map(({ path }) => path)).toEqual(expect.arrayContaining(['/', '/people', '/today']));
  });

  it('is within the budget before sign-in', () => {
    expect(kb(entrance?.files ?? [])).toBeLessThan(bars.entrance);
  });

  it.each(pages.filter(({ path }) => !unweighed.includes(path)).map((page) => [page.path, page] as const))(
    'is within the budget for %s',
    (path, page) => {
      expect(kb(page.files)).toBeLessThan(path === '/' ? bars.home : bars.page);
      for (const words of Object.values(page.words)) expect(kb(words)).toBeLessThan(bars.words);
    },
  );

  it('holds no rule of a metric: its name and what it counts do for a number, the rest is asked for', () => {
    const scripts = new Set(pages.flatMap(({ files }) => files));
    const rules = listMetrics().flatMap(({ population, numerator, notes }) => [population, numerator, notes]);
    const told = [...scripts].flatMap((file) => {
      const script = readFileSync(join(dist, file), 'utf8');
      return rules.filter((rule) => script.includes(rule)).map((rule) => `${file}: ${rule}`);
    });
    expect(told).toEqual([]);
  });

  it('is within the budget for the style sheet', () => {
    const [, style = ''] =
      /href="(\/assets\/[^"]+\.css)"/.exec(readFileSync(join(dist, 'index.html'), 'utf8')) ?? [];
    expect(kb([style])).toBeLessThan(bars.style);
  });

  it('lies there compressed, so that nothing is compressed anew at each request', () => {
    for (const { files } of pages)
      for (const file of files)
        expect(statSync(join(dist, `${file}.br`)).size).toBeLessThan(statSync(join(dist, file)).size + 8);
  });
});
