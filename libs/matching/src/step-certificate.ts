import type { Fault } from './certificate.ts';
import type { Step } from './face.ts';
import type { Problem } from './problem.ts';

/** A matching that claims to be best level after level. `before[i]`: the mentor mentee i had (-1: none), when changes are counted. */
export interface SteppedClaim {
  readonly mentorOf: Int32Array;
  readonly floor: number;
  readonly steps: readonly Step[];
  readonly before?: Int32Array | undefined;
}

/**
 * Checks a lexicographic optimum from first principles, sharing no code with the solver: feasibility, then I1–I4 with vectors of duals
 * compared lexicographically. The first step's penalties fix how many of each class are matched (a matroid has one best count vector), so
 * constants per class in later steps change nothing. O(steps · pairs) at worst.
 */
export function verifySteps(problem: Problem, claim: SteppedClaim): Fault[] {
  const faults: Fault[] = [];
  const report = (code: Fault['code'], mentee?: number, mentor?: number): void => {
    if (faults.length < 100)
      faults.push({ code, ...(mentee !== undefined && { mentee }), ...(mentor !== undefined && { mentor }) });
  };
  const { mentees: n, mentors: m, ptr, mentor, score, capacity } = problem;
  const { mentorOf, steps, floor, before } = claim;
  if (mentorOf.length !== n || !hasSoundShape(problem, claim)) {
    report('shape');
    return faults;
  }
  const lockOf = new Map(problem.locked ?? []);
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * m + j));
  const left = capacity.slice();
  for (const j of lockOf.values()) left[j]! -= 1;
  const load = new Int32Array(m);
  const classAt = new Map([...new Set(problem.priority ?? [0])].sort((a, b) => a - b).map((c, k) => [c, k]));
  for (const { kind, level } of steps)
    if (kind === 'total' && score.some((s) => s > level)) report('figures-wrong');
  if (steps[0]!.kind === 'total' && !(steps[0]!.out.at(-1)! > n * steps[0]!.level))
    report('penalty-too-small');

  for (let i = 0; i < n; i++) {
    const chosen = mentorOf[i]!;
    const lock = lockOf.get(i);
    const c = classAt.get(problem.priority?.[i] ?? 0)!;
    const had = before?.[i] ?? -1;
    let found = false;
    if (lock !== undefined && chosen !== lock) report('lock-broken', i, lock);
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = mentor[e]!;
      const isChosen = j === chosen;
      if (lock !== undefined) {
        found ||= isChosen && j === lock;
        continue;
      }
      if (score[e]! < floor || left[j]! <= 0 || banned.has(i * m + j)) continue;
      found ||= isChosen;
      const verdict = compareSlack(claim, i, j, score[e]!, had);
      if (verdict < 0) report('reduced-cost-negative', i, j);
      if (verdict > 0 && isChosen) report('matched-pair-slack', i, j);
    }
    if (chosen >= 0 && !found) report('not-eligible', i, chosen);
    if (chosen >= 0 && chosen < m) load[chosen]! += 1;
    if (lock !== undefined) continue;
    let slack = 0;
    for (let k = 0; k < steps.length && slack === 0; k++)
      slack = steps[k]!.out[c]! + (steps[k]!.kind === 'change' && had >= 0 ? 1 : 0) - steps[k]!.u[i]!;
    if (slack < 0 || (slack > 0 && chosen < 0)) report('dual-above-penalty', i);
  }
  for (let j = 0; j < m; j++) {
    if (load[j]! > capacity[j]!) report('over-capacity', undefined, j);
    if (left[j]! <= 0) continue;
    let price = 0;
    for (let k = 0; k < steps.length && price === 0; k++) price = steps[k]!.v[j]!;
    if (price > 0) report('price-positive', undefined, j);
    if (price < 0 && load[j]! < capacity[j]!) report('free-place-priced', undefined, j);
  }
  return faults;
}

/** Sign of the pair's reduced cost over the levels: the first that is not 0 decides. */
function compareSlack({ steps }: SteppedClaim, i: number, j: number, score: number, had: number): number {
  const isLevelled = steps[0]!.kind === 'count';
  let settled = -1;
  for (const { kind, level, u, v } of steps) {
    // A score between two levels (or above the last, when nothing but levels decides) has no pair in the answer, so none may be at it.
    if (isLevelled && kind === 'level' && score > settled && score < level) return 1;
    if (isLevelled && kind === 'change' && !steps.some((step) => step.kind === 'total') && score > settled)
      return 1;
    let cost = 0;
    if (kind === 'level') {
      settled = level;
      cost = Number(score === level);
    } else if (kind === 'total') cost = score > settled ? level - score : 0;
    else if (kind === 'change') cost = Number(had >= 0 && had !== j);
    const slack = cost - u[i]! - v[j]!;
    if (slack !== 0) return slack;
  }
  const decidesAll = !isLevelled || steps.some(({ kind }) => kind === 'total' || kind === 'change');
  return !decidesAll && score > settled ? 1 : 0;
}

function hasSoundShape(
  { mentees: n, mentors: m, priority }: Problem,
  { steps, before }: SteppedClaim,
): boolean {
  const classes = Math.max(1, new Set(priority ?? [0]).size);
  const first = steps[0];
  if (!first || (first.kind !== 'count' && first.kind !== 'total')) return false;
  if (before && before.length !== n) return false;
  const penalty = first.out.at(-1)!;
  if (!(penalty > 0) || first.out.some((cost, c) => cost !== penalty * (classes - c))) return false;
  let settled = -1;
  let phase = 0;
  for (const [k, { kind, level, u, v, out }] of steps.entries()) {
    if (u.length !== n || v.length !== m || out.length !== classes) return false;
    if (!u.every(isWhole) || !v.every(isWhole) || !out.every(isWhole)) return false;
    if (k === 0) continue;
    const rank = ['level', 'total', 'change'].indexOf(kind);
    if (rank < phase || (rank === phase && rank > 0 && k > 1)) return false;
    phase = rank;
    if (kind === 'change' && !before) return false;
    if (kind !== 'level') continue;
    if (first.kind !== 'count' || level <= settled) return false;
    settled = level;
  }
  return true;
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value);
}
