import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { colours, fills } from '../../apps/api/src/platform/paper/paper.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;

describe.each(['en', 'de', 'ar'])('the words of reports in %s', (locale) => {
  it('are on paper and in files what they are on the screen', () => {
    const folder = join(root, 'apps/web/src/locales', locale);
    const screen = Object.assign(
      {},
      ...readdirSync(folder).map((file) => read(join(folder, file))),
    ) as Record<string, string>;
    const paper = read(join(root, 'apps/api/src/features/reports/words', `${locale}.json`));
    expect(Object.entries(paper).filter(([key, word]) => screen[key] !== word)).toEqual([]);
  });
});

it('the colours of paper are those of the screen by day', () => {
  const ui = join(root, 'apps/web/src/ui');
  const tokens = readFileSync(join(ui, 'tokens.css'), 'utf8');
  const byDay = (name: string) => new RegExp(`--color-${name}: light-dark\\((#\\w+)`).exec(tokens)?.[1];
  expect(colours).toEqual(Object.fromEntries(Object.keys(colours).map((name) => [name, byDay(name)])));
  const series = readFileSync(join(ui, 'charts/fills.ts'), 'utf8').match(/series-\d/g) ?? [];
  expect(fills.map(({ colour }) => colour)).toEqual(series.map((name) => byDay(name)));
});
