import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { TEMPLATE } from '../../apps/api/testing/start-database.ts';
import { findIsolationFaults } from './catalogue.ts';

let admin: pg.Client;
let client: pg.Client;
const name = `catalogue_${randomUUID().replaceAll('-', '').slice(0, 16)}`;

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

describe('tenant isolation in the catalogue', () => {
  it('holds for every table', async () => {
    expect(await findIsolationFaults(client)).toEqual([]);
  });

  const NEW_TABLE =
    'create table leaks (organisation_id uuid not null, id uuid not null, primary key (organisation_id, id))';
  const plants: [string, string, RegExp][] = [
    ['a new table that nobody protected', NEW_TABLE, /leaks has no row-level security/],
    [
      'row-level security that is not forced',
      'alter table people no force row level security',
      /people does not force/,
    ],
    [
      'row-level security switched off',
      'alter table messages disable row level security',
      /messages has no row-level security/,
    ],
    [
      'a second, wider policy',
      'create policy wide on goals to ithaca_runtime using (true)',
      /goals has the permissive policy wide/,
    ],
    [
      'a policy without a check',
      `drop policy meetings_tenant on meetings; create policy meetings_tenant on meetings to ithaca_runtime using (organisation_id is not null)`,
      /meetings has no policy of its tenant/,
    ],
    [
      'a key that does not start with the organisation',
      'alter table actions drop constraint actions_pk; alter table actions add primary key (id)',
      /actions has a primary key/,
    ],
    [
      'a unique index over all organisations',
      'create unique index people_email_global on people (email)',
      /people_email_global/,
    ],
    [
      'a foreign key across organisations',
      'create unique index x on people (id); alter table goals add constraint goals_cross foreign key (owner_id) references people (id)',
      /goals_cross/,
    ],
    [
      'an organisation that may be missing',
      'alter table mails drop constraint mails_pk; alter table mails alter organisation_id drop not null',
      /mails may have a null organisation_id/,
    ],
    [
      'a view that reads as its owner',
      'create view everyone as select * from people',
      /everyone is a view without security_invoker/,
    ],
    [
      'a materialised view',
      'create materialized view counted as select count(*) from people',
      /counted is a materialised view/,
    ],
    [
      'a function with the owner’s rights',
      `create function peek() returns bigint language sql security definer set search_path = public as 'select count(*) from people'`,
      /peek\(\) is SECURITY DEFINER/,
    ],
    [
      'a function with a free search_path',
      `create function loose() returns int language sql as 'select 1'`,
      /loose\(\) has no pinned search_path/,
    ],
    [
      'TRUNCATE for the runtime role',
      'grant truncate on people to ithaca_runtime',
      /people lets the runtime role truncate/,
    ],
    [
      'CREATE for the runtime role',
      'grant create on schema public to ithaca_runtime',
      /public lets the runtime role create/,
    ],
    [
      'an audit trail that can be rewritten',
      'grant update on audit_rows to ithaca_runtime',
      /audit_rows may be updated/,
    ],
    ['a sequence', 'create sequence numbers', /numbers is a sequence/],
  ];
  it.each(plants)('finds %s', async (_, plant, expected) => {
    await client.query('begin');
    try {
      await client.query(plant);
      expect((await findIsolationFaults(client)).join('\n')).toMatch(expected);
    } finally {
      await client.query('rollback');
    }
  });
});
