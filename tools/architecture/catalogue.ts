import type { Client, Pool } from 'pg';

/** Tables without an organisation: found before one is known, opened by naming a secret (see the first migration). */
const BEFORE_ORGANISATION = new Set([
  'identity.accounts',
  'identity.act_links',
  'identity.sessions',
  'identity.sign_in_links',
  'identity.calendar_feeds',
  'identity.calendar_uids',
  'identity.certificate_codes',
  'identity.cohort_link_tokens',
  'identity.data_keys',
  'identity.invitation_tokens',
  'identity.rate_limits',
  'identity.report_link_tokens',
  'identity.master_keys',
  'identity.memberships',
  'identity.organisations',
  // Of several organisations at once, and of no person: shares of those who take part in a comparison (decision 38).
  'identity.benchmark_members',
  'identity.benchmark_parts',
  'identity.benchmark_rounds',
  'identity.benchmark_values',
]);
const OWNERS_OWN = new Set(['public.migrations']);

/**
 * What the database's own catalogue says against the promises of tenant isolation, one sentence a fault; empty when all
 * hold. Reads only the catalogue, so a table that nobody thought of is found as well.
 */
export async function findIsolationFaults(client: Client | Pool): Promise<string[]> {
  const faults: string[] = [];
  const ask = async <T>(sql: string) => (await client.query(sql)).rows as T[];

  const tables = await ask<{ name: string; on: boolean; forced: boolean; owner: string; oid: number }>(`
    select n.nspname || '.' || c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner, c.oid::int
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'identity') and c.relkind in ('r', 'p')`);
  for (const table of tables.filter(({ name }) => !OWNERS_OWN.has(name))) {
    if (!table.on) faults.push(`${table.name} has no row-level security`);
    else if (!table.forced) faults.push(`${table.name} does not force row-level security`);
    if (table.owner === 'ithaca_runtime') faults.push(`${table.name} is owned by the runtime role`);
  }

  for (const { name, problem } of await ask<{ name: string; problem: string }>(`
    select t.name, p.problem from (
      select n.nspname || '.' || c.relname as name, c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'migrations') t
    cross join lateral (
      select 'has no organisation_id' as problem where not exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'organisation_id' and not a.attisdropped)
      union all select 'may have a null organisation_id' where exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'organisation_id' and not a.attnotnull)
      union all select 'has a primary key that does not start with organisation_id' where exists (
        select from pg_constraint k join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1] where k.conrelid = t.oid and k.contype = 'p' and a.attname <> 'organisation_id')
      union all select 'has no primary key' where not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p')
      union all select 'has the index ' || i.indexrelid::regclass || ' that does not start with organisation_id' from pg_index i join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0] where i.indrelid = t.oid and a.attname <> 'organisation_id'
      union all select 'has the foreign key ' || k.conname || ' that does not start with organisation_id' from pg_constraint k join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1] where k.conrelid = t.oid and k.contype = 'f' and a.attname <> 'organisation_id'
      union all select 'has no policy of its tenant for the runtime role' where not exists (
        select from pg_policy y where y.polrelid = t.oid and y.polpermissive and y.polcmd = '*' and pg_get_expr(y.polqual, y.polrelid) like '%app.organisation_id%' and pg_get_expr(y.polwithcheck, y.polrelid) like '%app.organisation_id%')
      union all select 'has the permissive policy ' || y.polname || ' beside that of its tenant' from pg_policy y
        where y.polrelid = t.oid and y.polpermissive and pg_get_expr(y.polqual, y.polrelid) not like '%app.organisation_id%'
    ) p`))
    faults.push(`${name} ${problem}`);

  for (const { name } of await ask<{ name: string }>(`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'identity' and c.relkind = 'r' and not exists (select from pg_policy y where y.polrelid = c.oid)`))
    faults.push(`${name} has no policy`);
  for (const { name } of tables)
    if (name.startsWith('identity.') && !BEFORE_ORGANISATION.has(name))
      faults.push(`${name} is not one of the tables that may exist before an organisation is known`);

  for (const { name, problem } of await ask<{ name: string; problem: string }>(`
    select c.oid::regclass::text as name, case when c.relkind = 'm' then 'is a materialised view' else 'is a view without security_invoker' end as problem
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'identity') and (c.relkind = 'm' or (c.relkind = 'v' and not coalesce(c.reloptions::text like '%security_invoker=true%', false)))
    union all
    select p.oid::regprocedure::text, case when p.prosecdef then 'is SECURITY DEFINER' else 'has no pinned search_path' end
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'identity') and (p.prosecdef or not coalesce(p.proconfig::text like '%search_path=%', false))
    union all
    select g.table_schema || '.' || g.table_name, 'lets the runtime role ' || lower(g.privilege_type) from information_schema.role_table_grants g
    where g.grantee in ('ithaca_runtime', 'PUBLIC') and g.table_schema in ('public', 'identity') and g.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')
    union all
    select n.nspname, 'lets the runtime role create objects' from pg_namespace n where n.nspname in ('public', 'identity', 'pgboss') and has_schema_privilege('ithaca_runtime', n.oid, 'CREATE')
    union all
    select r.rolname, 'bypasses row-level security' from pg_roles r where r.rolname = 'ithaca_runtime' and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolinherit)
    union all
    select c.relname, 'may be ' || p.privilege || 'd by the runtime role' from (values ('audit_rows', 'update'), ('audit_rows', 'delete'), ('stage_events', 'update'), ('stage_events', 'delete'), ('review_acts', 'update'), ('review_acts', 'delete'), ('review_notes', 'update'), ('review_notes', 'delete')) p (tab, privilege)
      join pg_class c on c.relname = p.tab where has_table_privilege('ithaca_runtime', c.oid, p.privilege)
    union all
    select s.oid::regclass::text, 'is a sequence: it tells how much others write' from pg_class s join pg_namespace n on n.oid = s.relnamespace where n.nspname in ('public', 'identity') and s.relkind = 'S'`))
    faults.push(`${name} ${problem}`);
  return faults;
}
