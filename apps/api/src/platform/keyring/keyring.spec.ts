import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { migrate, migrationsDirectory } from '../database/migrate.ts';
import { Keyring } from './keyring.ts';
import { MasterKeys, readMasterKeys } from './master-keys.ts';
import { newKey, seal, unseal } from './sealing.ts';

let api: TestApi;
const dataDir = mkdtempSync(join(tmpdir(), 'ithaca-keys-'));
const openKeys = () => MasterKeys.open({ masterKeys: null, dataDir });
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.stop();
  rmSync(dataDir, { recursive: true });
});

describe('sealing', () => {
  it('opens with the same key at the same place, and not after a single bit has changed', () => {
    const key = newKey();
    const sealed = seal(key, Buffer.from('Ünïcode مرحبا'), 'here');
    expect(unseal(key, sealed, 'here').toString()).toBe('Ünïcode مرحبا');
    expect(seal(key, Buffer.from('Ünïcode مرحبا'), 'here').equals(sealed)).toBe(false);
    expect(() => unseal(key, sealed, 'there')).toThrow();
    expect(() => unseal(newKey(), sealed, 'here')).toThrow();
    for (let at = 0; at < sealed.length; at += 1) {
      const broken = Buffer.from(sealed);
      broken[at] = (broken[at] ?? 0) ^ 1;
      expect(() => unseal(key, broken, 'here')).toThrow();
    }
    expect(() => unseal(key, sealed.subarray(0, 20), 'here')).toThrow();
  });
});

describe('master keys', () => {
  it('are made at the first start, for the product’s own eyes, and not given away by a complaint', async () => {
    const [one, other] = await Promise.all([openKeys(), openKeys()]);
    expect(one.newest.id).toBe(other.newest.id);
    expect(statSync(join(dataDir, 'master-keys')).mode & 0o777).toBe(0o600);
    const cut = readFileSync(join(dataDir, 'master-keys'), 'utf8').trim().slice(0, 40);
    expect(() => readMasterKeys(cut, 'MASTER_KEYS')).toThrow(
      /^MASTER_KEYS does not hold master keys: give 32 random bytes/,
    );
    try {
      readMasterKeys(cut, 'MASTER_KEYS');
    } catch (error) {
      expect(String(error)).not.toContain(cut);
    }
  });

  it('are turned over without a note being touched, and a process that lacks one does not start', async () => {
    const { db } = api.platform;
    const organisations = [await api.given.organisation(), await api.given.organisation()];
    const masters = await openKeys();
    const keyring = new Keyring(db, api.clock, masters);
    await keyring.assertComplete();
    const sealed = [];
    for (const { id } of organisations)
      sealed.push(await db.write({ organisationId: id }, () => keyring.seal(id, `of ${id}`, 'here')));
    const old = masters.newest;

    expect(await keyring.turnOver()).toBe(2);
    expect(await api.rows('select distinct master_key_id as id from identity.data_keys')).toEqual([
      { id: masters.newest.id },
    ]);
    expect([masters.ids.length, masters.newest.id === old.id]).toEqual([1, false]);
    const later = new Keyring(db, api.clock, await openKeys());
    await later.assertComplete();
    for (const [k, { id }] of organisations.entries()) {
      const kept = sealed[k] as (typeof sealed)[number];
      expect(await db.read({ organisationId: id }, () => later.unseal(id, kept, 'here'))).toBe(`of ${id}`);
      // Another organisation's key is another key.
      const foreign = organisations[1 - k]?.id ?? '';
      await expect(
        db.read({ organisationId: foreign }, () => later.unseal(foreign, kept, 'here')),
      ).rejects.toThrow();
    }
    const left = await MasterKeys.open({ masterKeys: [old.key.toString('base64')], dataDir });
    await expect(new Keyring(db, api.clock, left).assertComplete()).rejects.toThrow(
      /master key [0-9a-f]{16} is missing.*MASTER_KEYS/,
    );
  });
});

describe('notes from before notes were sealed', () => {
  it('are sealed while the database is brought up to date, or it stays as it was', async () => {
    const admin = new pg.Client({ connectionString: process.env.ITHACA_TEST_POSTGRES });
    await admin.connect();
    const name = `sealing_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
    await admin.query(`create database ${name}`);
    const url = new URL(process.env.ITHACA_TEST_POSTGRES ?? '');
    url.pathname = `/${name}`;
    const owner = new pg.Client({ connectionString: url.toString() });
    await owner.connect();
    try {
      await owner.query(
        'create table migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
      );
      const files = readdirSync(migrationsDirectory).toSorted();
      for (const file of files.slice(
        0,
        files.findIndex((one) => one.includes('sealed-notes')),
      )) {
        const sql = readFileSync(join(migrationsDirectory, file), 'utf8');
        await owner.query(sql);
        await owner.query('insert into migrations (name, checksum) values ($1, $2)', [
          file,
          createHash('sha256').update(sql).digest('hex'),
        ]);
      }
      const [organisation, person, program, cohort, pairing, meeting] = Array.from({ length: 6 }, () =>
        randomUUID(),
      );
      // As the tables were then: this text stays as it is whatever comes later.
      for (const sql of [
        `insert into organisations (organisation_id, name, slug, time_zone, locale) values ('${organisation}', 'O', 'o', 'UTC', 'en')`,
        `insert into people (organisation_id, id, display_name, time_zone, locale) values ('${organisation}', '${person}', 'P', 'UTC', 'en')`,
        `insert into programs (organisation_id, id, name, slug, format, template_key, eligibility, form, policy, journey, created_by)
           values ('${organisation}', '${program}', 'G', 'g', 'one-to-one', 't', '{}', '{}', '{}', '{}', '${person}')`,
        `insert into cohorts (organisation_id, id, program_id, name, enrolment_opens_on, enrolment_closes_on, starts_on, ends_on, created_by)
           values ('${organisation}', '${cohort}', '${program}', 'C', '2026-01-01', '2026-01-02', '2026-01-03', '2026-06-01', '${person}')`,
        `insert into pairings (organisation_id, id, cohort_id, published_at) values ('${organisation}', '${pairing}', '${cohort}', now())`,
        `insert into meetings (organisation_id, id, pairing_id, cohort_id, state, starts_at, duration_minutes, time_zone, created_by)
           values ('${organisation}', '${meeting}', '${pairing}', '${cohort}', 'held', now(), 45, 'UTC', '${person}')`,
        `insert into private_notes (organisation_id, meeting_id, author_id, body) values ('${organisation}', '${meeting}', '${person}', 'canary-of-old')`,
      ])
        await owner.query(sql);
      await expect(migrate(url.toString())).rejects.toThrow(/no master keys were given/);
      expect((await owner.query('select body from private_notes')).rows).toEqual([{ body: 'canary-of-old' }]);

      await migrate(url.toString(), openKeys);
      const [note] = (await owner.query('select * from private_notes')).rows;
      expect(JSON.stringify(note)).not.toContain('canary');
      const [key] = (await owner.query('select wrapped from identity.data_keys')).rows;
      const master = (await openKeys()).newest.key;
      const dataKey = unseal(master, key.wrapped, `data key ${organisation} 1`);
      const about = `note ${person} ${pairing} ${meeting}`;
      expect(unseal(dataKey, note.sealed, about).toString()).toBe('canary-of-old');
      // It goes with its author.
      await owner.query('delete from meetings; delete from pairings');
      expect((await owner.query('select from private_notes')).rowCount).toBe(0);
    } finally {
      await owner.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    }
  });
});
