import { findExclusions, type Exclusion, type Facts } from './eligibility.ts';
import type { Profile } from './participant.ts';
import type { MatchingPolicy } from './policy.ts';
import { apportion, FULL_SCORE, scorePair, type Contribution, type PairScore } from './score.ts';

/** The top of the scale of two peers: each direction gives up to 10,000. */
export const FULL_PEER_SCORE = 2 * FULL_SCORE;

/**
 * Score, parts and evidence of two peers: what each is to the other as a mentor, added, each rounded once by itself. Points sum to the score
 * (0…20,000) exactly; `value` is the mean of both directions, `missing` when both lack an answer.
 */
export function scorePeers(one: Profile, other: Profile, criteria: MatchingPolicy['criteria']): PairScore {
  const there = scorePair(one, other, criteria);
  const back = scorePair(other, one, criteria);
  const contributions = there.contributions.map((part, k): Contribution => {
    const reply = back.contributions[k]!;
    return {
      code: part.code,
      value: (part.value + reply.value) / 2,
      weight: part.weight,
      points: part.points + reply.points,
      missing: part.missing && reply.missing,
      facts: mergeFacts(part, reply),
    };
  });
  return {
    score: there.score + back.score,
    contributions,
    missing: contributions.filter(({ missing }) => missing).length,
  };
}

/** The evidence of both directions in one: lists joined, the better rank, the distance without its sign. */
function mergeFacts(there: Contribution, back: Contribution): Facts {
  if (there.missing !== back.missing) return there.missing ? back.facts : there.facts;
  const merged: Record<string, Facts[string]> = {};
  for (const [name, value] of Object.entries(there.facts)) {
    const reply = back.facts[name];
    if (Array.isArray(value) && Array.isArray(reply))
      merged[name] = [...new Set<string>([...value, ...reply])];
    else if (name === 'rank') merged[name] = better(value, reply ?? null);
    else merged[name] = name === 'distance' && typeof value === 'number' ? Math.abs(value) : value;
  }
  return merged;
}

function better(rank: Facts[string], other: Facts[string]): Facts[string] {
  if (typeof rank !== 'number') return other;
  return typeof other === 'number' ? Math.min(rank, other) : rank;
}

/** The same on the scale of single directions: the mean, rounded up, with parts that sum to it exactly. */
export function halvePeerScore({
  score,
  contributions,
}: Pick<PairScore, 'score' | 'contributions'>): Pick<PairScore, 'score' | 'contributions'> {
  const half = Math.round(score / 2);
  const points = apportion(
    half,
    contributions.map((part) => part.points),
  );
  return { score: half, contributions: contributions.map((part, k) => ({ ...part, points: points[k]! })) };
}

/** Every rule against two peers, whichever way round it applies; a rule is named once. */
export function findPeerExclusions(
  one: Profile,
  other: Profile,
  rules: MatchingPolicy['rules'],
): Exclusion[] {
  const there = findExclusions(one, other, rules);
  const known = new Set(there.map(({ code }) => code));
  return [...there, ...findExclusions(other, one, rules).filter(({ code }) => !known.has(code))];
}
