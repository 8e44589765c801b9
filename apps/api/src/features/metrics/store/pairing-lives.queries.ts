import type { PairingLife, Pause } from '@ithaca/metrics/cadence';
import type { Day } from '@ithaca/metrics/days';

import type { Database } from '../../../platform/database/database.ts';
import { sentDays, sentDaysIn } from './long-lists.ts';

interface Row {
  id: string;
  startedOn: Day;
  endedOn: Day | null;
  every: number;
  pauses: Pause[] | null;
  heldOn: Buffer | null;
  confirmedOn: Buffer | null;
  cohortId: string;
}

/** A life with the days of the held meetings that both sides confirmed. */
export interface ConfirmedLife {
  cohortId: string;
  life: PairingLife;
  confirmedOn: Day[];
}

/** When did each pairing begin, pause, meet and end? Grain: one pairing of the cohort that has ever begun. */
export async function readPairingLives(
  db: Database,
  organisationId: string,
  cohortId: string,
  timeZone: string,
): Promise<PairingLife[]> {
  const rows = await readConfirmedLives(db, organisationId, [cohortId], timeZone);
  return rows.map(({ life }) => life);
}

/** The same of several cohorts, or of those `only` of their pairings, and which of the meetings both sides confirmed. */
export async function readConfirmedLives(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
  timeZone: string,
  only?: readonly string[],
): Promise<ConfirmedLife[]> {
  const rows = await db.query<Row>(
    `select p.id, p.cohort_id as "cohortId", p.cadence_days as every, ${sentDays('s.held_on')} as "heldOn",
       ${sentDays('s.confirmed_on')} as "confirmedOn", pauses.pauses,
       (p.started_at at time zone $3)::date::text as "startedOn", (p.ended_at at time zone $3)::date::text as "endedOn"
     from pairings p
     left join pairing_stats s on s.organisation_id = $1 and s.pairing_id = p.id
     left join lateral (
       select json_agg(json_build_object('from', a.starts_on, 'to', a.ends_on)) as pauses
       from pairing_pauses a where a.organisation_id = $1 and a.pairing_id = p.id
     ) pauses on true
     where p.organisation_id = $1 and p.cohort_id = any($2) and p.started_at is not null ${only ? 'and p.id = any($4)' : ''}`,
    [organisationId, cohortIds, timeZone, ...(only ? [only] : [])],
  );
  return rows.map(({ id, cohortId, startedOn, endedOn, every, pauses, heldOn, confirmedOn }) => ({
    cohortId,
    life: {
      pairingId: id,
      startedOn,
      endedOn,
      cadences: [{ from: startedOn, unit: 'day', every }],
      pauses: pauses ?? [],
      heldOn: sentDaysIn(heldOn),
    },
    confirmedOn: sentDaysIn(confirmedOn),
  }));
}

/** Which cohorts are under way, and have nothing noted for a day yet? */
export async function listCohortsToNote(db: Database, organisationId: string, day: Day): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select c.id from cohorts c
     where c.organisation_id = $1 and c.state in ('running', 'closing') and c.starts_on <= $2 and not exists (
       select from cohort_standings s where s.organisation_id = $1 and s.cohort_id = c.id and s.day = $2)
     order by c.id`,
    [organisationId, day],
  );
  return rows.map(({ id }) => id);
}
