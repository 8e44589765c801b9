import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { Refusal } from '@ithaca/domain/refusal';

import type { Seat } from './draft.queries.ts';
import type { MatchingInputs } from './inputs.queries.ts';

/** Goals that circles can be matched for: the others are about pairs alone. */
const goalsOfCircles: readonly MatchingPolicy['objective'][] = ['total', 'floor'];

/** Mentees a mentor can still have: the own places, and of a circle what the policy's largest leaves. */
export function placesOf(
  inputs: Pick<MatchingInputs, 'mentors' | 'circle' | 'running'>,
  mentorId: string,
): number {
  const own = inputs.mentors.find(({ id }) => id === mentorId)?.capacity ?? 0;
  if (!inputs.circle) return own;
  return Math.max(0, Math.min(own, inputs.circle.largest - (inputs.running[mentorId]?.length ?? 0)));
}

/** Refuses a run that can hold no circle at all, with the figures that say why, and a goal that circles do not have. */
export function requireCirclesPossible(inputs: MatchingInputs): void {
  const { circle } = inputs;
  if (!circle) return;
  if (!goalsOfCircles.includes(inputs.policy.objective))
    throw new Refusal('matching.goal-not-for-circles', {
      goal: inputs.policy.objective,
      possible: goalsOfCircles,
    });
  const isPossible = inputs.mentors.some(({ id }) => {
    const places = placesOf(inputs, id);
    const isRunning = (inputs.running[id]?.length ?? 0) > 0;
    return isRunning ? places > 0 : places >= circle.smallest && inputs.mentees.length >= circle.smallest;
  });
  if (!isPossible)
    throw new Refusal('matching.no-circle-possible', {
      mentees: inputs.mentees.length,
      smallest: circle.smallest,
      mostPlaces: Math.max(0, ...inputs.mentors.map(({ id }) => placesOf(inputs, id))),
    });
}

/** How many of one department a seat more would make too many in a circle; null when there is no such limit, or room. */
export function departmentFull(
  inputs: MatchingInputs,
  draft: readonly Seat[],
  menteeId: string,
  mentorId: string,
): { department: string; most: number } | null {
  const most = inputs.circle?.mostOfOneDepartment ?? null;
  const departmentOf = (id: string) => inputs.mentees.find((one) => one.id === id)?.department ?? null;
  const department = departmentOf(menteeId);
  if (most === null || department === null) return null;
  const present = (inputs.running[mentorId] ?? []).filter((one) => one === department).length;
  const others = draft.filter(
    ({ mentee, mentor, state }) =>
      state !== 'removed' &&
      mentor.enrolmentId === mentorId &&
      mentee.enrolmentId !== menteeId &&
      departmentOf(mentee.enrolmentId) === department,
  ).length;
  return present + others >= most ? { department, most } : null;
}
