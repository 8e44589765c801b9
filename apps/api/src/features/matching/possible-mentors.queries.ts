import type { Contribution } from '@ithaca/contracts/matching';
import { circlePlacesLeft } from '@ithaca/domain/circle';
import type { Participant } from '@ithaca/matching/participant';

import type { Database } from '../../platform/database/database.ts';
import { assess } from './assessment.ts';
import { departmentFull } from './circles.ts';
import { loadInputs } from './inputs.queries.ts';
import type { MatchingInputs, ProposalPerson } from './inputs.queries.ts';
import { toContributions } from './policy/policy.ts';

/** A mentor whom the rules let a mentee have, or one peer another; `freePlaces` are those that pairings leave, in a circle for this mentee. */
export interface PossibleMentor extends ProposalPerson {
  score: number;
  contributions: Contribution[];
  freePlaces: number;
}

/**
 * Whom may this mentee have? Every mentor of the cohort that no rule and no earlier try stands against, best fit first.
 * Empty when the mentee is not in the pool or has a pairing.
 */
export async function listPossibleMentors(
  db: Database,
  organisationId: string,
  cohortId: string,
  menteeEnrolmentId: string,
  today: string,
): Promise<PossibleMentor[]> {
  const inputs = await loadInputs(db, organisationId, cohortId, today);
  const mentee = inputs.mentees.find(({ id }) => id === menteeEnrolmentId);
  if (!mentee) return [];
  const forbidden = new Set(
    inputs.forbidden.flatMap(({ menteeId, mentorId }) => {
      if (menteeId === mentee.id) return [mentorId];
      return inputs.format === 'peer' && mentorId === mentee.id ? [menteeId] : [];
    }),
  );
  return inputs.mentors
    .flatMap((mentor) => {
      const person = inputs.people.get(mentor.id);
      if (!person || forbidden.has(mentor.id) || mentor.personId === mentee.personId) return [];
      const { exclusions, score, contributions } = assess(inputs, mentee, mentor);
      if (exclusions.some(({ code }) => code !== 'capacity')) return [];
      return [
        {
          ...person,
          score,
          contributions: toContributions(contributions, inputs.enginePolicy),
          freePlaces: placesFor(inputs, mentee.id, mentor),
        },
      ];
    })
    .toSorted((a, b) => b.score - a.score || (a.enrolmentId < b.enrolmentId ? -1 : 1));
}

/** Places that a mentor has for a mentee: in a circle none where its department has its share already. */
function placesFor(inputs: MatchingInputs, menteeId: string, { id, capacity }: Participant): number {
  const { circle, running } = inputs;
  if (!circle) return capacity;
  if (departmentFull(inputs, [], menteeId, id) !== null) return 0;
  const members = running[id]?.length ?? 0;
  return circlePlacesLeft(capacity + members, members, circle);
}
