import type { AccessReport } from '@ithaca/contracts/metrics';
import { sidesOf } from '@ithaca/domain/vocabulary';
import type { Side } from '@ithaca/domain/vocabulary';
import type { StageAccess } from '@ithaca/metrics/access';
import { measureMentorBurden } from '@ithaca/metrics/mentor-burden';
import type { BurdenFrame, BurdenRow } from '@ithaca/metrics/mentor-burden';

import type { Database } from '../../../platform/database/database.ts';
import { heldMeetings } from '../cohort/cohort-numbers.queries.ts';
import type { CohortFacts } from '../facts/cohort-facts.queries.ts';
import type { WorkforcePerson } from '../facts/workforce.queries.ts';

/** What one mentor gave in the cohort, by name. */
export type MentorMinutes = Pick<BurdenRow, 'personId' | 'minutes'>;

/** Peers have no mentors, and of mentees alone there is nothing to tell. */
export const hasBurden = ({ cohort }: CohortFacts, role: Side | undefined): boolean =>
  sidesOf(cohort.format).includes('mentor') && role !== 'mentee';

/**
 * How much time did each mentor give? Grain: one mentor and pairing that began, with the minutes of its held meetings up to the as-of
 * day; of a closed cohort as they were at its close.
 */
export async function readMentorMinutes(
  db: Database,
  organisationId: string,
  facts: CohortFacts,
): Promise<MentorMinutes[]> {
  const { cohort, asOf } = facts;
  const rows = await db.query<MentorMinutes & { pairingId: string }>(
    `select m.person_id as "personId", m.pairing_id as "pairingId", coalesce(held.minutes, 0)::int as minutes
     from pairing_members m
     join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id
     left join (
       select pairing_id, sum(duration_minutes) as minutes from meetings
       where organisation_id = $1 and cohort_id = $2 and state = 'held' and day <= $3 group by pairing_id
     ) held on held.pairing_id = m.pairing_id
     where m.organisation_id = $1 and m.cohort_id = $2 and m.role = 'mentor' and p.started_at is not null
       and (p.started_at at time zone $4)::date <= $3`,
    [organisationId, cohort.id, asOf.day, cohort.timeZone],
  );
  // Those of the close, where they were frozen.
  if (facts.meetings.length === 0) return rows;
  const frozen = new Map<string, number>();
  for (const { pairingId, minutes } of heldMeetings(facts))
    frozen.set(pairingId, (frozen.get(pairingId) ?? 0) + minutes);
  return rows.map(({ personId, pairingId }) => ({ personId, minutes: frozen.get(pairingId) ?? 0 }));
}

/** Each mentor with the group they are looked at in. */
export function burdenRows(
  { workforce }: CohortFacts,
  minutes: readonly MentorMinutes[],
  groupOf: (person: WorkforcePerson) => string,
): BurdenRow[] {
  const people = new Map(workforce.map((person) => [person.id, person]));
  return minutes.flatMap((row) => {
    const person = people.get(row.personId);
    return person ? [{ ...row, group: groupOf(person) }] : [];
  });
}

/** Who of the mentors carries more, beside who of all who could take part is of their group: what the first stage tells. */
export function tellBurden(
  rows: readonly BurdenRow[],
  stages: readonly StageAccess[],
  frame: BurdenFrame,
): NonNullable<AccessReport['burden']> {
  const could = stages.find(({ stage }) => stage === 'participation');
  const burden = measureMentorBurden(rows, frame);
  return {
    ...burden,
    groups: burden.groups.map((one) => {
      const n = could?.groups.find(({ group }) => group === one.group)?.n ?? null;
      const isTold = one.suppressed === null && n !== null && Boolean(could?.n);
      return { ...one, shareOfEligible: isTold ? n / (could?.n ?? 1) : null };
    }),
  };
}
