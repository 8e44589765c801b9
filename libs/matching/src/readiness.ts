import { matchMost } from './cardinality.ts';
import { buildCohort, compareText, type CohortInput } from './cohort.ts';
import { buildNetwork } from './network.ts';
import { countPeerBarriers } from './peer-alone.ts';
import { buildPeerCohort } from './peer-cohort.ts';
import { buildPeerGraph } from './peer-graph.ts';
import { solvePeers } from './peer-matching.ts';
import { listBarriers, type BarrierCount } from './unmatched.ts';

/** A skill with fewer places at mentors who offer it than mentees who want it. */
export interface ScarceSkill {
  readonly skill: string;
  readonly wanted: number;
  readonly placesOffering: number;
}

/**
 * Can everybody be matched? `matchable`: the most mentees any matching could hold. `placesShort`: requests above places. Mentees without
 * any eligible mentor come with the barriers that keep mentors from them, the widest first.
 */
export interface Readiness {
  readonly mentees: number;
  readonly mentors: number;
  readonly places: number;
  readonly placesShort: number;
  readonly eligiblePairs: number;
  readonly matchable: number;
  readonly menteesWithoutMentor: readonly { menteeId: string; barriers: readonly BarrierCount[] }[];
  readonly mentorsWithoutMentee: readonly string[];
  readonly scarceSkills: readonly ScarceSkill[];
}

/** What can be told of a pool without looking at its pairs, which are too many: everything but who can be matched. Throws MatchingError. */
export function partialReadiness(input: CohortInput): Readiness {
  const places = input.mentors.reduce((sum, { capacity }) => sum + capacity, 0);
  const mentees = input.mentees.length;
  return {
    mentees,
    mentors: input.mentors.length,
    places,
    placesShort: Math.max(0, mentees - places),
    eligiblePairs: 0,
    matchable: 0,
    menteesWithoutMentor: [],
    mentorsWithoutMentee: [],
    scarceSkills: listScarceSkills(input),
  };
}

/** The state of a cohort before matching. The same inputs as a run; nothing is solved but the number. Throws MatchingError on bad data. */
export function readiness(input: CohortInput): Readiness {
  const cohort = buildCohort(input);
  const { problem, policy } = cohort;
  const network = buildNetwork(problem, cohort.options, policy.floor, false);
  const reached = new Uint8Array(problem.mentors);
  for (const j of network.mentor) reached[j] = 1;
  for (const [, j] of problem.locked ?? []) reached[j] = 1;
  const alone = cohort.mentees.flatMap(({ participant }, i) => {
    if (network.locked[i] || network.ptr[i]! < network.ptr[i + 1]!) return [];
    const barriers = listBarriers(cohort, i, policy.floor).map(({ code, mentors, alone: only }) => ({
      code,
      mentors,
      alone: only.length,
    }));
    return [{ menteeId: participant.id, barriers }];
  });
  const places = problem.capacity.reduce((sum, c) => sum + c, 0);
  return {
    mentees: problem.mentees,
    mentors: problem.mentors,
    places,
    placesShort: Math.max(0, problem.mentees - places),
    eligiblePairs: problem.mentor.reduce((sum, j) => sum + Number(problem.capacity[j]! > 0), 0),
    matchable:
      (problem.locked?.length ?? 0) + matchMost(network).matchedByClass.reduce((sum, c) => sum + c, 0),
    menteesWithoutMentor: alone,
    mentorsWithoutMentee: cohort.mentors.flatMap(({ participant }, j) =>
      participant.capacity > 0 && !reached[j] ? [participant.id] : [],
    ),
    scarceSkills: listScarceSkills(input),
  };
}

/** The same of a pool of peers: everybody is a mentee and a mentor with one place; `matchable` counts people. */
export function peerReadiness(input: CohortInput): Readiness {
  const cohort = buildPeerCohort(input);
  const graph = buildPeerGraph(cohort.problem, cohort.options);
  const { people } = cohort;
  const { matched } = solvePeers(cohort.problem, cohort.options);
  const alone = [...graph.personAt.keys()].filter(
    (x) => !graph.isLocked[x] && graph.ptr[x] === graph.ptr[x + 1],
  );
  return {
    mentees: people.length,
    mentors: people.length,
    places: people.length,
    placesShort: 0,
    eligiblePairs: cohort.problem.partner.length / 2,
    matchable: matched,
    menteesWithoutMentor: alone
      .map((x) => graph.personAt[x]!)
      .sort((a, b) => a - b)
      .map((i) => ({ menteeId: people[i]!.participant.id, barriers: countPeerBarriers(cohort, i) })),
    mentorsWithoutMentee: [],
    scarceSkills: listScarceSkills(input),
  };
}

function listScarceSkills({ mentees, mentors }: CohortInput): ScarceSkill[] {
  const wanted = new Map<string, number>();
  const places = new Map<string, number>();
  for (const { skillsWanted } of mentees)
    for (const skill of new Set(skillsWanted.map((want) => want.skill)))
      wanted.set(skill, (wanted.get(skill) ?? 0) + 1);
  for (const { skillsOffered, capacity } of mentors)
    for (const skill of new Set(skillsOffered.map((offer) => offer.skill)))
      places.set(skill, (places.get(skill) ?? 0) + capacity);
  return [...wanted]
    .map(([skill, count]) => ({ skill, wanted: count, placesOffering: places.get(skill) ?? 0 }))
    .filter((skill) => skill.placesOffering < skill.wanted)
    .sort(
      (a, b) => b.wanted - b.placesOffering - (a.wanted - a.placesOffering) || compareText(a.skill, b.skill),
    );
}
