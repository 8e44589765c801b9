import type { ReportReader } from '@ithaca/contracts/report-schedules';
import { can } from '@ithaca/domain/permissions';
import type { Grant } from '@ithaca/domain/permissions';
import { reportScheduleLimits } from '@ithaca/domain/report-schedule';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../../platform/database/database.ts';
import { localeOf } from '../../pairings/letters.service.ts';
import { directoryConditions } from '../../people/people.queries.ts';

/** Whom a report is written to. */
export interface Addressee {
  personId: string;
  givenName: string;
  email: string;
  locale: Locale;
  timeZone: string;
}

interface Of {
  organisationId: string;
  programId: string;
}

type Row = ReportReader & Omit<Addressee, 'locale'> & { locale: string; grants: Grant[]; isManager: boolean };

/** Whose roles and reports count is asked as of every request of theirs. `$1` the organisation, `$2` now, `$3` the program of the report. */
const ROWS = `select p.id as "personId", p.display_name as "displayName", p.job_title as "jobTitle", p.department,
    coalesce(nullif(p.given_name, ''), p.display_name) as "givenName", p.email, p.locale, p.time_zone as "timeZone",
    coalesce(g.roles, '[]') as grants, r.any as "isManager"
  from people p
  cross join lateral (select json_agg(json_build_object('role', g.role, 'programId', g.program_id)) as roles from grants g
    where g.organisation_id = $1 and g.person_id = p.id and (g.program_id is null or g.program_id = $3)
      and g.ended_at is null and (g.expires_at is null or g.expires_at > $2)) g
  cross join lateral (select exists (select from people r
    where r.organisation_id = $1 and r.manager_id = p.id and r.left_on is null) as any) r
  where p.organisation_id = $1 and p.email is not null
    and exists (select from identity.memberships m where m.organisation_id = $1 and m.person_id = p.id and m.ended_at is null)`;

const mayRead = ({ organisationId, programId }: Of, { personId, grants, isManager }: Row): boolean =>
  can({ accountId: '', personId, organisationId, grants, isManager }, 'report.read', { programId });

/** Who of these people may read reports of a program at this moment? Grain: one person who works here, signs in and can be written to. */
export async function listAddressees(
  db: Database,
  of: Of,
  personIds: readonly string[],
  now: Date,
): Promise<Addressee[]> {
  const parameters: unknown[] = [of.organisationId, now, of.programId, personIds];
  const conditions = directoryConditions(now, { employed: true }, (value) => `$${parameters.push(value)}`);
  const rows = await db.query<Row>(
    `${ROWS} and p.id = any ($4) and ${(conditions ?? ['false']).join(' and ')} order by p.display_name, p.id`,
    parameters,
  );
  return rows
    .filter((row) => mayRead(of, row))
    .map(({ personId, givenName, email, locale, timeZone }) => ({
      personId,
      givenName,
      email,
      locale: localeOf(locale),
      timeZone,
    }));
}

/** Whom is a schedule to reach? Grain: one person chosen. */
export async function listReaderIds(
  db: Database,
  organisationId: string,
  scheduleId: string,
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    'select person_id as id from report_schedule_readers where organisation_id = $1 and schedule_id = $2',
    [organisationId, scheduleId],
  );
  return rows.map(({ id }) => id);
}

/** To whom can a report go? Whose name begins so; without words whoever has a role. Grain: one person who may read it, roles first. */
export async function findReportReaders(
  db: Database,
  of: Of,
  q: string | undefined,
  now: Date,
): Promise<ReportReader[]> {
  const parameters: unknown[] = [of.organisationId, now, of.programId];
  const filter = { employed: true, ...(q && { q }) };
  const conditions = directoryConditions(now, filter, (value) => `$${parameters.push(value)}`);
  if (!conditions) return [];
  const rows = await db.query<Row>(
    `${ROWS} and (g.roles is not null${q ? ' or r.any' : ''}) and ${conditions.join(' and ')}
     order by g.roles is null, p.display_name, p.id limit ${reportScheduleLimits.readers}`,
    parameters,
  );
  return rows
    .filter((row) => mayRead(of, row))
    .map(({ personId, displayName, jobTitle, department }) => ({
      personId,
      displayName,
      jobTitle,
      department,
    }));
}
