import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

const dist = join(import.meta.dirname, '../../apps/web/dist');
const manifestFile = join(dist, '.vite/manifest.json');

interface Chunk {
  file: string;
  src?: string;
  imports?: string[];
  css?: string[];
  isEntry?: boolean;
}

/** kB of gzip that a browser loads before a page can be used: the entry, the page's chunk and all they import. */
function initialKb(manifest: Record<string, Chunk>, pages: string[], kind: 'js' | 'css'): number {
  const seen = new Set<string>();
  const walk = (key: string) => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    chunk.imports?.forEach(walk);
  };
  Object.entries(manifest)
    .filter(([, chunk]) => chunk.isEntry)
    .forEach(([key]) => walk(key));
  pages.forEach(walk);
  const files = new Set(
    [...seen].flatMap((key) => (kind === 'js' ? [manifest[key]?.file ?? ''] : (manifest[key]?.css ?? []))),
  );
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0) / 1000;
}

const frame = ['src/router.tsx', 'src/shell/app-shell.tsx'];
const cohort = [...frame, 'src/shell/cohort-frame.tsx'];
/** kB of script by page. 190 is the aim; where a page is above it, the figure says what it weighs and why. */
const pages: [string, string[], number][] = [
  ['home', [...frame, 'src/features/home/home.page.tsx'], 180],
  ['people', [...frame, 'src/features/people/directory.page.tsx'], 190],
  ['an import', [...frame, 'src/features/people/import.page.tsx'], 190],
  ['the programs of a coordinator', [...frame, 'src/features/programs/manage.page.tsx'], 190],
  ['the overview of a cohort', [...cohort, 'src/features/metrics/overview.page.tsx'], 190],
  ['the setup of a program', [...cohort, 'src/features/programs/setup.page.tsx'], 190],
  // The frame of a cohort and a table: TanStack Table alone is 9.
  ['the people of a cohort', [...cohort, 'src/features/enrolments/people.page.tsx'], 195],
  // A workspace: queue, comparison, alternatives and their keys stand on the screen from the start.
  ['the review of matching', [...cohort, 'src/features/matching/review.page.tsx'], 202],
  // Check boxes, notes and the next action are fields, ready to be used.
  ['a meeting', [...frame, 'src/features/meetings/meeting.page.tsx'], 197],
  // A page that is a form: every kind of field, at once.
  ['an enrolment', [...frame, 'src/features/enrolments/enrol.page.tsx'], 216],
];

describe('what a browser loads first', () => {
  it('is built before it is weighed', () => {
    expect(existsSync(manifestFile)).toBe(true);
  });

  it.each(pages)('is within the budget for %s', (_, chunks, budget) => {
    const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Chunk>;
    for (const chunk of chunks) expect(Object.keys(manifest)).toContain(chunk);
    expect(initialKb(manifest, chunks, 'js')).toBeLessThan(budget);
    expect(initialKb(manifest, chunks, 'css')).toBeLessThan(15);
  });
});
