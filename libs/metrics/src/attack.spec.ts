import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { measureAccess, unitsOfStage, type AccessRow } from './access.ts';
import { attack, distinct, range } from './attack.ts';
import { addDays, addMonths, type Day } from './days.ts';
import { measureMentorBurden, unitsOfBurden } from './mentor-burden.ts';
import { countedInBatches, countedInRounds, ReleasedCells, unitsOfPeople, type Units } from './releases.ts';
import { listCounted, measureSatisfaction, type RatingRow } from './satisfaction.ts';
import { suppress } from './suppression.ts';
import { measureTurnover, yearOfReasons } from './turnover.ts';
import { listToldWaves } from './wave-change.ts';

const K = 10;
/** Random stories of each kind; more by hand: `ATTACK_RUNS=10000`. */
const numRuns = Number(process.env['ATTACK_RUNS'] ?? 150);
const people = (units: Units) => new Set(units.keys());
/** Groups of an organisation: the cells of one split. */
const sizes = fc.array(fc.integer({ min: 0, max: 24 }), { minLength: 2, maxLength: 7 });

describe('somebody who adds and subtracts all that is released', () => {
  it('finds nobody in a split with its total', () => {
    fc.assert(
      fc.property(sizes, (counts) => {
        const groups = counts.map((n, at) => range(n, `${at}-`));
        const { cells, total } = suppress(
          counts.map((n, at) => ({ key: String(at), n })),
          { k: K, homogeneity: null },
        );
        const sums = [
          ...(total.suppressed ? [] : [new Set(groups.flat())]),
          ...cells.flatMap(({ suppressed }, at) => (suppressed ? [] : [new Set(groups[at])])),
        ].filter(({ size }) => size > 0);
        expect(attack(sums, K)).toBeNull();
      }),
      { numRuns },
    );
  });

  /** Months in which people come and go; each month several areas, splits and everybody are asked for. */
  const months = fc.array(
    fc.record({
      joining: fc.integer({ min: 0, max: 12 }),
      leaving: fc.integer({ min: 0, max: 12 }),
      moving: fc.integer({ min: 0, max: 6 }),
    }),
    { minLength: 2, maxLength: 5 },
  );

  it('finds nobody in areas, areas of areas and everybody, month after month', () => {
    let released = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 90 }),
        fc.integer({ min: 2, max: 6 }),
        months,
        (n, areas, story) => {
          const cells = new ReleasedCells();
          const sums: ReadonlySet<string>[] = [];
          const areaOf = new Map(range(n, 'p').map((id, at) => [id, (at * 7 + (at % 3)) % areas]));
          let next = n;
          for (const { joining, leaving, moving } of story) {
            const everybody = [...areaOf.keys()];
            const asked = [
              everybody,
              ...range(areas, '').map((_, area) => everybody.filter((id) => areaOf.get(id) === area)),
              // The manager of two managers, and a second filter across them.
              everybody.filter((id) => (areaOf.get(id) ?? 0) < 2),
              everybody.filter((_, at) => at % 2 === 0),
            ];
            for (const ids of asked) {
              const units = unitsOfPeople(ids);
              if (units.size === 0 || cells.wouldTell(units, K)) continue;
              cells.add(units);
              sums.push(people(units));
              released += 1;
            }
            for (const id of everybody.slice(0, leaving)) areaOf.delete(id);
            for (const id of [...areaOf.keys()].slice(0, moving))
              areaOf.set(id, ((areaOf.get(id) ?? 0) + 1) % areas);
            for (let at = 0; at < joining; at += 1) areaOf.set(`p${next++}`, at % areas);
          }
          expect(attack(sums, K)).toBeNull();
        },
      ),
      { numRuns },
    );
    // Not by saying nothing.
    expect(released).toBeGreaterThan(150);
  });

  it('finds fewer than five in no answers that are read day by day, by those who read from five on and from ten', () => {
    const answers = fc.array(
      fc.record({ person: fc.integer({ min: 0, max: 60 }), day: fc.integer({ min: 0, max: 40 }) }),
      { maxLength: 80, size: 'max' },
    );
    fc.assert(
      fc.property(answers, (given) => {
        const rows = given.map(({ person, day }, at) => ({
          id: `a${at}`,
          personId: `p${person}`,
          answeredOn: addDays('2026-03-01', day),
        }));
        const owner = new Map(rows.map(({ id, personId }) => [id, personId]));
        const readings = [5, 10]
          .flatMap((minimumGroup) =>
            range(42, '').map((_, day) =>
              countedInBatches(rows, { asOf: addDays('2026-03-01', day), minimumGroup }),
            ),
          )
          .map((counted) => new Set(counted.map(({ id }) => id)))
          .toSorted((a, b) => a.size - b.size);
        const tells = readings.filter((reading, at) => {
          const before = readings[at - 1] ?? new Set<string>();
          const added = new Set([...reading].filter((id) => !before.has(id)).map((id) => owner.get(id)));
          const isGone = [...before].some((id) => !reading.has(id));
          return isGone || (added.size > 0 && added.size < 5);
        });
        expect(tells).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('finds nobody who declared something in the steps that they took', () => {
    const row = fc.record({
      group: fc.constantFrom('a', 'b', 'c'),
      steps: fc.integer({ min: 0, max: 4 }),
      joined: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 15, maxLength: 80 }), (given) => {
        const on = (steps: number, step: number, joined: number) =>
          steps >= step ? addDays('2026-03-01', joined + step * 5) : null;
        const rows: AccessRow[] = given.map(({ group, steps, joined }, at) => ({
          personId: `p${at}`,
          group,
          stratum: '',
          poolOn: on(steps, 1, joined),
          matchedOn: on(steps, 2, joined),
          activeOn: on(steps, 3, joined),
          completedOn: on(steps, 4, joined),
        }));
        // Two months; over whom the first spoke is remembered. What each speaks of is one unknown: who declared what.
        const released: Units[] = [];
        for (const asOf of ['2026-03-31', '2026-04-30']) {
          const frame = { asOf, isOver: false, isSensitive: true, minimumGroup: K, earlier: [...released] };
          for (const { stage, suppressed } of measureAccess(rows, frame))
            if (suppressed === null) released.push(...unitsOfStage(rows, stage, frame));
        }
        const sums = released.map(people).filter(({ size }) => size > 0);
        expect(attack(sums, K)).toBeNull();
      }),
      { numRuns },
    );
  });

  it('learns from the limits of a mean how the answers of no fewer than ten spread, whenever it is read', () => {
    const given = fc.array(
      fc.record({ day: fc.integer({ min: 0, max: 40 }), rating: fc.integer({ min: 1, max: 5 }) }),
      { maxLength: 60, size: 'max' },
    );
    let told = 0;
    fc.assert(
      fc.property(given, (answers) => {
        const rows = answers.map(({ day, rating }, at): RatingRow => ({
          personId: `p${at}`,
          wave: '1',
          deliveredOn: '2026-02-20',
          answeredOn: addDays('2026-03-01', day),
          rating,
          hasBounced: false,
          leftOn: null,
        }));
        const readings = range(15, '').map(
          (_, at) => measureSatisfaction(rows, { asOf: addDays('2026-03-01', at * 3), minimumGroup: 5 }).mean,
        );
        // The root of the sum of squares: with sum and base it says how often each answer was given.
        const spreads = readings.flatMap(({ lo, hi, n }) =>
          lo === null || hi === null ? [] : [{ n: n ?? 0, half: ((hi - lo) / 2).toFixed(9) }],
        );
        told += spreads.length;
        expect(spreads.filter(({ n }) => n < 10)).toEqual([]);
        expect(new Set(spreads.map(({ half }) => half)).size).toBeLessThanOrEqual(
          Math.floor(rows.length / 10),
        );
      }),
      { numRuns: Math.min(Math.ceil(numRuns / 3), 1000) },
    );
    expect(told).toBeGreaterThan(0);
  });

  it('finds fewer than five in no reasons of leaving that are read month by month', () => {
    const leaver = fc.record({
      day: fc.nat(1400),
      reason: fc.constantFrom('voluntary', 'involuntary', 'retirement', 'other'),
    });
    let told = 0;
    fc.assert(
      fc.property(fc.array(leaver, { minLength: 10, maxLength: 60, size: 'max' }), (given) => {
        const leavers = given.map(({ day, reason }, at) => ({
          id: `p${at}`,
          on: addDays('2022-03-01', day),
          reason,
        }));
        const between = (from: Day, to: Day) => leavers.filter(({ on }) => from <= on && on < to);
        const sums = range(48, '').flatMap((_, month) => {
          const asOf = addMonths('2022-05-01', month);
          const year = yearOfReasons(asOf);
          const ofYear = between(year.from, year.to);
          const monthsFrom = (from: Day) =>
            range(12, '').map((__, at) => ({
              headcountBefore: 100,
              headcountAfter: 100,
              separations: between(addMonths(from, at), addMonths(from, at + 1)).length,
            }));
          const left = (why: string) => ofYear.filter(({ reason }) => reason === why).length;
          const reasons = {
            months: monthsFrom(year.from),
            voluntary: left('voluntary'),
            involuntary: left('involuntary'),
            retirement: left('retirement'),
          };
          const { voluntary } = measureTurnover(
            {
              months: monthsFrom(addMonths(asOf, -12)),
              reasons,
              yearAgo: { employed: 100, stayed: 100 },
            },
            { asOf },
          );
          if (voluntary.numerator === null) return [];
          told += 1;
          expect([voluntary.from, voluntary.to]).toEqual([year.from, year.to]);
          return [new Set(ofYear.map(({ id }) => id))];
        });
        expect(attack(distinct(sums), 10)).toBeNull();
      }),
      { numRuns },
    );
    expect(told).toBeGreaterThan(0);
  });

  it('finds nobody who declared something in who of the mentors gives more, month after month', () => {
    const months = fc.array(fc.array(fc.nat(400), { minLength: 20, maxLength: 70 }), {
      minLength: 2,
      maxLength: 4,
    });
    fc.assert(
      fc.property(months, (story) => {
        const released: Units[] = [];
        for (const minutes of story) {
          const rows = minutes.map((own, at) => ({
            personId: `p${at}`,
            group: 'abc'[at % 3] ?? 'a',
            minutes: own,
          }));
          const frame = { asOf: '2026-03-31', isSensitive: true, minimumGroup: K, earlier: [...released] };
          if (measureMentorBurden(rows, frame).suppressed === null) released.push(...unitsOfBurden(rows));
        }
        expect(attack(released.map(people), K)).toBeNull();
      }),
      { numRuns },
    );
  });

  it('finds fewer than five in no satisfaction that is told of all waves day by day, and of each wave', () => {
    const answer = fc.record({
      person: fc.nat(40),
      wave: fc.integer({ min: 1, max: 3 }),
      day: fc.integer({ min: 0, max: 20 }),
      rating: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(answer, { minLength: 20, maxLength: 90, size: 'max' }), (given) => {
        const firsts = new Map(given.map((one) => [`${one.person} ${one.wave}`, one]));
        const rows = [...firsts].map(([id, { person, wave, day, rating }]) => ({
          id,
          personId: `p${person}`,
          wave: String(wave),
          deliveredOn: '2026-02-15',
          hasBounced: false,
          leftOn: null,
          answeredOn: addDays('2026-03-01', day),
          rating,
        }));
        const sums = range(22, '').flatMap((_, day) => {
          const frame = { asOf: addDays('2026-03-01', day), minimumGroup: 5 };
          return [listCounted(rows, frame), ...listToldWaves(rows, frame).map(({ answers }) => answers)].map(
            (counted) => new Set(counted.map(({ id }) => id)),
          );
        });
        expect(attack(distinct(sums), 5)).toBeNull();
      }),
      { numRuns },
    );
  });

  it('finds one as soon as a sum too many goes out', () => {
    const all = new Set(range(30, 'p'));
    const [without] = [new Set([...all].filter((id) => id !== 'p0'))];
    expect(attack([all, without], K)).toEqual(['p0']);
    // Three sums of which no two differ by few: a + b − c is one person.
    const [a, b] = [new Set(range(15, 'p')), new Set([...range(30, 'p').slice(15), 'extra'])];
    expect(attack([a, b, new Set([...a, ...b].filter((id) => id !== 'extra'))], K)).toEqual(['extra']);
    const cells = new ReleasedCells([unitsOfPeople(all)]);
    expect(cells.wouldTell(unitsOfPeople(without), K)).toBe(true);
    expect(cells.wouldTell(unitsOfPeople(all), K)).toBe(false);
    expect(cells.wouldTell(unitsOfPeople(range(20, 'p')), K)).toBe(false);
    expect(cells.wouldTell(unitsOfPeople([...all, 'extra']), K)).toBe(true);
  });
});

describe('answers in rounds', () => {
  it('wait until five more have answered, not all alike', () => {
    const round = (number: number, n: number, isYes?: boolean) =>
      range(n, '').map(() => ({ round: number, ...(isYes !== undefined && { isYes }) }));
    expect(countedInRounds([...round(1, 6), ...round(2, 1)], 5)).toHaveLength(6);
    expect(countedInRounds([...round(1, 6), ...round(2, 1), ...round(3, 4)], 5)).toHaveLength(11);
    expect(countedInRounds(round(1, 6, true), 5)).toHaveLength(0);
    expect(countedInRounds(round(1, 20, true), 5)).toHaveLength(20);
  });
});
