import { circleRulesOf } from '@ithaca/matching/circle-certificate';
import { explainAlone } from '@ithaca/matching/circle-cohort';
import { buildCohort } from '@ithaca/matching/cohort';
import type { Cohort } from '@ithaca/matching/cohort';
import { Competition } from '@ithaca/matching/competition';
import { findExclusions } from '@ithaca/matching/eligibility';
import { scoreOf } from '@ithaca/matching/score';

import { byCost } from './effects.ts';
import type { Effect, Effects, EffectsQuestion } from './effects.ts';

/**
 * "What if" in circles: the mentee moves, everybody else stays. Exact and at once; a new draft may of course arrange the rest
 * better. What the circle that is left behind is down to is part of the answer.
 */
export function findCircleEffects({ input, menteeId, mentorIds, seats = [] }: EffectsQuestion): Effects {
  // The seats are the draft's, rules or not: what is locked needs no second say.
  const cohort = buildCohort({ ...input, locked: [] });
  const i = cohort.menteeIndex.get(menteeId);
  if (i === undefined)
    return { optionsOfMentee: [], optionsOfMentors: {}, effects: [], mentorId: null, alone: null };
  const { problem, policy, mentors } = cohort;
  const mentorOf = new Int32Array(problem.mentees).fill(-1);
  for (const { menteeId: mentee, mentorId } of seats) {
    const [k, j] = [cohort.menteeIndex.get(mentee), cohort.mentorIndex.get(mentorId)];
    if (k !== undefined && j !== undefined) mentorOf[k] = j;
  }
  const own = mentorOf[i] ?? -1;
  const wanted = mentorIds?.flatMap((id) => cohort.mentorIndex.get(id) ?? []) ?? mentors.map((_, j) => j);
  const left = problem.capacity.slice();
  for (const j of mentorOf) if (j >= 0) left[j] = (left[j] ?? 0) - 1;
  const competition = new Competition(problem, { mentorOf, floor: policy.floor });
  const options = [...problem.score.subarray(problem.ptr[i] ?? 0, problem.ptr[i + 1] ?? 0)];
  const asked = new Map<number, number[]>((own >= 0 ? [...wanted, own] : wanted).map((j) => [j, []]));
  problem.mentor.forEach((j, e) => asked.get(j)?.push(problem.score[e] ?? 0));
  return {
    optionsOfMentee: options,
    optionsOfMentors: Object.fromEntries(
      [...asked].map(([j, scores]) => [mentors[j]?.participant.id ?? '', scores]),
    ),
    effects: wanted.map((j) => effectOf(cohort, input, mentorOf, i, j)).toSorted(byCost),
    mentorId: mentors[own]?.participant.id ?? null,
    alone: own >= 0 ? null : explainAlone(cohort, competition, left, i),
  };
}

function effectOf(
  cohort: Cohort,
  input: EffectsQuestion['input'],
  mentorOf: Int32Array,
  i: number,
  j: number,
): Effect {
  const { policy, problem } = cohort;
  const [mentee, mentor] = [cohort.mentees[i], cohort.mentors[j]];
  if (!mentee || !mentor) throw new Error('An index outside the cohort.');
  const rules = circleRulesOf(cohort, input);
  const score = scoreOf(mentee, mentor, policy.criteria);
  const forbiddenBy: Effect['forbiddenBy'] = findExclusions(mentee, mentor, policy.rules).map(
    ({ code, facts }) => ({ code, facts }),
  );
  if (problem.forbidden?.some(([a, b]) => a === i && b === j))
    forbiddenBy.push({ code: 'forbidden', facts: {} });
  if (score < policy.floor) forbiddenBy.push({ code: 'floor', facts: { score, floor: policy.floor } });
  const own = mentorOf[i] ?? -1;
  const membersAt = (at: number) => mentorOf.reduce((sum, one) => sum + Number(one === at), 0);
  const presentAt = (at: number) => rules.present?.[at] ?? 0;
  const places = problem.capacity[j] ?? 0;
  if (own !== j && membersAt(j) >= places)
    forbiddenBy.push({ code: 'circle-full', facts: { places: places + presentAt(j) } });
  for (const { member, most, present } of rules.compositions ?? []) {
    const others = mentorOf.reduce((sum, at, k) => sum + Number(at === j && k !== i && member[k] === 1), 0);
    if (member[i] === 1 && others + (present?.[j] ?? 0) >= most)
      forbiddenBy.push({
        code: 'circle-department',
        facts: { department: mentee.participant.department, most },
      });
  }
  const before = own < 0 ? null : scoreAt(cohort, i, own);
  return {
    mentorId: mentor.participant.id,
    score,
    forbiddenBy,
    effect:
      forbiddenBy.length > 0
        ? null
        : { totalChange: score - (before ?? 0), matchedChange: before === null ? 1 : 0, displaced: [] },
    unknown: null,
    circle: {
      members: membersAt(j) + presentAt(j) + Number(own !== j),
      leaves: own < 0 || own === j ? null : membersAt(own) + presentAt(own) - 1,
      smallest: rules.smallest,
    },
  };
}

function scoreAt({ mentees, mentors, policy }: Cohort, i: number, j: number): number {
  const [mentee, mentor] = [mentees[i], mentors[j]];
  return mentee && mentor ? scoreOf(mentee, mentor, policy.criteria) : 0;
}
