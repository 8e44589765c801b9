import { menteeArena } from './arena.ts';
import { findHallSet } from './cardinality.ts';
import { buildNetwork, type Network } from './network.ts';
import { findPair, type HallSet, type Problem, type Solution } from './problem.ts';
import { TrialMarket, type Alternative } from './trial-market.ts';

/** The optimum under one changed condition. `cost` is the solver's objective (scores and penalties), comparable within one problem. */
export interface Outcome {
  readonly mentorOf: Int32Array;
  readonly matched: number;
  readonly total: number;
  readonly cost: number;
}

/** What choosing another mentor for somebody does to the whole: `cost` in the solver's objective, and split into mentees and score. */
export interface Loss {
  readonly mentor: number;
  readonly cost: number;
  readonly forcedLoss: number;
  readonly matchedLoss: number;
}

/**
 * Answers "what if" questions about a solution exactly, each with at most two searches from the kept duals instead of a new solve: changes are
 * tried on one market and taken back. The floor of the solution stays. Build it once per solution: O(pairs); a question costs the part of the
 * market it moves, and `mentorOf` of an outcome O(people) when it is read.
 */
export class WhatIf {
  readonly now: Outcome;
  private readonly problem: Problem;
  private readonly solution: Solution;
  private readonly network: Network;
  private readonly base: TrialMarket;
  private readonly lockOf: ReadonlyMap<number, number>;
  private readonly banned: ReadonlySet<number>;
  private readonly withPlace = new Map<number, Outcome>();

  constructor(problem: Problem, solution: Solution) {
    this.problem = problem;
    this.solution = solution;
    this.network = buildNetwork(problem, solution.options, solution.floor, false, true);
    this.lockOf = new Map(problem.locked ?? []);
    this.banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * problem.mentors + j));
    const free = solution.mentorOf.map((j, i) => (this.lockOf.has(i) ? -1 : j));
    this.base = new TrialMarket(menteeArena(this.network), solution.u, solution.v, free);
    this.now = this.countAll();
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
    return findHallSet(this.network, this.base.columnOf, [i]);
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
    const { base } = this;
    const lock = this.lockOf.get(i);
    base.begin();
    if (lock === undefined) {
      const before = base.columnOf[i]!;
      base.retire(i);
      if (before >= 0) base.fill(before);
    } else {
      base.addPlaces(lock, 1);
      base.fill(lock);
    }
    base.addPlaces(j, -1);
    if (base.load[j]! > base.places[j]!) {
      const pushed = base.occupant[base.seatStart[j]!]!;
      base.unseat(pushed);
      base.augment(pushed);
    }
    const moves = base.moves().filter(([row]) => row !== i);
    base.rollback();
    return this.outcome([...moves, [i, this.solution.mentorOf[i]!, j]]);
  }

  /** The optimum with one more place at mentor j; found once and kept, since everybody unmatched asks for the same mentors. */
  addPlace(j: number): Outcome {
    const found = this.withPlace.get(j) ?? this.tryPlace(j);
    this.withPlace.set(j, found);
    return found;
  }

  /** True when one more place at mentor j brings this unmatched mentee in for certain: every optimum has them, not just one among equals. */
  matchesWithPlace(i: number, j: number): boolean {
    const { base } = this;
    if (this.addPlace(j).mentorOf[i]! < 0) return false;
    base.begin();
    base.addPlaces(j, 1);
    base.fill(j);
    const loss = base.lossWithout(i);
    base.rollback();
    return loss > 0;
  }

  private tryPlace(j: number): Outcome {
    const { base } = this;
    base.begin();
    base.addPlaces(j, 1);
    base.fill(j);
    const moves = base.moves();
    base.rollback();
    return this.outcome(moves);
  }

  /** The mentor an unmatched mentee would have if these were the mentee's pairs, every other pair as it is; undefined when still nobody. */
  matchWith(i: number, mentor: ArrayLike<number>, score: ArrayLike<number>): number | undefined {
    const cost = Int32Array.from(score, (s) => this.network.maxScore - s);
    return this.base.alternative(i, { column: mentor, cost, dual: 0 }, this.penaltyOf(i))?.column;
  }

  /** The mentor other than the present one that costs the whole least, with the exact loss; undefined when there is none. One search. */
  cheapestOther(i: number): Loss | undefined {
    if (!this.lockOf.has(i)) return this.toLoss(i, this.base.alternative(i));
    const { ptr, mentor } = this.problem;
    let best: Loss | undefined;
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const loss = mentor[e] === this.lockOf.get(i) ? undefined : this.lossOf(i, mentor[e]!);
      if (loss && (!best || loss.cost < best.cost)) best = loss;
    }
    return best;
  }

  /** What forcing the pair costs, like `force` without saying who moves; undefined when the pair is not open. */
  lossOf(i: number, j: number): Loss | undefined {
    if (!this.isOpen(i, j)) return undefined;
    if (this.lockOf.has(i) || this.solution.mentorOf[i] === j) {
      const { matched, total, cost } = this.force(i, j)!;
      return {
        mentor: j,
        cost: cost - this.now.cost,
        forcedLoss: this.now.total - total,
        matchedLoss: this.now.matched - matched,
      };
    }
    const cost = [this.network.maxScore - this.problem.score[findPair(this.problem, i, j)]!];
    return this.toLoss(i, this.base.alternative(i, { column: [j], cost, dual: this.base.u[i]! }));
  }

  /** A loss of costs as people and score: who leaves and who comes says how much of it are penalties. */
  private toLoss(i: number, way: Alternative | undefined): Loss | undefined {
    if (!way) return undefined;
    let more = 0;
    let penalties = 0;
    const count = (row: number, by: 1 | -1): void => {
      more += by;
      penalties -= by * this.penaltyOf(row);
    };
    if (this.solution.mentorOf[i]! < 0) count(i, 1);
    if (way.comer >= 0) count(way.comer, 1);
    if (way.leaver >= 0) count(way.leaver, -1);
    const forcedLoss = way.loss - penalties - this.network.maxScore * more;
    return { mentor: way.column, cost: way.loss, forcedLoss: forcedLoss + 0, matchedLoss: 0 - more };
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

  /** The solution after some moves, counted by what they change. */
  private outcome(moves: readonly (readonly [row: number, from: number, to: number])[]): Outcome {
    let { matched, total, cost } = this.now;
    for (const [i, from, to] of moves) {
      for (const [j, sign] of [
        [from, -1],
        [to, 1],
      ] as const) {
        const score = j < 0 ? 0 : this.problem.score[findPair(this.problem, i, j)]!;
        matched += j < 0 ? 0 : sign;
        total += sign * score;
        cost += sign * (j < 0 ? this.penaltyOf(i) : this.network.maxScore - score);
      }
    }
    const before = this.solution.mentorOf;
    return {
      matched,
      total,
      cost,
      get mentorOf(): Int32Array {
        const mentorOf = before.slice();
        for (const [i, , to] of moves) mentorOf[i] = to;
        return mentorOf;
      },
    };
  }

  private countAll(): Outcome {
    const { mentorOf } = this.solution;
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
