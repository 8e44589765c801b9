import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RatingRow } from './satisfaction.ts';
import { measureQuestion } from './survey-results.ts';
import { listToldWaves, measureRecommendationChange, measureSatisfactionChange } from './wave-change.ts';

const frame = { asOf: '2026-03-01' };

/** So many answers to one wave on one day, the first of them content. */
const wave = (name: string, n: number, content: number, answeredOn: string): RatingRow[] =>
  Array.from({ length: n }, (_, at) => ({
    personId: `p${at}`,
    wave: name,
    deliveredOn: '2026-01-02',
    hasBounced: false,
    leftOn: null,
    answeredOn,
    rating: at < content ? 5 : 2,
  }));

describe('satisfaction from wave to wave', () => {
  it('holds the latest wave against the one before it, with Newcombe’s interval', () => {
    const rows = [
      ...wave('1', 50, 10, '2026-01-05'),
      ...wave('2', 70, 48, '2026-01-20'),
      ...wave('10', 56, 21, '2026-02-10'),
    ];
    const found = measureSatisfactionChange(rows, frame);
    expect(found).toMatchObject({
      before: { wave: '2', satisfied: 48, n: 70 },
      latest: { wave: '10', satisfied: 21, n: 56 },
      verdict: 'lower',
    });
    const { estimate, lo, hi } = found?.difference ?? {};
    expect(estimate).toBeCloseTo(21 / 56 - 48 / 70, 12);
    expect([lo ?? 0, hi ?? 0].map((limit) => limit < 0)).toEqual([true, true]);
    expect(measureSatisfactionChange(rows.slice(0, 50), frame)).toBeNull();
  });

  it('calls nothing more than chance that may be chance, or of fewer than twenty', () => {
    const of = (one: number, two: number, n = 40) =>
      measureSatisfactionChange(
        [...wave('1', n, one, '2026-01-05'), ...wave('2', n, two, '2026-01-20')],
        frame,
      )?.verdict;
    expect([of(20, 24), of(10, 30), of(30, 10), of(2, 17, 19)]).toEqual(['chance', 'higher', 'lower', 'few']);
  });

  it('counts of a batch of two waves only what is a batch of each', () => {
    // Two late answers to the first wave came in with those of the second.
    const late = wave('1', 2, 1, '2026-01-20').map((one) => ({ ...one, personId: `late ${one.personId}` }));
    const rows = [
      ...wave('1', 8, 5, '2026-01-05'),
      ...wave('2', 9, 4, '2026-01-20'),
      ...late,
      ...wave('2', 6, 3, '2026-01-22').map((one) => ({ ...one, personId: `more ${one.personId}` })),
    ];
    const sizes = (minimumGroup: number) =>
      listToldWaves(rows, { ...frame, minimumGroup }).map(({ wave: name, answers }) => [
        name,
        answers.length,
      ]);
    expect(sizes(5)).toEqual([
      ['1', 8],
      ['2', 6],
    ]);
    // For who sees each by name nothing is left out.
    expect(sizes(0)).toEqual([
      ['1', 10],
      ['2', 15],
    ]);
  });

  it('never tells of a wave fewer than five, nor all alike of fewer than twenty', () => {
    const answer = fc.record({
      person: fc.nat(30),
      wave: fc.integer({ min: 1, max: 3 }),
      day: fc.integer({ min: 3, max: 28 }),
      rating: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 120, size: 'max' }), (given) => {
        const rows = given.map(({ person, wave: name, day, rating }): RatingRow => ({
          personId: `p${person}`,
          wave: String(name),
          deliveredOn: '2026-01-02',
          hasBounced: false,
          leftOn: null,
          answeredOn: `2026-01-${String(day).padStart(2, '0')}`,
          rating,
        }));
        for (const { answers } of listToldWaves(rows, frame)) {
          const content = answers.filter(({ rating }) => (rating ?? 0) >= 4).length;
          expect(answers.length).toBeGreaterThanOrEqual(5);
          if (answers.length < 20) expect([0, answers.length]).not.toContain(content);
        }
      }),
    );
  });
});

describe('recommendation from survey to survey', () => {
  const question = { key: 'nps', kind: 'nps' as const, options: [] };
  const survey = (promoters: number, passives: number, detractors: number) =>
    measureQuestion(
      question,
      [
        ...Array.from({ length: promoters }, () => 10),
        ...Array.from({ length: passives }, () => 8),
        ...Array.from({ length: detractors }, () => 3),
      ].map((nps) => ({ side: 'mentee' as const, round: 1, answers: { nps } })),
    );

  it('finds 20 points between a hundred and a hundred answers within chance, p 0.09', () => {
    const found = measureRecommendationChange(survey(50, 30, 20), survey(40, 30, 30), frame);
    expect(found).toMatchObject({ verdict: 'chance', difference: { estimate: 20, method: 'adjusted-wald' } });
    expect(found?.difference.lo).toBeLessThan(0);
  });

  it('is said to have risen outside chance, and nothing of fewer than twenty or of what is hidden', () => {
    const verdict = (one: ReturnType<typeof survey>, other: ReturnType<typeof survey>) =>
      measureRecommendationChange(one, other, frame)?.verdict ?? null;
    expect(verdict(survey(80, 15, 5), survey(30, 30, 40))).toBe('higher');
    expect(verdict(survey(30, 30, 40), survey(80, 15, 5))).toBe('lower');
    expect(verdict(survey(19, 0, 0), survey(0, 0, 30))).toBe('few');
    expect(verdict(survey(9, 0, 0), survey(0, 0, 30))).toBeNull();
  });
});
