import type { PeerCohort } from './peer-cohort.ts';
import { buildPeerGraph, type PeerGraph } from './peer-graph.ts';
import { solvePeers } from './peer-matching.ts';
import { toProfile } from './participant.ts';
import { bansOf, peerKey, type PeerSolution } from './peer-problem.ts';
import { findPeerExclusions, scorePeers } from './peer-score.ts';
import { withPeerPairs } from './peer-what-if.ts';
import type { BarrierCode, BarrierCount, HelpfulChange } from './unmatched.ts';

/**
 * `no-eligible-partner`: the barriers leave nobody of `people`. `odd-group`: `people` who can only be paired among themselves are an odd number.
 * `scarce-partners`: `groups` people or odd groups can only be completed by the same `partners`, who are fewer.
 */
export type PeerAloneCause =
  | { readonly code: 'no-eligible-partner'; readonly people: number }
  | { readonly code: 'odd-group'; readonly eligiblePartners: number; readonly people: number }
  | {
      readonly code: 'scarce-partners';
      readonly eligiblePartners: number;
      readonly groups: number;
      readonly partners: number;
    };

/** Why somebody has no partner, every barrier counted, and the smallest change that would bring them in (then somebody else may stay alone), with the mean score. */
export interface PeerAlone {
  readonly menteeId: string;
  readonly cause: PeerAloneCause;
  readonly barriers: readonly BarrierCount[];
  readonly changes: readonly HelpfulChange[];
}

/** For so many people a change is looked for by solving again; the others are asked when somebody looks. */
const SOLVED_FOR = 5;
const SOLVED_UP_TO = 600;
/** How many wishes are tried, the best scores first. */
const WISHES_TRIED = 3;

/** Why each who is left over has nobody. Changes only where solving is quick, and for the first few. */
export function explainPeersAlone(cohort: PeerCohort, solution: PeerSolution): PeerAlone[] {
  if (solution.status !== 'optimal') return [];
  const left = [...solution.partnerOf.keys()].filter((i) => solution.partnerOf[i]! < 0);
  const competition = new PeerCompetition(cohort, solution);
  const isQuick = cohort.people.length <= SOLVED_UP_TO;
  return left.map((i, k) => explain(cohort, competition, i, isQuick && k < SOLVED_FOR));
}

/** Explains one person who has no partner, with what would help, each change tried by solving again. */
export function explainPeerAlone(cohort: PeerCohort, solution: PeerSolution, i: number): PeerAlone {
  return explain(cohort, new PeerCompetition(cohort, solution), i, true);
}

function explain(cohort: PeerCohort, competition: PeerCompetition, i: number, isTried: boolean): PeerAlone {
  const barriers = listPeerBarriers(cohort, i);
  return {
    menteeId: cohort.people[i]!.participant.id,
    cause: competition.causeOf(i),
    barriers: toCounts(barriers),
    changes: isTried ? [...tryWishes(cohort, i), ...tryRules(cohort, i, barriers)] : [],
  };
}

/** Islands and hubs of a barrier that hang together: who competes for whom. */
class PeerCompetition {
  private readonly graph: PeerGraph;
  private readonly rankOf: Int32Array;
  /** Of everybody in the barrier somebody who stands for all that hangs together with them, and what that comes to. */
  private readonly root: Int32Array;
  private readonly found = new Map<number, { groups: number; partners: number; people: number }>();

  constructor({ problem, options }: PeerCohort, { barrier }: PeerSolution) {
    const graph = buildPeerGraph(problem, options);
    const n = graph.people;
    this.graph = graph;
    this.rankOf = new Int32Array(n);
    graph.personAt.forEach((person, x) => (this.rankOf[person] = x));
    this.root = Int32Array.from({ length: n }, (_, x) => x);
    const isInIsland = new Uint8Array(n);
    for (const island of barrier.islands)
      for (const person of island) {
        isInIsland[this.rankOf[person]!] = 1;
        this.unite(this.rankOf[person]!, this.rankOf[island[0]!]!);
      }
    const hubs = [...barrier.hubs].map((person) => this.rankOf[person]!);
    for (const x of hubs)
      for (let e = graph.ptr[x]!; e < graph.ptr[x + 1]!; e++)
        if (isInIsland[graph.partner[e]!]) this.unite(x, graph.partner[e]!);
    const at = (x: number): { groups: number; partners: number; people: number } => {
      const known = this.found.get(this.find(x)) ?? { groups: 0, partners: 0, people: 0 };
      this.found.set(this.find(x), known);
      return known;
    };
    for (const island of barrier.islands) {
      at(this.rankOf[island[0]!]!).groups += 1;
      at(this.rankOf[island[0]!]!).people += island.length;
    }
    for (const x of hubs) at(x).partners += 1;
  }

  causeOf(person: number): PeerAloneCause {
    const { graph, rankOf, found } = this;
    const x = rankOf[person]!;
    const eligiblePartners = graph.ptr[x + 1]! - graph.ptr[x]!;
    if (eligiblePartners === 0) return { code: 'no-eligible-partner', people: graph.people - 1 };
    const { groups, partners, people } = found.get(this.find(x)) ?? { groups: 0, partners: 0, people: 0 };
    if (partners === 0) return { code: 'odd-group', eligiblePartners, people };
    return { code: 'scarce-partners', eligiblePartners, groups, partners };
  }

  private find(x: number): number {
    let root = x;
    while (this.root[root] !== root) root = this.root[root]!;
    for (let at = x; at !== root;) [at, this.root[at]] = [this.root[at]!, root];
    return root;
  }

  private unite(x: number, y: number): void {
    this.root[this.find(x)] = this.find(y);
  }
}

/** How many people each barrier keeps from somebody, and how many it alone. */
export function countPeerBarriers(cohort: PeerCohort, i: number): BarrierCount[] {
  return toCounts(listPeerBarriers(cohort, i));
}

const toCounts = (barriers: readonly OpenBarrier[]): BarrierCount[] =>
  barriers.map(({ code, mentors, alone }) => ({ code, mentors, alone: alone.length }));

interface OpenBarrier {
  code: BarrierCode;
  mentors: number;
  alone: number[];
}

/** Barriers between a person and everybody else, either way round, the widest first, with whom each alone keeps away. */
function listPeerBarriers({ people, policy, problem, options }: PeerCohort, i: number): OpenBarrier[] {
  const banned = bansOf(problem);
  const found = new Map<BarrierCode, OpenBarrier>();
  people.forEach((other, j) => {
    if (j === i) return;
    const codes: BarrierCode[] = findPeerExclusions(people[i]!, other, policy.rules).map(({ code }) => code);
    if (banned.has(peerKey(people.length, i, j))) codes.push('forbidden');
    if (scorePeers(people[i]!, other, policy.criteria).score < (options.floor ?? 0)) codes.push('floor');
    for (const code of codes) {
      const barrier = found.get(code) ?? { code, mentors: 0, alone: [] };
      barrier.mentors++;
      if (codes.length === 1) barrier.alone.push(j);
      found.set(code, barrier);
    }
  });
  return [...found.values()].sort((a, b) => b.mentors - a.mentors || (a.code < b.code ? -1 : 1));
}

/** The partner somebody would have with these pairs when all is best again; -1 for still nobody. */
function partnerWith(
  { problem, options }: PeerCohort,
  i: number,
  pairs: ReadonlyMap<number, number>,
): number {
  const isLifted = (a: number, b: number): boolean => a === i && pairs.has(b);
  const forbidden = (problem.forbidden ?? []).filter(([a, b]) => !isLifted(a, b) && !isLifted(b, a));
  return solvePeers(withPeerPairs({ ...problem, forbidden }, i, pairs), options).partnerOf[i]!;
}

/** This person naming somebody as the first wish: does that bring them together when all is best again? */
function tryWishes(cohort: PeerCohort, i: number): PeerAlone['changes'] {
  const { people, policy, problem, options } = cohort;
  const me = people[i]!;
  if (!policy.criteria.some(({ code, weight }) => code === 'mentee-wish' && weight > 0)) return [];
  const { ptr, partner, score } = problem;
  const banned = bansOf(problem);
  const best = Array.from({ length: ptr[i + 1]! - ptr[i]! }, (_, k) => ptr[i]! + k)
    .filter((e) => score[e]! >= (options.floor ?? 0) && !banned.has(peerKey(people.length, i, partner[e]!)))
    .filter((e) => !me.wishRank.has(people[partner[e]!]!.participant.personId))
    .sort((a, b) => score[b]! - score[a]! || a - b)
    .slice(0, WISHES_TRIED);
  for (const e of best) {
    const other = people[partner[e]!]!;
    const wishes = [other.participant.personId, ...me.participant.wishes];
    const raised = scorePeers(toProfile({ ...me.participant, wishes }), other, policy.criteria).score;
    if (raised > score[e]! && partnerWith(cohort, i, new Map([[partner[e]!, raised]])) === partner[e])
      return [{ kind: 'wish', mentorId: other.participant.id, score: Math.round(raised / 2) }];
  }
  return [];
}

/** This person without one barrier, whichever rule it is (a floor is one for all): does anybody become a partner when all is best again? */
function tryRules(cohort: PeerCohort, i: number, barriers: readonly OpenBarrier[]): PeerAlone['changes'] {
  const { people, policy } = cohort;
  return barriers.flatMap(({ code, alone }): PeerAlone['changes'] => {
    if (code === 'capacity' || code === 'same-person' || code === 'floor' || alone.length === 0) return [];
    const scores = new Map(alone.map((j) => [j, scorePeers(people[i]!, people[j]!, policy.criteria).score]));
    const found = partnerWith(cohort, i, scores);
    const score = scores.get(found);
    if (score === undefined) return [];
    return [
      {
        kind: 'relax-rule',
        rule: code,
        mentorId: people[found]!.participant.id,
        score: Math.round(score / 2),
      },
    ];
  });
}
