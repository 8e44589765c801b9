import type { Database } from '../../../platform/database/database.ts';

/** What was written in a cohort since a state of it that somebody knows. */
export interface CohortChanges {
  /** The state from which to ask the next time. */
  folded: number;
  /** The pairings of which something was written, and the cohort itself where that names none; some of them may be known already. */
  subjects: ReadonlySet<string>;
  /** Whether the unit of work has written anything itself: what it reads may be taken back. */
  hasWritten: boolean;
}

/**
 * Of what was something written since so many touches of the cohort had been folded (null: of nothing)? What was folded later says
 * so, and of what is not folded yet nobody can tell when it came: so all of it is named each time. One statement, and so one snapshot:
 * between two of them touches could be folded that neither would see.
 */
export async function findCohortChanges(
  db: Database,
  organisationId: string,
  cohortId: string,
  since: number | null,
): Promise<CohortChanges> {
  const row = await db.first<{ folded: number; subjects: string[]; hasWritten: boolean }>(
    `select coalesce((select touches from cohort_states where organisation_id = $1 and cohort_id = $2), 0)::float8 as folded,
       array(
         select coalesce(pairing_id, cohort_id) from cohort_touches where organisation_id = $1 and cohort_id = $2 and $3::bigint is not null
         union select subject_id from cohort_changes where organisation_id = $1 and cohort_id = $2 and touches > $3::bigint
       ) as subjects,
       pg_current_xact_id_if_assigned() is not null as "hasWritten"`,
    [organisationId, cohortId, since],
  );
  return {
    folded: row?.folded ?? 0,
    subjects: new Set(row?.subjects),
    hasWritten: row?.hasWritten ?? true,
  };
}
