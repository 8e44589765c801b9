import type { CertificateReport } from './certificate.ts';
import { buildCohort, hashInputs, type Cohort, type CohortInput, type PairOfIds } from './cohort.ts';
import { verifyGoal } from './goal-certificate.ts';
import type { GoalProof, GoalSolution } from './goal.ts';
import { fromPlain, toPlain } from './plain.ts';
import { findPair, type HallSet, type Solution } from './problem.ts';

/** Ids and figures that prove a Hall set: `mentees.length - places` people cannot have a place. */
export interface HallSetOfIds {
  readonly menteeIds: readonly string[];
  readonly mentorIds: readonly string[];
  readonly places: number;
}

/**
 * The proof of a run, as plain JSON. `primal` = total score, `dual` = what no other matching of as many can exceed, `gap` their difference;
 * `matched` of at most `bound` mentees. `menteePrices`, `mentorPrices`: integer duals by id.
 */
export interface MatchCertificate {
  readonly inputsHash: string;
  readonly policyVersion: string;
  readonly seed: number;
  readonly status: 'optimal';
  readonly primal: number;
  readonly dual: number;
  readonly gap: number;
  readonly matched: number;
  readonly bound: number;
  readonly floor: number;
  readonly floorProof: {
    readonly above: number;
    readonly upToClass: number;
    readonly hall: HallSetOfIds;
  } | null;
  readonly penalty: number;
  readonly hall: HallSetOfIds;
  readonly menteePrices: Readonly<Record<string, number>>;
  readonly mentorPrices: Readonly<Record<string, number>>;
  /** Proof of an objective that is more than one sum (people by their place in the order of ids), and what the largest total would be. */
  readonly goal?: {
    readonly proof: unknown;
    readonly changeStep: unknown;
    readonly best: { readonly matched: number; readonly total: number };
  };
}

/** Proves a run with the independent checker and writes the proof down by id. Throws when the proof fails: a defect, never a data error. */
export function certify(input: CohortInput, cohort: Cohort, found: GoalSolution): MatchCertificate {
  const report = verifyGoal(cohort.problem, found);
  if (!report.valid)
    throw new Error(
      `the solver's result failed its own proof: ${report.faults.map((f) => f.code).join(', ')}`,
    );
  const menteeId = (i: number): string => cohort.mentees[i]!.participant.id;
  const mentorId = (j: number): string => cohort.mentors[j]!.participant.id;
  const toIds = (hall: HallSet): HallSetOfIds => ({
    menteeIds: [...hall.mentees].map(menteeId),
    mentorIds: [...hall.mentors].map(mentorId),
    places: hall.places,
  });
  const { proof, change, best } = found;
  const solution = proof.kind === 'optimum' || proof.kind === 'bounded-loss' ? proof.solution : undefined;
  const floorProof = solution?.floorProof;
  const isPlainOptimum = proof.kind === 'optimum' && !change;
  return {
    inputsHash: hashInputs(input),
    policyVersion: cohort.policy.version,
    seed: input.seed ?? 0,
    status: 'optimal',
    primal: report.total,
    dual: report.bound,
    gap: report.gap,
    matched: report.matched,
    bound: solution ? report.matchedBound : best.matched,
    floor: solution?.floor ?? found.floor,
    floorProof: floorProof
      ? { above: floorProof.above, upToClass: floorProof.upToClass, hall: toIds(floorProof.hall) }
      : null,
    penalty: solution?.penalty ?? 0,
    hall: toIds(found.hall),
    menteePrices: Object.fromEntries([...(solution?.u ?? [])].map((price, i) => [menteeId(i), price])),
    mentorPrices: Object.fromEntries([...(solution?.v ?? [])].map((price, j) => [mentorId(j), price])),
    ...(!isPlainOptimum && {
      goal: { proof: toPlain(proof), changeStep: toPlain(change?.step ?? null), best },
    }),
  };
}

/** What a stored run is worth today: `sameInputs` when the inputs hash agrees, and the checker's report on its pairs and prices. */
export interface CohortVerification extends CertificateReport {
  readonly sameInputs: boolean;
}

/**
 * Checks a stored run against its inputs without solving: rules, scores and locks are worked out anew from the people and the policy, the
 * optimum is proved from the stored prices. `valid` needs the same inputs too. Throws MatchingError on bad inputs.
 */
export function verifyCohort(
  input: CohortInput,
  run: { readonly pairings: readonly PairOfIds[]; readonly certificate: MatchCertificate },
): CohortVerification {
  const cohort = buildCohort(input);
  const { certificate } = run;
  const indexOf = (index: ReadonlyMap<string, number>, id: string): number => index.get(id) ?? -1;
  const toHall = (hall: HallSetOfIds): HallSet => ({
    mentees: Int32Array.from(hall.menteeIds, (id) => indexOf(cohort.menteeIndex, id)),
    mentors: Int32Array.from(hall.mentorIds, (id) => indexOf(cohort.mentorIndex, id)),
    places: hall.places,
  });
  const mentorOf = new Int32Array(cohort.mentees.length).fill(-1);
  // Every pairing must be of this cohort and every mentee in one pairing only, or the list says more than what is proved.
  let isListSound = true;
  for (const { menteeId, mentorId } of run.pairings) {
    const i = cohort.menteeIndex.get(menteeId);
    const j = cohort.mentorIndex.get(mentorId);
    if (i === undefined || j === undefined || mentorOf[i] !== -1) isListSound = false;
    else mentorOf[i] = j;
  }
  const scores = [...mentorOf].flatMap((j, i) => scoreAt(cohort, i, j));
  const minScore = scores.length > 0 ? scores.reduce((a, b) => Math.min(a, b)) : 0;
  const { floorProof } = certificate;
  const { problem, goal } = cohort;
  const figures = { mentorOf, matched: certificate.matched, total: certificate.primal, minScore };
  const solution: Solution = {
    ...figures,
    status: certificate.status,
    gap: certificate.gap,
    u: Float64Array.from(
      cohort.mentees,
      ({ participant }) => certificate.menteePrices[participant.id] ?? NaN,
    ),
    v: Float64Array.from(
      cohort.mentors,
      ({ participant }) => certificate.mentorPrices[participant.id] ?? NaN,
    ),
    penalty: certificate.penalty,
    maxScore: cohort.options.maxScore ?? 0,
    floor: certificate.floor,
    ...(floorProof && { floorProof: { ...floorProof, hall: toHall(floorProof.hall) } }),
    hall: toHall(certificate.hall),
    options: cohort.options,
    stats: {
      mentees: problem.mentees,
      pairs: problem.mentor.length,
      places: problem.capacity.reduce((sum, c) => sum + c, 0),
      searches: 0,
    },
  };
  const claim: GoalSolution = {
    ...figures,
    goal,
    floor: cohort.policy.floor,
    proof: { kind: 'optimum', solution },
    best: { matched: certificate.matched, total: certificate.primal },
    hall: solution.hall,
  };
  const report = verifyStored(cohort, claim, certificate.goal);
  const sameInputs = hashInputs(input) === certificate.inputsHash;
  const isValid = report.valid && sameInputs && isListSound;
  return { ...report, valid: isValid, sameInputs };
}

/** Checks a claim with the proof that was stored for it in the place of prices by id; a proof of the wrong shape proves nothing. */
function verifyStored(
  { problem, before, goal }: Cohort,
  claim: GoalSolution,
  stored: MatchCertificate['goal'],
): CertificateReport {
  const isChangeAsked = before !== undefined && goal.kind !== 'stable' && goal.kind !== 'equal-access';
  try {
    if (!stored && !isChangeAsked) return verifyGoal(problem, claim);
    const proof = fromPlain(stored?.proof) as GoalProof;
    const step = fromPlain(stored?.changeStep) as NonNullable<GoalSolution['change']>['step'];
    return verifyGoal(problem, { ...claim, proof, ...(isChangeAsked && { change: { before, step } }) });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const { matched, total } = claim;
    const faults = [{ code: 'shape' }] as const;
    return { valid: false, faults, matched, total, bound: NaN, matchedBound: NaN, gap: NaN };
  }
}

function scoreAt(cohort: Cohort, i: number, j: number): number[] {
  const e = j < 0 ? -1 : findPair(cohort.problem, i, j);
  return e < 0 ? [] : [cohort.problem.score[e]!];
}
