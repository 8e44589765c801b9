import { stabilisedWeights } from '@ithaca/statistics/balance';
import { cox } from '@ithaca/statistics/cox';
import type { CoxRow } from '@ithaca/statistics/cox-risk-sets';
import { notEstimable, type NotEstimable } from '@ithaca/statistics/estimates';
import { logisticRegression, type LogisticRow } from '@ithaca/statistics/logistic';
import { daysBetween, type Day } from './days.ts';
import type { Compared } from './retention-arms.ts';
import { balanceOf, type Balance } from './retention-balance.ts';
import { clusterOf, hasEventsForRatio, other, participant } from './retention-hazard.ts';

/**
 * The comparison with weights instead of strata: whoever took part although it was unlikely counts for more, and so of the
 * others whoever did not although it was likely. `ratio` as of a hazard; `participants` and `others`: how many equally
 * weighted people each group is worth; `leftOut`: people of a place from which nobody, or everybody, took part.
 */
export type Weighted = {
  status: 'estimated';
  ratio: number;
  lower: number;
  upper: number;
  participants: number;
  others: number;
  balance: Balance[];
  leftOut: number;
};

/** A department or site with fewer of either group has no chance of its own, and so many have one at most. */
const fewestOfLevel = 5;
const mostLevels = 8;
const mostYears = 25;
const rest = 'rest';

/**
 * Cox's model of the groups from the landmark on with stabilised inverse-probability weights, cut at 1 and 99 %; the chance
 * of taking part from grade, years of tenure and traits by logistic regression; errors that hold when whole teams leave.
 * (metrics, 2.5; Robins, Hernán & Brumback 2000.)
 */
export function compareWeighted(people: readonly Compared[], startsOn: Day): Weighted | NotEstimable {
  const levels = levelsOf(people);
  const within = people.filter(({ row }) =>
    levels.every(({ trait, outside }) => !outside.has(row.traits?.[trait] ?? '')),
  );
  const chance = chancesOf(within, levels, startsOn);
  if (chance === null) return notEstimable('separation');
  const weighted = stabilisedWeights(
    within.map(({ takesPart }) => takesPart),
    chance,
  );
  if (weighted.status === 'not-estimable') return weighted;
  const rows = within.map(({ row, spell, takesPart }, at): CoxRow => ({
    stop: spell.exit,
    event: spell.event,
    covariates: takesPart ? participant : other,
    cluster: clusterOf(row),
    weight: weighted.weights[at] ?? 1,
  }));
  if (!hasEventsForRatio(rows)) return notEstimable('too-few-observations');
  const model = cox(rows);
  if (model.status === 'not-estimable') return model;
  const found = model.coefficients[0];
  if (!found) return notEstimable('no-variation');
  return {
    status: 'estimated',
    ratio: found.hazardRatio,
    lower: found.lower,
    upper: found.upper,
    participants: weighted.effectiveTreated,
    others: weighted.effectiveOthers,
    balance: balanceOf(within, startsOn, weighted.weights),
    leftOut: people.length - within.length,
  };
}

/** The values of a trait that get a column of their own, and those of which there is no counterpart at all. */
type Levels = { trait: string; own: string[]; outside: ReadonlySet<string> };

function levelsOf(people: readonly Compared[]): Levels[] {
  const traits = new Set<string>();
  for (const { row } of people) for (const trait of Object.keys(row.traits ?? {})) traits.add(trait);
  return [...traits].sort().map((trait) => {
    const counts = new Map<string, [number, number]>();
    for (const { row, takesPart } of people) {
      const value = row.traits?.[trait] ?? '';
      const count = counts.get(value) ?? [0, 0];
      count[takesPart ? 1 : 0] += 1;
      counts.set(value, count);
    }
    const own = [...counts]
      .filter(([, [without, having]]) => Math.min(without, having) >= fewestOfLevel)
      .sort(([a, [n, m]], [b, [k, l]]) => k + l - n - m || (a < b ? -1 : 1))
      .slice(0, mostLevels)
      .map(([value]) => value);
    const others = [...counts].filter(([value]) => !own.includes(value));
    const sum = (group: 0 | 1) => others.reduce((total, [, count]) => total + count[group], 0);
    const isShared = Math.min(sum(0), sum(1)) >= fewestOfLevel;
    return { trait, own, outside: new Set(isShared ? [] : others.map(([value]) => value)) };
  });
}

/** People alike in all that the chance is formed from: their columns, and how many of each group there are. */
type Kind = { raw: number[]; counts: [number, number]; chance: number };

/**
 * Everybody's chance of taking part, from grade, whether it is unknown, years of tenure, and a column for each value of a
 * trait save the first. People alike are counted together, as there are few kinds of them. Null: not estimable.
 */
function chancesOf(people: readonly Compared[], levels: readonly Levels[], startsOn: Day): number[] | null {
  const grades = people.flatMap(({ row }) => row.grade ?? []);
  const middle = grades.reduce((sum, grade) => sum + grade, 0) / Math.max(1, grades.length);
  const gradeNumbers = new Map([null, ...new Set(grades)].map((grade, index) => [grade, index]));
  const places = levels.map(({ trait, own }) => ({
    trait,
    values: [...own, rest],
    at: new Map(own.map((value, index) => [value, index])),
  }));
  const kinds = new Map<number, Kind>();
  const kindOf = people.map(({ row, takesPart }) => {
    const tenure = daysBetween(row.employedFrom, startsOn) / 365.25;
    const years = Math.min(mostYears, Math.max(0, Math.round(tenure)));
    const level = places.map(
      ({ trait, values, at }) => at.get(row.traits?.[trait] ?? '') ?? values.length - 1,
    );
    // Kinds are numbered as places in a table of all that tells them apart: 100,000 texts would take longer than the model.
    const key = places.reduce(
      (code, { values }, index) => code * values.length + (level[index] ?? 0),
      (gradeNumbers.get(row.grade ?? null) ?? 0) * (mostYears + 1) + years,
    );
    const kind = kinds.get(key) ?? {
      raw: [
        row.grade ?? middle,
        row.grade == null ? 1 : 0,
        years,
        ...places.flatMap(({ values }, index) =>
          values.slice(1).map((_, one) => (one + 1 === level[index] ? 1 : 0)),
        ),
      ],
      counts: [0, 0],
      chance: 0,
    };
    kind.counts[takesPart ? 1 : 0] += 1;
    kinds.set(key, kind);
    return kind;
  });
  const all = [...kinds.values()];
  const varies = (all[0]?.raw ?? []).map((first, column) => all.some(({ raw }) => raw[column] !== first));
  const rows = all.flatMap((kind) => {
    const covariates = kind.raw.filter((_, column) => varies[column]);
    return ([0, 1] as const).flatMap((group): (LogisticRow & { kind: Kind })[] =>
      kind.counts[group] === 0
        ? []
        : [{ kind, outcome: group === 1, covariates, weight: kind.counts[group] }],
    );
  });
  const model = logisticRegression(rows);
  if (model.status === 'not-estimable') return null;
  for (const [at, { kind }] of rows.entries()) kind.chance = model.fitted[at] ?? 0.5;
  return kindOf.map(({ chance }) => chance);
}
