import { describe, expect, it } from '@jest/globals';

import { adviceAgainst, foldSeries, looksNeeded, requireReason } from './review.ts';
import type { ReviewAct } from './review.ts';

const series = (...kinds: ReviewAct[]) =>
  kinds.map((kind, index) => ({ id: String(index), kind, ofActId: null }));
const ids = ({ done, undone }: ReturnType<typeof foldSeries>) => ({
  done: done.map(({ id }) => id).join(''),
  undone: undone.map(({ id }) => id).join(''),
});

describe('a series of acts', () => {
  it('is undone from the last and done again from the last that was undone', () => {
    expect(ids(foldSeries(series('approve', 'lock', 'remove')))).toEqual({ done: '012', undone: '' });
    expect(ids(foldSeries(series('approve', 'lock', 'undo', 'undo')))).toEqual({ done: '', undone: '10' });
    expect(ids(foldSeries(series('approve', 'lock', 'undo', 'undo', 'redo')))).toEqual({
      done: '0',
      undone: '1',
    });
  });

  it('forgets what was undone once something new is done', () => {
    expect(ids(foldSeries(series('approve', 'undo', 'lock')))).toEqual({ done: '2', undone: '' });
  });

  it('has nothing to undo when everything is undone, and never counts a return to an earlier draft', () => {
    expect(ids(foldSeries(series('undo', 'redo', 'return')))).toEqual({ done: '', undone: '' });
  });
});

describe('an act against advice', () => {
  it('needs a reason, and only then', () => {
    expect(adviceAgainst('remove', 'clear')).toBe('clear-pair');
    expect(adviceAgainst('remove', 'weak')).toBeNull();
    expect(adviceAgainst('approve', 'rule-at-risk')).toBe('rule-broken');
    expect(adviceAgainst('approve', 'clear')).toBeNull();
    expect(adviceAgainst('propose', 'clear')).toBe('own-choice');
    expect(() => requireReason('clear-pair', ' ')).toThrow('override.needs-reason');
    expect(() => requireReason('clear-pair', 'They asked for it')).not.toThrow();
    expect(() => requireReason(null, null)).not.toThrow();
  });
});

it('asks for a look at five, or at all when there are fewer', () => {
  expect([0, 3, 5, 200].map(looksNeeded)).toEqual([0, 3, 5, 5]);
});
