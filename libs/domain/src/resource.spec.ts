import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { MOST_RECOMMENDED, recommend, resourceStages, stageOf } from './resource.ts';
import type { Recommendable, WayOfPairing } from './resource.ts';

const way: WayOfPairing = {
  stage: 'middle',
  today: '2026-03-10',
  cadenceDays: 14,
  milestones: [
    { title: 'Long past', dueOn: '2026-01-10' },
    { title: 'Now', dueOn: '2026-03-12' },
    { title: 'Far', dueOn: '2026-06-12' },
  ],
};
const one = (id: string, more: Partial<Recommendable> = {}): Recommendable => ({
  id,
  stage: 'any',
  milestone: null,
  languages: ['en'],
  position: 0,
  isDone: false,
  ...more,
});
const ids = (resources: Recommendable[], language = 'en') =>
  recommend(resources, way, language).map(({ id }) => id);

describe('what is recommended', () => {
  it('is for the milestone at hand before it is for the part of the way, and nothing that is past, far or done', () => {
    expect(
      ids([
        one('middle', { stage: 'middle' }),
        one('past', { milestone: 'Long past' }),
        one('now', { milestone: 'Now', position: 9 }),
        one('far', { milestone: 'Far' }),
        one('gone', { milestone: 'No longer there', stage: 'middle' }),
        one('start', { stage: 'start' }),
        one('done', { milestone: 'Now', isDone: true }),
        one('any'),
      ]),
    ).toEqual(['now', 'middle']);
  });

  it('comes in the reader’s language first', () => {
    const both = [
      one('english', { milestone: 'Now' }),
      one('german', { stage: 'middle', languages: ['de'] }),
    ];
    expect(ids(both, 'de')).toEqual(['german', 'english']);
    expect(ids(both, 'en')).toEqual(['english', 'german']);
  });

  it('is three at most, each once, whatever there is', () => {
    const resource = fc.record({
      id: fc.uuid(),
      stage: fc.constantFrom(...resourceStages),
      milestone: fc.option(fc.constantFrom('Long past', 'Now', 'Far')),
      languages: fc.subarray(['en', 'de', 'ar'], { minLength: 1 }),
      position: fc.nat(50),
      isDone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(resource, { selector: ({ id }) => id }), (resources) => {
        const found = recommend(resources, way, 'en');
        expect(found.length).toBeLessThanOrEqual(MOST_RECOMMENDED);
        expect(new Set(found).size).toBe(found.length);
        expect(found.every(({ isDone }) => !isDone)).toBe(true);
      }),
    );
  });
});

describe('the stage of a pairing', () => {
  it('is its first quarter, its last fifth, and what lies between', () => {
    const at = (today: string) => stageOf('2026-01-01', '2026-04-11', today);
    expect([
      at('2025-12-31'),
      at('2026-01-25'),
      at('2026-01-26'),
      at('2026-03-21'),
      at('2026-03-22'),
    ]).toEqual(['start', 'start', 'middle', 'middle', 'end']);
    expect(stageOf('2026-01-01', '2026-01-01', '2026-01-01')).toBe('start');
  });
});
