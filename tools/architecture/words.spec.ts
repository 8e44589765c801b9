import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

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
