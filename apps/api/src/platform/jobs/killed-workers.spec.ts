import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { letTimePass } from '../../../testing/dead-workers.ts';
import { startMailServer } from '../../../testing/mail-server.ts';
import type { MailServer } from '../../../testing/mail-server.ts';
import { openWire } from '../../../testing/wire.ts';
import { Announcements } from '../announcements.ts';
import { createDataSource } from '../database/data-source.ts';
import { Database } from '../database/database.ts';
import { runtimeUrl } from '../database/roles.ts';
import { Post } from '../mail/post.ts';
import { SmtpTransport } from '../mail/smtp-transport.ts';
import { Jobs } from './jobs.ts';

const KILLS = 50;
/** So many workers are at it at the same moment. */
const AT_ONCE = 10;
/** Enough for each to have some. */
const MAILS = 2 * AT_ONCE * 5;
const BASE_URL = 'https://mentoring.example.com';

let api: TestApi;
let smtp: MailServer;
/** Clearing away dead workers. */
const leftovers: Promise<unknown>[] = [];

beforeAll(async () => {
  // By the wall: the queue itself looks at the real clock.
  api = await startApi({ now: new Date() });
  smtp = await startMailServer();
});
afterAll(async () => {
  await Promise.all(leftovers);
  await api.stop();
  await smtp.stop();
});

/** A worker of the outbox that is killed right after the mail server has taken a mail, before it can mark it as sent. */
async function workUntilKilled(): Promise<void> {
  const wire = await openWire();
  const url = wire.to(new URL(runtimeUrl(api.databaseUrl)));
  const source = await createDataSource(url, [], { poolSize: 3 }).initialize();
  const db = new Database(source);
  const logger = pino({ level: 'silent' });
  const jobs = new Jobs(url, db, logger, { working: true });
  const transport = new SmtpTransport(smtp.url, BASE_URL, null);
  const killed = Promise.withResolvers<void>();
  const post = new Post(db, jobs, api.clock, new Announcements(url, db, logger), BASE_URL, {
    send: async (mail) => {
      await transport.send(mail);
      // Nothing that the worker still does can reach the database.
      wire.close();
      killed.resolve();
      throw new Error('What comes after is never done.');
    },
  });
  expect(post).toBeDefined();
  await jobs.start(true);
  await killed.promise;
  // The process is gone; what it leaves behind in this one is cleared away meanwhile.
  leftovers.push(
    jobs.stop().catch(() => undefined),
    source.destroy().catch(() => undefined),
  );
}

describe('the outbox', () => {
  it(`loses no mail when ${KILLS} workers are killed between sending and marking, and sends each under one id`, async () => {
    const organisation = await api.given.organisation();
    const { id: organisationId } = organisation;
    const { platform } = api;
    const ids = await platform.db.write({ organisationId }, async () => {
      const written: string[] = [];
      for (let n = 0; n < MAILS; n += 1)
        written.push(
          await platform.post.send(organisationId, {
            kind: 'export-ready',
            personId: null,
            programId: null,
            to: `reader-${n}@example.com`,
            locale: 'en',
            facts: { name: `Reader ${n}` },
            path: '/',
          }),
        );
      return written;
    });
    for (let kills = 0; kills < KILLS; kills += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => workUntilKilled()));
      // So that mails are interrupted more than once.
      await letTimePass(api);
    }
    expect(smtp.taken.length).toBeGreaterThanOrEqual(KILLS);
    const states = () =>
      api.rows<{ state: string; count: number }>(
        'select state, count(*)::int from mails where organisation_id = $1 group by state',
        [organisationId],
      );
    expect(await states()).toEqual([{ state: 'queued', count: MAILS }]);

    const transport = new SmtpTransport(smtp.url, BASE_URL, null);
    const sent: string[] = [];
    const post = new Post(platform.db, platform.jobs, api.clock, platform.announcements, BASE_URL, {
      send: async (mail) => {
        sent.push(mail.id);
        return transport.send(mail);
      },
    });
    expect(post).toBeDefined();
    await api.runJobs();
    expect(await states()).toEqual([{ state: 'sent', count: MAILS }]);
    // Nobody missed, nobody under another id, and nobody twice by whom nobody killed.
    expect(new Set(smtp.taken)).toEqual(new Set(ids));
    expect(sent.toSorted()).toEqual(ids.toSorted());
  }, 180_000);
});

describe('a job that fails every time', () => {
  it('holds nobody else up, is kept for the operator, and is done when it is asked for again', async () => {
    const { id: organisationId } = await api.given.organisation();
    const source = await createDataSource(runtimeUrl(api.databaseUrl), []).initialize();
    const db = new Database(source);
    const jobs = new Jobs(runtimeUrl(api.databaseUrl), db, pino({ level: 'silent' }), { working: true });
    const done: number[] = [];
    let isPoison = true;
    jobs.handle(
      'count',
      async ({ number }) => {
        if (number === 0 && isPoison) throw new Error('Cannot be done.');
        done.push(Number(number));
      },
      { areMany: true },
    );
    await jobs.start(true);
    await db.write({ organisationId }, async () => {
      for (let number = 0; number < 6; number += 1) await jobs.enqueue('count', { organisationId, number });
    });
    await until(() => done.length === 5);
    expect(done.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5]);
    // Its last try.
    const due = `start_after = now(), retry_count = retry_limit`;
    await until(
      async () =>
        (await api.rows(`update pgboss.job set ${due} where name = 'count' and state = 'retry' returning 1`))
          .length === 1,
    );
    await until(async () => (await jobs.listGivenUp()).length === 1);
    expect(await jobs.listGivenUp()).toMatchObject([
      { name: 'count', data: { organisationId, number: 0 }, problem: 'Cannot be done.' },
    ]);
    isPoison = false;
    expect(await jobs.redoGivenUp()).toBe(1);
    await until(() => done.includes(0));
    expect(await jobs.listGivenUp()).toEqual([]);
    await jobs.stop();
    await source.destroy();
  }, 180_000);

  it('does not keep a sweep from the organisations after it', async () => {
    const [first, second] = [await api.given.organisation(), await api.given.organisation()];
    const swept: string[] = [];
    const { db } = api.platform;
    const jobs = new Jobs(runtimeUrl(api.databaseUrl), db, pino({ level: 'silent' }), { working: false });
    jobs.sweep('look', '0 3 * * *', async (organisationId) => {
      if (organisationId === first.id) throw new Error('Not this one.');
      swept.push(organisationId);
    });
    await expect(jobs.runSweep('look')).rejects.toThrow('Not this one.');
    expect(swept).toContain(second.id);
  });
});

/** Waits for what happens in the background. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100));
}
