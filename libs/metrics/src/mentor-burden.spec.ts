import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { measureMentorBurden, type BurdenFrame, type BurdenRow } from './mentor-burden.ts';

const byName: BurdenFrame = { asOf: '2026-06-01', minimumGroup: 0, isSensitive: false };
const declared: BurdenFrame = { asOf: '2026-06-01', isSensitive: true };

const mentors = (group: string, minutes: readonly number[]): BurdenRow[] =>
  minutes.map((own, at) => ({ personId: `${group}${at}`, group, minutes: own }));
const each = (n: number, minutes: number) => Array.from({ length: n }, () => minutes);

describe('who carries the mentoring', () => {
  it('tells of each group what it carries of the minutes beside what it is of the mentors', () => {
    const found = measureMentorBurden(
      [
        ...mentors('Ops', [...each(20, 300), ...each(10, 60)]),
        ...mentors('Sales', [...each(4, 120), ...each(26, 30)]),
      ],
      byName,
    );
    expect(found).toMatchObject({ mentors: 60, heavy: 24, minutes: 7860, suppressed: null });
    const [ops, sales] = found.groups;
    expect(ops).toMatchObject({ group: 'Ops', mentors: 30, heavy: 20, shareOfMentors: 0.5, perMentor: 220 });
    expect(ops?.shareOfMinutes).toBeCloseTo(6600 / 7860, 12);
    expect(ops?.verdict).toBe('more');
    expect(sales?.verdict).toBe('less');
    expect(ops?.difference?.estimate).toBeCloseTo(20 / 30 - 4 / 30, 12);
    expect(ops?.q).toBeLessThan(0.05);
  });

  it('says nothing of a group below twenty, of few no share, and of nobody that there is nobody', () => {
    const small = measureMentorBurden(
      [...mentors('Ops', each(19, 300)), ...mentors('Sales', each(30, 30)), ...mentors('Lab', each(4, 10))],
      byName,
    );
    expect(small.groups.map(({ verdict }) => verdict)).toEqual(['less', null, null]);
    expect(small.groups[2]).toMatchObject({ mentors: 4, rate: null, difference: null });
    expect(measureMentorBurden([], byName)).toEqual({
      mentors: 0,
      heavy: 0,
      minutes: 0,
      groups: [],
      suppressed: null,
    });
  });

  it('of what people declared tells counts from ten on and never minutes', () => {
    const rows = [
      ...mentors('a', [...each(12, 200), ...each(13, 50)]),
      ...mentors('b', [...each(14, 210), ...each(15, 40)]),
    ];
    const found = measureMentorBurden(rows, declared);
    expect(found).toMatchObject({ mentors: 54, heavy: 26, minutes: null, suppressed: null });
    expect(found.groups.map(({ shareOfMinutes, perMentor }) => [shareOfMinutes, perMentor])).toEqual([
      [null, null],
      [null, null],
    ]);
    const few = measureMentorBurden([...rows, ...mentors('c', [100, 300, 20])], declared);
    // The small one, and others so that it cannot be had by subtraction.
    expect(few.groups.map(({ suppressed }) => suppressed?.reason ?? null)).toEqual([
      null,
      'protects-others',
      'small-group',
    ]);
  });

  it('tells as many as there are, and does not depend on the order or on how minutes are noted', () => {
    const row = fc.record({
      person: fc.nat(40),
      group: fc.constantFrom('a', 'b', 'c'),
      minutes: fc.nat(500),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 80 }), (given) => {
        const rows = given.map(({ person, minutes }) => ({
          personId: `p${person}`,
          group: ['a', 'b', 'c'][person % 3] ?? 'a',
          minutes,
        }));
        const found = measureMentorBurden(rows, byName);
        expect(measureMentorBurden(rows.toReversed(), byName)).toEqual(found);
        const sum = (of: (group: (typeof found.groups)[number]) => number | null) =>
          found.groups.reduce((all, group) => all + (of(group) ?? 0), 0);
        expect(sum(({ mentors: n }) => n)).toBe(found.mentors);
        expect(sum(({ heavy }) => heavy)).toBe(found.heavy);
        expect((found.heavy ?? 0) * 2).toBeLessThanOrEqual(found.mentors ?? 0);
        if (found.minutes) expect(sum(({ shareOfMinutes }) => shareOfMinutes)).toBeCloseTo(1, 9);
      }),
    );
  });
});
