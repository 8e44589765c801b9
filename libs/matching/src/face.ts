import { solve } from './assignment.ts';
import type { Options, Problem, Solution } from './problem.ts';

/**
 * One level of a lexicographic objective with its proof: `u`, `v` are integer duals of the level's costs, `out[c]` what leaving somebody of
 * class c out costs there. `count`: how many are matched; `total`: the scores, as `level` (the scale's top) - score; `level`: how many pairs have exactly `level` points;
 * `change`: how many mentees lose the mentor they had. Penalties of the first step are `out[c] = penalty · (classes - c)`.
 */
export interface Step {
  readonly kind: 'count' | 'total' | 'level' | 'change';
  readonly level: number;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly out: readonly number[];
}

/**
 * All optima of the levels settled so far, by complementary slackness: the pairs they may use, the mentees who must be matched and the
 * mentors who must be full. A further level is solved on it without any large weight.
 */
export class Face {
  readonly problem: Problem;
  readonly open: Uint8Array;
  mentorOf: Int32Array;
  private readonly tieKey: Uint32Array | undefined;
  private readonly seed: number | undefined;
  private readonly classOf: Int32Array;
  private readonly classes: number;
  private readonly locked: Uint8Array;
  private readonly left: Int32Array;
  private readonly mustMatch: Uint8Array;
  private readonly mustFill: Uint8Array;

  /** The optima of `solution`; `costs` are the per-pair costs its duals belong to. */
  constructor(problem: Problem, solution: Solution, costs: (e: number) => number) {
    const { mentees: n, mentors: m, ptr, mentor } = problem;
    this.problem = problem;
    this.mentorOf = solution.mentorOf;
    this.tieKey = problem.tieKey;
    this.seed = solution.options.seed;
    ({ of: this.classOf, count: this.classes } = rankClasses(problem));
    this.locked = new Uint8Array(n);
    this.left = problem.capacity.slice();
    for (const [i, j] of problem.locked ?? []) {
      this.locked[i] = 1;
      this.left[j]! -= 1;
    }
    this.open = new Uint8Array(mentor.length);
    const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * m + j));
    for (let i = 0; i < n; i++)
      for (let e = ptr[i]!; e < ptr[i + 1]!; e++)
        if (!this.locked[i] && this.left[mentor[e]!]! > 0 && !banned.has(i * m + mentor[e]!))
          this.open[e] = 1;
    this.mustMatch = new Uint8Array(n);
    this.mustFill = new Uint8Array(m);
    const out = Array.from({ length: this.classes }, (_, c) => solution.penalty * (this.classes - c));
    this.narrow({ u: solution.u, v: solution.v, out }, costs, () => 0);
  }

  /** Settles one more level: the fewest `cost(e)` over the pairs used and `outCost(i)` over the people left out, everything settled kept. */
  refine(
    kind: Step['kind'],
    level: number,
    cost: (e: number) => number,
    outCost: (i: number) => number = () => 0,
  ): Step {
    const { mentees: n, mentors: m } = this.problem;
    const { problem, fillers, top } = this.extend(cost, outCost);
    const options: Options = { objective: 'lexicographic', maxScore: top };
    const solution = solve(problem, this.seed === undefined ? options : { ...options, seed: this.seed });
    if (solution.matched !== this.people() + fillers) throw new Error('a face of optima has become empty');
    const shift = fillers > 0 ? solution.u[n]! : 0;
    const u = Float64Array.from({ length: n }, (_, i) => (this.locked[i] ? 0 : solution.u[i]! - shift));
    const v = Float64Array.from({ length: m }, (_, j) => (this.left[j]! > 0 ? solution.v[j]! + shift : 0));
    const out = Array.from({ length: this.classes }, (_, c) => {
      if (problem.capacity[m + c]! > 0) return 0 - solution.v[m + c]! - shift;
      let most = 0;
      for (let i = 0; i < n; i++)
        if (!this.locked[i] && !this.mustMatch[i] && this.classOf[i] === c)
          most = Math.max(most, u[i]! - outCost(i));
      return most;
    });
    const mentorOf = this.mentorOf.slice();
    for (let i = 0; i < n; i++)
      if (!this.locked[i]) mentorOf[i] = solution.mentorOf[i]! < m ? solution.mentorOf[i]! : -1;
    this.mentorOf = mentorOf;
    this.narrow({ u, v, out }, cost, outCost);
    return { kind, level, u, v, out };
  }

  /**
   * The face as a problem in which everybody has to be matched: those who may stay out go to one "nobody" mentor a class, places that may
   * stay free to fillers (mentees after the real ones). `cost(e)` undefined leaves a pair out.
   */
  extend(
    cost: (e: number) => number | undefined,
    outCost: (i: number) => number,
  ): { problem: Problem; fillers: number; top: number } {
    const { mentees: n, mentors: m, ptr, mentor } = this.problem;
    const top = this.topCost(cost, outCost);
    const degree = new Int32Array(m);
    for (let e = 0; e < mentor.length; e++) if (this.open[e]) degree[mentor[e]!]! += 1;
    // One place more than anybody could want is as good as many.
    const capacity = [...this.left].map((places, j) => Math.max(0, Math.min(places, degree[j]! + 1)));
    const leaving = Array.from({ length: this.classes }, () => 0);
    let fillers = capacity.reduce((sum, places) => sum + places, 0);
    for (let i = 0; i < n; i++) {
      if (this.locked[i]) continue;
      if (this.mentorOf[i]! >= 0) fillers--;
      else leaving[this.classOf[i]!]! += 1;
    }
    const optional = capacity.flatMap((places, j) => (places > 0 && !this.mustFill[j] ? [j] : []));
    const pairs = this.open.reduce((sum, isOpen) => sum + isOpen, 0) + n + fillers * optional.length;
    const rows = {
      ptr: new Int32Array(n + fillers + 1),
      mentor: new Int32Array(pairs),
      score: new Int32Array(pairs),
    };
    let used = 0;
    const add = (j: number, score: number): void => {
      rows.mentor[used] = j;
      rows.score[used++] = score;
    };
    for (let i = 0; i < n + fillers; i++) {
      if (i >= n) for (const j of optional) add(j, top);
      else if (!this.locked[i]) {
        for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
          const c = this.open[e] ? cost(e) : undefined;
          if (c !== undefined) add(mentor[e]!, top - c);
        }
        if (!this.mustMatch[i]) add(m + this.classOf[i]!, top - outCost(i));
      }
      rows.ptr[i + 1] = used;
    }
    const problem: Problem = {
      mentees: n + fillers,
      mentors: m + this.classes,
      capacity: Int32Array.from([...capacity, ...leaving]),
      ptr: rows.ptr,
      mentor: rows.mentor.subarray(0, used),
      score: rows.score.subarray(0, used),
      ...(this.tieKey && {
        tieKey: Uint32Array.from([
          ...this.tieKey.subarray(0, n),
          ...new Uint32Array(fillers),
          ...this.tieKey.subarray(n),
          ...new Uint32Array(this.classes),
        ]),
      }),
    };
    return { problem, fillers, top };
  }

  /** How many mentees are not locked. */
  people(): number {
    return this.locked.reduce((sum, isLocked) => sum + 1 - isLocked, 0);
  }

  private topCost(cost: (e: number) => number | undefined, outCost: (i: number) => number): number {
    let top = 0;
    for (let e = 0; e < this.open.length; e++) if (this.open[e]) top = Math.max(top, cost(e) ?? 0);
    for (let i = 0; i < this.problem.mentees; i++) top = Math.max(top, outCost(i));
    return top;
  }

  private narrow(
    { u, v, out }: Pick<Step, 'u' | 'v' | 'out'>,
    cost: (e: number) => number,
    outCost: (i: number) => number,
  ): void {
    const { mentees: n, mentors: m, ptr, mentor } = this.problem;
    for (let i = 0; i < n; i++) {
      if (this.locked[i]) continue;
      for (let e = ptr[i]!; e < ptr[i + 1]!; e++)
        if (this.open[e] && cost(e) - u[i]! - v[mentor[e]!]! !== 0) this.open[e] = 0;
      if (u[i]! < out[this.classOf[i]!]! + outCost(i)) this.mustMatch[i] = 1;
    }
    for (let j = 0; j < m; j++) if (v[j]! < 0) this.mustFill[j] = 1;
  }
}

function rankClasses(problem: Problem): { of: Int32Array; count: number } {
  const values = [...new Set(problem.priority ?? [0])].sort((a, b) => a - b);
  const rank = new Map(values.map((value, c) => [value, c]));
  const of = Int32Array.from(
    { length: problem.mentees },
    (_, i) => rank.get(problem.priority?.[i] ?? 0) ?? 0,
  );
  return { of, count: Math.max(1, values.length) };
}
