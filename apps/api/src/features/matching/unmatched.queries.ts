import type { Cause } from '@ithaca/contracts/matching';
import type { Actor } from '@ithaca/domain/permissions';
import type { PairOfIds } from '@ithaca/matching/cohort';
import type { PeerAlone } from '@ithaca/matching/peer-alone';
import type { HelpfulChange, Unmatched } from '@ithaca/matching/unmatched';

import type { Database } from '../../platform/database/database.ts';
import { findPeople } from './draft.queries.ts';
import type { DraftRow } from './draft.queries.ts';
import type { Effects } from './engine/effects.ts';
import type { MatchingInputs } from './inputs.queries.ts';

/** Who has no proposal, why, and what would help? What the solve found, as far as it still holds. Grain: one mentee. */
export async function describeUnmatched(
  db: Database,
  actor: Actor,
  inputs: MatchingInputs | null,
  draft: readonly DraftRow[],
  stored: readonly (Unmatched | PeerAlone)[],
) {
  // Of peers either column is somebody who is paired; mentors are never asked about here.
  const paired = new Set(draft.flatMap(({ mentee, mentor }) => [mentee.enrolmentId, mentor.enrolmentId]));
  const known = new Map(stored.map((one) => [one.menteeId, one]));
  const ids = (inputs ? inputs.mentees.map(({ id }) => id) : [...known.keys()]).filter(
    (id) => !paired.has(id),
  );
  const people = await findPeople(db, actor.organisationId, [
    ...ids,
    ...stored.flatMap(({ changes }) => changes.map(({ mentorId }) => mentorId)),
  ]);
  const removed = new Set(inputs?.forbidden.flatMap((pair) => takenApart(inputs, pair)));
  return ids.flatMap((id) => {
    const person = people.get(id);
    if (!person) return [];
    const found = known.get(id);
    if (!found)
      // Not left over by the solve: taken out of a pair by hand, or in the pool only since.
      return [
        {
          person,
          causes: [{ code: removed.has(id) ? 'taken-apart' : 'joined-later', facts: {} }],
          smallestChange: null,
        },
      ];
    const { code, ...facts } = found.cause;
    const [change] = found.changes;
    return [
      {
        person,
        causes: [{ code, facts }, ...found.barriers.map(barrierCause)],
        smallestChange: change ? changeCause(change, people.get(change.mentorId)?.displayName ?? '') : null,
      },
    ];
  });
}

/**
 * Why has a mentee no proposal as things are now, and which changes would help, the smallest first? Somebody whom a new draft
 * would give a mentor needs nothing else. `found` is null when the pins contradict one another.
 */
export function describeAlone(inputs: MatchingInputs, menteeId: string, found: Effects | null) {
  const nameOf = (id: string) => inputs.people.get(id)?.displayName ?? '';
  const isTakenApart = inputs.forbidden.some((pair) => takenApart(inputs, pair).includes(menteeId));
  if (!found?.alone) {
    const mentorId = found?.mentorId ?? null;
    const changes: Cause[] =
      mentorId === null ? [] : [{ code: 'redraft', facts: { mentorId, mentorName: nameOf(mentorId) } }];
    const causes: Cause[] = [{ code: isTakenApart ? 'taken-apart' : 'joined-later', facts: {} }];
    return { causes, smallestChange: changes[0] ?? null, changes };
  }
  const { cause, barriers } = found.alone;
  const { code, ...facts } = cause;
  const changes = found.alone.changes.map((change) => changeCause(change, nameOf(change.mentorId)));
  return {
    causes: [{ code, facts }, ...barriers.map(barrierCause)] as Cause[],
    smallestChange: changes[0] ?? null,
    changes,
  };
}

/** Who of a pair that is never to be again looks for somebody. */
const takenApart = ({ format }: MatchingInputs, { menteeId, mentorId }: PairOfIds): string[] =>
  format === 'peer' ? [menteeId, mentorId] : [menteeId];

/** A rule with how many mentors it keeps away, and how many it alone. */
export const barrierCause = ({ code, mentors, alone }: Unmatched['barriers'][number]): Cause => ({
  code,
  facts: { mentors, alone },
});

const changeCause = (change: HelpfulChange, mentorName: string): Cause => ({
  code: change.kind,
  facts: {
    mentorId: change.mentorId,
    mentorName,
    score: change.score,
    ...(change.kind === 'relax-rule' ? { rule: change.rule } : {}),
  },
});
