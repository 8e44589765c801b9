import { describe, expect, it } from '@jest/globals';

import { addDays } from './days.ts';
import { judgeScore, outcomeOf, type ScoredPairing } from './score-quality.ts';

const start = '2026-01-01';
const asOf = '2026-12-31';
const pairing = (changes: Partial<ScoredPairing> = {}): ScoredPairing => ({
  id: 'p',
  score: 0.6,
  startedOn: start,
  endedOn: null,
  metByDay90: addDays(start, 80),
  cadenceDays: 14,
  fits: [4, 5],
  ...changes,
});

/** A small generator of its own, so that a story is the same each time. */
function chance(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** So many pairings, one a day, that come to something with a chance the score tells as far as `signal` says. */
function cohort(n: number, signal: number): ScoredPairing[] {
  const next = chance(7);
  return Array.from({ length: n }, (_, at) => {
    const score = 0.2 + 0.6 * next();
    const isGood = next() < 0.5 + signal * (score - 0.5);
    return pairing({
      id: `p${at}`,
      score,
      startedOn: addDays('2025-01-01', at),
      metByDay90: addDays('2025-01-01', at + (isGood ? 85 : 20)),
    });
  });
}

describe('what became of a pairing', () => {
  it('is seen on day 90: still meeting, and both say that they suit', () => {
    expect(outcomeOf(pairing(), asOf)).toBe('yes');
    expect(outcomeOf(pairing({ fits: [3, 5] }), asOf)).toBe('no');
    expect(outcomeOf(pairing({ fits: [null, 5] }), asOf)).toBe('unknown');
    expect(outcomeOf(pairing({ fits: [] }), asOf)).toBe('unknown');
    expect(outcomeOf(pairing({ fits: [null, 2] }), asOf)).toBe('no');
    expect(outcomeOf(pairing({ endedOn: addDays(start, 60) }), asOf)).toBe('no');
    expect(outcomeOf(pairing({ endedOn: addDays(start, 91) }), asOf)).toBe('yes');
    // Day 90 less 30 days; a cadence of 28 days gives 42.
    expect(outcomeOf(pairing({ metByDay90: addDays(start, 59) }), asOf)).toBe('no');
    expect(outcomeOf(pairing({ metByDay90: addDays(start, 59), cadenceDays: 28 }), asOf)).toBe('yes');
    expect(outcomeOf(pairing({ metByDay90: null, fits: [null] }), asOf)).toBe('no');
    expect(outcomeOf(pairing(), addDays(start, 89))).toBe('pending');
  });
});

describe('whether a score tells', () => {
  it('is not yet known under a hundred outcomes, or twenty of a kind, and then says neither', () => {
    const few = judgeScore(cohort(99, 1), asOf);
    expect(few).toMatchObject({ status: 'not-yet', verdict: null, yes: null, no: null, bins: [] });
    // Ninety and nine: the nine wait for a tenth.
    expect(few.counted + few.pending).toBe(99);
    const alike = cohort(200, 0).map((one, at) => ({
      ...one,
      metByDay90: at < 12 ? null : addDays(one.startedOn, 85),
    }));
    expect(judgeScore(alike, asOf)).toMatchObject({ status: 'not-yet', auc: null });
  });

  it('is told with its interval: better, or no difference where there is none', () => {
    const better = judgeScore(cohort(400, 1.4), asOf);
    expect(better).toMatchObject({ status: 'judged', verdict: 'better' });
    expect(better.auc?.lo).toBeGreaterThan(0.5);
    expect(better.measures?.skill).toBeGreaterThan(0);
    expect(better.bins).toHaveLength(10);
    const nothing = judgeScore(cohort(400, 0), asOf);
    expect(nothing).toMatchObject({ status: 'judged', verdict: 'no-difference' });
    expect(judgeScore(cohort(400, -1.4), asOf).verdict).toBe('worse');
  });

  it('hides a tenth that is all alike, and another with it', () => {
    const story = cohort(120, 0).map((one) => ({
      ...one,
      metByDay90: one.score > 0.68 ? addDays(one.startedOn, 85) : one.metByDay90,
    }));
    const hidden = judgeScore(story, asOf).bins.filter(({ n }) => n === null);
    expect(hidden.length).toBeGreaterThan(1);
    expect(hidden.every(({ share }) => share === null)).toBe(true);
  });
});
