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
 * Which state of the directory, of employment and of matches is this? Each statement that writes there leaves a touch in its own
 * transaction (migration `workforce-touches`): two answers are the same only when nothing was committed between.
 */
export async function findWorkforceVersion(db: Database, organisationId: string): Promise<string> {
  const row = await db.first<{ version: string }>(
    'select coalesce(sum(touches), 0)::text as version from workforce_touches where organisation_id = $1',
    [organisationId],
  );
  return row?.version ?? '';
}

/** Adds the touches up, as their sum stays. Those that somebody else adds up are left to them. */
export async function foldWorkforceTouches(db: Database, organisationId: string): Promise<void> {
  await db.execute(
    `with taken as (
       delete from workforce_touches where ctid = any (array(
         select ctid from workforce_touches where organisation_id = $1 for update skip locked))
         and (select count(*) from workforce_touches where organisation_id = $1) > 1 returning touches
     )
     insert into workforce_touches (organisation_id, touches) select $1, sum(touches) from taken having count(*) > 0`,
    [organisationId],
  );
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

/** The number of each cohort's state, in their order: any commit that its numbers are formed from makes it another one. */
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
