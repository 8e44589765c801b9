import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { letTimePass } from '../../../testing/dead-workers.ts';
import { startMailServer } from '../../../testing/mail-server.ts';
import type { MailServer } from '../../../testing/mail-server.ts';
import { startWorker } from '../../../testing/worker-process.ts';
import type { WorkerProcess } from '../../../testing/worker-process.ts';

/** A process takes a second or two to start: three in the suite, more by hand. */
const KILLS = Number(process.env.WORKER_KILLS ?? 3);
/** New mails before each kill; a worker is killed at one of its first so many. */
const MAILS = 3;
/** So long another process may take, on a busy machine. */
const PATIENCE_MS = 40_000;
const TEN_MINUTES_MS = 600_000;

let api: TestApi;
let smtp: MailServer;
/** Holds what a worker is about to write, so that it is killed at that very moment. */
let holder: pg.Client;
const workers: WorkerProcess[] = [];
beforeAll(async () => {
  // By the wall, as the processes know no other clock.
  api = await startApi({ now: new Date() });
  smtp = await startMailServer();
  holder = new pg.Client({ connectionString: api.databaseUrl });
  await holder.connect();
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await holder.end();
  await api.stop();
  await smtp.stop();
});

function work(): WorkerProcess {
  const worker = startWorker(api.databaseUrl, smtp.url);
  workers.push(worker);
  return worker;
}

/** Waits for what other processes do. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await isSo());) {
    if (Date.now() > end) throw new Error(`It did not become so: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A worker stands at what the holder holds. */
const isHeld = async () =>
  (
    await api.rows(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).length > 0;

/** A worker that is killed once it was told that its n-th mail is taken, in the very statement that marks it as sent. Answers the mail. */
async function workUntilKilledAt(nth: number): Promise<string> {
  const held = Promise.withResolvers<string>();
  let seen = 0;
  smtp.onMail = async (id) => {
    if ((seen += 1) !== nth) return;
    await holder.query('begin');
    await holder.query('select from mails where id = $1 for update', [id]);
    held.resolve(id);
  };
  const worker = work();
  const id = await held.promise;
  await until(isHeld);
  await worker.kill();
  await holder.query('rollback');
  smtp.onMail = async () => undefined;
  return id;
}

const stateOf = async (ids: readonly string[]) =>
  new Set(
    (await api.rows<{ state: string }>('select state from mails where id = any ($1)', [ids])).map(
      ({ state }) => state,
    ),
  );

describe('workers that are processes of their own', () => {
  it(
    `send every mail, each under one id, though ${KILLS} are killed between sending and marking and one job can never be done`,
    async () => {
      const { id: organisationId } = await api.given.organisation();
      const { db, post, jobs } = api.platform;
      const poison = { organisationId, mailId: 'no id at all' };
      await db.write({ organisationId }, () => jobs.enqueue('send-mail', poison));
      const ids: string[] = [];
      const interrupted: string[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        await db.write({ organisationId }, async () => {
          for (let n = 0; n < MAILS; n += 1)
            ids.push(
              await post.send(organisationId, {
                kind: 'export-ready',
                personId: null,
                programId: null,
                to: `reader-${ids.length}@example.com`,
                locale: 'en',
                facts: { name: `Reader ${ids.length}` },
                path: '/',
              }),
            );
        });
        const id = await workUntilKilledAt(1 + (kill % MAILS));
        expect(await stateOf([id])).toEqual(new Set(['queued']));
        interrupted.push(id);
        await letTimePass(api);
      }
      // What was interrupted at every one of its tries is found again by the sweep.
      api.clock.set(new Date(Date.now() + TEN_MINUTES_MS));
      await jobs.runSweep('send-waiting-mails');
      work();
      await until(async () => !(await stateOf(ids)).has('queued'));
      expect(await stateOf(ids)).toEqual(new Set(['sent']));
      // Nobody missed, nobody under another id; what was interrupted came once more.
      expect(new Set(smtp.taken)).toEqual(new Set(ids));
      for (const id of interrupted) expect(smtp.taken.filter((one) => one === id).length).toBeGreaterThan(1);
      const tries = await api.rows<{ count: number; states: string[] }>(
        `select max(retry_count)::int as count, array_agg(state::text) as states from pgboss.job where data ->> 'mailId' = $1`,
        [poison.mailId],
      );
      expect(tries[0]?.count).toBeGreaterThan(0);
      expect(tries[0]?.states).not.toContain('completed');
    },
    60_000 + KILLS * 20_000,
  );
});
