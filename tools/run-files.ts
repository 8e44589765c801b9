/**
 * The files of a matching run, as the API gives them (docs/verifying-a-run.md). Checked from the stored prices alone: nothing is solved
 * again, and the solver's code is not asked.
 */
import { checkCircles, type CircleCertificate } from '@ithaca/matching/circle-certificate';
import type { CircleRules } from '@ithaca/matching/circle-rules';
import { matchCircles } from '@ithaca/matching/circles';
import type { MatchCertificate } from '@ithaca/matching/cohort-certificate';
import { verifyGoal } from '@ithaca/matching/goal-certificate';
import type { Goal, GoalProof, GoalSolution } from '@ithaca/matching/goal';
import { fromPlain } from '@ithaca/matching/plain';
import { checkProblem, findPair, type Options, type Problem, type Solution } from '@ithaca/matching/problem';
import { verifyPeerRun } from './peer-run-file.ts';

/** Says whether a file is a matching run's problem. */
export function isRunProblem(record: Record<string, unknown>): boolean {
  return typeof record['format'] === 'string' && record['format'].startsWith('ithaca-matching-problem/');
}

interface RunProblemFile {
  format: string;
  inputsHash: string;
  rows: number;
  rowIds: string[];
  columnIds: string[];
  capacity: number[];
  priority: number[];
  locked: [number, number][];
  forbidden: [number, number][];
  options: Options;
  goal: unknown;
  before: number[] | null;
  policy: { floor: number };
  circles?: {
    smallest: number;
    present: number[];
    compositions: { rows: number[]; least: number; most: number; present: number[] }[];
  };
  dense?: (number | null)[][];
  edges?: [number, number, number][];
}

interface RunResultFile {
  format: string;
  columnOf: (number | null)[];
  value: number;
  dualBound: number;
  gap: number;
  pairings: { menteeId: string; mentorId: string; score: number }[];
  certificate: MatchCertificate;
}

/** Checks a run's result against its problem: feasible, scored right, listed right, and proven by its certificate. Throws on files that are no such files. */
export async function verifyRun(
  problemRecord: Record<string, unknown>,
  resultRecord: Record<string, unknown>,
) {
  const file = problemRecord as unknown as RunProblemFile;
  const result = resultRecord as unknown as RunResultFile;
  if (file.format !== 'ithaca-matching-problem/1') throw new Error(`unknown format ${file.format}`);
  if (result.format !== 'ithaca-matching-result/1')
    throw new Error('the second file is not the result of a matching run');
  if (problemRecord['peers'] === true) return verifyPeerRun(problemRecord, resultRecord);
  if (!Array.isArray(result.columnOf) || result.columnOf.length !== file.rows)
    throw new Error(`columnOf needs ${file.rows} entries`);
  const problem = toRunProblem(file);
  if (file.circles) return verifyCircles(file, problem, file.circles, result);
  const { certificate } = result;
  const faults: string[] = [];
  const mentorOf = Int32Array.from(result.columnOf, (column) => column ?? -1);
  const scores = [...mentorOf].flatMap((j, i) => {
    const e = j < 0 ? -1 : findPair(problem, i, j);
    return e < 0 ? [] : [problem.score[e]!];
  });
  const priceOf = (prices: Readonly<Record<string, number>>) => (id: string) => prices[id] ?? NaN;
  const indexOf = (ids: readonly string[]) => {
    const index = new Map(ids.map((id, at) => [id, at]));
    return (id: string): number => index.get(id) ?? -1;
  };
  const [row, column] = [indexOf(file.rowIds), indexOf(file.columnIds)];
  const toHall = ({ menteeIds, mentorIds, places }: MatchCertificate['hall']) => ({
    mentees: Int32Array.from(menteeIds, row),
    mentors: Int32Array.from(mentorIds, column),
    places,
  });
  const figures = {
    mentorOf,
    matched: certificate.matched,
    total: certificate.primal,
    minScore: scores.reduce((least, score) => Math.min(least, score), scores[0] ?? 0),
  };
  const { floorProof } = certificate;
  const solution: Solution = {
    ...figures,
    status: certificate.status,
    gap: certificate.gap,
    u: Float64Array.from(file.rowIds, priceOf(certificate.menteePrices)),
    v: Float64Array.from(file.columnIds, priceOf(certificate.mentorPrices)),
    penalty: certificate.penalty,
    maxScore: file.options.maxScore ?? 0,
    floor: certificate.floor,
    ...(floorProof && { floorProof: { ...floorProof, hall: toHall(floorProof.hall) } }),
    hall: toHall(certificate.hall),
    options: file.options,
    stats: {
      mentees: problem.mentees,
      pairs: problem.mentor.length,
      places: problem.capacity.reduce((sum, c) => sum + c, 0),
      searches: 0,
    },
  };
  // Groups that people declared are in no file: what they prove cannot be checked outside, that the pairs keep every rule can.
  const isWithheld = isGroupless(file.goal) && file.rows > 0;
  const report = isWithheld
    ? {
        ...verifyBound(
          problem,
          file.policy.floor,
          mentorOf,
          solution.v.map(() => 0),
        ),
        bound: result.dualBound,
        gap: result.gap,
      }
    : String(certificate.status) === 'time-limit'
      ? verifyBound(problem, file.policy.floor, mentorOf, solution.v)
      : verifyGoal(problem, toClaim(file, certificate, figures, solution));
  faults.push(...new Set(report.faults.map(({ code }) => code)));
  if (result.value !== report.total) faults.push('value-wrong');
  if (result.dualBound !== report.bound) faults.push('bound-wrong');
  if (result.gap !== report.gap) faults.push('gap-wrong');
  if (certificate.inputsHash !== file.inputsHash) faults.push('other-inputs');
  if (!isListed(file, result)) faults.push('pairings-wrong');
  const valid = report.valid && faults.length === 0;
  const answer = {
    valid,
    faults,
    status: isWithheld ? 'withheld' : certificate.status,
    matched: report.matched,
    matchedBound: report.matchedBound,
    value: report.total,
    dualBound: report.bound,
    gap: report.gap,
  };
  return { answer, ok: valid };
}

/** Seconds in which each integer program is solved again, where its word is all that proves a bound. */
const SECONDS_TO_DOUBT = 60;

/** Circles: feasible, scored and listed right, bounded by the prices; a bound below them is doubted by solving the program again. */
async function verifyCircles(
  file: RunProblemFile,
  problem: Problem,
  circles: NonNullable<RunProblemFile['circles']>,
  result: RunResultFile,
) {
  const certificate = result.certificate as unknown as CircleCertificate;
  const rules: CircleRules = {
    smallest: circles.smallest,
    present: Int32Array.from(circles.present),
    compositions: circles.compositions.map(({ rows, least, most, present }) => {
      const member = new Uint8Array(file.rows);
      for (const row of rows) member[row] = 1;
      return { member, least, most, present: Int32Array.from(present) };
    }),
    floor: file.policy.floor,
    seconds: SECONDS_TO_DOUBT,
  };
  const report = checkCircles({
    cohort: { problem, options: file.options },
    rules,
    mentorOf: Int32Array.from(result.columnOf, (column) => column ?? -1),
    certificate,
    menteeIds: file.rowIds,
    mentorIds: file.columnIds,
  });
  const faults = report.faults.map(({ code }) => code);
  if (report.provenBy === 'integer-program') {
    const best = await matchCircles(problem, rules);
    const isMore =
      best.matched > report.matchedBound || (best.matched === report.matched && best.total > report.bound);
    if (isMore) faults.push('bound-wrong');
  }
  if (result.value !== report.total) faults.push('value-wrong');
  if (result.dualBound !== report.bound) faults.push('bound-wrong');
  if (result.gap !== report.gap) faults.push('gap-wrong');
  if (certificate.inputsHash !== file.inputsHash) faults.push('other-inputs');
  if (!isListed(file, result)) faults.push('pairings-wrong');
  const answer = {
    valid: faults.length === 0,
    faults: [...new Set(faults)],
    status: certificate.status,
    provenBy: report.provenBy,
    matched: report.matched,
    matchedBound: report.matchedBound,
    value: report.total,
    dualBound: report.bound,
    gap: report.gap,
  };
  return { answer, ok: answer.valid };
}

/**
 * A result that ran out of time claims less: that it is feasible, and that nobody totals more than everybody's best `score + price` (prices of
 * mentors are 0 or less), as many as have any mentor and as there are places, plus what the places are worth at those prices.
 */
function verifyBound(problem: Problem, floor: number, mentorOf: Int32Array, given: Float64Array) {
  const { ptr, mentor, score, mentees, mentors, capacity } = problem;
  const codes = new Set<string>();
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * mentors + j));
  const lockOf = new Map(problem.locked);
  const load = new Int32Array(mentors);
  const best: number[] = [];
  const prices = given.map((price) => (Number.isNaN(price) ? 0 : price));
  if (prices.some((price) => price > 0)) codes.add('price-positive');
  let [matched, total] = [0, 0];
  for (let i = 0; i < mentees; i++) {
    const j = mentorOf[i]!;
    const lock = lockOf.get(i);
    let [highest, own] = [-Infinity, -1];
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const isOpen =
        lock === undefined ? score[e]! >= floor && !banned.has(i * mentors + mentor[e]!) : lock === mentor[e];
      if (!isOpen) continue;
      highest = Math.max(highest, score[e]! + prices[mentor[e]!]!);
      if (mentor[e] === j) own = score[e]!;
    }
    if (highest > -Infinity) best.push(Math.max(0, highest));
    if (lock !== undefined && lock !== j) codes.add('lock-broken');
    if (j < 0) continue;
    if (own < 0) codes.add('not-eligible');
    if (++load[j]! > capacity[j]!) codes.add('over-capacity');
    matched += 1;
    total += Math.max(0, own);
  }
  const matchedBound = Math.min(
    best.length,
    capacity.reduce((sum, places) => sum + places, 0),
  );
  const bound = best
    .sort((a, b) => b - a)
    .slice(0, matchedBound)
    .reduce(
      (sum, value) => sum + value,
      capacity.reduce((worth, places, j) => worth - places * prices[j]!, 0),
    );
  const faults = [...codes].map((code) => ({ code }));
  return { valid: faults.length === 0, faults, matched, total, bound, matchedBound, gap: bound - total };
}

function isGroupless(plain: unknown): boolean {
  const goal = fromPlain(plain) as Goal;
  return goal.kind === 'equal-access' && goal.groupOf.length === 0;
}

/** The claim of the result: its goal with the proof that the certificate brings for it. */
function toClaim(
  { goal: plain, before, policy }: RunProblemFile,
  { goal: stored, ...certificate }: MatchCertificate,
  figures: Pick<GoalSolution, 'mentorOf' | 'matched' | 'total' | 'minScore'>,
  solution: Solution,
): GoalSolution {
  const goal = fromPlain(plain) as Goal;
  const isChangeAsked = before !== null && goal.kind !== 'stable' && goal.kind !== 'equal-access';
  const claim: GoalSolution = {
    ...figures,
    goal,
    floor: policy.floor,
    proof: { kind: 'optimum', solution },
    best: { matched: certificate.matched, total: certificate.primal },
    hall: solution.hall,
  };
  if (!stored) return claim;
  const step = fromPlain(stored.changeStep) as NonNullable<GoalSolution['change']>['step'];
  return {
    ...claim,
    proof: fromPlain(stored.proof) as GoalProof,
    ...(isChangeAsked && { change: { before: Int32Array.from(before), step } }),
  };
}

/** Straight into compressed rows: a large cohort has ten million pairs. Edges come by row, then by column. */
function toRunProblem(file: RunProblemFile): Problem {
  const ptr = new Int32Array(file.rows + 1);
  const mentor: number[] = [];
  const score: number[] = [];
  const add = (i: number, j: number, value: number): void => {
    mentor.push(j);
    score.push(value);
    ptr[i + 1]! += 1;
  };
  for (const [i, j, value] of file.edges ?? []) add(i, j, value);
  file.dense?.forEach((line, i) => {
    line.forEach((value, j) => {
      if (value !== null) add(i, j, value);
    });
  });
  for (let i = 0; i < file.rows; i++) ptr[i + 1]! += ptr[i]!;
  const problem: Problem = {
    mentees: file.rows,
    mentors: file.capacity.length,
    capacity: Int32Array.from(file.capacity),
    ptr,
    mentor: Int32Array.from(mentor),
    score: Int32Array.from(score),
    locked: file.locked,
    forbidden: file.forbidden,
    ...(file.priority.length > 0 && { priority: Uint16Array.from(file.priority) }),
  };
  checkProblem(problem);
  return problem;
}

/** The list by ids says the same as the list by columns, scores included. */
function isListed(file: RunProblemFile, { columnOf, pairings }: RunResultFile): boolean {
  const listed = new Map(pairings.map(({ menteeId, mentorId }) => [menteeId, mentorId]));
  return (
    listed.size === pairings.length &&
    pairings.length === columnOf.filter((column) => column !== null).length &&
    columnOf.every((column, i) => {
      const mentorId = listed.get(file.rowIds[i] ?? '');
      return column === null ? mentorId === undefined : mentorId === file.columnIds[column];
    })
  );
}
