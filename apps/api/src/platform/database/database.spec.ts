import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { identityRoutes } from '@ithaca/contracts/identity';
import { inboxRoutes, organisationRoutes } from '@ithaca/contracts/organisations';
import { programRoutes } from '@ithaca/contracts/programs';
import type pg from 'pg';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

async function memberOf(name: string) {
  const organisation = await api.given.organisation({ name });
  return api.as(await api.given.person(organisation));
}

/** Connections on which a transaction is open although nothing runs in it. */
async function left(): Promise<number> {
  const [row] = await api.rows<{ count: number }>(
    "select count(*)::int as count from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
  );
  return row?.count ?? 0;
}

async function leftAfterAMoment(): Promise<number> {
  for (let wait = 0; wait < 100 && (await left()) > 0; wait += 1)
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  return left();
}

describe('a read', () => {
  it('shows its own organisation only, however many share the connections', async () => {
    const names = times(6).map((index) => `Organisation ${index}`);
    const members = await Promise.all(names.map(memberOf));
    const answers = await Promise.all(
      times(60).map(async (index) => {
        const { body } = await (members[index % 6] ?? api.anonymous()).call(organisationRoutes.get, {});
        return [body.name, names[index % 6]];
      }),
    );
    for (const [shown, own] of answers) expect(shown).toBe(own);
  });

  it('leaves no transaction open, whatever became of it', async () => {
    const member = await memberOf('Tidy');
    const elsewhere = '01a2016d-0cf3-7000-8000-000000001497';
    const statuses = await Promise.all([
      member.call(inboxRoutes.list, {}),
      member.call(inboxRoutes.list, { query: { limit: 5000 } }),
      member.call(programRoutes.get, { params: { programId: elsewhere } }),
      member.call(programRoutes.get, { params: { programId: 'nonsense' } }),
      member.call(organisationRoutes.listAudit, {}),
      api.anonymous().call(inboxRoutes.list, {}),
    ]).then((answers) => answers.map(({ status }) => status));
    expect(statuses).toEqual([200, 400, 404, 400, 403, 401]);
    expect(await leftAfterAMoment()).toBe(0);
  });

  it('ends its transaction when the caller goes away', async () => {
    const member = await memberOf('Hasty');
    const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    await Promise.all(
      times(20).map((index) =>
        fetch(`${api.baseUrl}/api/inbox`, {
          headers: { cookie },
          signal: AbortSignal.timeout(index),
        }).catch(() => undefined),
      ),
    );
    expect(await leftAfterAMoment()).toBe(0);
  });

  it('is done in the order in which it was asked together, and lets nothing go on once a part has failed', async () => {
    const { db } = api.platform;
    const { id: organisationId } = await api.given.organisation();
    const at = async (sql: string) => (await db.query<{ at: Date }>(`${sql} clock_timestamp() as at`))[0]?.at;
    const [first = 0, second = 0] = await db.read({ organisationId }, () =>
      Promise.all([at('select pg_sleep(0.03),'), at('select')]),
    );
    expect(Number(second)).toBeGreaterThanOrEqual(Number(first));

    const slow = async () => {
      await db.query('select pg_sleep(0.03)');
      return db.query('select 1');
    };
    let goingOn: Promise<unknown> = Promise.resolve();
    const failing = db.read({ organisationId }, () =>
      Promise.all([(goingOn = slow()), Promise.reject(new Error('A part has failed.'))]),
    );
    await expect(failing).rejects.toThrow('A part has failed.');
    await expect(goingOn).rejects.toThrow('is over');
    expect(await leftAfterAMoment()).toBe(0);
  });

  it('sends in one packet what is asked together', async () => {
    const { db } = api.platform;
    const { id: organisationId } = await api.given.organisation();
    const packets = await db.read({ organisationId }, async () => {
      const client: pg.Client = await db.manager.queryRunner?.connect();
      const { stream } = client.connection;
      const one = jest.spyOn(stream, '_write');
      const several = jest.spyOn(stream as Required<typeof stream>, '_writev');
      const rows = await Promise.all(times(5).map((value) => db.first('select $1::int as value', [value])));
      expect(rows).toEqual(times(5).map((value) => ({ value })));
      return one.mock.calls.length + several.mock.calls.length;
    });
    expect(packets).toBe(1);
  });

  it('asks at once what a transaction that writes asks one after the other', async () => {
    const { db } = api.platform;
    const { id: organisationId } = await api.given.organisation();
    // What has not gone out when a part fails never does.
    const behind = async (open: 'read' | 'write') => {
      let second: Promise<string> = Promise.resolve('');
      const failing = db[open]({ organisationId }, () => {
        const first = db.query('select pg_sleep(0.03)');
        second = db.query('select 1').then(
          () => 'answered',
          (error: Error) => error.message,
        );
        return Promise.all([first, second, Promise.reject(new Error('A part has failed.'))]);
      });
      await expect(failing).rejects.toThrow('A part has failed.');
      return second;
    };
    expect(await behind('read')).toBe('answered');
    expect(await behind('write')).toContain('is over');
    expect(await leftAfterAMoment()).toBe(0);
  });

  it('goes on when a pooler between us and the database has lost the kept plans', async () => {
    const member = await memberOf('Pooled');
    const read = async () => [
      (await member.call(inboxRoutes.list, {})).status,
      (await member.call(identityRoutes.session, {})).status,
    ];
    for (const _ of times(12)) await read();
    const { db } = api.platform;
    await Promise.all(
      times(20).map(() =>
        db.identify({}, async () => {
          await db.query('select pg_sleep(0.2)');
          await db.query('deallocate all');
        }),
      ),
    );
    expect(await Promise.all(times(10).map(read))).toEqual(times(10).map(() => [200, 200]));
    expect(await leftAfterAMoment()).toBe(0);
  });
});
