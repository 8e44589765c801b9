import type { QuietHours } from '@ithaca/domain/delivery';
import type { WorkingHours } from '@ithaca/domain/meeting-times';
import type { Party } from '@ithaca/domain/permissions';

import type { Database } from '../../platform/database/database.ts';
import { mannersOf, mailKinds } from '../../platform/mail/catalogue.ts';
import { localeOf } from '../pairings/letters.service.ts';
import type { DigestReader } from './digest-letters.ts';

/** What nobody has looked at for so long is no news any more; it stays in the inbox. */
const STALE_MS = 7 * 86_400_000;

/** What waits for the summary of the person `p`: not told yet, not read yet, not put off. `$2` is now, `$3` what is stale. */
const WAITING = `m.state = 'gathered' and m.digest_id is null and m.read_at is null and m.created_at > $3
  and (m.snoozed_until is null or m.snoozed_until <= $2)`;

const READER = `p.id as "personId", coalesce(nullif(p.given_name, ''), p.display_name) as "givenName", p.email, p.locale`;

/** The grant `r` of the person `p` is in force at `$2`, they are there, and can be written to. */
const COORDINATES = `r.role = 'coordinator' and r.ended_at is null and (r.expires_at is null or r.expires_at > $2)
  and p.email is not null and (p.left_on is null or p.left_on > ($2::timestamptz at time zone p.time_zone)::date)`;

interface ReaderRow {
  personId: string;
  givenName: string;
  email: string;
  locale: string;
}

export const readerOf = ({ personId, givenName, email, locale }: ReaderRow) => ({
  personId,
  givenName,
  email,
  locale: localeOf(locale),
});

export interface WaitingReader extends ReaderRow {
  timeZone: string;
  workingHours: WorkingHours | null;
  quietHours: QuietHours | null;
}

/** For whom does something wait, who has had no summary yet today? Grain: one person who is still there. */
export function listWaitingReaders(
  db: Database,
  organisationId: string,
  now: Date,
): Promise<WaitingReader[]> {
  return db.query<WaitingReader>(
    `select ${READER}, p.time_zone as "timeZone", p.working_hours as "workingHours", p.quiet_hours as "quietHours"
     from people p
     where p.organisation_id = $1 and p.email is not null and (p.left_on is null or p.left_on > ($2::timestamptz at time zone p.time_zone)::date)
       and exists (select from mails m where m.organisation_id = $1 and m.person_id = p.id and ${WAITING})
       and not exists (select from digests d where d.organisation_id = $1 and d.person_id = p.id and d.program_id is null
         and d.day = ($2::timestamptz at time zone p.time_zone)::date)
     order by p.id`,
    [organisationId, now, new Date(now.getTime() - STALE_MS)],
  );
}

const reminders: readonly string[] = mailKinds.filter((kind) => mannersOf(kind).cause === 'reminder');

/** What waits for a person's summary, oldest first, and whether any of it is more than a reminder. */
export async function listWaiting(
  db: Database,
  { organisationId, personId }: Party,
  now: Date,
): Promise<{ ids: string[]; subjects: string[]; isNews: boolean }> {
  const rows = await db.query<{ id: string; subject: string; kind: string }>(
    `select m.id, m.subject, m.kind from mails m where m.organisation_id = $1 and m.person_id = $4 and ${WAITING}
     order by m.created_at, m.id`,
    [organisationId, now, new Date(now.getTime() - STALE_MS), personId],
  );
  return {
    ids: rows.map(({ id }) => id),
    subjects: rows.map(({ subject }) => subject),
    isNews: rows.some(({ kind }) => !reminders.includes(kind)),
  };
}

export interface CoordinatorToTell extends ReaderRow {
  programId: string;
  workingHours: WorkingHours | null;
  /** The organisation's. */
  timeZone: string;
}

/** Who runs a program, and can be written to? Grain: one coordinator. */
export function listCoordinatorsOf(
  db: Database,
  { organisationId, programId }: { organisationId: string; programId: string },
  now: Date,
): Promise<ReaderRow[]> {
  return db.query<ReaderRow>(
    `select distinct ${READER} from grants r join people p on p.organisation_id = r.organisation_id and p.id = r.person_id
     where r.organisation_id = $1 and (r.program_id is null or r.program_id = $3) and ${COORDINATES} order by p.id`,
    [organisationId, now, programId],
  );
}

/** Which coordinators of live programs have had no summary of them yet today, and want one? Grain: one coordinator of one program. */
export function listCoordinatorsToTell(
  db: Database,
  organisationId: string,
  now: Date,
): Promise<CoordinatorToTell[]> {
  return db.query<CoordinatorToTell>(
    `select distinct ${READER}, p.working_hours as "workingHours", g.id as "programId", o.time_zone as "timeZone"
     from grants r
     join people p on p.organisation_id = r.organisation_id and p.id = r.person_id
     join organisations o on o.organisation_id = r.organisation_id
     join programs g on g.organisation_id = r.organisation_id and (r.program_id is null or g.id = r.program_id)
     where r.organisation_id = $1 and ${COORDINATES}
       and exists (select from cohorts c where c.organisation_id = $1 and c.program_id = g.id
         and c.state in ('scheduled', 'enrolling', 'matching', 'running', 'closing'))
       and not exists (select from mail_choices c where c.organisation_id = $1 and c.person_id = p.id and c.kind = 'coordinator-digest' and c.choice = 'off')
       and not exists (select from digests d where d.organisation_id = $1 and d.person_id = p.id and d.program_id = g.id
         and d.day = ($2::timestamptz at time zone o.time_zone)::date)
     order by g.id, p.id`,
    [organisationId, now],
  );
}

/** Me, as a reader; and how my organisation signs. One row. */
export async function findMyself(
  db: Database,
  { organisationId, personId }: Party,
): Promise<(DigestReader & { organisation: string; brandColour: string; hasAddress: boolean }) | undefined> {
  const row = await db.first<
    Omit<ReaderRow, 'email'> & { email: string | null; organisation: string; brandColour: string }
  >(
    `select ${READER}, o.name as organisation, o.brand_colour as "brandColour"
     from people p join organisations o on o.organisation_id = p.organisation_id where p.organisation_id = $1 and p.id = $2`,
    [organisationId, personId],
  );
  if (!row) return undefined;
  const { organisation, brandColour, email } = row;
  return {
    ...readerOf({ ...row, email: email ?? '' }),
    organisation,
    brandColour,
    hasAddress: email !== null,
  };
}
