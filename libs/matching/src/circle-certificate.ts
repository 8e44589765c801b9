import type { CertificateReport } from './certificate.ts';
import { verify } from './certificate.ts';
import type { CircleRules, Composition } from './circle-rules.ts';
import { findBrokenCircleRules, totalBound, type CircleMatch } from './circles.ts';
import type { MatchCertificate } from './cohort-certificate.ts';
import {
  buildCohort,
  compareText,
  hashInputs,
  type Cohort,
  type CohortInput,
  type PairOfIds,
} from './cohort.ts';
import { findPair, type Solution } from './problem.ts';

/**
 * The proof of a run with circles, as plain JSON. Prices, `hall` and `penalty` prove `relaxation`, the network optimum without sizes, which no
 * circles exceed. `provenBy`: `prices` when that alone proves the bounds, `integer-program` when the search tree of HiGHS gave lower ones.
 */
export interface CircleCertificate extends Omit<MatchCertificate, 'status' | 'goal'> {
  readonly status: 'optimal' | 'time-limit';
  readonly circles: {
    readonly smallest: number;
    readonly largest: number;
    readonly mostOfOneDepartment: number | null;
    readonly provenBy: 'prices' | 'integer-program';
    readonly relaxation: {
      readonly matched: number;
      readonly total: number;
      readonly maxScore: number;
      readonly mentorOf: Readonly<Record<string, string>>;
    };
  };
}

/** The rules of a cohort's circles by index. Throws nothing: a policy without circles has circles of one. */
export function circleRulesOf(cohort: Cohort, input: CohortInput, seconds?: number): CircleRules {
  const { policy, mentees, mentors } = cohort;
  const running = mentors.map(({ participant: { id } }) => input.running?.[id] ?? []);
  const most = policy.circles?.mostOfOneDepartment ?? null;
  const departments = [...new Set(mentees.map(({ participant }) => participant.department))].sort((a, b) =>
    compareText(a ?? '', b ?? ''),
  );
  const compositions = departments.flatMap((department): Composition[] =>
    department === null || most === null
      ? []
      : [
          {
            member: Uint8Array.from(mentees, ({ participant }) =>
              Number(participant.department === department),
            ),
            least: 0,
            most,
            present: Int32Array.from(
              running,
              (members) => members.filter((one) => one === department).length,
            ),
          },
        ],
  );
  return {
    smallest: policy.circles?.smallest ?? 1,
    present: Int32Array.from(running, (members) => members.length),
    compositions,
    floor: policy.floor,
    ...(seconds !== undefined && { seconds }),
  };
}

/** Writes the proof down by id. */
export function certifyCircles(input: CohortInput, cohort: Cohort, found: CircleMatch): CircleCertificate {
  const { mentees, mentors, policy } = cohort;
  const { relaxation } = found;
  const menteeId = (i: number): string => mentees[i]!.participant.id;
  const mentorId = (j: number): string => mentors[j]!.participant.id;
  const isByPrices =
    found.matchedBound === relaxation.matched &&
    found.bound === totalBound(cohort.problem, { floor: policy.floor }, found.mentorOf, relaxation);
  const { smallest = 1, largest = 0, mostOfOneDepartment = null } = policy.circles ?? {};
  return {
    inputsHash: hashInputs(input),
    policyVersion: policy.version,
    seed: input.seed ?? 0,
    status: found.status,
    primal: found.total,
    dual: found.bound,
    gap: found.gap.total,
    matched: found.matched,
    bound: found.matchedBound,
    floor: policy.floor,
    floorProof: null,
    penalty: relaxation.penalty,
    hall: {
      menteeIds: [...relaxation.hall.mentees].map(menteeId),
      mentorIds: [...relaxation.hall.mentors].map(mentorId),
      places: relaxation.hall.places,
    },
    menteePrices: Object.fromEntries([...relaxation.u].map((price, i) => [menteeId(i), price])),
    mentorPrices: Object.fromEntries([...relaxation.v].map((price, j) => [mentorId(j), price])),
    circles: {
      smallest,
      largest,
      mostOfOneDepartment,
      provenBy: isByPrices ? 'prices' : 'integer-program',
      relaxation: {
        matched: relaxation.matched,
        total: relaxation.total,
        maxScore: relaxation.maxScore,
        mentorOf: Object.fromEntries(
          [...relaxation.mentorOf].flatMap((j, i) => (j < 0 ? [] : [[menteeId(i), mentorId(j)]])),
        ),
      },
    },
  };
}

/** What a stored run with circles is worth: like `CohortVerification`. */
export interface CircleVerification extends Omit<CertificateReport, 'faults'> {
  readonly sameInputs: boolean;
  readonly faults: readonly { readonly code: string }[];
  readonly provenBy: 'prices' | 'integer-program';
}

/** What of a claim the checker compares: indices by id, so that the files of a run and the inputs are checked by one function. */
export interface CircleClaim {
  readonly cohort: Pick<Cohort, 'problem' | 'options'>;
  readonly rules: CircleRules;
  readonly mentorOf: Int32Array;
  readonly certificate: CircleCertificate;
  readonly menteeIds: readonly string[];
  readonly mentorIds: readonly string[];
}

/**
 * Checks circles without solving: sizes, compositions, places, locks and bans in whole numbers, the figures, and the network optimum that
 * bounds them by its prices. A bound below that optimum is the integer program's word (`provenBy`): solve again to doubt it.
 */
export function checkCircles(claim: CircleClaim): Omit<CircleVerification, 'sameInputs'> {
  const { rules, mentorOf, certificate, menteeIds, mentorIds } = claim;
  const { problem, options } = claim.cohort;
  const { circles } = certificate;
  const faults = new Set<string>(findBrokenCircleRules(problem, rules, mentorOf));
  let [matched, total] = [0, 0];
  mentorOf.forEach((j, i) => {
    const e = j < 0 ? -1 : findPair(problem, i, j);
    if (e < 0) return;
    matched += 1;
    total += problem.score[e]!;
  });
  const [row, column] = [indexOf(menteeIds), indexOf(mentorIds)];
  const relaxedMentorOf = Int32Array.from(menteeIds, (id) => column(circles.relaxation.mentorOf[id] ?? ''));
  const chosen = [...relaxedMentorOf].flatMap((j, i) => {
    const e = j < 0 ? -1 : findPair(problem, i, j);
    return e < 0 ? [] : [problem.score[e]!];
  });
  const relaxation: Solution = {
    mentorOf: relaxedMentorOf,
    matched: circles.relaxation.matched,
    total: circles.relaxation.total,
    minScore: chosen.reduce((least, score) => Math.min(least, score), chosen[0] ?? 0),
    status: 'optimal',
    gap: 0,
    u: Float64Array.from(menteeIds, (id) => certificate.menteePrices[id] ?? NaN),
    v: Float64Array.from(mentorIds, (id) => certificate.mentorPrices[id] ?? NaN),
    penalty: certificate.penalty,
    maxScore: circles.relaxation.maxScore,
    floor: certificate.floor,
    hall: {
      mentees: Int32Array.from(certificate.hall.menteeIds, row),
      mentors: Int32Array.from(certificate.hall.mentorIds, column),
      places: certificate.hall.places,
    },
    options: {
      objective: 'lexicographic',
      floor: rules.floor ?? 0,
      ...(options.seed !== undefined && { seed: options.seed }),
    },
    stats: {
      mentees: problem.mentees,
      pairs: problem.mentor.length,
      places: problem.capacity.reduce((sum, places) => sum + places, 0),
      searches: 0,
    },
  };
  for (const { code } of verify(problem, relaxation).faults) faults.add(code);
  const mostTotal = totalBound(problem, rules, mentorOf, relaxation);
  const gap = certificate.dual - total;
  if (certificate.matched !== matched || certificate.primal !== total) faults.add('figures-wrong');
  const isLow = certificate.bound < matched || certificate.dual < total;
  const isHigh = certificate.bound > relaxation.matched || certificate.dual > mostTotal;
  if (isLow || isHigh || certificate.gap !== gap) faults.add('bound-wrong');
  const isProven = certificate.bound === matched && gap === 0;
  if ((certificate.status === 'optimal') !== isProven) faults.add('status-wrong');
  const isByPrices = certificate.bound === relaxation.matched && certificate.dual === mostTotal;
  return {
    valid: faults.size === 0,
    faults: [...faults].map((code) => ({ code })),
    matched,
    total,
    bound: certificate.dual,
    matchedBound: certificate.bound,
    gap,
    provenBy: isByPrices ? 'prices' : 'integer-program',
  };
}

/** Checks a stored run with circles against its inputs: rules, scores and locks are worked out anew. Throws MatchingError on bad inputs. */
export function verifyCircleCohort(
  input: CohortInput,
  run: { readonly pairings: readonly PairOfIds[]; readonly certificate: CircleCertificate },
): CircleVerification {
  const cohort = buildCohort(input);
  const mentorOf = new Int32Array(cohort.mentees.length).fill(-1);
  let isListSound = true;
  for (const { menteeId, mentorId } of run.pairings) {
    const [i, j] = [cohort.menteeIndex.get(menteeId), cohort.mentorIndex.get(mentorId)];
    if (i === undefined || j === undefined || mentorOf[i] !== -1) isListSound = false;
    else mentorOf[i] = j;
  }
  const idOf = ({ participant }: Cohort['mentees'][number]): string => participant.id;
  const report = checkCircles({
    cohort,
    rules: circleRulesOf(cohort, input),
    mentorOf,
    certificate: run.certificate,
    menteeIds: cohort.mentees.map(idOf),
    mentorIds: cohort.mentors.map(idOf),
  });
  const sameInputs = hashInputs(input) === run.certificate.inputsHash;
  return { ...report, valid: report.valid && sameInputs && isListSound, sameInputs };
}

function indexOf(ids: readonly string[]): (id: string) => number {
  const index = new Map(ids.map((id, at) => [id, at]));
  return (id) => index.get(id) ?? -1;
}
