import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from '@jest/globals';

const web = join(import.meta.dirname, '../../apps/web/src');

/** Each of these takes a day for granted that is only right in one zone: the first ten letters are the day of UTC. */
const dayOfNobody = /\.slice\(0, 10\)|toLocaleDateString\(/;

it('the web tells the day of an instant by a zone, with `day` of a format or `dayIn` of lib/today.ts', () => {
  const files = globSync('{features,lib,shell}/**/*.{ts,tsx}', { cwd: web }).filter(
    (file) => !file.includes('.spec.'),
  );
  expect(files.length).toBeGreaterThan(500);
  const found = files.filter((file) => dayOfNobody.test(readFileSync(join(web, file), 'utf8')));
  expect(found).toEqual([]);
});
