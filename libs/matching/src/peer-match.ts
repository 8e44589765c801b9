import { hashInputs, type CohortInput, type PairOfIds } from './cohort.ts';
import { explainPeersAlone, type PeerAlone } from './peer-alone.ts';
import { verifyPeers, type PeerReport } from './peer-certificate.ts';
import { buildPeerCohort, type PeerCohort } from './peer-cohort.ts';
import { solvePeers } from './peer-matching.ts';
import type { Barrier, PeerOptions, PeerProblem, PeerSolution } from './peer-problem.ts';
import { scorePeers } from './peer-score.ts';
import type { Contribution } from './score.ts';

/** Two peers with the evidence, the one whose id comes first in the mentee's place. `score`: both directions added, 0…20,000. */
export interface PeerMatch extends PairOfIds {
  readonly score: number;
  readonly contributions: readonly Contribution[];
  readonly locked: boolean;
}

/** The proof of a pool of peers, as plain JSON by id: see `verifyPeers`. `primal` and `dual` are totals of scores, `bound` counts people. */
export interface PeerCertificate {
  readonly inputsHash: string;
  readonly policyVersion: string;
  readonly seed: number;
  readonly status: 'optimal' | 'time-limit';
  readonly primal: number;
  readonly dual: number;
  readonly gap: number;
  readonly matched: number;
  readonly bound: number;
  readonly floor: number;
  readonly peers: {
    readonly penalty: number;
    readonly scale: number;
    readonly maxScore: number;
    readonly minScore: number;
    readonly costGap: number;
    readonly prices: Readonly<Record<string, number>>;
    readonly oddSets: readonly { readonly ids: readonly string[]; readonly price: number }[];
    readonly hubs: readonly string[];
    readonly islands: readonly (readonly string[])[];
  };
}

/** The result of a run with peers, sorted by id. */
export interface PeerCohortMatch {
  readonly cohort: PeerCohort;
  readonly solution: PeerSolution;
  readonly pairings: readonly PeerMatch[];
  readonly alone: readonly PeerAlone[];
  readonly certificate: PeerCertificate;
}

/**
 * Matches a pool of peers: as many people as possible, then the largest total, with reasons, proof, and why anybody is left over. A deadline in
 * `limit` gives the best found so far, with a bound. The proof has passed the checker. Throws MatchingError on bad data.
 */
export function matchPeerCohort(
  input: CohortInput,
  limit: Pick<PeerOptions, 'deadlineMs' | 'clock'> = {},
): PeerCohortMatch {
  const cohort = buildPeerCohort(input);
  const solution = solvePeers(cohort.problem, { ...cohort.options, ...limit });
  const report = verifyPeers(cohort.problem, solution);
  if (!report.valid)
    throw new Error(`the pairs failed their own proof: ${report.faults.map(({ code }) => code).join(', ')}`);
  return {
    cohort,
    solution,
    pairings: listPeers(cohort, solution.partnerOf),
    alone: explainPeersAlone(cohort, solution),
    certificate: certifyPeers(input, cohort, solution, report),
  };
}

/** The pairs by the first one's id, with their evidence. */
export function listPeers({ people, problem, policy }: PeerCohort, partnerOf: Int32Array): PeerMatch[] {
  const locked = new Set(problem.locked?.flat());
  return [...partnerOf].flatMap((j, i): PeerMatch[] => {
    if (j < i) return [];
    const { score, contributions } = scorePeers(people[i]!, people[j]!, policy.criteria);
    const ids = { menteeId: people[i]!.participant.id, mentorId: people[j]!.participant.id };
    return [{ ...ids, score, contributions, locked: locked.has(i) }];
  });
}

/** Writes a proof down by id. */
function certifyPeers(
  input: CohortInput,
  { people, policy }: PeerCohort,
  solution: PeerSolution,
  report: PeerReport,
): PeerCertificate {
  const idOf = (i: number): string => people[i]!.participant.id;
  const idsOf = (list: Int32Array): string[] => Array.from(list, idOf);
  const { status, floor, penalty, scale, maxScore, minScore, prices, oddSets, barrier } = solution;
  return {
    inputsHash: hashInputs(input),
    policyVersion: policy.version,
    seed: input.seed ?? 0,
    status,
    primal: report.total,
    dual: report.bound,
    gap: report.bound - report.total,
    matched: report.matched,
    bound: report.matchedBound,
    floor,
    peers: {
      penalty,
      scale,
      maxScore,
      minScore,
      costGap: solution.gap,
      prices: Object.fromEntries([...prices].map((price, i) => [idOf(i), price])),
      oddSets: oddSets.map(({ members, price }) => ({ ids: idsOf(members), price })),
      hubs: idsOf(barrier.hubs),
      islands: barrier.islands.map(idsOf),
    },
  };
}

/** What a stored run with peers is worth: `sameInputs` when the inputs hash agrees, and the checker's report. */
export interface PeerVerification extends PeerReport {
  readonly sameInputs: boolean;
}

/** Checks a stored run against its inputs without solving: rules, scores and locks are worked out anew. Throws MatchingError on bad inputs. */
export function verifyPeerCohort(
  input: CohortInput,
  run: { readonly pairings: readonly PairOfIds[]; readonly certificate: PeerCertificate },
): PeerVerification {
  const { problem, people, options } = buildPeerCohort(input);
  const ids = people.map(({ participant }) => participant.id);
  const report = checkPeerRun(problem, options, ids, run);
  const sameInputs = hashInputs(input) === run.certificate.inputsHash;
  return { ...report, valid: report.valid && sameInputs, sameInputs };
}

/** Checks pairs and a proof by id against a problem by index: for the files of a run and for stored runs alike. */
export function checkPeerRun(
  problem: PeerProblem,
  { floor = 0 }: PeerOptions,
  ids: readonly string[],
  {
    pairings,
    certificate,
  }: { readonly pairings: readonly PairOfIds[]; readonly certificate: PeerCertificate },
): PeerReport {
  const { peers } = certificate;
  const index = new Map(ids.map((id, i) => [id, i]));
  const indicesOf = (list: readonly string[]): Int32Array =>
    Int32Array.from(list, (id) => index.get(id) ?? -1);
  const partnerOf = new Int32Array(problem.people).fill(-1);
  // Everybody in one pair only, and of this pool, or the list says more than what is proved.
  let isListSound = certificate.floor === floor;
  for (const { menteeId, mentorId } of pairings) {
    const [i, j] = [index.get(menteeId), index.get(mentorId)];
    if (i === undefined || j === undefined || i === j || partnerOf[i] !== -1 || partnerOf[j] !== -1)
      isListSound = false;
    else [partnerOf[i], partnerOf[j]] = [j, i];
  }
  const barrier: Barrier = { hubs: indicesOf(peers.hubs), islands: peers.islands.map(indicesOf) };
  const report = verifyPeers(problem, {
    partnerOf,
    matched: certificate.matched,
    total: certificate.primal,
    minScore: peers.minScore,
    status: certificate.status,
    gap: peers.costGap,
    prices: Float64Array.from(ids, (id) => peers.prices[id] ?? NaN),
    oddSets: peers.oddSets.map(({ ids: members, price }) => ({ members: indicesOf(members), price })),
    penalty: peers.penalty,
    scale: peers.scale,
    maxScore: peers.maxScore,
    floor,
    barrier,
    searches: 0,
  });
  const isBound =
    certificate.dual === report.bound &&
    certificate.bound === report.matchedBound &&
    certificate.gap === report.bound - report.total;
  const faults =
    isBound && isListSound ? report.faults : [...report.faults, { code: 'figures-wrong' } as const];
  return { ...report, faults, valid: faults.length === 0 };
}
