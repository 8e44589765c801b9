import { describe, expect, it } from '@jest/globals';
import { measurePulse } from './pulse.ts';
import type { RatingRow } from './satisfaction.ts';

const frame = { asOf: '2026-03-02' };

/** So many asked in a wave, of whom the first answer, the content ones first. */
const wave = (name: string, asked: number, answered: number, content: number): RatingRow[] =>
  Array.from({ length: asked }, (_, index) => ({
    personId: `p${index}`,
    wave: name,
    deliveredOn: '2026-01-10',
    hasBounced: false,
    leftOn: null,
    answeredOn: index < answered ? '2026-01-12' : null,
    rating: index < answered ? (index < content ? 5 : 3) : null,
  }));

describe('check-ins by wave', () => {
  it('tells response, satisfaction and its bounds wave by wave', () => {
    const { all, waves } = measurePulse([...wave('10', 40, 30, 20), ...wave('2', 40, 20, 18)], frame);
    expect(waves.map(({ wave: name }) => name)).toEqual(['2', '10']);
    expect(waves[0]?.share).toMatchObject({ numerator: 18, denominator: 20 });
    expect(waves[0]?.response.estimate).toBeCloseTo(0.5);
    expect(waves[0]?.bounds).toEqual({ lower: 18 / 40, upper: 38 / 40 });
    expect(all.share).toMatchObject({ numerator: 38, denominator: 50 });
  });

  it('hides a wave of few answers, and with it the next smallest, but not the sum', () => {
    const { all, waves } = measurePulse(
      [...wave('1', 40, 30, 20), ...wave('2', 40, 25, 18), ...wave('3', 40, 3, 2)],
      frame,
    );
    expect(waves.map(({ share }) => share.suppressed?.reason ?? null)).toEqual([
      null,
      'protects-others',
      'small-group',
    ]);
    expect(waves[1]).toMatchObject({ bounds: null, mean: { estimate: null } });
    expect(waves[2]?.response.n).toBe(40);
    expect(all.share.n).toBe(58);
  });
});
