import type { CheckIn, SharedCheckIn } from '@ithaca/contracts/surveys';
import { waveDue } from '@ithaca/domain/check-in';
import { daysBetween } from '@ithaca/domain/cohort';
import type { Actor, Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Side } from '@ithaca/domain/vocabulary';

import { dayIn } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { partnerOf } from '../pairings/partners.queries.ts';

type CheckInRow = Omit<CheckIn, 'askedAt' | 'dueAt' | 'answeredAt' | 'open'> & {
  askedAt: Date;
  dueAt: Date;
  answeredAt: Date | null;
};

/** More than anybody is asked in years; keeps one answer bounded. */
const MOST = 200;

/** One row per check-in of the asked person ($2); partners are the other side of the pairing. */
const MINE = `select i.id, i.pairing_id as "pairingId", r.name as "programName",
    array(select h.display_name from pairing_members m join people h on h.organisation_id = m.organisation_id and h.id = m.person_id
      where m.organisation_id = i.organisation_id and m.pairing_id = i.pairing_id and ${partnerOf('m', 'i')}
        and m.declined_at is null and m.inside order by h.display_name, h.id) as "partnerNames",
    i.wave, i.asked_at as "askedAt", i.due_at as "dueAt", i.answered_at as "answeredAt",
    i.meeting_regularly as "meetingRegularly", i.usefulness, i.change, i.shared_with_partner as "sharedWithPartner", i.version
  from check_ins i
  join cohorts c on c.organisation_id = i.organisation_id and c.id = i.cohort_id
  join programs r on r.organisation_id = c.organisation_id and r.id = c.program_id
  where i.organisation_id = $1 and i.person_id = $2`;

/** What am I asked, and what did I answer? One row per check-in of mine: those that wait for an answer first, the soonest due before. */
export async function listMyCheckIns(db: Database, actor: Actor, now: Date): Promise<CheckIn[]> {
  const rows = await db.query<CheckInRow>(
    `${MINE} order by (i.answered_at is null and i.due_at > $3) desc,
       case when i.answered_at is null and i.due_at > $3 then i.due_at end, i.asked_at desc, i.id limit ${MOST}`,
    [actor.organisationId, actor.personId, now],
  );
  return rows.map((row) => shape(row, now));
}

/** One check-in of mine. */
export async function getCheckIn(db: Database, actor: Party, checkInId: string, now: Date): Promise<CheckIn> {
  const row = await db.first<CheckInRow>(`${MINE} and i.id = $3`, [
    actor.organisationId,
    actor.personId,
    checkInId,
  ]);
  if (!row) throw new Refusal('record.not-found');
  return shape(row, now);
}

/**
 * What did the other side choose to share with me? One row per shared answer of a pairing of mine, newest first. In a
 * circle mentees read the mentor's, and the mentor every mentee's, never one mentee another's.
 */
export async function listSharedCheckIns(
  db: Database,
  actor: Pick<Actor, 'organisationId' | 'personId'>,
  pairingId: string,
): Promise<SharedCheckIn[]> {
  const rows = await db.query<Omit<SharedCheckIn, 'answeredAt'> & { answeredAt: Date }>(
    `select i.id, i.person_id as "personId", h.display_name as "displayName", i.answered_at as "answeredAt",
       i.meeting_regularly as "meetingRegularly", i.usefulness, i.change
     from pairing_members m
     join check_ins i on i.organisation_id = m.organisation_id and i.pairing_id = m.pairing_id and ${partnerOf('i', 'm')}
     join people h on h.organisation_id = i.organisation_id and h.id = i.person_id
     where m.organisation_id = $1 and m.person_id = $2 and m.pairing_id = $3 and m.inside
       and i.shared_with_partner and i.answered_at is not null
     order by i.answered_at desc, i.id limit ${MOST}`,
    [actor.organisationId, actor.personId, pairingId],
  );
  return rows.map((row) => ({ ...row, answeredAt: row.answeredAt.toISOString() }));
}

export interface DueWave {
  pairingId: string;
  wave: number;
}

/** Whom must we ask today? One row per active pairing whose wave is open, counted in days of the organisation's zone. */
export async function listDueWaves(db: Database, organisationId: string, now: Date): Promise<DueWave[]> {
  const rows = await db.query<{ pairingId: string; startedAt: Date; timeZone: string }>(
    `select p.id as "pairingId", p.started_at as "startedAt", o.time_zone as "timeZone"
     from pairings p join organisations o on o.organisation_id = p.organisation_id
     where p.organisation_id = $1 and p.state = 'active' and p.started_at is not null order by p.id`,
    [organisationId],
  );
  return rows.flatMap(({ pairingId, startedAt, timeZone }) => {
    const wave = waveDue(daysBetween(dayIn(startedAt, timeZone), dayIn(now, timeZone)));
    return wave === null ? [] : [{ pairingId, wave }];
  });
}

export interface Asked {
  personId: string;
  pairingId: string;
  cohortId: string;
  programId: string;
  role: Side;
  wave: number;
  givenName: string;
  email: string | null;
  locale: string;
  timeZone: string;
  partnerNames: string[];
}

/** Who of these pairings has not been asked in the wave? One row per member who has not left. */
export async function listUnasked(
  db: Database,
  organisationId: string,
  waves: readonly DueWave[],
  today: string,
): Promise<Asked[]> {
  return db.query<Asked>(
    `select m.person_id as "personId", m.pairing_id as "pairingId", m.cohort_id as "cohortId", c.program_id as "programId", m.role, w.wave,
       coalesce(nullif(h.given_name, ''), h.display_name) as "givenName", h.email, h.locale, h.time_zone as "timeZone",
       array(select o.display_name from pairing_members n join people o on o.organisation_id = n.organisation_id and o.id = n.person_id
         where n.organisation_id = m.organisation_id and n.pairing_id = m.pairing_id and ${partnerOf('n', 'm')} and n.declined_at is null and n.inside
         order by o.display_name, o.id) as "partnerNames"
     from unnest($2::uuid[], $3::smallint[]) as w (pairing_id, wave)
     join pairings p on p.organisation_id = $1 and p.id = w.pairing_id and p.state = 'active'
     join pairing_members m on m.organisation_id = $1 and m.pairing_id = w.pairing_id and m.declined_at is null and m.inside
     join cohorts c on c.organisation_id = $1 and c.id = m.cohort_id
     join people h on h.organisation_id = $1 and h.id = m.person_id and (h.left_on is null or h.left_on > $4::date)
     where not exists (select from check_ins i where i.organisation_id = $1 and i.pairing_id = m.pairing_id
       and i.person_id = m.person_id and i.wave = w.wave)
     order by m.pairing_id, m.person_id`,
    [organisationId, waves.map((due) => due.pairingId), waves.map((due) => due.wave), today],
  );
}

function shape(row: CheckInRow, now: Date): CheckIn {
  return {
    ...row,
    askedAt: row.askedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    answeredAt: row.answeredAt?.toISOString() ?? null,
    open: now < row.dueAt,
  };
}
