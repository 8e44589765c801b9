import { solve } from './assignment.ts';
import { findHallSet } from './cardinality.ts';
import { Market } from './market.ts';
import { buildNetwork, type Network } from './network.ts';
import { findPair, type HallSet, type IndexPair, type Problem, type Solution } from './problem.ts';

/** The optimum under one changed condition. `cost` is the solver's objective (scores and penalties), comparable within one problem. */
export interface Outcome {
  readonly mentorOf: Int32Array;
  readonly matched: number;
  readonly total: number;
  readonly cost: number;
}

/**
 * Answers "what if" questions about a solution exactly, each with at most two searches from the kept duals instead of a new solve
 * (questions about locked people and full-up locked mentors do solve anew). The floor of the solution stays.
 * Build it once per solution: O(pairs); a question costs O(people) and the part of the market it moves.
 */
export class WhatIf {
  readonly now: Outcome;
  private readonly problem: Problem;
  private readonly solution: Solution;
  private readonly network: Network;
  private readonly base: Market;
  private readonly lockOf: ReadonlyMap<number, number>;
  private readonly banned: ReadonlySet<number>;
  private readonly withPlace = new Map<number, Outcome>();

  constructor(problem: Problem, solution: Solution) {
    this.problem = problem;
    this.solution = solution;
    this.network = buildNetwork(problem, solution.options, solution.floor, false);
    this.lockOf = new Map(problem.locked ?? []);
    this.banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * problem.mentors + j));
    this.base = new Market(this.network);
    this.base.u.set(solution.u);
    this.base.v.set(solution.v);
    solution.mentorOf.forEach((j, i) => {
      if (j >= 0 && !this.lockOf.has(i)) this.base.seat(i, j);
    });
    this.now = this.outcome(solution.mentorOf);
  }

  /** True when the pair could be forced: eligible, not forbidden, not beneath the floor, and not every place of the mentor locked for others. */
  isOpen(i: number, j: number): boolean {
    if (this.lockOf.get(i) === j) return true;
    const e = findPair(this.problem, i, j);
    return (
      e >= 0 &&
      this.problem.score[e]! >= this.solution.floor &&
      this.network.places[j]! > 0 &&
      !this.isForbidden(i, j)
    );
  }

  isForbidden(i: number, j: number): boolean {
    return this.banned.has(i * this.problem.mentors + j);
  }

  /** The mentees and places an unmatched mentee competes with, over all alternating paths: mentees outnumber places. */
  competition(i: number): HallSet {
    return findHallSet(this.network, this.base.mentorOf, [i]);
  }

  /**
   * cost - u - v: what forcing the pair costs the whole at least, in scores; 0 for a chosen pair. For a lock: what keeping it costs at
   * prices of today. Undefined when the pair is not open.
   */
  reducedCost(i: number, j: number): number | undefined {
    if (!this.isOpen(i, j)) return undefined;
    const dual = this.lockOf.has(i) ? this.dualWithoutLock(i) : this.base.u[i]!;
    const cost = this.network.maxScore - this.problem.score[findPair(this.problem, i, j)]!;
    return Math.max(0, cost - dual - this.base.v[j]!);
  }

  /** The optimum with this pair fixed; a lock of the mentee on somebody else is given up. Undefined when the pair is not open. */
  force(i: number, j: number): Outcome | undefined {
    if (!this.isOpen(i, j)) return undefined;
    if (this.solution.mentorOf[i] === j) return this.now;
    if (this.lockOf.has(i)) {
      const others = (this.problem.locked ?? []).filter(([a]) => a !== i);
      return this.solveAnew({ locked: [...others, [i, j]] });
    }
    const market = this.base.fork();
    const before = market.mentorOf[i]!;
    // A mentee whose dual is -Infinity is out of the market: no place will ever call them.
    market.u[i] = -Infinity;
    if (before >= 0) {
      market.unseat(i);
      this.fill(market, before);
    }
    market.places[j]! -= 1;
    if (market.load[j]! > market.places[j]!) {
      const pushed = market.occupant[market.seatStart[j]!]!;
      market.unseat(pushed);
      market.augmentMentee(pushed);
    }
    const mentorOf = this.everybody(market);
    mentorOf[i] = j;
    return this.outcome(mentorOf);
  }

  /** The optimum with one more place at mentor j; found once and kept, since everybody unmatched asks for the same mentors. */
  addPlace(j: number): Outcome {
    const found = this.withPlace.get(j) ?? this.solveWithPlace(j);
    this.withPlace.set(j, found);
    return found;
  }

  private solveWithPlace(j: number): Outcome {
    if (this.network.places[j] === 0) {
      const capacity = this.problem.capacity.slice();
      capacity[j]! += 1;
      return this.solveAnew({ capacity });
    }
    const market = this.base.fork();
    market.places[j]! += 1;
    this.fill(market, j);
    return this.outcome(this.everybody(market));
  }

  /** The mentor an unmatched mentee would have if these were the mentee's pairs, every other pair as it is; undefined when still nobody. */
  matchWith(i: number, mentor: ArrayLike<number>, score: ArrayLike<number>): number | undefined {
    const market = this.base.fork();
    market.augmentMentee(i, { mentor, cost: Int32Array.from(score, (s) => this.network.maxScore - s) });
    const j = market.mentorOf[i]!;
    return j < 0 ? undefined : j;
  }

  private fill(market: Market, j: number): void {
    while (market.overpriced(j)) market.augmentPlace(j);
  }

  private solveAnew(change: { locked?: readonly IndexPair[]; capacity?: Int32Array }): Outcome {
    const { options, floor, maxScore } = this.solution;
    const kept = { ...options, objective: 'lexicographic', floor, maxScore } as const;
    return this.outcome(solve({ ...this.problem, ...change }, kept).mentorOf);
  }

  private everybody(market: Market): Int32Array {
    const mentorOf = market.mentorOf.slice();
    for (const [i, j] of this.lockOf) mentorOf[i] = j;
    return mentorOf;
  }

  private dualWithoutLock(i: number): number {
    const { ptr, mentor, score } = this.problem;
    let least = this.penaltyOf(i);
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++)
      if (this.isOpen(i, mentor[e]!))
        least = Math.min(least, this.network.maxScore - score[e]! - this.base.v[mentor[e]!]!);
    return least;
  }

  private penaltyOf(i: number): number {
    return this.network.penalty * (this.network.classes - this.network.classOf[i]!);
  }

  private outcome(mentorOf: Int32Array): Outcome {
    let matched = 0;
    let total = 0;
    let cost = 0;
    for (let i = 0; i < mentorOf.length; i++) {
      const j = mentorOf[i]!;
      if (j < 0) {
        cost += this.penaltyOf(i);
        continue;
      }
      const score = this.problem.score[findPair(this.problem, i, j)]!;
      matched++;
      total += score;
      cost += this.network.maxScore - score;
    }
    return { mentorOf, matched, total, cost };
  }
}
