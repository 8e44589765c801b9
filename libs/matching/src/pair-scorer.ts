import type { Profile } from './participant.ts';
import {
  classesBy,
  classPart,
  EXCLUDED_GRAINS,
  mergeParts,
  type Classes,
  type ClassPart,
} from './people-classes.ts';
import type { MatchingPolicy } from './policy.ts';
import { ClassSearch, type PairDetails, type RowSearch, type Rows } from './row-search.ts';
import { EXCLUDED, ruleKernels } from './rule-kernels.ts';
import { GRAIN_BITS, HALF_A_POINT, scoreOf } from './score.ts';
import { scoreKernels } from './score-kernels.ts';

/** Merged tables stay short beside a row, so that working one out for a mentee is little work a pair; and small enough for a near cache. */
const tableLength = (mentors: number): number => Math.max(64, Math.min(4096, mentors >> 3));

const oneClass = (people: readonly Profile[]): Classes => classesBy(people, () => '');

/**
 * Rules and scores of whole rows at once, exactly as `isEligible` and `scoreOf` judge single pairs: the same whole grains, but over typed
 * arrays, looked up in tables of the answers that people share. A locked pair has its score whatever the rules say.
 */
export class PairScorer implements Rows {
  readonly mentors: number;
  private readonly parts: ClassPart[];
  private readonly details: PairDetails;
  private readonly sum: Int32Array;

  constructor(
    mentees: readonly Profile[],
    mentors: readonly Profile[],
    policy: MatchingPolicy,
    lockOf: ReadonlyMap<number, number> = new Map(),
  ) {
    this.mentors = mentors.length;
    const { kernels, parts } = ruleKernels(mentees, mentors, policy.rules);
    const scores = scoreKernels(mentees, mentors, policy.criteria);
    this.parts = mergeParts([...scores.parts, ...parts], tableLength(mentors.length));
    // Two parts are added at a time, and the last three.
    while (this.parts.length < 3 || this.parts.length % 2 === 0)
      this.parts.push(classPart(oneClass(mentees), oneClass(mentors), () => 0));
    this.details = {
      gains: (i, gain) => scores.gains.forEach((kernel) => kernel(i, gain)),
      bar: (i, marks) => kernels.forEach((exclude) => exclude(i, marks)),
      lockOf,
      lockedScore: (i, j) => scoreOf(mentees[i]!, mentors[j]!, policy.criteria),
    };
    this.sum = new Int32Array(mentors.length);
  }

  /** Writes the score of mentee i with every mentor into `scores`, EXCLUDED where a rule forbids the pair. */
  scoreRow(i: number, scores: Int32Array): void {
    const { sum, details, parts } = this;
    const last = parts.length - 3;
    const rowOf = (p: number): Int32Array => parts[p]!.rowOf(parts[p]!.mentees.of[i]!);
    const classOf = (p: number): Classes['of'] => parts[p]!.mentors.of;
    sum.fill(0);
    details.gains(i, (j, grains) => {
      sum[j]! += grains;
    });
    for (let p = 0; p < last; p += 2) addParts(sum, rowOf(p), classOf(p), rowOf(p + 1), classOf(p + 1));
    const ofLast = [rowOf(last), classOf(last), rowOf(last + 1), classOf(last + 1)] as const;
    writeScores(scores, sum, ...ofLast, rowOf(last + 2), classOf(last + 2));
    details.bar(i, scores);
    const lock = details.lockOf.get(i);
    if (lock !== undefined && scores[lock] === EXCLUDED) scores[lock] = details.lockedScore(i, lock);
  }

  search(prices: Float64Array): RowSearch {
    return new ClassSearch(this.parts, this.details, prices);
  }
}

/**
 * Adds what mentors have by two parts. However many parts exclude a pair, its sum stays within 32 bits; without a branch, since none could be
 * foretold. As in the other loops over whole rows, constants of a module are taken before: at every turn they would be looked up again.
 */
function addParts(
  sum: Int32Array,
  rowA: Int32Array,
  ofA: Classes['of'],
  rowB: Int32Array,
  ofB: Classes['of'],
): void {
  const excluded = EXCLUDED_GRAINS;
  for (let j = 0; j < sum.length; j++) {
    const grains = (sum[j]! + rowA[ofA[j]!]! + rowB[ofB[j]!]!) | 0;
    const sign = grains >> 31;
    sum[j] = (grains & ~sign) | (excluded & sign);
  }
}

/** Adds the last three parts, into scores. */
function writeScores(
  scores: Int32Array,
  sum: Int32Array,
  rowA: Int32Array,
  ofA: Classes['of'],
  rowB: Int32Array,
  ofB: Classes['of'],
  rowC: Int32Array,
  ofC: Classes['of'],
): void {
  const half = HALF_A_POINT;
  const bits = GRAIN_BITS;
  for (let j = 0; j < sum.length; j++) {
    const grains = (sum[j]! + rowA[ofA[j]!]! + rowB[ofB[j]!]! + rowC[ofC[j]!]!) | 0;
    scores[j] = ((grains + half) >> bits) | (grains >> 31);
  }
}
