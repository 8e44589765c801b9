import { fork } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import autocannon from 'autocannon';

import type { Named } from '../../apps/api/src/platform/database/database.ts';
import type { Call } from '../../apps/api/src/platform/database/prepared-statements.ts';
import { runtimeUrl } from '../../apps/api/src/platform/database/roles.ts';
import type { Transaction } from './bare-server.ts';
import { cpuMs, freePort, root, startProduct, until } from './product.ts';
import type { Product } from './product.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 2);
const ROUNDS = 3;
const CONNECTIONS = 10;

interface Target {
  name: string;
  path: string;
  cookie: string;
}

/**
 * The ten most used reads, each beside two servers that only know HTTP and pg, in turns within the same minute:
 * - bare: the SQL of the answer alone, as the owner of the tables, without transaction, tenant, session or rights. This is
 *   the strict comparison, and what 'times bare' counts: everything the product does for safety is its own cost.
 * - safe: the same with what a careful hand would add: runtime role, READ ONLY transaction, tenant, session and rights.
 * None of them names its statements for the server to keep, since that is a choice of the product and not of the SQL.
 * CPU is that of the server's process and of the database together: it stays the same when the machine has other work.
 */
export async function rows(): Promise<object[]> {
  const product = await startProduct({ WORKER: 'none' });
  try {
    const startMb = product.peakMb();
    product.forgetPeak();
    const targets = await findTargets(product);
    const bare = await startBare(product, await capture(product, targets));
    const table: object[] = [];
    for (const [index, target] of targets.entries()) {
      const sides = {
        ours: { url: `${product.url}${target.path}`, cookie: target.cookie, pid: product.process.pid },
        bare: { url: `${bare.url}/bare/${index}`, cookie: '', pid: bare.pid },
        safe: { url: `${bare.url}/safe/${index}`, cookie: '', pid: bare.pid },
      };
      const rounds: Record<keyof typeof sides, Round>[] = [];
      for (const side of Object.values(sides)) await fire(product, side, 1);
      for (let round = 0; round < ROUNDS; round += 1)
        rounds.push({
          bare: await fire(product, sides.bare, SECONDS),
          ours: await fire(product, sides.ours, SECONDS),
          safe: await fire(product, sides.safe, SECONDS),
        });
      const of = (side: keyof typeof sides, figure: keyof Round) =>
        median(rounds.map((round) => round[side][figure]));
      const times = (side: 'bare' | 'safe', figure: 'perSecond' | 'cpuMs') =>
        median(
          rounds.map(({ ours, [side]: other }) =>
            figure === 'perSecond' ? other.perSecond / ours.perSecond : ours.cpuMs / other.cpuMs,
          ),
        );
      table.push({
        route: target.name,
        'requests/s': Math.round(of('ours', 'perSecond')),
        bare: Math.round(of('bare', 'perSecond')),
        safe: Math.round(of('safe', 'perSecond')),
        'times bare': times('bare', 'perSecond'),
        'times safe': times('safe', 'perSecond'),
        'CPU ms': of('ours', 'cpuMs'),
        'CPU times bare': times('bare', 'cpuMs'),
        'p50 ms': of('ours', 'p50'),
        'bare p50': of('bare', 'p50'),
        'p99 ms': of('ours', 'p99'),
        'bare p99': of('bare', 'p99'),
        failed: rounds.reduce(
          (sum, { ours, bare: b, safe }) => sum + ours.failed + b.failed + safe.failed,
          0,
        ),
      });
    }
    bare.stop();
    return [
      ...table,
      {
        route: `peak memory: ${Math.round(product.peakMb())} MB serving, ${Math.round(startMb)} MB starting with the demo`,
      },
    ];
  } finally {
    await product.stop();
  }
}

interface Round {
  perSecond: number;
  cpuMs: number;
  p50: number;
  p99: number;
  failed: number;
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

/** What one request each asks of the database, seen in an instance inside this process. */
async function capture(product: Product, targets: Target[]): Promise<Transaction[][]> {
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
  const config = readConfig({
    PORT: '0',
    WORKER: 'none',
    SEED: 'none',
    BASE_URL: 'http://localhost',
    DATA_DIR: product.dataDir,
  });
  const platform = await openPlatform({
    config,
    logger: createLogger('fatal'),
    ownerUrl: product.databaseUrl,
    entities,
  });
  const { app } = await createApp(platform);
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const captured: Transaction[][] = [];
  let seen: Transaction[] = [];
  const { db } = platform;
  const { query, script, openScript } = db;
  db.script = (named, calls) => {
    seen.push(transactionOf(named, calls, seen.length === 0));
    return script.call(db, named, calls);
  };
  db.openScript = (named, calls) => {
    seen.push(transactionOf(named, calls, true));
    return openScript.call(db, named, calls);
  };
  db.query = <T extends object>(sql: string, parameters: readonly unknown[] = []) => {
    seen.at(-1)?.statements.push({ sql, parameters: [...parameters], lookUp: false });
    return query.call(db, sql, parameters) as Promise<T[]>;
  };
  for (const target of targets) {
    seen = [];
    const answer = await fetch(url + target.path, { headers: { cookie: target.cookie } });
    if (!answer.ok) throw new Error(`${target.name}: ${answer.status} ${await answer.text()}`);
    captured.push(seen);
  }
  await app.close();
  await platform.source.destroy();
  return captured;
}

/** The first statements of a request find out who asks; the others are its answer. */
function transactionOf(named: Named, calls: readonly Call[], lookUp: boolean): Transaction {
  return {
    settings: {
      ...(named.tokenHash ? { 'app.token_hash': named.tokenHash } : {}),
      ...(named.accountId ? { 'app.account_id': named.accountId } : {}),
      ...(named.organisationId ? { 'app.organisation_id': named.organisationId } : {}),
    },
    statements: calls.map(({ sql, values }) => ({ sql, parameters: [...values], lookUp })),
  };
}

async function startBare(
  product: Product,
  routes: Transaction[][],
): Promise<{ url: string; pid: number | undefined; stop: () => void }> {
  const file = join(mkdtempSync(join(tmpdir(), 'ithaca-bench-')), 'statements.json');
  writeFileSync(file, JSON.stringify(routes));
  const port = await freePort();
  const child = fork(join(import.meta.dirname, 'bare-server.ts'), [
    file,
    product.databaseUrl,
    runtimeUrl(product.databaseUrl),
    String(port),
  ]);
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/bare/0`)).ok);
  return { url, pid: child.pid, stop: () => void child.kill() };
}

async function fire(
  product: Product,
  { url, cookie, pid }: { url: string; cookie: string; pid: number | undefined },
  duration: number,
): Promise<Round> {
  const cpu = () => cpuMs(pid) + product.databaseCpuMs();
  const before = cpu();
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration,
    headers: cookie === '' ? {} : { cookie },
  });
  return {
    perSecond: result.requests.average,
    cpuMs: (cpu() - before) / Math.max(1, result.requests.total),
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
