import type { Profile } from './participant.ts';
import { EXCLUDED_GRAINS, mergeParts, type ClassPart } from './people-classes.ts';
import type { MatchingPolicy } from './policy.ts';
import { ruleKernels, type RuleKernel } from './rule-kernels.ts';
import { toScore } from './score.ts';
import { scoreKernels, type GainKernel } from './score-kernels.ts';

/** Merged tables stay short beside a row, so that working one out for a mentee is little work a pair; and small enough for a near cache. */
const tableLength = (mentors: number): number => Math.max(64, Math.min(4096, mentors >> 3));

/**
 * Rules and scores of whole rows at once, exactly as `isEligible` and `scoreOf` judge single pairs: the same whole grains, but over typed
 * arrays, with answers that many people share looked up in tables and skills and goals counted by who offers them.
 */
export class PairScorer {
  readonly mentors: number;
  private readonly rules: readonly RuleKernel[];
  private readonly gains: readonly GainKernel[];
  private readonly parts: readonly ClassPart[];
  private readonly sum: Int32Array;

  constructor(mentees: readonly Profile[], mentors: readonly Profile[], policy: MatchingPolicy) {
    this.mentors = mentors.length;
    const { kernels, parts } = ruleKernels(mentees, mentors, policy.rules);
    const scores = scoreKernels(mentees, mentors, policy.criteria);
    this.rules = kernels;
    this.gains = scores.gains;
    this.parts = mergeParts([...scores.parts, ...parts], tableLength(mentors.length));
    this.sum = new Int32Array(mentors.length);
  }

  /** Writes the score of mentee i with every mentor into `scores`, EXCLUDED where a rule forbids the pair. */
  scoreRow(i: number, scores: Int32Array): void {
    const { sum } = this;
    sum.fill(0);
    for (const { mentees, mentors, rowOf } of this.parts) addPart(sum, rowOf(mentees.of[i]!), mentors.of);
    for (const add of this.gains) add(i, sum);
    writeScores(scores, sum);
    for (const exclude of this.rules) exclude(i, scores);
  }
}

/** Adds what mentors have by class. However many parts exclude a pair, its sum stays within 32 bits. */
function addPart(sum: Int32Array, row: Int32Array, classOf: ClassPart['mentors']['of']): void {
  for (let j = 0; j < sum.length; j++) {
    const grains = (sum[j]! + row[classOf[j]!]!) | 0;
    sum[j] = grains < EXCLUDED_GRAINS ? EXCLUDED_GRAINS : grains;
  }
}

function writeScores(scores: Int32Array, sum: Int32Array): void {
  for (let j = 0; j < sum.length; j++) scores[j] = toScore(sum[j]!);
}
