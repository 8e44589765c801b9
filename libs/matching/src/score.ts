import type { Facts } from './eligibility.ts';
import { overlapMinutes, shared, type Profile, type SkillWanted } from './participant.ts';
import type { Criterion } from './policy.ts';

/** Top of the score scale. */
export const FULL_SCORE = 10_000;

/** What an unanswered question counts: neither for nor against. */
export const NEUTRAL = 0.5;

/** One criterion's part of a pair's score. `points` of all parts sum to the score exactly; `value` is 0…1, 0.5 when `missing`. */
export interface Contribution {
  readonly code: Criterion['code'];
  readonly value: number;
  readonly weight: number;
  readonly points: number;
  readonly missing: boolean;
  readonly facts: Facts;
}

/** A pair's score (a whole number, 0…10,000), its parts in the policy's order and how many answers were missing. */
export interface PairScore {
  readonly score: number;
  readonly contributions: readonly Contribution[];
  readonly missing: number;
}

/**
 * Parts of a score are whole grains, 2^14 of them a point: sums are then exact in whatever order they are formed, and all fit 28 bits.
 */
export const GRAIN_BITS = 14;

export const GRAINS_A_POINT = 2 ** GRAIN_BITS;
/** Grains at which a score is rounded up. */
export const HALF_A_POINT = GRAINS_A_POINT / 2;

/** Grains of a criterion's whole weight 1, so that all criteria together come to the top of the scale. */
export function grainsPerWeight(criteria: readonly Criterion[]): number {
  let weights = 0;
  for (const { weight } of criteria) weights += weight;
  return (FULL_SCORE * 2 ** GRAIN_BITS) / weights;
}

/** The score of a sum of grains, rounded once; negative sums (pairs that are excluded) become -1. */
export function toScore(grains: number): number {
  return ((grains + HALF_A_POINT) >> GRAIN_BITS) | (grains >> 31);
}

/** The score alone: the weighted mean of the criteria, rounded once. The same number as `scorePair`, without evidence. */
export function scoreOf(mentee: Profile, mentor: Profile, criteria: readonly Criterion[]): number {
  const perWeight = grainsPerWeight(criteria);
  let grains = 0;
  for (const criterion of criteria) {
    const full = perWeight * criterion.weight;
    if (full > 0) grains += grainsOf(criterion, mentee, mentor, full);
  }
  return toScore(grains);
}

/** A criterion's part, of `full` grains at most. What is counted thing by thing is rounded thing by thing. */
function grainsOf(criterion: Criterion, mentee: Profile, mentor: Profile, full: number): number {
  const value = valueOf(criterion, mentee, mentor);
  if (value === undefined) return Math.round(full * NEUTRAL);
  switch (criterion.code) {
    case 'skills': {
      let sum = 0;
      const wanted = mentee.participant.skillsWanted;
      const all = importanceOf(wanted);
      for (const want of wanted)
        sum += Math.round((full * gainOf(want, mentor.offered.get(want.skill))) / all);
      return sum;
    }
    case 'goals':
      return countCommon(mentee.goals, mentor.goals) * Math.round(full / mentee.goals.size);
    case 'interests':
      return (
        countCommon(mentee.interests, mentor.interests) *
        Math.round(full / Math.min(mentee.interests.size, mentor.interests.size))
      );
    default:
      return Math.round(full * value);
  }
}

/** Score, parts and evidence of one pair. Criteria without a weight are left out. */
export function scorePair(mentee: Profile, mentor: Profile, criteria: readonly Criterion[]): PairScore {
  const active = criteria.filter((criterion) => criterion.weight > 0);
  const values = active.map((criterion) => valueOf(criterion, mentee, mentor));
  const score = scoreOf(mentee, mentor, criteria);
  const shares = active.map((criterion, k) => criterion.weight * (values[k] ?? NEUTRAL));
  const points = apportion(score, shares);
  return {
    score,
    contributions: active.map((criterion, k) => ({
      code: criterion.code,
      value: values[k] ?? NEUTRAL,
      weight: criterion.weight,
      points: points[k]!,
      missing: values[k] === undefined,
      facts: factsOf(criterion, mentee, mentor),
    })),
    missing: values.filter((value) => value === undefined).length,
  };
}

/** Splits a whole number in proportion to the shares, whole parts summing to it exactly (largest remainder, earlier part first). */
export function apportion(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  if (sum === 0) return shares.map(() => 0);
  const exact = shares.map((share) => (total * share) / sum);
  const parts = exact.map(Math.floor);
  let rest = total - parts.reduce((a, b) => a + b, 0);
  const order = exact
    .map((value, k) => [value - Math.floor(value), k] as const)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (const [, k] of order) {
    if (rest-- <= 0) break;
    parts[k]! += 1;
  }
  return parts;
}

/** A criterion's value, 0…1; undefined when an answer it needs is missing. */
export function valueOf(criterion: Criterion, mentee: Profile, mentor: Profile): number | undefined {
  const a = mentee.participant;
  const b = mentor.participant;
  switch (criterion.code) {
    case 'skills':
      return skillCover(mentee, mentor);
    case 'goals':
      return shareCovered(mentee.goals, mentor.goals);
    case 'interests':
      return mentee.interests.size <= mentor.interests.size
        ? shareCovered(mentee.interests, mentor.interests)
        : shareCovered(mentor.interests, mentee.interests);
    case 'working-style':
      return styleCloseness(mentee, mentor);
    case 'language':
      return languageFit(mentee, mentor);
    case 'hours': {
      const minutes = overlapMinutes(mentee, mentor);
      return minutes === undefined ? undefined : Math.min(1, minutes / Math.max(1, criterion.fullMinutes));
    }
    case 'site':
      return a.site === null || b.site === null ? undefined : Number(a.site === b.site);
    case 'grade-distance': {
      if (a.grade === null || b.grade === null) return undefined;
      return gradeFit(b.grade - a.grade, criterion);
    }
    case 'mentee-wish':
      return wishValue(mentee, b.personId);
    case 'mentor-wish':
      return wishValue(mentor, a.personId);
    case 'function':
      if (a.department === null || b.department === null) return undefined;
      return Number((a.department === b.department) === (criterion.prefer === 'same'));
  }
}

/** What the ends of a band are worth when one distance inside it is preferred. */
const BAND_END = 0.7;

/** 1 within the band; with a best distance 1 there, falling evenly to 0.7 at the band's ends. Beside the band it fades to 0. */
function gradeFit(
  distance: number,
  { from, to, fade, best }: Extract<Criterion, { code: 'grade-distance' }>,
): number {
  const beside = Math.max(0, from - distance, distance - to);
  if (best === undefined) return Math.max(0, 1 - beside / Math.max(1, fade));
  if (beside > 0) return Math.max(0, BAND_END * (1 - beside / Math.max(1, fade)));
  const reach = distance < best ? best - from : to - best;
  return reach <= 0 ? 1 : 1 - ((1 - BAND_END) * Math.abs(distance - best)) / reach;
}

/** Share of the wanted skills that are offered, by importance. */
function skillCover(mentee: Profile, mentor: Profile): number | undefined {
  const wanted = mentee.participant.skillsWanted;
  if (wanted.length === 0 || mentor.offered.size === 0) return undefined;
  let sum = 0;
  for (const want of wanted) sum += gainOf(want, mentor.offered.get(want.skill));
  return sum / importanceOf(wanted);
}

/** What a wanted skill counts at the level offered, of its importance: a level below the one sought counts in proportion. */
export function gainOf(want: SkillWanted, level: number | undefined): number {
  if (level === undefined) return 0;
  return (
    Math.max(1, want.importance) *
    (want.level === null || want.level <= 0 ? 1 : Math.min(1, level / want.level))
  );
}

/** Importance of a whole list of wishes. */
export function importanceOf(wanted: readonly SkillWanted[]): number {
  let sum = 0;
  for (const { importance } of wanted) sum += Math.max(1, importance);
  return sum;
}

function shareCovered(wanted: ReadonlySet<string>, available: ReadonlySet<string>): number | undefined {
  if (wanted.size === 0 || available.size === 0) return undefined;
  return countCommon(wanted, available) / wanted.size;
}

function countCommon(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let common = 0;
  for (const member of some) if (others.has(member)) common++;
  return common;
}

/** Mean closeness over the questions both answered: numbers on a scale of 1–5, words equal or not. */
function styleCloseness(mentee: Profile, mentor: Profile): number | undefined {
  let sum = 0;
  let asked = 0;
  for (const [question, own] of mentee.style) {
    const other = mentor.participant.workingStyle[question];
    if (other === undefined) continue;
    asked++;
    if (typeof own === 'number' && typeof other === 'number')
      sum += Math.max(0, 1 - Math.abs(own - other) / 4);
    else sum += Number(own === other);
  }
  return asked === 0 ? undefined : sum / asked;
}

/** 1 when the mentor speaks the mentee's first language, 0.7 for another common one, 0 for none. */
function languageFit(mentee: Profile, mentor: Profile): number | undefined {
  const spoken = mentee.participant.languages;
  if (spoken.length === 0 || mentor.languages.size === 0) return undefined;
  if (mentor.languages.has(spoken[0]!)) return 1;
  return spoken.some((language) => mentor.languages.has(language)) ? 0.7 : 0;
}

/** 1 for the first wish, falling evenly over the list; 0 for somebody not wished for. */
function wishValue(asker: Profile, personId: string): number | undefined {
  const wishes = asker.wishRank.size;
  if (wishes === 0) return undefined;
  const rank = asker.wishRank.get(personId);
  return rank === undefined ? 0 : 1 - (rank - 1) / Math.max(5, wishes);
}

/** The evidence behind a criterion's value. */
function factsOf(criterion: Criterion, mentee: Profile, mentor: Profile): Facts {
  const a = mentee.participant;
  const b = mentor.participant;
  switch (criterion.code) {
    case 'skills': {
      const wanted = a.skillsWanted.map(({ skill }) => skill);
      const covered = wanted.filter((skill) => mentor.offered.has(skill));
      return { covered, lacking: wanted.filter((skill) => !mentor.offered.has(skill)) };
    }
    case 'goals':
      return { shared: shared(mentee.goals, mentor.goals), wanted: a.goals.length };
    case 'interests':
      return { shared: shared(mentee.interests, mentor.interests) };
    case 'working-style':
      return {
        alike: mentee.style.filter(([q, own]) => b.workingStyle[q] === own).map(([question]) => question),
        compared: mentee.style.filter(([question]) => b.workingStyle[question] !== undefined).length,
      };
    case 'language':
      return { shared: shared(mentee.languages, mentor.languages) };
    case 'hours':
      return { minutes: overlapMinutes(mentee, mentor) ?? null };
    case 'site':
      return { mentee: a.site, mentor: b.site };
    case 'grade-distance':
      return { distance: a.grade === null || b.grade === null ? null : b.grade - a.grade };
    case 'mentee-wish':
      return { rank: mentee.wishRank.get(b.personId) ?? null, wishes: mentee.wishRank.size };
    case 'mentor-wish':
      return { rank: mentor.wishRank.get(a.personId) ?? null, wishes: mentor.wishRank.size };
    case 'function':
      return { mentee: a.department, mentor: b.department };
  }
}
