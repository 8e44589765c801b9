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
const EXPLAINED = 20;
const BY_KEYS = 'select display_name, department from people where organisation_id = $1 and id = any($2)';
const organisationId = '0190a000-0000-7000-8000-000000000001';

/**
 * The directory of 100,000 people, under row-level security as the runtime role and beside three other organisations of
 * 20,000. `database` is what PostgreSQL itself says it took to carry the statements out (and `plan` to plan them, which it does
 * once for many); `statements` is the time between sending a statement and having its rows; `all` is the whole unit of work. The
 * promise is 5 ms in the database. The baseline is as many rows read by their keys, one statement.
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
  const keys = await db.read(actor, async () => {
    const some = await db.query<{ id: string }>(
      'select id from people where organisation_id = $1 and random() < 0.01 limit 50',
      [organisationId],
    );
    return some.map(({ id }) => id);
  });
  const questions: [string, () => Promise<unknown>][] = [
    ['baseline: 50 people by their keys', () => db.query(BY_KEYS, [organisationId, keys])],
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
    ['search “anna eng”, first page', () => list({ q: 'anna eng', employed: true })],
    ['search “a s”, first page', () => list({ q: 'a s', employed: true })],
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
    const explained = await explain(db, actor, ask);
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
      'database p50 ms': quantile(
        explained.map(({ execution }) => execution),
        0.5,
      ),
      'plan p50 ms': quantile(
        explained.map(({ planning }) => planning),
        0.5,
      ),
      'statements p50 ms': quantile(statements, 0.5),
      'statements p95 ms': quantile(statements, 0.95),
      'all p50 ms': quantile(all, 0.5),
    });
  }
  return table;
}

/** What PostgreSQL says each round of the question's statements took, ms. */
async function explain(
  db: Database,
  actor: Actor,
  ask: () => Promise<unknown>,
): Promise<{ execution: number; planning: number }[]> {
  const rounds = [];
  for (let round = 0; round < EXPLAINED; round += 1) {
    let [execution, planning] = [0, 0];
    const { query } = db;
    db.query = async <T extends object>(sql: string, parameters: readonly unknown[] = []) => {
      const [plan] = await query.call<Database, [string, readonly unknown[]], Promise<Explained[]>>(
        db,
        `explain (analyze, timing off, format json) ${sql}`,
        parameters,
      );
      execution += plan?.['QUERY PLAN'][0]['Execution Time'] ?? NaN;
      planning += plan?.['QUERY PLAN'][0]['Planning Time'] ?? NaN;
      return query.call(db, sql, parameters) as Promise<T[]>;
    };
    await db.read(actor, ask);
    db.query = query;
    rounds.push({ execution, planning });
  }
  return rounds;
}

interface Explained {
  'QUERY PLAN': [{ 'Execution Time': number; 'Planning Time': number }];
}

function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
}
