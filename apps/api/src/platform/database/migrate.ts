import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import pg from 'pg';

import type { MasterKeys } from '../keyring/master-keys.ts';
import { sealNotes } from '../keyring/seal-notes.ts';
import { ensureRuntimeRole } from './roles.ts';

const steps: Record<string, typeof sealNotes> = { 'seal-notes': sealNotes };

function stepOf(name: string): typeof sealNotes {
  const step = steps[name];
  if (!step) throw new Error(`There is no step ${name}.`);
  return step;
}

const needsKeys = (): Promise<MasterKeys> =>
  Promise.reject(new Error('There are notes to seal, and no master keys were given.'));

/** Any constant; every instance of the product asks for the same one. */
const MIGRATION_LOCK = 4_817_203;

/** Lies beside src and dist alike. */
export const migrationsDirectory = join(import.meta.dirname, '../../../migrations');

/**
 * Brings the database up to date: one transaction a file, in order of their numbers, under an advisory lock so that
 * several instances may start at once. `openKeys` is asked only when there is something to seal. A file that changed after it was applied is refused, since it would never run.
 */
export async function migrate(
  ownerUrl: string,
  openKeys: () => Promise<MasterKeys> = needsKeys,
): Promise<{ applied: string[] }> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const applied: string[] = [];
  try {
    await owner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await ensureRuntimeRole(owner, ownerUrl);
    await owner.query(
      'create table if not exists public.migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await owner.query<{ name: string; checksum: string }>(
      'select name, checksum from public.migrations',
    );
    const known = new Map(rows.map((row) => [row.name, row.checksum]));
    for (const file of (await readdir(migrationsDirectory))
      .filter((name) => name.endsWith('.sql'))
      .toSorted()) {
      const sql = await readFile(join(migrationsDirectory, file), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      const before = known.get(file);
      if (before === checksum) continue;
      if (before !== undefined)
        throw new Error(
          `Migration ${file} was changed after it had been applied. Put its text back and write a new one.`,
        );
      try {
        await owner.query('begin');
        await owner.query("set local lock_timeout = '2s'");
        // What SQL cannot do is done between: a line `-- then: <step>` names it.
        const [before = '', name, after = ''] = sql.split(/^-- then: (.+)$/m);
        await owner.query(before);
        if (name !== undefined) await stepOf(name)(owner, openKeys);
        await owner.query(after);
        await owner.query('insert into public.migrations (name, checksum) values ($1, $2)', [file, checksum]);
        await owner.query('commit');
      } catch (error) {
        await owner.query('rollback');
        throw new Error(`Migration ${file} failed and was rolled back: ${String(error)}`, { cause: error });
      }
      applied.push(file);
    }
  } finally {
    await owner.end();
  }
  return { applied };
}

/** Tells the planner what is in the tables now; after filling an empty database it would otherwise guess until autovacuum comes round. */
export async function refreshStatistics(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('analyze');
  } finally {
    await owner.end();
  }
}
