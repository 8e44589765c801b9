import { fisherExact } from '@ithaca/statistics/fisher';
import { benjaminiHochberg } from '@ithaca/statistics/multiple-testing';
import { newcombe, wilson } from '@ithaca/statistics/proportions';
import { tellsAnswers, type AccessFrame } from './access.ts';
import { minimumGroupOf } from './records.ts';
import { ReleasedCells, unitsOfPeople, type Units } from './releases.ts';
import { fewBelow, tellFrom } from './standing.ts';
import { publicReason, suppress, type PublicReason } from './suppression.ts';

/** One mentor of a cohort: the group they are looked at in, and the minutes of their held meetings. */
export type BurdenRow = { personId: string; group: string; minutes: number };

/**
 * `isSensitive`: told of what people declared. `earlier`: over whom numbers of the same declaration were released before. `hidden`:
 * groups that another table of the page hides.
 */
export type BurdenFrame = Pick<AccessFrame, 'asOf' | 'minimumGroup' | 'isSensitive' | 'earlier'> & {
  hidden?: ReadonlySet<string>;
};

/** Shares are of 0..1; those of minutes are null for what people declared, all of them where the group is hidden. */
export type BurdenOfGroup = {
  group: string;
  mentors: number | null;
  /** How many of them are in the half that gives more. */
  heavy: number | null;
  rate: number | null;
  lo: number | null;
  hi: number | null;
  shareOfMentors: number | null;
  shareOfMinutes: number | null;
  /** Minutes a mentor, in the mean. */
  perMentor: number | null;
  /** The rate minus that of all other mentors. */
  difference: { estimate: number; lo: number; hi: number } | null;
  /** Fisher’s p of the difference, adjusted for all groups (Benjamini–Hochberg). */
  q: number | null;
  verdict: 'more' | 'less' | null;
  suppressed: null | { reason: PublicReason };
};

export type MentorBurden = {
  mentors: number | null;
  heavy: number | null;
  minutes: number | null;
  groups: BurdenOfGroup[];
  suppressed: null | { reason: PublicReason };
};

const falseShare = 0.05;

/**
 * Who carries the mentoring (metrics, 2.1): of each group the share of mentors who give more minutes than the median mentor,
 * against that share of all others, beside what the group carries of all minutes. Counts of people, so that a mentor with a hundred
 * meetings weighs one. Minutes of each mentor are known by name: of what people declared only the counts are told, under the same
 * guard as the steps of access. Groups by size; rows of one person are added up. Empty input gives nobody. Throws
 * RangeError on minutes that are no number from 0.
 */
export function measureMentorBurden(rows: readonly BurdenRow[], frame: BurdenFrame): MentorBurden {
  if (!rows.every(({ minutes }) => minutes >= 0 && minutes < Infinity))
    throw new RangeError('minutes from 0');
  const mentors = mergeMentors(rows);
  const median = medianOf(mentors.map(({ minutes }) => minutes));
  const all = countOf(mentors, median);
  const byGroup = [...Map.groupBy(mentors, ({ group }) => group)]
    .map(([group, own]) => ({ group, ...countOf(own, median) }))
    .toSorted((a, b) => b.n - a.n || (a.group < b.group ? -1 : 1));
  const k = minimumGroupOf('mentor-burden', frame);
  const { cells, total } = suppress(
    byGroup.map(({ group, n, heavy }) => ({ key: group, n, numerator: heavy })),
    { k, homogeneity: frame.isSensitive ? 20 : null, hidden: frame.hidden ?? new Set() },
  );
  const counts = byGroup.map(({ n, heavy }) => ({ n, reached: heavy }));
  const isTelling =
    frame.isSensitive &&
    (tellsAnswers(counts, { n: all.n, reached: all.heavy }, k) || tellsWithEarlier(rows, frame, k));
  const reason = all.n === 0 ? null : (total.suppressed?.reason ?? (isTelling ? 'homogeneity' : null));
  if (reason !== null) return withheld(byGroup, publicReason(reason));
  const groups = byGroup.map((own, at): BurdenOfGroup => {
    const hidden = cells[at]?.suppressed;
    return hidden ? nothingOf(own.group, publicReason(hidden.reason)) : groupOf(own, all, frame.isSensitive);
  });
  judge(groups, all);
  return {
    mentors: all.n,
    heavy: all.heavy,
    minutes: frame.isSensitive ? null : all.minutes,
    groups,
    suppressed: null,
  };
}

/** The people over whom the two counts add up what they declared: all mentors, and the half that gives more. */
export function unitsOfBurden(rows: readonly BurdenRow[]): [base: Units, heavy: Units] {
  const mentors = mergeMentors(rows);
  const median = medianOf(mentors.map(({ minutes }) => minutes));
  const idsOf = (own: readonly BurdenRow[]) => unitsOfPeople(own.map(({ personId }) => personId));
  return [idsOf(mentors), idsOf(mentors.filter(({ minutes }) => minutes > median))];
}

function tellsWithEarlier(rows: readonly BurdenRow[], { earlier }: BurdenFrame, k: number): boolean {
  const released = new ReleasedCells(earlier);
  return unitsOfBurden(rows).some((units) => {
    const tells = released.wouldTell(units, k);
    released.add(units);
    return tells;
  });
}

type Count = { n: number; heavy: number; minutes: number };

const countOf = (own: readonly BurdenRow[], median: number): Count => ({
  n: own.length,
  heavy: own.filter(({ minutes }) => minutes > median).length,
  minutes: own.reduce((sum, { minutes }) => sum + minutes, 0),
});

function groupOf(own: Count & { group: string }, all: Count, isSensitive: boolean): BurdenOfGroup {
  const share = wilson(own.heavy, own.n);
  const isTold = share.status === 'estimated' && own.n >= tellFrom;
  const isCompared = isTold && all.n - own.n >= tellFrom;
  const found = isCompared ? newcombe(own.heavy, own.n, all.heavy - own.heavy, all.n - own.n) : null;
  const ofMinutes = isSensitive || all.minutes === 0 ? null : own.minutes / all.minutes;
  return {
    group: own.group,
    mentors: own.n,
    heavy: own.heavy,
    rate: isTold ? share.estimate : null,
    lo: isTold ? share.lower : null,
    hi: isTold ? share.upper : null,
    shareOfMentors: own.n / all.n,
    shareOfMinutes: ofMinutes,
    perMentor: isSensitive ? null : own.minutes / own.n,
    difference:
      found?.status === 'estimated' ? { estimate: found.estimate, lo: found.lower, hi: found.upper } : null,
    q: null,
    verdict: null,
    suppressed: null,
  };
}

/** Among several groups some look burdened by chance alone. */
function judge(groups: readonly BurdenOfGroup[], all: Count): void {
  const tested = groups.flatMap((group) => {
    if (group.difference === null || group.mentors === null || group.heavy === null) return [];
    const others = { n: all.n - group.mentors, heavy: all.heavy - group.heavy };
    const test = fisherExact(group.heavy, group.mentors, others.heavy, others.n);
    return test.status === 'estimated' ? [{ group, p: test.twoSided }] : [];
  });
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  for (const [at, { group }] of tested.entries()) {
    const q = adjusted[at] ?? 1;
    group.q = q;
    const { difference, mentors } = group;
    if (!difference || Math.min(mentors ?? 0, all.n - (mentors ?? 0)) < fewBelow || q >= falseShare) continue;
    if (difference.lo > 0) group.verdict = 'more';
    else if (difference.hi < 0) group.verdict = 'less';
  }
}

function nothingOf(group: string, reason: PublicReason): BurdenOfGroup {
  return {
    group,
    mentors: null,
    heavy: null,
    rate: null,
    lo: null,
    hi: null,
    shareOfMentors: null,
    shareOfMinutes: null,
    perMentor: null,
    difference: null,
    q: null,
    verdict: null,
    suppressed: { reason },
  };
}

const withheld = (groups: readonly { group: string }[], reason: PublicReason): MentorBurden => ({
  mentors: null,
  heavy: null,
  minutes: null,
  groups: groups.map(({ group }) => nothingOf(group, reason)),
  suppressed: { reason },
});

function mergeMentors(rows: readonly BurdenRow[]): BurdenRow[] {
  return [...Map.groupBy(rows, ({ personId }) => personId).values()].flatMap((own) => {
    const [first] = own;
    const minutes = own.reduce((sum, row) => sum + row.minutes, 0);
    return first ? [{ ...first, minutes }] : [];
  });
}

/** The middle value, of an even number the mean of the middle two; 0 of nothing. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
