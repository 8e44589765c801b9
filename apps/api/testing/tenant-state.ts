import type { TestApi } from './api.ts';

/** Tables that tell what was done rather than what is: they grow by an import and by its undo alike. */
const TELLING = new Set([
  'imports',
  'import_rows',
  'import_files',
  'import_mappings',
  'import_traces',
  'audit_rows',
  'idempotency_keys',
  'cohort_touches',
  'workforce_touches',
]);

/**
 * Everything an organisation has, table by table, but for what counts changes themselves. Of jobs what is held true now:
 * what was held meanwhile stays known for ever.
 */
export async function tenantState(api: TestApi, organisationId: string): Promise<Record<string, string[]>> {
  const tables = await api.rows<{ name: string }>(
    `select a.attrelid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     where a.attname = 'organisation_id' and c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'identity'::regnamespace)
     order by 1`,
  );
  const state: Record<string, string[]> = {};
  for (const { name } of tables.filter((table) => !TELLING.has(table.name))) {
    const held = name === 'job_spells' ? 'and superseded_at is null' : '';
    const rows = await api.rows<{ row: string }>(
      `select (to_jsonb(t) - $2::text[])::text as row from ${name} t where organisation_id = $1 ${held} order by 1`,
      [
        organisationId,
        name === 'job_spells'
          ? ['id', 'recorded_at', 'recorded_by', 'import_id']
          : ['version', 'updated_at', 'expires_at', 'last_seen_at', 'refreshed_at'],
      ],
    );
    state[name] = rows.map(({ row }) => row);
  }
  return state;
}
