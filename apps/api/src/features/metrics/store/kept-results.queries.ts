import { createHash } from 'node:crypto';

import type { Database } from '../../../platform/database/database.ts';

/** So many results are kept by one process; the one that was asked for longest ago goes first. */
const MOST = 500;

/**
 * Remembers what was computed over everybody in the directory. The key is all that it was computed from, so nothing kept can be out of
 * date: what changes has another key.
 */
export class KeptResults<T> {
  readonly #kept = new Map<string, T>();

  async find(from: unknown, compute: () => Promise<T>): Promise<T> {
    const key = createHash('sha256').update(JSON.stringify(from)).digest('base64');
    const kept = this.#kept.get(key) ?? (await compute());
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > MOST && !oldest.done) this.#kept.delete(oldest.value);
    return kept;
  }
}

/**
 * Which state of the directory, of employment and of matches is this? Two answers are the same only when nothing was written between:
 * with as many rows as before, the sum of the transactions that wrote them has grown. Stages are only ever added.
 */
export async function findWorkforceVersion(db: Database, organisationId: string): Promise<string> {
  const written = (table: string) =>
    `(select count(*) || '/' || coalesce(sum(xmin::text::bigint), 0) from ${table} where organisation_id = $1)`;
  const row = await db.first<{ version: string }>(
    `select concat_ws(' ', ${written('people')}, ${written('employment_spells')}, ${written('job_spells')},
       (select count(*) from cohorts c join stage_events e on e.organisation_id = $1 and e.cohort_id = c.id and e.stage = 'matched'
        where c.organisation_id = $1)) as version`,
    [organisationId],
  );
  return row?.version ?? '';
}

/** The number of a cohort's state: any commit that its numbers are formed from makes it another one. */
export async function findCohortState(
  db: Database,
  organisationId: string,
  cohortId: string,
): Promise<number> {
  const row = await db.first<{ state: number }>(
    `select (coalesce((select touches from cohort_states where organisation_id = $1 and cohort_id = $2), 0)
       + (select count(*) from cohort_touches where organisation_id = $1 and cohort_id = $2))::float8 as state`,
    [organisationId, cohortId],
  );
  return row?.state ?? 0;
}
