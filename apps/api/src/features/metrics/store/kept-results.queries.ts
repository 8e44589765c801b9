import { createHash } from 'node:crypto';

import type { Database } from '../../../platform/database/database.ts';

/** So many results are kept by one process unless said otherwise; the one that was asked for longest ago goes first. */
const MOST = 500;

/**
 * Remembers what was computed over everybody in the directory. The key is all that it was computed from, so nothing kept can be out of
 * date: what changes has another key.
 */
export class KeptResults<T> {
  readonly #kept = new Map<string, T>();
  readonly #most: number;

  constructor(most = MOST) {
    this.#most = most;
  }

  async find(from: unknown, compute: () => Promise<T>): Promise<T> {
    const key = keyOf(from);
    const kept = this.#kept.get(key) ?? (await compute());
    this.#keep(key, kept);
    return kept;
  }

  /** As `find` for many, of which those that are not kept are computed together; the answers are in the order of `list`. */
  async findAll<F>(list: readonly F[], compute: (missing: F[]) => Promise<T[]>): Promise<T[]> {
    const keys = list.map(keyOf);
    const found = keys.map((key) => this.#kept.get(key));
    const places = [...list.keys()].filter((at) => found[at] === undefined);
    const computed = places.length > 0 ? await compute(list.filter((_, at) => found[at] === undefined)) : [];
    for (const [next, at] of places.entries()) found[at] = computed[next];
    const all = found.filter((one) => one !== undefined);
    if (all.length < list.length) throw new Error('Something that was to be computed is missing.');
    for (const [at, one] of all.entries()) this.#keep(keys[at] ?? '', one);
    return all;
  }

  #keep(key: string, value: T): void {
    this.#kept.delete(key);
    this.#kept.set(key, value);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > this.#most && !oldest.done) this.#kept.delete(oldest.value);
  }
}

const keyOf = (from: unknown): string => createHash('sha256').update(JSON.stringify(from)).digest('base64');

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

/**
 * The state of all that an answer is formed from, short enough to be written on a file: of its cohorts and, where it reads about
 * everybody, of the directory. The states of cohorts only ever grow, so that their sum is a new one whenever one of them is.
 */
export function dataVersionOf(states: readonly number[], workforceVersion?: string): string {
  const ofCohorts = `v${states.reduce((sum, state) => sum + state, 0)}`;
  if (workforceVersion === undefined) return ofCohorts;
  return `${ofCohorts}-${createHash('sha256').update(workforceVersion).digest('hex').slice(0, 8)}`;
}

/** The same, found before anything is read, so that no number is older than its version. */
export async function findDataVersion(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
  reads: 'cohorts' | 'everybody',
): Promise<string> {
  return dataVersionOf(
    await findCohortStates(db, organisationId, cohortIds),
    reads === 'everybody' ? await findWorkforceVersion(db, organisationId) : undefined,
  );
}

/** The number of a cohort's state: any commit that its numbers are formed from makes it another one. */
export async function findCohortState(
  db: Database,
  organisationId: string,
  cohortId: string,
): Promise<number> {
  const [state = 0] = await findCohortStates(db, organisationId, [cohortId]);
  return state;
}

/** The same of many cohorts at once, in their order. */
export async function findCohortStates(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
): Promise<number[]> {
  const rows = await db.query<{ state: number }>(
    `select (coalesce(s.touches, 0) + (select count(*) from cohort_touches t where t.organisation_id = $1 and t.cohort_id = c.id))::float8 as state
     from unnest($2::uuid[]) with ordinality c (id, place)
     left join cohort_states s on s.organisation_id = $1 and s.cohort_id = c.id
     order by c.place`,
    [organisationId, cohortIds],
  );
  return rows.map(({ state }) => state);
}
