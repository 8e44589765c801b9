import { fork } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import autocannon from 'autocannon';
import pg from 'pg';

import type { Statement } from './bare-server.ts';
import { freePort, root, startProduct, until } from './product.ts';
import type { Product } from './product.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);
const CONNECTIONS = 10;

interface Target {
  name: string;
  path: string;
  cookie: string;
}

/** The ten most used reads, each beside a bare HTTP server that sends the same SQL through pg and nothing else. */
export async function rows(): Promise<object[]> {
  const product = await startProduct({ WORKER: 'none' });
  try {
    const targets = await findTargets(product);
    const statements = await capture(product, targets);
    const bare = await startBare(product, statements);
    const table: object[] = [];
    for (const [index, target] of targets.entries()) {
      const warm = { connections: CONNECTIONS, duration: 1 };
      await fire(`${product.url}${target.path}`, target.cookie, warm);
      await fire(`${bare.url}/${index}`, '', warm);
      // In turns, so that a slow moment of the machine meets both.
      const rounds = [];
      for (let round = 0; round < 3; round += 1)
        rounds.push({
          bare: await fire(`${bare.url}/${index}`, ''),
          ours: await fire(`${product.url}${target.path}`, target.cookie),
        });
      const ours = median(rounds.map((round) => round.ours.requests.average));
      const theirs = median(rounds.map((round) => round.bare.requests.average));
      table.push({
        route: target.name,
        'SQL statements': statements[index]?.length ?? 0,
        'requests/s': Math.round(ours),
        'bare requests/s': Math.round(theirs),
        'times bare': theirs / ours,
        'p99 ms': median(rounds.map((round) => round.ours.latency.p99)),
        'bare p99 ms': median(rounds.map((round) => round.bare.latency.p99)),
        failed: rounds.reduce((sum, round) => sum + round.ours.non2xx + round.ours.errors, 0),
      });
    }
    bare.stop();
    return [...table, { route: `peak memory of the product: ${Math.round(product.peakMb())} MB` }];
  } finally {
    await product.stop();
  }
}

async function findTargets(product: Product): Promise<Target[]> {
  const coordinator = await product.signIn('coordinator@halden.example');
  const mentee = await product.signIn('mentee@halden.example');
  const get = async <T>(path: string, cookie: string) =>
    (await (await fetch(product.url + path, { headers: { cookie } })).json()) as T;
  const { items: programs } = await get<{ items: { cohorts: { id: string; state: string }[] }[] }>(
    '/api/programs',
    coordinator,
  );
  const cohortId =
    programs.flatMap((program) => program.cohorts).find((cohort) => cohort.state === 'running')?.id ?? '';
  const { items: pairings } = await get<{ items: { id: string }[] }>('/api/my/pairings', mentee);
  const pairingId = pairings[0]?.id ?? '';
  return [
    { name: 'session', path: '/api/session', cookie: mentee },
    { name: 'home', path: '/api/home', cookie: mentee },
    { name: 'inbox', path: '/api/inbox', cookie: mentee },
    { name: 'my pairings', path: '/api/my/pairings', cookie: mentee },
    { name: 'messages', path: `/api/pairings/${pairingId}/messages`, cookie: mentee },
    { name: 'meetings', path: `/api/pairings/${pairingId}/meetings`, cookie: mentee },
    { name: 'people', path: '/api/people?limit=50', cookie: coordinator },
    { name: 'people search', path: '/api/people?q=li&limit=50', cookie: coordinator },
    { name: 'enrolments', path: `/api/cohorts/${cohortId}/enrolments`, cookie: coordinator },
    { name: 'cohort overview', path: `/api/cohorts/${cohortId}/overview`, cookie: coordinator },
  ];
}

/** The statements of one request each, seen on the wire of an instance inside this process. */
async function capture(product: Product, targets: Target[]): Promise<Statement[][]> {
  const dist = (file: string) =>
    import(pathToFileURL(join(root, 'apps/api/dist', file)).href) as Promise<Record<string, never>>;
  const { createApp } = (await dist(
    'create-app.js',
  )) as unknown as typeof import('../../apps/api/src/create-app.ts');
  const { entities } = (await dist(
    'entities.js',
  )) as unknown as typeof import('../../apps/api/src/entities.ts');
  const { openPlatform } = (await dist(
    'platform/open-platform.js',
  )) as unknown as typeof import('../../apps/api/src/platform/open-platform.ts');
  const { readConfig } = (await dist(
    'platform/config.js',
  )) as unknown as typeof import('../../apps/api/src/platform/config.ts');
  const { createLogger } = (await dist(
    'platform/logger.js',
  )) as unknown as typeof import('../../apps/api/src/platform/logger.ts');
  const config = readConfig({ PORT: '0', WORKER: 'none', SEED: 'none', BASE_URL: 'http://localhost' });
  const platform = await openPlatform({
    config,
    logger: createLogger('fatal'),
    ownerUrl: product.databaseUrl,
    entities,
  });
  const { app } = await createApp(platform);
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const original = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  const captured: Statement[][] = [];
  for (const target of targets) {
    const seen: Statement[] = [];
    pg.Client.prototype.query = function query(this: pg.Client, ...args: unknown[]) {
      if (typeof args[0] === 'string')
        seen.push({ sql: args[0], parameters: Array.isArray(args[1]) ? (args[1] as unknown[]) : [] });
      return original.apply(this, args);
    } as typeof pg.Client.prototype.query;
    await fetch(url + target.path, { headers: { cookie: target.cookie } });
    pg.Client.prototype.query = original as typeof pg.Client.prototype.query;
    // Transaction control and the session's look-up are ours to pay for, not the query's.
    captured.push(seen.filter(({ sql }) => !/^\s*(begin|commit|rollback)/i.test(sql)));
  }
  await app.close();
  await platform.source.destroy();
  return captured;
}

async function startBare(
  product: Product,
  statements: Statement[][],
): Promise<{ url: string; stop: () => void }> {
  const file = join(mkdtempSync(join(tmpdir(), 'ithaca-bench-')), 'statements.json');
  writeFileSync(file, JSON.stringify(statements));
  const port = await freePort();
  const child = fork(join(import.meta.dirname, 'bare-server.ts'), [file, product.databaseUrl, String(port)]);
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/0`)).ok);
  return { url, stop: () => void child.kill() };
}

function fire(
  url: string,
  cookie: string,
  more: Partial<autocannon.Options> = {},
): Promise<autocannon.Result> {
  return autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: cookie === '' ? {} : { cookie },
    ...more,
  });
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
