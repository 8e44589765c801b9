import type { CohortState } from '@ithaca/domain/cohort';

import type { Database } from '../../../platform/database/database.ts';

/** `area-report`: of a manager's people in a cohort. `declared-access`: of what people declared about themselves. */
export type PageKind = 'area-report' | 'declared-access';

/** A page and the day from which it is the one that is read. */
export interface FrozenPage<T> {
  periodOn: string;
  page: T;
}

/**
 * The cohorts whose pages of this month have not been made. A month's pages are of what was so when it began; the first
 * ones come with the month after the start, the last with the month after the close. In a rehearsal, where the months that are over
 * grow older day by day, the next ones come once the last are a month old.
 */
export async function listCohortsToFreeze(
  db: Database,
  organisationId: string,
  kind: PageKind,
  now: Date,
): Promise<{ cohortId: string; periodOn: string }[]> {
  const states: CohortState[] = ['running', 'closing', 'closed'];
  return db.query<{ cohortId: string; periodOn: string }>(
    `select c.id as "cohortId", month.starts_on::text as "periodOn"
     from cohorts c
     join organisations o on o.organisation_id = c.organisation_id
     cross join lateral (select date_trunc('month', $3::timestamptz at time zone o.time_zone)::date as starts_on) month
     where c.organisation_id = $1 and c.state = any($4) and c.starts_on < month.starts_on
       and not exists (select from frozen_periods f where f.organisation_id = $1 and f.cohort_id = c.id and f.kind = $2
         and (f.period_on > month.starts_on - interval '1 month' or f.made_at >= c.closed_at))
     order by c.id`,
    [organisationId, kind, now, states],
  );
}

/** Begins a month; false when somebody has already. */
export async function openPeriod(
  db: Database,
  organisationId: string,
  { cohortId, kind, periodOn }: { cohortId: string; kind: PageKind; periodOn: string },
  at: Date,
): Promise<boolean> {
  const { rowCount } = await db.execute(
    `insert into frozen_periods (organisation_id, cohort_id, kind, period_on, made_at) values ($1, $2, $3, $4, $5)
     on conflict on constraint frozen_periods_pk do nothing`,
    [organisationId, cohortId, kind, periodOn, at],
  );
  return rowCount > 0;
}

export async function keepPage(
  db: Database,
  organisationId: string,
  of: { cohortId: string; kind: PageKind; periodOn: string; subjectId: string; part?: string },
  page: object,
): Promise<void> {
  await db.execute(
    `insert into frozen_pages (organisation_id, cohort_id, kind, period_on, subject_id, part, page) values ($1, $2, $3, $4, $5, $6, $7::jsonb)`,
    [organisationId, of.cohortId, of.kind, of.periodOn, of.subjectId, of.part ?? '', JSON.stringify(page)],
  );
}

/** The latest page of a subject; undefined before the first. */
export function findPage<T>(
  db: Database,
  organisationId: string,
  of: { cohortId: string; kind: PageKind; subjectId: string; part?: string },
): Promise<FrozenPage<T> | undefined> {
  return db.first<FrozenPage<T>>(
    `select period_on::text as "periodOn", page from frozen_pages
     where organisation_id = $1 and cohort_id = $2 and kind = $3 and subject_id = $4 and part = $5
     order by period_on desc limit 1`,
    [organisationId, of.cohortId, of.kind, of.subjectId, of.part ?? ''],
  );
}

/** The first day of the month after a day: when the next pages are made. */
export function nextMonth(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}
