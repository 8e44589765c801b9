import type { DraftCircles, MatchingRun } from '@ithaca/contracts/matching';
import { circleOf } from '@ithaca/domain/circle';
import type { Format } from '@ithaca/domain/vocabulary';

import type { Database } from '../../platform/database/database.ts';
import { placesOf } from './circles.ts';
import type { MatchingInputs } from './inputs.queries.ts';

/**
 * What holds for the circles of a draft: their sizes, each mentor's places, and who sits in circles that run already. Null for
 * pairs. Grain: one draft. Without `inputs` (a draft that is history) only the sizes are known.
 */
export async function describeCircles(
  db: Database,
  organisationId: string,
  run: Pick<MatchingRun, 'cohortId' | 'policy'>,
  inputs: MatchingInputs | null,
): Promise<DraftCircles | null> {
  const program = await db.first<{ format: Format }>(
    `select g.format from cohorts c join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where c.organisation_id = $1 and c.id = $2`,
    [organisationId, run.cohortId],
  );
  const sizes = program ? circleOf(program.format, run.policy) : null;
  if (!sizes) return null;
  return {
    ...sizes,
    mentors: (inputs?.mentors ?? []).flatMap(({ id }) => {
      const running = inputs?.running[id]?.length ?? 0;
      return inputs ? [{ mentorEnrolmentId: id, running, places: placesOf(inputs, id) }] : [];
    }),
  };
}
