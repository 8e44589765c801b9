import { describe, expect, it } from '@jest/globals';
import type { PairingLife } from './cadence.ts';
import { measureRhythm, measureWeeklyRhythm, type RhythmRow } from './rhythm.ts';

const weeks = ['2026-01-05', '2026-01-12', '2026-01-19', '2026-01-26', '2026-02-02'];
const life = (more: Partial<PairingLife> = {}): PairingLife => ({
  pairingId: 'p',
  startedOn: '2026-01-05',
  endedOn: null,
  cadences: [{ from: '2026-01-05', unit: 'week', every: 2 }],
  pauses: [],
  heldOn: [],
  ...more,
});
const named = { asOf: '2026-01-28', minimumGroup: 0 };
const sales = (more: Partial<PairingLife>): RhythmRow => ({ group: 'Sales', life: life(more) });

describe('the rhythm of pairings by group and week', () => {
  it('holds every pairing against its own cadence, and ends with the as-of day', () => {
    const rhythm = measureRhythm(
      [
        sales({ heldOn: ['2026-01-14'] }),
        sales({ cadences: [{ from: '2026-01-05', unit: 'week', every: 4 }], heldOn: ['2026-01-06'] }),
        { group: 'Legal', life: life({ endedOn: '2026-01-25' }) },
      ],
      weeks,
      named,
    );
    expect(rhythm.weeks).toEqual(weeks.slice(0, 4));
    const [first, second] = rhythm.groups;
    expect(first).toMatchObject({ group: 'Sales', pairings: 2 });
    expect(first?.cells.map(({ met, due, young }) => [met, due, young])).toEqual([
      [0, 0, 2],
      [1, 1, 1],
      [1, 1, 1],
      // The meeting of 14 January is just outside the fortnight up to 28 January.
      [0, 1, 1],
    ]);
    expect(second?.cells.map(({ met, due }) => [met, due])).toEqual([
      [0, 0],
      [0, 1],
      [0, 0],
      [0, 0],
    ]);
    expect(rhythm.all.at(-1)).toMatchObject({ met: 0, due: 1, young: 1 });
  });

  it('leaves a pairing out of the weeks whose cadence a pause touches', () => {
    const paused = life({ pauses: [{ from: '2026-01-20', to: '2026-01-22' }], heldOn: ['2026-01-27'] });
    expect(measureWeeklyRhythm([paused], named)).toMatchObject({
      numerator: 0,
      denominator: 0,
      excluded: { paused: 1 },
    });
    expect(measureWeeklyRhythm([paused], { ...named, asOf: '2026-02-08' })).toMatchObject({
      numerator: 1,
      denominator: 1,
    });
  });

  it('hides small groups, and with them another, from who may not see pairings by name', () => {
    const rows = [12, 7, 3].flatMap((count, index) =>
      Array.from({ length: count }, () => ({ group: `g${index}`, life: life() })),
    );
    const { groups, all } = measureRhythm(rows, weeks, { asOf: '2026-01-28', minimumGroup: 5 });
    expect(groups.map(({ pairings }) => pairings)).toEqual([12, null, null]);
    expect(groups.map(({ cells }) => cells.at(-1)?.suppressed)).toEqual([
      null,
      'protects-others',
      'small-group',
    ]);
    expect(all.at(-1)).toMatchObject({ due: 22, met: 0 });
  });
});
