import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageRoutes } from '@ithaca/contracts/messages';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';

import { startApi } from '../../../testing/api.ts';
import type { Answer, TestApi, TestCaller } from '../../../testing/api.ts';
import { openWire } from '../../../testing/wire.ts';
import type { Wire } from '../../../testing/wire.ts';
import { ProblemFilter } from '../http/problem.filter.ts';

/** Shorter than in life, so that the test need not wait. */
const SILENCE_MS = 1000;
/** A request waits for a connection, for the look-up of who asks or its own work, and for nothing else. */
const ANSWERED_WITHIN_MS = 2000 + 2 * SILENCE_MS + 1000;
/** More than there are connections. */
const AT_ONCE = 24;

let wire: Wire;
let api: TestApi;
let mentor: TestCaller;
let pairingId: string;

beforeAll(async () => {
  wire = await openWire();
  api = await startApi({ through: wire, silenceMs: SILENCE_MS });
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  const cohort = await api.given.cohort(await api.given.program(owner), owner, { state: 'running' });
  const guide = await api.given.person(organisation);
  const mentee = await api.given.person(organisation);
  ({ id: pairingId } = await api.given.pairing(cohort, guide, mentee, { state: 'active' }));
  mentor = await api.as(guide);
});
afterAll(async () => {
  await api.stop();
  wire.close();
});

interface Written {
  body: string;
  key: string;
}
interface Met {
  answer: Answer<{ code?: string }>;
  tookMs: number;
}

async function send({ body, key }: Written): Promise<Met> {
  const begun = performance.now();
  const route = messageRoutes.send;
  const path = route.path.replace(':pairingId', pairingId);
  const answer = await mentor.raw<{ code?: string }>(
    route.method,
    path,
    { body },
    { 'idempotency-key': key },
  );
  return { answer, tookMs: performance.now() - begun };
}
const newMessages = () =>
  Array.from({ length: AT_ONCE }, (): Written => ({ body: randomUUID(), key: randomUUID() }));

/** Done, or told that it can be tried again: in time, and as the contract says. */
function expectAnswered(met: readonly Met[]): void {
  for (const { answer, tookMs } of met) {
    expect(tookMs).toBeLessThan(ANSWERED_WITHIN_MS);
    if (answer.status === 201) continue;
    expect([answer.status, answer.body.code]).toEqual([503, 'service.busy']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
}

/** Tries each again under its key until it is done, and looks whether it was done once. */
async function expectDoneOnce(written: readonly Written[]): Promise<void> {
  const left = [...written];
  const finish = async () => {
    for (let one = left.pop(); one; one = left.pop()) {
      let met = await send(one);
      // The first try may still hold the key, at the other end of a connection that nobody has any more.
      for (let tries = 0; met.answer.status !== 201 && tries < 50; tries += 1) {
        await sleep(100);
        met = await send(one);
      }
      expect(met.answer.status).toBe(201);
    }
  };
  await Promise.all([finish(), finish(), finish()]);
  const kept = await api.rows<{ body: string; times: number }>(
    'select body, count(*)::int as times from messages where body = any ($1) group by body',
    [written.map(({ body }) => body)],
  );
  expect(kept.map(({ times }) => times)).toEqual(written.map(() => 1));
}

const isReady = async () => (await fetch(`${api.baseUrl}/readyz`)).ok;
async function untilReady(): Promise<void> {
  const end = performance.now() + 5000;
  while (!(await isReady())) {
    if (performance.now() > end) throw new Error('It does not get ready again.');
    await sleep(50);
  }
}

describe('while the database', () => {
  it('stands still, everybody is answered soon, and what was asked is done once when it goes on', async () => {
    await send({ body: 'before', key: randomUUID() });
    const written = newMessages();
    const under = written.map(send);
    await sleep(15);
    wire.freeze();
    const begun = performance.now();
    expect(await isReady()).toBe(false);
    expect(performance.now() - begun).toBeLessThan(2000);
    expectAnswered(await Promise.all(under));
    const meanwhile = newMessages();
    const met = await Promise.all(meanwhile.map(send));
    expectAnswered(met);
    expect(met.every(({ answer }) => answer.status === 503)).toBe(true);
    wire.thaw();
    await untilReady();
    await expectDoneOnce([...written, ...meanwhile]);
  }, 60_000);

  it('is lost at any moment, everybody is answered at once, and what was asked is done once', async () => {
    const written: Written[] = [];
    for (let cut = 0; cut < 5; cut += 1) {
      const now = newMessages();
      const under = now.map(send);
      await sleep(5 + cut * 20);
      wire.cut();
      expectAnswered(await Promise.all(under));
      written.push(...now);
    }
    await untilReady();
    await expectDoneOnce(written);
  }, 60_000);

  it('ends each connection in the moment it opens it, the process lives on', async () => {
    wire.cutAtTheDoor(true);
    wire.cut();
    for (let round = 0; round < 3; round += 1) expectAnswered(await Promise.all(newMessages().map(send)));
    expect(await isReady()).toBe(false);
    wire.cutAtTheDoor(false);
    await untilReady();
  }, 60_000);

  it('is lost between two questions of one piece of work, that work says that it can be tried again', async () => {
    const { db } = api.platform;
    const work = db.identify({}, async () => {
      await db.query('select 1');
      wire.cut();
      await sleep(50);
      await db.manager.query('select 1');
    });
    const lost: unknown = await work.catch((error: unknown) => error);
    let told: unknown;
    const response = {
      setHeader: () => response,
      status: () => response,
      type: () => response,
      send: (body: string) => (told = JSON.parse(body)),
    };
    const host = new ExecutionContextHost([{ path: '/' }, response]);
    new ProblemFilter(api.platform.logger).catch(lost, host);
    expect(told).toMatchObject({ status: 503, code: 'service.busy' });
  });
});
