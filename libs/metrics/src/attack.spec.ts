import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { measureAccess, unitsOfStage, type AccessRow } from './access.ts';
import { addDays } from './days.ts';
import { measureMentorBurden, unitsOfBurden } from './mentor-burden.ts';
import { countedInBatches, countedInRounds, ReleasedCells, unitsOfPeople, type Units } from './releases.ts';
import { listCounted, measureSatisfaction, type RatingRow } from './satisfaction.ts';
import { suppress } from './suppression.ts';
import { measureTurnover, type TurnoverMonth } from './turnover.ts';
import { listToldWaves } from './wave-change.ts';

const PRIME = 2_147_483_647n;

/** Rank of rows of 0 and 1 over the integers modulo a large prime: never above the true one, and with chance 1 − 10⁻⁹ equal. */
function rankOf(rows: readonly (readonly number[])[]): number {
  const matrix = rows.map((row) => row.map(BigInt));
  let rank = 0;
  for (let column = 0; column < (matrix[0]?.length ?? 0) && rank < matrix.length; column += 1) {
    const pivot = matrix.findIndex((row, at) => at >= rank && row[column] !== 0n);
    if (pivot < 0) continue;
    [matrix[rank], matrix[pivot]] = [matrix[pivot] ?? [], matrix[rank] ?? []];
    const lead = matrix[rank] ?? [];
    const inverse = power(lead[column] ?? 1n, PRIME - 2n);
    for (let at = rank + 1; at < matrix.length; at += 1) {
      const row = matrix[at] ?? [];
      const factor = ((row[column] ?? 0n) * inverse) % PRIME;
      if (factor === 0n) continue;
      for (let k = column; k < row.length; k += 1)
        row[k] = ((((row[k] ?? 0n) - factor * (lead[k] ?? 0n)) % PRIME) + PRIME) % PRIME;
    }
    rank += 1;
  }
  return rank;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base, e = exponent; e > 0n; e >>= 1n, b = (b * b) % PRIME)
    if (e & 1n) result = (result * b) % PRIME;
  return result;
}

/**
 * The attacker: knows over whom every released sum goes and adds and subtracts them as they please. The smallest group,
 * below k, of whom something follows; null where there is none. Whatever follows is the same for people who are in the
 * same sums, so it is about whole cells; it is about some cells alone exactly when the rank falls without their columns.
 */
function attack(sums: readonly ReadonlySet<string>[], k: number): string[] | null {
  const cells = new Map<string, string[]>();
  for (const person of new Set(sums.flatMap((sum) => [...sum]))) {
    const signature = sums.map((sum) => (sum.has(person) ? '1' : '0')).join('');
    cells.set(signature, [...(cells.get(signature) ?? []), person]);
  }
  const columns = [...cells].map(([signature, people]) => ({ column: [...signature].map(Number), people }));
  const rowsOf = (of: typeof columns) => sums.map((_, at) => of.map(({ column }) => column[at] ?? 0));
  const rank = rankOf(rowsOf(columns));
  const small = columns.filter(({ people }) => people.length < k);
  const search = (from: number, chosen: typeof columns, size: number): string[] | null => {
    if (chosen.length > 0 && rankOf(rowsOf(columns.filter((one) => !chosen.includes(one)))) < rank)
      return chosen.flatMap(({ people }) => people);
    for (let at = from; at < small.length; at += 1) {
      const next = small[at];
      if (!next || size + next.people.length >= k) continue;
      const found = search(at + 1, [...chosen, next], size + next.people.length);
      if (found) return found;
    }
    return null;
  };
  return search(0, [], 0);
}

const K = 10;
/** Random stories of each kind; more by hand: `ATTACK_RUNS=10000`. */
const numRuns = Number(process.env['ATTACK_RUNS'] ?? 150);
const people = (units: Units) => new Set(units.keys());
/** Each sum once: the same one read again tells nothing. */
const distinct = (sums: readonly ReadonlySet<string>[]) =>
  [...new Map(sums.map((sum) => [[...sum].toSorted().join(), sum])).values()].filter(({ size }) => size > 0);
const range = (n: number, name: string) => Array.from({ length: n }, (_, at) => `${name}${at}`);

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

  it('learns from the digits of a year not in which of its months somebody left by choice', () => {
    const month = fc
      .record({
        headcountBefore: fc.integer({ min: 80, max: 120 }),
        headcountAfter: fc.integer({ min: 80, max: 120 }),
        voluntary: fc.integer({ min: 0, max: 3 }),
        involuntary: fc.integer({ min: 0, max: 2 }),
        retirement: fc.integer({ min: 0, max: 2 }),
      })
      .map((one): TurnoverMonth => ({
        ...one,
        separations: one.voluntary + one.involuntary + one.retirement,
      }));
    /** One who chose in the first of two months, and one who did not in the second, change reasons. */
    const exchange = (months: TurnoverMonth[], from: number, to: number): TurnoverMonth[] | null => {
      const [one, other] = [months[from], months[to]];
      if (!one || !other || from === to || one.voluntary === 0 || other.retirement === 0) return null;
      return months.map((each, at) =>
        at === from
          ? { ...each, voluntary: each.voluntary - 1, retirement: each.retirement + 1 }
          : at === to
            ? { ...each, voluntary: each.voluntary + 1, retirement: each.retirement - 1 }
            : each,
      );
    };
    const place = fc.integer({ min: 0, max: 11 });
    const yearAgo = { employed: 100, stayed: 90 };
    fc.assert(
      fc.property(fc.array(month, { minLength: 12, maxLength: 12 }), place, place, (months, from, to) => {
        const exchanged = exchange(months, from, to);
        fc.pre(exchanged !== null);
        const tell = (of: TurnoverMonth[]) =>
          measureTurnover({ months: of, yearAgo }, { asOf: '2026-06-01' });
        expect(tell(exchanged ?? [])).toEqual(tell(months));
      }),
      { numRuns },
    );
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
          deliveredOn: '2026-03-01',
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
