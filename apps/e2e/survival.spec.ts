import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { end, freePort, pause, signIn, startProduct } from './testing/product.ts';

const PROCESS_KILLS = 10;
const DATABASE_KILLS = 5;
const WRITERS = 4;

let dataDir: string;
let port: number;
let url: string;
let product: ChildProcess;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ithaca-survival-'));
  chmodSync(dataDir, 0o755);
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
  product = await startProduct({ port, dataDir });
}, 90_000);

afterAll(async () => {
  await end(product, 'SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

interface Written {
  body: string;
  acknowledged: boolean;
}

/** Within this time every request is answered, whatever was killed under it; a busy machine has some of it too. */
const ANSWERED_WITHIN_MS = 15_000;

describe('a product that is killed while people write', () => {
  it('loses nothing that it acknowledged and doubles nothing that was tried again', async () => {
    const cookie = await signIn(url, 'mentee@halden.example');
    const mine = (await (await fetch(`${url}/api/my/pairings`, { headers: { cookie } })).json()) as {
      items: { id: string; state: string }[];
    };
    const pairingId = mine.items.find((pairing) => pairing.state === 'active')?.id;
    const path = `${url}/api/pairings/${pairingId}/messages`;
    const written: Written[] = [];
    let writing = true;
    let unanswered = 0;

    const write = async (writer: number) => {
      for (let number = 0; writing; number += 1) {
        const message = { body: `writer ${writer}, message ${number}`, acknowledged: false };
        written.push(message);
        const key = randomUUID();
        while (!message.acknowledged && writing) {
          // The same key at every try: that is what keeps a message from being written twice.
          const status = await fetch(path, {
            method: 'POST',
            headers: { cookie, 'content-type': 'application/json', 'idempotency-key': key },
            body: JSON.stringify({ body: message.body }),
            signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
          }).then(
            (answer) => answer.status,
            (error: unknown) => {
              if (error instanceof DOMException && error.name === 'TimeoutError') unanswered += 1;
              return 0;
            },
          );
          if (status === 201) message.acknowledged = true;
          else if (status !== 0 && status < 500 && status !== 409)
            throw new Error(`A message was answered with ${status}.`);
          else await pause(20);
        }
      }
    };
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer));

    for (let kill = 0; kill < PROCESS_KILLS; kill += 1) {
      await pause(150 + kill * 35);
      await end(product, 'SIGKILL');
      product = await startProduct({ port, dataDir });
    }
    for (let kill = 0; kill < DATABASE_KILLS; kill += 1) {
      await pause(250 + kill * 60);
      await killDatabase(dataDir);
      await pause(600);
    }
    await pause(500);
    writing = false;
    await Promise.all(writers);

    expect(unanswered).toBe(0);
    await untilReady();
    const kept = await readAll(path, cookie);
    const times = (body: string) => kept.filter((one) => one === body).length;
    const acknowledged = written.filter((message) => message.acknowledged);
    expect(acknowledged.length).toBeGreaterThan(30);
    expect(acknowledged.filter((message) => times(message.body) === 0)).toEqual([]);
    expect(written.filter((message) => times(message.body) > 1)).toEqual([]);
  }, 300_000);
});

/** Kills the database that runs at the moment; one that is still coming back is waited for. */
async function killDatabase(dataDir: string): Promise<void> {
  for (;;) {
    try {
      const [pid] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGKILL');
      return;
    } catch {
      await pause(50);
    }
  }
}

/** The last database that was killed is still coming back. */
async function untilReady(): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const isReady = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ANSWERED_WITHIN_MS) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await pause(100);
  }
  throw new Error('The product did not get ready again within a minute.');
}

async function readAll(path: string, cookie: string): Promise<string[]> {
  const bodies: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer = await fetch(`${path}?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`, {
      headers: { cookie },
    });
    if (!answer.ok) throw new Error(`The messages were answered with ${answer.status}.`);
    const page = (await answer.json()) as { items: { body: string }[]; nextCursor: string | null };
    bodies.push(...page.items.map((item) => item.body));
    cursor = page.nextCursor;
  }
  return bodies;
}
