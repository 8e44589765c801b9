import type { Shell } from './candidates.ts';
import type { Fault } from './certificate.ts';
import type { Solution } from './problem.ts';
import type { Rows } from './row-search.ts';

/** What the check over all pairs found. `pairs`: eligible pairs looked at. */
export interface RowReport {
  readonly valid: boolean;
  readonly faults: readonly Fault[];
  readonly pairs: number;
  readonly matched: number;
  readonly total: number;
}

/**
 * Checks an optimum over all pairs without keeping them: feasibility, I1–I4 on every pair and equality of primal and dual, in one sweep of
 * the rows. Shares no code with the solver. That as many as possible are matched follows from the penalties. O(mentees × mentors).
 */
export function verifyRows(
  rows: Pick<Rows, 'scoreRow'>,
  shell: Shell,
  claim: Pick<Solution, 'mentorOf' | 'u' | 'v' | 'penalty' | 'maxScore' | 'floor' | 'matched' | 'total'>,
): RowReport {
  const { mentees: n, mentors: m, capacity } = shell;
  const { mentorOf, u, v, penalty, maxScore, floor } = claim;
  const faults: Fault[] = [];
  const report = (code: Fault['code'], mentee: number, mentor: number): void => {
    if (faults.length < 100)
      faults.push({ code, ...(mentee >= 0 && { mentee }), ...(mentor >= 0 && { mentor }) });
  };
  if (mentorOf.length !== n || u.length !== n || v.length !== m || !u.every(isWhole) || !v.every(isWhole)) {
    report('shape', -1, -1);
    return { valid: false, faults, pairs: 0, matched: 0, total: 0 };
  }
  const lockOf = new Map(shell.locked ?? []);
  const bans = new Map<number, number[]>();
  for (const [i, j] of shell.forbidden ?? []) bans.set(i, [...(bans.get(i) ?? []), j]);
  const left = capacity.slice();
  for (const j of lockOf.values()) left[j]! -= 1;
  const classes = [...new Set(shell.priority ?? [0])].sort((a, b) => a - b);
  const rank = new Map(classes.map((value, c) => [value, c]));
  // A mentor whose places are all locked is out of everybody's reach.
  const price = Float64Array.from(v, (value, j) => (left[j]! > 0 ? value : -Infinity));
  const scores = new Int32Array(m);
  const least = Math.max(0, floor);
  const load = new Int32Array(m);
  let pairs = 0;
  let matched = 0;
  let total = 0;
  let primal = 0n;
  let dual = 0n;
  for (let i = 0; i < n; i++) {
    rows.scoreRow(i, scores);
    const chosen = mentorOf[i]!;
    const lock = lockOf.get(i);
    const limit = maxScore - u[i]!;
    const own = chosen >= 0 && chosen < m ? scores[chosen]! : -1;
    const banned = bans.get(i) ?? [];
    for (const j of banned) {
      pairs += Number(scores[j]! >= 0);
      scores[j] = -1;
    }
    // Pairs are counted by their sign: a branch that cannot be foretold costs more.
    let most = -Infinity;
    for (let j = 0; j < m; j++) {
      const score = scores[j]!;
      pairs += 1 + (score >> 31);
      if (score + price[j]! > most && score >= least) most = score + price[j]!;
    }
    if (most > limit && lock === undefined) report('reduced-cost-negative', i, -1);
    const outside = penalty * (classes.length - rank.get(shell.priority?.[i] ?? 0)!);
    dual += BigInt(u[i]!);
    if (lock !== undefined && chosen !== lock) report('lock-broken', i, lock);
    if (lock === undefined && (u[i]! > outside || (chosen === -1 && u[i] !== outside)))
      report('dual-above-penalty', i, -1);
    if (chosen === -1) {
      primal += BigInt(outside);
      continue;
    }
    const isAllowed =
      own >= 0 && (lock === chosen || (lock === undefined && own >= floor && !banned.includes(chosen)));
    if (!isAllowed) {
      report('not-eligible', i, chosen);
      continue;
    }
    if (limit - own - v[chosen]! !== 0) report('matched-pair-slack', i, chosen);
    load[chosen]! += 1;
    matched++;
    total += own;
    primal += BigInt(maxScore - own);
  }
  for (let j = 0; j < m; j++) {
    if (load[j]! > capacity[j]!) report('over-capacity', -1, j);
    if (v[j]! > 0) report('price-positive', -1, j);
    if (v[j] !== 0 && (load[j]! < capacity[j]! || left[j]! <= 0)) report('free-place-priced', -1, j);
    dual += BigInt(capacity[j]!) * BigInt(v[j]!);
  }
  if (!(penalty > n * maxScore) || classes.length * penalty * 4 >= 2 ** 53)
    report('penalty-too-small', -1, -1);
  if (primal !== dual) report('duality-gap', -1, -1);
  if (matched !== claim.matched || total !== claim.total) report('figures-wrong', -1, -1);
  return { valid: faults.length === 0, faults, pairs, matched, total };
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value);
}
