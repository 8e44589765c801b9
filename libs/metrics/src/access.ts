import type { IntervalEstimate, NotEstimable } from '@ithaca/statistics/estimates';
import { fisherExact } from '@ithaca/statistics/fisher';
import { mantelHaenszelRatio } from '@ithaca/statistics/mantel-haenszel';
import { benjaminiHochberg } from '@ithaca/statistics/multiple-testing';
import { koopman, wilson } from '@ithaca/statistics/proportions';
import { daysBetween, hasHappened, type Day } from './days.ts';
import { minimumGroupOf, type Frame } from './records.ts';
import { ReleasedCells, unitsOfPeople, type Units } from './releases.ts';
import { tellFrom } from './standing.ts';
import { publicReason, suppress, type PublicReason } from './suppression.ts';

/** The steps at which somebody may be left behind, in order; whoever takes one is the base of the next. */
export const accessStages = ['participation', 'match', 'active', 'completed'] as const;
export type AccessStage = (typeof accessStages)[number];

/** One person who could take part: the group they are looked at in, the stratum they are compared within, and the first day of each step. */
export type AccessRow = {
  personId: string;
  group: string;
  stratum: string;
  poolOn: Day | null;
  matchedOn: Day | null;
  activeOn: Day | null;
  completedOn: Day | null;
};

/**
 * `isSensitive`: what people said about themselves, where nobody's answer may follow from what they did. `isOver`: nobody of
 * the cohort can still complete. `earlier`: over whom numbers of the same declaration were released before.
 */
export type AccessFrame = Frame & { isSensitive: boolean; isOver: boolean; earlier?: readonly Units[] };

/** `p`: Fisher's exact test, two-sided; null where only one table is possible. */
export type AccessRatio = { ratio: number; lo: number; hi: number; p: number | null };

/** `gap`: below four fifths and surely below 1. `watch`: below four fifths, may be chance. `small-gap`: surely below 1, by less than a fifth. */
export type AccessFlag = 'gap' | 'watch' | 'small-gap';

/** Why a group has no ratio though its share is shown. */
export type NoRatio = 'reference' | 'small-share' | 'too-few';

export type GroupAccess = {
  group: string;
  n: number | null;
  reached: number | null;
  rate: number | null;
  lo: number | null;
  hi: number | null;
  /** Against the group with the highest share. */
  toReference: AccessRatio | null;
  toOthers: AccessRatio | null;
  /** Against all others within the same stratum, so that another mix of departments and grades explains nothing. */
  adjusted: { ratio: number; lo: number; hi: number; strata: number } | null;
  flag: AccessFlag | null;
  /** The p of the ratio that the flag is read from, adjusted for all ratios of the page (Benjamini–Hochberg). */
  q: number | null;
  noRatio: NoRatio | null;
  suppressed: null | { reason: PublicReason };
};

export type StageAccess = {
  stage: AccessStage;
  n: number | null;
  reached: number | null;
  /** Not due yet: neither reached nor missed. */
  pending: number | null;
  reference: string | null;
  groups: GroupAccess[];
  suppressed: null | { reason: PublicReason };
};

const DUE_DAYS = { match: 21, active: 30 } as const;
const FOUR_FIFTHS = 0.8;
/** A group below this share of all is too small to be judged by a ratio (29 CFR 1607.4). */
const LEAST_SHARE = 0.02;
const FEWEST_OF_REFERENCE = 30;
const FEWEST = tellFrom;

type Outcome = 'reached' | 'missed' | 'pending' | null;

/**
 * Which share of each group took each step, and how the shares compare. Rows of one person count once, with the earliest
 * days. Groups stay in the order of their size at the first stage. A group hidden at one stage is hidden at all that follow.
 * Source: metrics 2.6; Koopman 1984, Fisher 1935, Mantel & Haenszel 1959.
 */
export function measureAccess(rows: readonly AccessRow[], frame: AccessFrame): StageAccess[] {
  const people = mergePeople(rows);
  const sizes = new Map([...Map.groupBy(people, ({ group }) => group)].map(([key, of]) => [key, of.length]));
  const groups = [...sizes].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([key]) => key);
  const hidden = new Set<string>();
  const released = new ReleasedCells(frame.earlier);
  let isWithheld = false;
  const stages = accessStages.map((stage) => {
    const measured = measureStage(stage, people, groups, hidden, frame);
    // Who took which step is often known by name; what they declared must not follow from comparing two steps.
    if (frame.isSensitive && !isWithheld && measured.suppressed === null) {
      const sets = unitsOfStage(people, stage, frame);
      isWithheld = sets.some((units) => {
        const tells = released.wouldTell(units, minimumGroupOf('access-ratio', frame));
        released.add(units);
        return tells;
      });
    }
    for (const { group, suppressed } of measured.groups) if (suppressed) hidden.add(group);
    isWithheld ||= measured.suppressed !== null;
    return isWithheld ? withhold(measured) : measured;
  });
  adjustForAll(stages);
  return stages;
}

/** Among so many ratios some look like gaps by chance alone. */
function adjustForAll(stages: readonly StageAccess[]): void {
  const tested = stages.flatMap(({ groups }) =>
    groups.flatMap((group) => {
      const p = (group.toReference ?? group.toOthers)?.p;
      return p == null ? [] : [{ group, p }];
    }),
  );
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  for (const [at, { group }] of tested.entries()) group.q = adjusted[at] ?? null;
}

/** The people over whom the two counts of a stage add up what they declared: those who could take the step, and who did. */
export function unitsOfStage(
  rows: readonly AccessRow[],
  stage: AccessStage,
  frame: Pick<AccessFrame, 'asOf' | 'isOver'>,
): [base: Units, reached: Units] {
  const outcomes = mergePeople(rows).map((row) => ({
    personId: row.personId,
    outcome: outcomeOf(row, stage, frame),
  }));
  const idsOf = (of: readonly Outcome[]) =>
    outcomes.filter(({ outcome }) => of.includes(outcome)).map(({ personId }) => personId);
  return [unitsOfPeople(idsOf(['reached', 'missed'])), unitsOfPeople(idsOf(['reached']))];
}

/** Whether somebody took a step by the as-of day; null: it was not theirs to take. */
function outcomeOf(
  row: AccessRow,
  stage: AccessStage,
  { asOf, isOver }: Pick<AccessFrame, 'asOf' | 'isOver'>,
): Outcome {
  const by = (day: Day | null) => hasHappened(day, asOf);
  // A later step implies the earlier ones.
  const isCompleted = by(row.completedOn);
  const isActive = isCompleted || by(row.activeOn);
  const isMatched = isActive || by(row.matchedOn);
  const isInPool = isMatched || by(row.poolOn);
  const waits = (since: Day | null, days: number) => since !== null && daysBetween(since, asOf) < days;
  switch (stage) {
    case 'participation':
      return isInPool ? 'reached' : 'missed';
    case 'match':
      if (!isInPool) return null;
      return isMatched ? 'reached' : waits(row.poolOn, DUE_DAYS.match) ? 'pending' : 'missed';
    case 'active':
      if (!isMatched) return null;
      return isActive ? 'reached' : waits(row.matchedOn, DUE_DAYS.active) ? 'pending' : 'missed';
    case 'completed':
      if (!isActive) return null;
      return isCompleted ? 'reached' : isOver ? 'missed' : 'pending';
  }
}

type Person = AccessRow;
type Count = { n: number; reached: number };

function measureStage(
  stage: AccessStage,
  people: readonly Person[],
  groups: readonly string[],
  hidden: ReadonlySet<string>,
  frame: AccessFrame,
): StageAccess {
  const outcomes = people.map((person) => ({ person, outcome: outcomeOf(person, stage, frame) }));
  const decided = outcomes.filter(({ outcome }) => outcome === 'reached' || outcome === 'missed');
  const counts = new Map(groups.map((group): [string, Count] => [group, { n: 0, reached: 0 }]));
  for (const { person, outcome } of decided) {
    const count = counts.get(person.group);
    if (!count) continue;
    count.n += 1;
    if (outcome === 'reached') count.reached += 1;
  }
  const all = sum([...counts.values()]);
  const k = minimumGroupOf('access-ratio', frame);
  const decisions = suppress(
    groups.map((key) => ({ key, n: counts.get(key)?.n ?? 0, numerator: counts.get(key)?.reached ?? 0 })),
    { k, homogeneity: frame.isSensitive ? 20 : null, hidden },
  );
  const isTelling = frame.isSensitive && tellsAnswers([...counts.values()], all, k);
  const reason = all.n > 0 && (decisions.total.suppressed?.reason ?? (isTelling ? 'homogeneity' : null));
  const shown = new Set(decisions.cells.filter(({ suppressed }) => !suppressed).map(({ key }) => key));
  const reference = referenceOf(groups, counts, shown);
  const measured = groups.map((group): GroupAccess => {
    const decision = decisions.cells.find(({ key }) => key === group)?.suppressed ?? null;
    if (decision) return hiddenGroup(group, publicReason(decision.reason));
    const own = counts.get(group) ?? { n: 0, reached: 0 };
    return groupOf(
      group,
      own,
      all,
      reference === null ? null : { key: reference, ...countOf(counts, reference) },
      () => adjust(decided, group),
    );
  });
  return {
    stage,
    n: all.n,
    reached: all.reached,
    pending: outcomes.filter(({ outcome }) => outcome === 'pending').length,
    reference,
    groups: measured,
    suppressed: reason ? { reason: publicReason(reason) } : null,
  };
}

/**
 * Who took a step is often known by name. When those who did (or did not) are fewer than k, or few and all of one group, then
 * their group would be known with them.
 */
export function tellsAnswers(counts: readonly Count[], all: Count, k: number): boolean {
  return [(count: Count) => count.reached, (count: Count) => count.n - count.reached].some((of) => {
    const total = of(all);
    if (total === 0) return false;
    return total < k || (total < 20 && counts.some((count) => of(count) === total));
  });
}

/** The highest share of those with 30 people and more at this stage; of equal shares the larger group, then the name. */
function referenceOf(
  groups: readonly string[],
  counts: ReadonlyMap<string, Count>,
  shown: ReadonlySet<string>,
): string | null {
  const large = groups
    .filter((group) => shown.has(group) && countOf(counts, group).n >= FEWEST_OF_REFERENCE)
    .map((group) => ({ group, ...countOf(counts, group) }));
  const [best] = large.toSorted(
    (a, b) => b.reached / b.n - a.reached / a.n || b.n - a.n || (a.group < b.group ? -1 : 1),
  );
  return best?.group ?? null;
}

function groupOf(
  group: string,
  own: Count,
  all: Count,
  reference: (Count & { key: string }) | null,
  adjusted: () => GroupAccess['adjusted'],
): GroupAccess {
  const share = wilson(own.reached, own.n);
  const isEstimated = share.status === 'estimated' && own.n >= FEWEST;
  const noRatio: NoRatio | null =
    own.n < FEWEST
      ? 'too-few'
      : own.n < LEAST_SHARE * all.n
        ? 'small-share'
        : reference?.key === group
          ? 'reference'
          : null;
  const mayCompare = noRatio === null || noRatio === 'reference';
  const toReference =
    reference && noRatio === null ? ratioOf(own, { n: reference.n, reached: reference.reached }) : null;
  const others = { n: all.n - own.n, reached: all.reached - own.reached };
  const toOthers = mayCompare && others.n >= FEWEST ? ratioOf(own, others) : null;
  return {
    group,
    n: own.n,
    reached: own.reached,
    rate: isEstimated ? share.estimate : null,
    lo: isEstimated ? share.lower : null,
    hi: isEstimated ? share.upper : null,
    toReference,
    toOthers,
    adjusted: toOthers ? adjusted() : null,
    flag: flagOf(toReference ?? (reference ? null : toOthers)),
    q: null,
    noRatio,
    suppressed: null,
  };
}

/** Below four fifths alone misleads both ways: 0.81 of many can be clearly below 1, 0.56 of a dozen can be chance. */
function flagOf(found: AccessRatio | null): AccessFlag | null {
  if (!found) return null;
  const isBelow = found.hi < 1;
  if (found.ratio < FOUR_FIFTHS) return isBelow ? 'gap' : 'watch';
  return isBelow ? 'small-gap' : null;
}

function ratioOf(one: Count, other: Count): AccessRatio | null {
  const ratio = estimated(koopman(one.reached, one.n, other.reached, other.n));
  if (!ratio) return null;
  const test = fisherExact(one.reached, one.n, other.reached, other.n);
  return {
    ratio: ratio.estimate,
    lo: ratio.lower,
    hi: ratio.upper,
    p: test.status === 'estimated' ? test.twoSided : null,
  };
}

function adjust(
  decided: readonly { person: Person; outcome: Outcome }[],
  group: string,
): GroupAccess['adjusted'] {
  const strata = [...Map.groupBy(decided, ({ person }) => person.stratum).values()].map((members) => {
    const [own, others] = [true, false].map((isOwn) =>
      members.filter(({ person }) => (person.group === group) === isOwn),
    );
    const reached = (of: typeof own) => (of ?? []).filter(({ outcome }) => outcome === 'reached').length;
    return { a: reached(own), m: own?.length ?? 0, b: reached(others), n: others?.length ?? 0 };
  });
  const found = mantelHaenszelRatio(strata);
  // Over one stratum it is the plain ratio again.
  if (found.status === 'not-estimable' || found.strata < 2) return null;
  return { ratio: found.estimate, lo: found.lower, hi: found.upper, strata: found.strata };
}

function hiddenGroup(group: string, reason: PublicReason): GroupAccess {
  const nothing = { n: null, reached: null, rate: null, lo: null, hi: null };
  return {
    group,
    ...nothing,
    toReference: null,
    toOthers: null,
    adjusted: null,
    flag: null,
    q: null,
    noRatio: null,
    suppressed: { reason },
  };
}

function withhold(stage: StageAccess): StageAccess {
  const reason = stage.suppressed?.reason ?? 'protects-others';
  return {
    ...stage,
    n: null,
    reached: null,
    pending: null,
    reference: null,
    groups: stage.groups.map(({ group }) => hiddenGroup(group, reason)),
    suppressed: { reason },
  };
}

/** Rows of one person, as of two roles, are one person with the earliest day of each step. */
function mergePeople(rows: readonly AccessRow[]): Person[] {
  return [...Map.groupBy(rows, ({ personId }) => personId).values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const earliestOf = (step: 'poolOn' | 'matchedOn' | 'activeOn' | 'completedOn') =>
      own.map((row) => row[step]).reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
    return [
      {
        ...first,
        poolOn: earliestOf('poolOn'),
        matchedOn: earliestOf('matchedOn'),
        activeOn: earliestOf('activeOn'),
        completedOn: earliestOf('completedOn'),
      },
    ];
  });
}

const countOf = (counts: ReadonlyMap<string, Count>, group: string): Count =>
  counts.get(group) ?? { n: 0, reached: 0 };

const sum = (counts: readonly Count[]): Count => ({
  n: counts.reduce((total, { n }) => total + n, 0),
  reached: counts.reduce((total, { reached }) => total + reached, 0),
});

const estimated = (interval: IntervalEstimate | NotEstimable): IntervalEstimate | null =>
  interval.status === 'estimated' ? interval : null;
