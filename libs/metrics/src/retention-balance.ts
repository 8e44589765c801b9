import { standardisedDifference } from '@ithaca/statistics/balance';
import { daysBetween, type Day } from './days.ts';
import type { Compared, RetentionRow } from './retention-arms.ts';

/**
 * How far the groups lie apart in one fact, in standard deviations; below 0.1 either way counts as alike. Of a fact without an
 * order, such as the department, it is that of the value in whose share they differ most, without a sign.
 */
export type Balance = { fact: 'grade' | 'tenure' | 'department' | 'site'; difference: number };

/** A value that fewer have is counted with the other rare ones: of a few people chance alone would look like a gap. */
const fewestOfValue = 10;
const places = ['department', 'site'] as const;

/**
 * How alike the compared groups are at the start in grade, tenure, department and site, weighted or not; facts that too few
 * have are left out. (metrics, 2.5; Austin 2009.)
 */
export function balanceOf(
  people: readonly Compared[],
  startsOn: Day,
  weights?: readonly number[],
): Balance[] {
  const facts: { fact: Balance['fact']; of: (row: RetentionRow) => number | null }[] = [
    { fact: 'grade', of: (row) => row.grade ?? null },
    { fact: 'tenure', of: (row) => daysBetween(row.employedFrom, startsOn) },
  ];
  return [
    ...facts.flatMap(({ fact, of }) => {
      const samples = { own: sample(), others: sample() };
      for (const [at, { row, takesPart }] of people.entries()) {
        const value = of(row);
        if (value === null) continue;
        const { values, weights: given } = takesPart ? samples.own : samples.others;
        values.push(value);
        given.push(weights?.[at] ?? 1);
      }
      const found = standardisedDifference(samples.own, samples.others);
      return found.status === 'estimated' ? [{ fact, difference: found.difference }] : [];
    }),
    ...places.flatMap((fact) => {
      const difference = differenceOfShares(people, fact, weights);
      return difference === null ? [] : [{ fact, difference }];
    }),
  ];
}

const sample = (): { values: number[]; weights: number[] } => ({ values: [], weights: [] });

/** How many of each group have a value, and what they weigh together. */
type Share = { counts: [number, number]; weights: [number, number] };
const share = (): Share => ({ counts: [0, 0], weights: [0, 0] });

function sumOf(shares: readonly Share[]): Share {
  const sum = share();
  for (const { counts, weights } of shares)
    for (const group of [0, 1] as const) {
      sum.counts[group] += counts[group];
      sum.weights[group] += weights[group];
    }
  return sum;
}

function differenceOfShares(
  people: readonly Compared[],
  trait: (typeof places)[number],
  weights?: readonly number[],
): number | null {
  const byValue = new Map<string, Share>();
  // There are 100,000 people and few values: each person costs one look.
  for (let at = 0; at < people.length; at += 1) {
    const one = people[at];
    const value = one?.row.traits?.[trait];
    if (one === undefined || value === undefined) continue;
    let known = byValue.get(value);
    if (!known) byValue.set(value, (known = share()));
    const group = one.takesPart ? 1 : 0;
    known.counts[group] += 1;
    known.weights[group] += weights?.[at] ?? 1;
  }
  const values = [...byValue.values()];
  const all = sumOf(values);
  if (Math.min(...all.counts) < 2 || Math.min(...all.weights) <= 0) return null;
  const isRare = ({ counts }: Share) => counts[0] + counts[1] < fewestOfValue;
  const parts = [...values.filter((one) => !isRare(one)), sumOf(values.filter(isRare))];
  const most = Math.max(...parts.map((one) => apart(one, all)));
  return Number.isFinite(most) ? most : null;
}

/** A share has the variance p(1-p). Without any: alike where the shares are, else farther apart than can be said. */
function apart(one: Share, all: Share): number {
  const spread = ([0, 1] as const).map((group) => {
    const n = all.counts[group];
    const p = one.counts[group] / n;
    return (p * (1 - p) * n) / (n - 1);
  });
  const [a = 0, b = 0] = spread;
  const gap = Math.abs(one.weights[1] / all.weights[1] - one.weights[0] / all.weights[0]);
  return gap === 0 ? 0 : gap / Math.sqrt((a + b) / 2);
}
