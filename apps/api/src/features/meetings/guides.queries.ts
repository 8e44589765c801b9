import type { SessionGuide } from '@ithaca/contracts/meetings';
import type { Journey } from '@ithaca/contracts/journey';
import { dueDayOf, meetingsOfMilestones } from '@ithaca/domain/session-guide';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../platform/database/database.ts';

/**
 * Which guide is for which meeting? Grain: a milestone of the pairing's program, by day. Days are the organisation's;
 * `at` is a time at which one more meeting is thought of.
 */
export async function listGuides(
  db: Database,
  organisationId: string,
  pairingId: string,
  at: string | null,
): Promise<SessionGuide[]> {
  const row = await db.first<{
    milestones: Journey['milestones'];
    cadenceDays: number;
    startsOn: string;
    startedOn: string | null;
    next: string | null;
    meetings: { id: string; day: string }[];
  }>(
    `select g.journey -> 'milestones' as milestones, p.cadence_days as "cadenceDays", c.starts_on::text as "startsOn",
       (p.started_at at time zone o.time_zone)::date::text as "startedOn", ($3::timestamptz at time zone o.time_zone)::date::text as next,
       coalesce((select json_agg(json_build_object('id', m.id, 'day', (m.starts_at at time zone o.time_zone)::date::text))
         from meetings m where m.organisation_id = p.organisation_id and m.pairing_id = p.id and m.state in ('planned', 'held')), '[]') as meetings
     from pairings p
     join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     join organisations o on o.organisation_id = p.organisation_id
     where p.organisation_id = $1 and p.id = $2`,
    [organisationId, pairingId, at],
  );
  if (!row) throw new Refusal('record.not-found');
  const { meetings, next } = row;
  const dueDays = row.milestones.map(({ dayOfCohort }) => dueDayOf(dayOfCohort, row.startsOn, row.startedOn));
  const days = [...meetings.map(({ day }) => day), ...(next === null ? [] : [next])];
  const of = meetingsOfMilestones(dueDays, days, row.cadenceDays);
  return row.milestones.map((milestone, k) => {
    const index = of[k] ?? null;
    return {
      ...milestone,
      dueOn: dueDays[k] ?? row.startsOn,
      meetingId: index === null ? null : (meetings[index]?.id ?? null),
      isOfNext: index !== null && index === meetings.length,
    };
  });
}
