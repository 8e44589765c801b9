import { createHmac } from 'node:crypto';

import type pg from 'pg';

export const RUNTIME_ROLE = 'ithaca_runtime';

/** The runtime role's address: the owner's, with another user and a password derived from the owner's own. */
export function runtimeUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.password = runtimePassword(ownerUrl);
  url.username = RUNTIME_ROLE;
  return url.toString();
}

function runtimePassword(ownerUrl: string): string {
  const { username, password } = new URL(ownerUrl);
  // The same on every instance without being stored anywhere; changes when the owner's password changes.
  return createHmac('sha256', `${username}:${decodeURIComponent(password)}`)
    .update('ithaca runtime')
    .digest('hex');
}

/** Creates or repairs the runtime role: may sign in, owns nothing, never bypasses row-level security. */
export async function ensureRuntimeRole(owner: pg.Client, ownerUrl: string): Promise<void> {
  const password = runtimePassword(ownerUrl);
  await owner.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${RUNTIME_ROLE}') then create role ${RUNTIME_ROLE}; end if;
  exception when duplicate_object or unique_violation then null; end $$`);
  // No word of superuser, bypassing or replication, which only a superuser may say: a new role has none of them, and
  // `assertRuntimeRoleIsHarmless` refuses one that was given them.
  await owner.query(
    `alter role ${RUNTIME_ROLE} login nocreatedb nocreaterole noinherit password '${password}'`,
  );
  const { rows } = await owner.query<{ name: string }>('select quote_ident(current_database()) as name');
  await owner.query(`revoke create, temporary on database ${rows[0]?.name ?? ''} from public`);
  await owner.query(`grant connect on database ${rows[0]?.name ?? ''} to ${RUNTIME_ROLE}`);
}

/** Refuses to go on when the runtime role could step around row-level security. */
export async function assertRuntimeRoleIsHarmless(runtime: pg.Client): Promise<void> {
  const { rows } = await runtime.query<{ problem: string }>(`
    select 'is a superuser' as problem from pg_roles where rolname = current_user and rolsuper
    union all select 'bypasses row-level security' from pg_roles where rolname = current_user and rolbypassrls
    union all select 'owns the table ' || c.relname from pg_class c join pg_roles r on r.oid = c.relowner
      where r.rolname = current_user and c.relkind in ('r', 'p', 'v', 'm')
    union all select 'may create objects in schema ' || nspname from pg_namespace
      where nspname in ('public', 'identity') and has_schema_privilege(current_user, oid, 'CREATE')`);
  if (rows.length > 0) {
    throw new Error(
      `The database role of the running product ${rows.map((row) => row.problem).join(', ')}: tenant isolation would not hold. ` +
        `Start with DATABASE_URL of the owner and let the product make its own role ${RUNTIME_ROLE}.`,
    );
  }
}
