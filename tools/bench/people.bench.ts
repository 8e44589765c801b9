import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Actor } from '@ithaca/domain/permissions';
import pg from 'pg';

import { findColleagues, listPeople } from '../../apps/api/src/features/people/people.queries.ts';
import { createDataSource } from '../../apps/api/src/platform/database/data-source.ts';
import { Database } from '../../apps/api/src/platform/database/database.ts';
import { migrate } from '../../apps/api/src/platform/database/migrate.ts';
import { runtimeUrl } from '../../apps/api/src/platform/database/roles.ts';
import { removeDataFolder } from '../../apps/api/src/platform/embedded-postgres/data-folder.ts';
import { startEmbeddedPostgres } from '../../apps/api/src/platform/embedded-postgres/embedded-postgres.ts';
import { fillDirectory } from './large-directory.ts';

const PEOPLE = 100_000;
const NEIGHBOURS = 3;
const ROUNDS = 60;
const organisationId = '0190a000-0000-7000-8000-000000000001';

/**
 * The directory of 100,000 people, under row-level security as the runtime role and beside three other organisations of
 * 20,000. `statements` is the time of the SQL alone, between sending a statement and having its rows; `all` is the whole unit
 * of work. The promise is 5 ms in the database.
 */
export async function rows(): Promise<object[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ithaca-bench-'));
  chmodSync(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir, durable: true });
  try {
    await migrate(postgres.url);
    const superuser = new pg.Client({ connectionString: postgres.url });
    await superuser.connect();
    const began = performance.now();
    await fillDirectory(superuser, { id: organisationId, number: 1, people: PEOPLE });
    for (let number = 2; number < 2 + NEIGHBOURS; number += 1)
      await fillDirectory(superuser, {
        id: `0190a000-0000-7000-8000-00000000000${number}`,
        number,
        people: PEOPLE / 5,
      });
    await superuser.query('vacuum analyze');
    const filledMs = performance.now() - began;
    await superuser.end();
    const source = await createDataSource(runtimeUrl(postgres.url), []).initialize();
    const table = await measure(new Database(source));
    await source.destroy();
    return [...table, { question: `filled and analysed in ${(filledMs / 1000).toFixed(1)} s` }];
  } finally {
    await postgres.stop();
    removeDataFolder(dataDir);
  }
}

async function measure(db: Database): Promise<object[]> {
  const actor: Actor = {
    accountId: '',
    personId: organisationId,
    organisationId,
    grants: [{ role: 'owner', programId: null }],
    isManager: false,
  };
  const now = new Date('2026-11-20T09:00:00Z');
  const list = (query: Partial<Parameters<typeof listPeople>[3]>) =>
    listPeople(db, actor, now, { limit: 50, ...query });
  const cursorAfter = async (name: string) =>
    Buffer.from(JSON.stringify([name, 'ffffffff-ffff-7fff-bfff-ffffffffffff'])).toString('base64url');
  const deep = await cursorAfter('Sofia');
  const questions: [string, () => Promise<unknown>][] = [
    ['list, first page', () => list({})],
    ['list, deep page', () => list({ cursor: deep })],
    ['employed, first page', () => list({ employed: true })],
    ['employed, deep page', () => list({ employed: true, cursor: deep })],
    ['a department, first page', () => list({ department: 'Engineering', employed: true })],
    ['a department, deep page', () => list({ department: 'Engineering', employed: true, cursor: deep })],
    ['search “a”, first page', () => list({ q: 'a', employed: true })],
    ['search “a”, deep page', () => list({ q: 'a', employed: true, cursor: deep })],
    ['search “ma”, first page', () => list({ q: 'ma', employed: true })],
    ['search “ma”, deep page', () => list({ q: 'ma', employed: true, cursor: deep })],
    ['search “sof h”, first page', () => list({ q: 'sof h', employed: true })],
    ['search “sof h”, deep page', () => list({ q: 'sof h', employed: true, cursor: deep })],
    ['search one number', () => list({ q: 'B54321', employed: true })],
    ['search nobody', () => list({ q: 'xyzzy', employed: true })],
    ['search in a department', () => list({ q: 'ma', department: 'Legal', employed: true })],
    ['colleagues “so”', () => findColleagues(db, actor, now, 'so')],
  ];
  const table: object[] = [];
  for (const [question, ask] of questions) {
    const all: number[] = [];
    const statements: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      let spent = 0;
      const query = db.query.bind(db);
      db.query = async <T extends object>(sql: string, parameters: readonly unknown[] = []) => {
        const sent = performance.now();
        const found = await query<T>(sql, parameters);
        spent += performance.now() - sent;
        return found;
      };
      const began = performance.now();
      await db.read(actor, ask);
      all.push(performance.now() - began);
      db.query = query;
      statements.push(spent);
    }
    table.push({
      question,
      'statements p50 ms': quantile(statements, 0.5),
      'statements p95 ms': quantile(statements, 0.95),
      'all p50 ms': quantile(all, 0.5),
    });
  }
  return table;
}

function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
}
