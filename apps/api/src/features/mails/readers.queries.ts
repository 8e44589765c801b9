import type { Locale, Side } from '@ithaca/domain/vocabulary';

import type { Database } from '../../platform/database/database.ts';
import { localeOf } from '../pairings/letters.service.ts';

export interface ReaderRow {
  id: string;
  displayName: string;
  locale: string;
  takesPartAs: Side;
}

const MOST = 20;

/** People `p` who take part in program $2, with their latest enrolment `e`. */
const TAKES_PART = `people p join lateral (
    select e.role, e.cohort_id from enrolments e join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
    where e.organisation_id = p.organisation_id and e.person_id = p.id and c.program_id = $2 and e.state <> 'withdrawn'
    order by c.starts_on desc, e.id desc limit 1) e on true`;

/** Who takes part in the program, by name, for choosing somebody? Grain: a person, at most twenty. */
export async function listReaders(
  db: Database,
  organisationId: string,
  programId: string,
  name: string,
): Promise<(Omit<ReaderRow, 'locale'> & { locale: Locale })[]> {
  const rows = await db.query<ReaderRow>(
    `select p.id, p.display_name as "displayName", p.locale, e.role as "takesPartAs" from ${TAKES_PART}
     where p.organisation_id = $1 and ($3 = '' or starts_with(lower(p.display_name), lower($3)) or position(' ' || lower($3) in lower(p.display_name)) > 0)
     order by p.display_name, p.id limit ${MOST}`,
    [organisationId, programId, name],
  );
  return rows.map((row) => ({ ...row, locale: localeOf(row.locale) }));
}

/** Somebody of the program with what its mails to them would say. */
export interface PreviewReader {
  id: string;
  displayName: string;
  givenName: string;
  locale: Locale;
  role: Side;
  timeZone: string;
  /** Of the pairing that runs, or of the last. */
  partnerNames: string[];
  menteeNames: string[];
  isCircle: boolean;
  cadenceDays: number | null;
  startsOn: string | null;
  endsOn: string | null;
  closesOn: string | null;
}

/** What would mails to this person say? One row; undefined for whoever does not take part. */
export async function findReader(
  db: Database,
  organisationId: string,
  programId: string,
  personId: string,
): Promise<PreviewReader | undefined> {
  const row = await db.first<Omit<PreviewReader, 'locale'> & { locale: string }>(
    `select p.id, p.display_name as "displayName", coalesce(nullif(p.given_name, ''), p.display_name) as "givenName", p.locale,
       e.role, p.time_zone as "timeZone", w.cadence_days as "cadenceDays", coalesce(w.smallest is not null, false) as "isCircle",
       array(select o.display_name from pairing_members n join people o on o.organisation_id = n.organisation_id and o.id = n.person_id
         where n.organisation_id = $1 and n.pairing_id = w.id and n.person_id <> p.id and n.declined_at is null and n.left_at is null
         order by n.role, o.display_name, o.id) as "partnerNames",
       array(select o.display_name from pairing_members n join people o on o.organisation_id = n.organisation_id and o.id = n.person_id
         where n.organisation_id = $1 and n.pairing_id = w.id and n.person_id <> p.id and n.role = 'mentee' and n.declined_at is null
           and n.left_at is null order by o.display_name, o.id) as "menteeNames",
       (select c.starts_on::text from cohorts c where c.organisation_id = $1 and c.id = e.cohort_id) as "startsOn",
       (select c.ends_on::text from cohorts c where c.organisation_id = $1 and c.id = e.cohort_id) as "endsOn",
       (select c.enrolment_closes_on::text from cohorts c where c.organisation_id = $1 and c.id = e.cohort_id) as "closesOn"
     from ${TAKES_PART}
     left join lateral (
       select w.id, w.cadence_days, w.smallest from pairing_members m join pairings w on w.organisation_id = m.organisation_id and w.id = m.pairing_id
       where m.organisation_id = $1 and m.person_id = p.id and m.cohort_id = e.cohort_id and m.declined_at is null
       order by m.open desc, w.published_at desc nulls last, w.id desc limit 1) w on true
     where p.organisation_id = $1 and p.id = $3`,
    [organisationId, programId, personId],
  );
  return row && { ...row, locale: localeOf(row.locale) };
}
