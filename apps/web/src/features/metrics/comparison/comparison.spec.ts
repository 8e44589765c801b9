import type { Metric } from '@ithaca/contracts/metrics';
import { describe, expect, it } from '@jest/globals';
import { compare } from './comparison.ts';

function share(estimate: number, lo: number, hi: number, changes: Partial<Metric> = {}): Metric {
  return {
    key: 'meetings-held',
    version: 1,
    unit: 'share',
    side: null,
    numerator: null,
    denominator: null,
    estimate,
    lo,
    hi,
    method: 'wilson',
    n: 200,
    pending: 0,
    unknown: 0,
    excluded: {},
    suppressed: null,
    asOf: '2026-11-22T10:00:00.000Z',
    ...changes,
  };
}

/** As many pairings as meetings. */
const compareAlone = (now: Metric, before: Metric) => compare(now, before, { now: 200, before: 200 });

describe('a number beside the cohort before', () => {
  it('differs when the interval of the difference leaves out zero', () => {
    expect(compareAlone(share(0.7, 0.65, 0.74), share(0.87, 0.83, 0.9))).toBe('lower');
    expect(compareAlone(share(0.87, 0.83, 0.9), share(0.7, 0.65, 0.74))).toBe('higher');
  });

  it('is alike when the difference may be chance', () => {
    expect(compareAlone(share(0.7, 0.65, 0.74), share(0.75, 0.7, 0.8))).toBe('alike');
  });

  it('needs more than the plain 95 % where three are read at once', () => {
    // The plain interval of this difference is 0.001 to 0.119.
    expect(compareAlone(share(0.76, 0.72, 0.8), share(0.7, 0.656, 0.744))).toBe('alike');
  });

  it('counts meetings of one pairing as alike', () => {
    const [now, before] = [share(0.74, 0.69, 0.78), share(0.87, 0.83, 0.9)];
    expect(compare(now, before, { now: 200, before: 200 })).toBe('lower');
    expect(compare(now, before, { now: 40, before: 40 })).toBe('alike');
    const adherence = { key: 'cadence-adherence' };
    expect(compare({ ...now, ...adherence }, { ...before, ...adherence }, { now: 40, before: 40 })).toBe(
      'lower',
    );
  });

  it('is not compared when few stand behind it, when its rule changed, or when it depends on the age of a cohort', () => {
    const before = share(0.9, 0.85, 0.95);
    expect(compareAlone(share(0.5, 0.4, 0.6, { n: 12 }), before)).toBeNull();
    expect(compareAlone(share(0.5, 0.4, 0.6, { version: 2 }), before)).toBeNull();
    expect(compareAlone(share(0.5, 0.4, 0.6, { key: 'participation-rate' }), before)).toBeNull();
  });
});
