import type { Database } from '../../platform/database/database.ts';

interface TenantTable {
  name: string;
  /** Names of tables that must be emptied after this one. */
  refersTo: string[];
  /** Columns that hold a day or an instant. */
  days: string[];
  instants: string[];
  /** Whether there may be one row only of a day, of something. */
  isUniqueByDay: boolean;
  mayDelete: boolean;
  mayUpdate: boolean;
}

/** The tables of a tenant as the database knows them, so that one that is added later is thought of by itself. */
async function listTenantTables(db: Database): Promise<TenantTable[]> {
  return db.query<TenantTable>(
    `select c.relname as name,
       array(select distinct f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
         where k.contype = 'f' and k.conrelid = c.oid and f.oid <> c.oid) as "refersTo",
       array(select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and a.atttypid = 'date'::regtype) as days,
       array(select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and a.atttypid = 'timestamptz'::regtype) as instants,
       exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
         where i.indrelid = c.oid and i.indisunique and a.atttypid = 'date'::regtype) as "isUniqueByDay",
       has_table_privilege(c.oid, 'delete') as "mayDelete", has_table_privilege(c.oid, 'update') as "mayUpdate"
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id' and not a.attisdropped)
     order by c.relname`,
  );
}

/** What says when something was written rather than what is, belongs to the room itself, or is counted from other rows by the database. */
const KEPT_IN_TIME = new Set([
  'organisations',
  'rehearsal_rooms',
  'idempotency_keys',
  'presences',
  'exports',
  'export_parts',
  'cohort_days',
  'metric_deltas',
  'pairing_stats',
  'pairing_standings',
  'cohort_touches',
  'cohort_states',
  'cohort_changes',
  'workforce_touches',
  'cohort_standings',
  'reconciliations',
]);

/**
 * Lets one day pass in a room, in the caller's unit of work: not the clock goes on, everything in the room becomes a day older. So
 * every rule, screen and browser goes on living in the one present.
 */
export async function ageByOneDay(db: Database, roomId: string): Promise<void> {
  ageing ??= ageingStatements(await listTenantTables(db));
  for (const statement of ageing) await db.query(statement, [roomId]);
  await db.execute(
    `update pgboss.job set start_after = start_after - interval '24 hours'
     where state < 'active' and start_after > now() and data ->> 'organisationId' = $1`,
    [roomId],
  );
}

/** The tables do not change while the process runs. */
let ageing: string[] | undefined;

/** Further than any two days of a room lie apart. */
const FAR = 36_500;

/**
 * One statement for all tables: each part changes rows of its own. Rows move one after another, in no order that could be chosen: one
 * that moves to yesterday may find yesterday's still there. So where a day is unique all go far away, and a second statement brings them
 * back.
 */
function ageingStatements(tables: readonly TenantTable[]): string[] {
  const aged = tables.filter(
    ({ name, days, instants, mayUpdate }) =>
      mayUpdate && !KEPT_IN_TIME.has(name) && days.length + instants.length > 0,
  );
  const move = ({ name, days, instants }: TenantTable, by: number) => {
    const changes = [
      ...days.map((column) => `${column} = ${column} - ${by}`),
      ...instants.map((column) => `${column} = ${column} - interval '${by * 24} hours'`),
    ];
    return `${name}_aged as (update ${name} set ${changes.join(', ')} where organisation_id = $1)`;
  };
  const unique = aged.filter(({ isUniqueByDay }) => isUniqueByDay);
  return [
    `with ${aged.map((table) => move(table, table.isUniqueByDay ? FAR + 1 : 1)).join(', ')}
     update rehearsal_rooms set days_passed = days_passed + 1 where organisation_id = $1`,
    `with ${unique.map((table) => move(table, -FAR)).join(', ')} select from rehearsal_rooms where organisation_id = $1`,
  ];
}

/**
 * Deletes everything that a room has, in the caller's unit of work of the room; what may not be deleted by itself goes with what it
 * belongs to. The policies of the database let no organisation of real people be deleted.
 */
export async function removeRows(db: Database, roomId: string): Promise<void> {
  const identity = await db.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'identity'::regnamespace and c.relkind = 'r' and a.attname = 'organisation_id' and not a.attisdropped`,
  );
  // The organisation last: the policies let go of what a room has only while it says that it is one.
  for (const name of [
    ...emptyingOrder(await listTenantTables(db)),
    ...identity.map((table) => table.name),
    'organisations',
  ])
    await db.execute(`delete from ${name} where organisation_id = $1`, [roomId]);
  await db.execute(`delete from pgboss.job where state <> 'active' and data ->> 'organisationId' = $1`, [
    roomId,
  ]);
}

/** Tables that refer to others first; the organisation itself is none of them. */
function emptyingOrder(tables: readonly TenantTable[]): string[] {
  const order: string[] = [];
  const left = new Map(
    tables
      .filter(({ name, mayDelete }) => mayDelete && name !== 'organisations')
      .map((table) => [table.name, table]),
  );
  while (left.size > 0) {
    const free = [...left.keys()].filter((name) =>
      [...left.values()].every((other) => other.name === name || !other.refersTo.includes(name)),
    );
    if (free.length === 0)
      throw new Error(`Tables refer to one another in a circle: ${[...left.keys()].join(', ')}.`);
    for (const name of free) left.delete(name);
    order.push(...free);
  }
  return order;
}
