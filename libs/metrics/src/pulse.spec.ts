import { describe, expect, it } from '@jest/globals';
import { measureResponseByWave } from './pulse.ts';
import type { AskRow } from './response-rate.ts';

const frame = { asOf: '2026-03-02' };

/** So many asked in a wave, of whom the first answer in time. */
const wave = (name: string, asked: number, answered: number, deliveredOn = '2026-01-10'): AskRow[] =>
  Array.from({ length: asked }, (_, index) => ({
    personId: `p${index}`,
    wave: name,
    deliveredOn,
    hasBounced: false,
    leftOn: null,
    answeredOn: index < answered ? '2026-01-12' : null,
  }));

describe('the response to check-ins by wave', () => {
  it('tells each wave in its order, and of a young one that it is not due', () => {
    const waves = measureResponseByWave(
      [...wave('10', 40, 30), ...wave('2', 40, 20), ...wave('11', 8, 0, '2026-02-25')],
      frame,
    );
    expect(
      waves.map(({ wave: name, record }) => [name, record.numerator, record.denominator, record.pending]),
    ).toEqual([
      ['2', 20, 40, 0],
      ['10', 30, 40, 0],
      ['11', 0, 0, 8],
    ]);
  });

  it('hides a wave of few, and with it the next smallest, or the sum would tell it', () => {
    const waves = measureResponseByWave(
      [...wave('1', 40, 30), ...wave('2', 25, 18), ...wave('3', 3, 2)],
      frame,
    );
    expect(waves.map(({ record }) => record.suppressed?.reason ?? null)).toEqual([
      null,
      'protects-others',
      'small-group',
    ]);
  });
});
