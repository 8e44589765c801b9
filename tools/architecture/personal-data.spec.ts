import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { findUnclassified } from '../../apps/api/src/features/personal-data/unclassified.ts';
import { TEMPLATE } from '../../apps/api/testing/start-database.ts';

let admin: pg.Client;
let client: pg.Client;
const name = `own_data_${randomUUID().replaceAll('-', '').slice(0, 16)}`;

beforeAll(async () => {
  admin = new pg.Client({ connectionString: process.env.ITHACA_TEST_POSTGRES });
  await admin.connect();
  await admin.query(`create database ${name} template ${TEMPLATE}`);
  const url = new URL(process.env.ITHACA_TEST_POSTGRES ?? '');
  url.pathname = `/${name}`;
  client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
});

/** Table → its columns; those of `public` without its name. */
async function readTables(): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select case table_schema when 'public' then '' else table_schema || '.' end || table_name as name,
       array_agg(column_name::text order by ordinal_position) as columns
     from information_schema.columns where table_schema in ('public', 'identity') group by table_schema, table_name`,
  );
  return new Map(rows.map((row) => [row.name, row.columns]));
}

describe('what of a person’s data they can take along', () => {
  it('is decided for every table and every column', async () => {
    expect(findUnclassified(await readTables())).toEqual([]);
  });

  it.each([
    ['create table diaries (organisation_id uuid, person_id uuid, body text)', /diaries is in no class/],
    ['alter table people add column shoe_size int', /people\.shoe_size is neither given nor left out/],
    ['alter table actions rename column due_on to due', /actions has no due_on/],
    ['drop table presences', /there is no table presences/],
  ])('is asked for by “%s”', async (change, expected) => {
    await client.query('begin');
    try {
      await client.query(change);
      expect(findUnclassified(await readTables()).join('\n')).toMatch(expected);
    } finally {
      await client.query('rollback');
    }
  });
});
