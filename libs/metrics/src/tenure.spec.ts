import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from './days.ts';
import { measureTenure, type EmploymentLife } from './tenure.ts';

const asOf = '2026-06-17';
/** The first of the month up to which is read. */
const until = '2026-06-01';
const recordedFrom = '2000-01-01';
const inMonths = (count: number) => Math.ceil((count * 487) / 16);

/** Hired so that by `until` this many months are over, and gone in the month `left`. */
const life = (seen: number, left: number | null = null, reason: EmploymentLife['reason'] = null) => {
  const from = addDays(until, -inMonths(seen));
  return { from, to: left === null ? null : addDays(from, inMonths(left) - 3), reason };
};
const many = (count: number, one: EmploymentLife) => Array.from({ length: count }, () => one);

describe('how long people stay', () => {
  it('is what Kaplan and Meier’s curve is for the published remissions', () => {
    // Freireich et al. 1963, 21 people on 6-MP, weeks taken for months; the limits are those of SAS and R on the log-log scale.
    const relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23].map((week) => life(40, week));
    const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((week) => life(week));
    const lives = [...relapsed, ...censored];
    const { curve, quartiles } = measureTenure(lives, recordedFrom, { asOf });
    expect(curve?.map(({ month, survival, atRisk }) => [month, Number(survival.toFixed(3)), atRisk])).toEqual(
      [
        [0, 1, 21],
        [3, 1, 21],
        [6, 0.857, 21],
        [9, 0.807, 16],
        [12, 0.753, 12],
        [15, 0.69, 11],
      ],
    );
    const sixth = curve?.find(({ month }) => month === 6);
    expect([sixth?.lower, sixth?.upper].map((limit) => limit?.toFixed(3))).toEqual(['0.620', '0.952']);
    // The median of the whole curve is 23; fewer than ten are at risk from 19 on, so it is not reached.
    expect(quartiles.map(({ record }) => record.estimate)).toEqual([13, null, null]);
    expect(quartiles[0]?.record).toMatchObject({ n: 21, lo: 6, hi: null, method: 'kaplan-meier' });
  });

  it('counts who was hired before the data begin from then on only', () => {
    // Forty had been here for 60 months when the data began; of those hired since, half left in their sixth month.
    const old = many(40, life(80));
    const begin = addDays(until, -inMonths(20));
    const fresh = [...many(20, life(12)), ...many(20, life(12, 6))];
    const { curve } = measureTenure([...old, ...fresh], begin, { asOf });
    expect(curve?.find(({ month }) => month === 6)).toMatchObject({ survival: 0.5, atRisk: 40 });
    expect(curve?.[0]).toEqual({ month: 0, survival: 1, lower: null, upper: null, atRisk: 40 });
    expect(curve?.at(-1)?.month).toBe(12);
    // As if they had been seen all along, they would hide that half leave.
    const naive = measureTenure([...old, ...fresh], '1990-01-01', { asOf });
    expect(naive.curve?.find(({ month }) => month === 6)?.survival).toBe(0.75);
  });

  it('is told of months that are over, cut where fewer than ten are at risk, and not of fewer than twenty people', () => {
    const { curve } = measureTenure([...many(11, life(9)), ...many(9, life(30))], recordedFrom, { asOf });
    expect(curve?.map(({ month, survival }) => [month, survival])).toEqual([
      [0, 1],
      [3, 1],
      [6, 1],
      [9, 1],
    ]);
    // Nine alone are known from their first day; at three months those join who had been here for one.
    const begin = addDays(until, -inMonths(20));
    const joined = measureTenure([...many(9, life(12)), ...many(30, life(21))], begin, { asOf }).curve;
    expect(joined?.map(({ month, atRisk }) => [month, atRisk])[0]).toEqual([3, 39]);
    const few = measureTenure(many(19, life(30, 8)), recordedFrom, { asOf });
    expect(few).toMatchObject({ curve: null, leftByChoice: [] });
    expect(few.quartiles.map(({ record }) => [record.estimate, record.n])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    // Who left this month, or leaves next year, has not left yet; nobody at all is nothing.
    const ahead = many(30, { from: '2023-01-01', to: '2026-06-10', reason: null });
    expect(measureTenure(ahead, recordedFrom, { asOf }).curve?.at(-1)?.survival).toBe(1);
    expect(measureTenure([], recordedFrom, { asOf })).toMatchObject({ curve: null, quartiles: [{}, {}, {}] });
  });

  it('is the product over months of those who stayed, whoever comes and goes when', () => {
    const anybody = fc.record({
      ago: fc.integer({ min: 0, max: 2500 }),
      stayed: fc.option(fc.integer({ min: 0, max: 2500 })),
    });
    fc.assert(
      fc.property(
        fc.array(anybody, { minLength: 20, maxLength: 120 }),
        fc.integer({ min: 0, max: 2500 }),
        (people, ago) => {
          const lives = people.map(({ ago: hired, stayed }) => {
            const from = addDays(asOf, -hired);
            return { from, to: stayed === null ? null : addDays(from, stayed), reason: null };
          });
          const known = lives.flatMap(({ to }) => (to !== null && to <= asOf ? [to] : []));
          const begins = [addDays(asOf, -ago), ...known].toSorted()[0] ?? asOf;
          let survival = 1;
          let month = 0;
          for (const point of measureTenure(lives, addDays(asOf, -ago), { asOf }).curve ?? []) {
            for (; month < point.month; month += 1) {
              // A month of tenure is of those who began it, in the data, and in which all of it is over.
              const there = lives.filter(
                ({ from, to }) =>
                  addDays(from, Math.floor((month * 487) / 16)) >= begins &&
                  addDays(from, inMonths(month + 1)) <= until &&
                  (to === null ||
                    to > addDays(from, Math.floor((month * 487) / 16)) ||
                    (month === 0 && to === from)),
              );
              const gone = there.filter(
                ({ from, to }) => to !== null && to <= addDays(from, Math.floor(((month + 1) * 487) / 16)),
              );
              if (there.length > 0) survival *= 1 - gone.length / there.length;
            }
            expect(point.survival).toBeCloseTo(survival, 10);
            expect(point.atRisk).toBeGreaterThanOrEqual(10);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('who has left by choice', () => {
  it('is told with other exits competing, where one minus survival would tell too much', () => {
    const lives = [
      ...many(20, life(20, 6, 'retirement')),
      ...many(10, life(20, 9, 'voluntary')),
      ...many(10, life(40)),
    ];
    const { leftByChoice } = measureTenure(lives, recordedFrom, { asOf });
    // 10 of 40; of those left at the ninth month it would be a half.
    expect(leftByChoice.map(({ years, record }) => [years, record.estimate])).toEqual([[2, 0.25]]);
    expect(leftByChoice[0]?.record.lo).toBeGreaterThan(0.1);
    expect(leftByChoice[0]?.record).toMatchObject({ n: 40, method: 'aalen-johansen' });
  });

  it('waits until five have left by choice and five for other reasons, and then tells of all of them', () => {
    const of = (chosen: number, others: number, fresh = 0) => {
      const lives = [
        ...many(40, life(40)),
        ...many(chosen, life(20, 6, 'voluntary')),
        ...many(others, life(20, 6, 'involuntary')),
        // Their sixth month is the last that is over.
        ...many(fresh, life(6, 6, 'voluntary')),
      ];
      return measureTenure(lives, recordedFrom, { asOf }).leftByChoice.map(({ record }) => record.estimate);
    };
    expect(of(10, 4)).toEqual([]);
    expect(of(4, 10)).toEqual([]);
    expect(of(6, 6)).toEqual([expect.closeTo(6 / 52, 12)]);
    // Four more who chose to go change nothing: the difference would be theirs.
    expect(of(6, 6, 4)).toEqual(of(6, 6));
  });

  it('is right on average although reasons wait for their batch', () => {
    let state = 7;
    const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    // A month's chance of one and a half percent to leave by choice and of one and a half to leave otherwise.
    const monthOfLeaving = () => 1 + Math.floor(Math.log(random()) / Math.log(0.97));
    const told = Array.from({ length: 150 }, () => {
      const lives = Array.from({ length: 90 }, () =>
        life(1 + Math.floor(random() * 84), monthOfLeaving(), random() < 0.5 ? 'voluntary' : 'other'),
      );
      return measureTenure(lives, recordedFrom, { asOf }).leftByChoice[0]?.record.estimate ?? [];
    }).flat();
    expect(told.length).toBeGreaterThan(140);
    const mean = told.reduce((sum, share) => sum + share, 0) / told.length;
    // Half of those who have left after 24 months; one minus Kaplan–Meier of those who chose to go would be 0.304.
    expect(Math.abs(mean - (1 - 0.97 ** 24) / 2)).toBeLessThan(0.01);
  });
});
