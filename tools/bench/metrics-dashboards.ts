import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';

import pg from 'pg';

import type { Database } from '../../apps/api/src/platform/database/database.ts';
import { runtimeUrl } from '../../apps/api/src/platform/database/roles.ts';
import { hashToken, newToken } from '../../apps/api/src/platform/secrets.ts';
import { dashboardReads, statementsOf } from './dashboard-statements.ts';
import type { Dashboard, Statement } from './dashboard-statements.ts';
import { growthOf, inTurns, ROUNDS as FEW_ROUNDS, verdict } from './figures.ts';
import { firstLook } from './first-look.ts';
import type { Filled } from './large-organisation.ts';
import type { Product } from './product.ts';

const ROUNDS = 25;
/** A server that runs has compiled what it does often, and so has whoever sends statements alone; a new one has after some hundred requests. */
const WARM = 200;
const PATHS: Record<Dashboard, string> = {
  today: '/api/today',
  'cohort overview': '/api/cohorts/:cohort/overview',
  meetings: '/api/cohorts/:cohort/rhythm',
  'check-ins': '/api/cohorts/:cohort/pulse',
  'cohorts side by side': '/api/programs/:program/comparison?among=organisation',
};

/**
 * The dashboards over HTTP, beside their statements alone: the same ones with the same values, sent by pg on a connection of the
 * runtime role, together where the product asks them together, in one READ ONLY transaction with the tenant set, and kept by the
 * server as the product keeps them. Who asks and what they may do is not among them: finding that out is part of what the API costs. Each is asked as
 * it stands, when what was formed before is still true, and after something was written in the cohort, when it is formed anew; what was
 * written in such rounds is folded before they are measured, not between them. `whole` is what the same page asks of the sums, the rows
 * beside them and what is kept of each pairing in a process that has kept nothing, sent in the same way: the SQL that the page is formed from.
 */
export async function* dashboards(
  product: Product,
  superuser: pg.Client,
  db: Database,
  large: Filled,
  small: Filled,
  now: Date,
  fold: (of: Filled) => Promise<unknown>,
): AsyncIterable<object> {
  const cookies = new Map<Filled, string>();
  for (const filled of [large, small]) cookies.set(filled, await signIn(superuser, filled));
  const fetched = (path: string) => (of: Filled) => fetchPage(product, path, of, cookies.get(of) ?? '');
  const asTheProduct = { connectionString: runtimeUrl(product.databaseUrl), pipeline: true };
  const connection = new pg.Client(asTheProduct);
  await connection.connect();
  try {
    for (const dashboard of Object.keys(PATHS) as Dashboard[]) {
      const api = fetched(PATHS[dashboard]);
      const inside = dashboardReads[dashboard];
      const first = await firstLook(product.databaseUrl, large, now, dashboard);
      const [wholeMs] = await inTurns([() => replay(connection, large, first)], FEW_ROUNDS);
      for (const isWritten of [false, true]) {
        const before = async (of: Filled) => {
          if (isWritten) await write(superuser, of);
        };
        // What is formed once and kept is not asked for again, neither here nor there.
        await statementsOf(db, large, now, inside);
        await before(large);
        const statements = await statementsOf(db, large, now, inside);
        const alone = () => replay(connection, large, statements);
        for (let warm = 0; warm < WARM; warm += 1) {
          await before(large);
          await api(large);
          await alone();
        }
        // As the job of every minute does.
        for (const filled of [large, small]) await fold(filled);
        const [apiMs, sqlMs, smallMs] = await inTurns(
          [() => api(large), alone, () => api(small)],
          ROUNDS,
          () => Promise.all([before(large), before(small)]),
        );
        const growth = growthOf(apiMs, smallMs);
        yield {
          dashboard: isWritten ? `${dashboard}, after a write` : dashboard,
          'API p50 ms': apiMs,
          statements: statements.length,
          'alone p50 ms': sqlMs,
          'API times alone': apiMs / sqlMs,
          'whole p50 ms': wholeMs,
          'API times whole': apiMs / wholeMs,
          growth,
          '25 ms': verdict(apiMs <= 25),
          '1.5 times alone': verdict(apiMs <= 1.5 * sqlMs),
          '1.5 times whole': verdict(apiMs <= 1.5 * wholeMs),
          'below 0.7': verdict(growth < 0.7),
        };
      }
    }
  } finally {
    await connection.end();
  }
}

/** What else is read of numbers, once each after a first time: below the five seconds that a statement may take. */
export async function* otherPages(
  product: Product,
  superuser: pg.Client,
  large: Filled,
): AsyncIterable<object> {
  const cookie = await signIn(superuser, large);
  for (const [page, path] of Object.entries(OTHER_PAGES)) {
    const took: number[] = [];
    let failed = '';
    for (let round = 0; round < 2 && failed === ''; round += 1) {
      const began = performance.now();
      await fetchPage(product, path, large, cookie).catch((error: unknown) => {
        failed = String(error).slice(0, 60);
      });
      took.push(performance.now() - began);
    }
    const slowest = Math.max(...took);
    yield {
      page,
      'first ms': took[0] ?? '',
      'again ms': took[1] ?? '',
      'below 5 s': verdict(failed === '' && slowest < 5000),
      failed,
    };
  }
}

const OTHER_PAGES = {
  home: '/api/home',
  equity: '/api/cohorts/:cohort/access',
  'participation and retention': '/api/cohorts/:cohort/workforce',
  outcomes: '/api/cohorts/:cohort/outcomes',
  report: '/api/cohorts/:cohort/report',
  quarter: '/api/cohorts/:cohort/report/quarter',
  pairings: '/api/cohorts/:cohort/pairings',
  'pairings worth a look': '/api/cohorts/:cohort/pairings?attention=true',
  'cohorts side by side': '/api/programs/:program/comparison?among=organisation',
  people: '/api/people',
  programs: '/api/programs',
};

/** As little as possible of the asking itself is measured: one connection that stays, and no packing for a way that is not there. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

async function fetchPage(product: Product, path: string, of: Filled, cookie: string): Promise<void> {
  const { id = '', programId = '' } = of.cohorts[0] ?? {};
  const url = product.url + path.replace(':cohort', id).replace(':program', programId);
  const asked = request(url, { agent, headers: { cookie } }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  if (answer.statusCode !== 200)
    throw new Error(`${path}: ${answer.statusCode} ${Buffer.concat(parts).toString()}`);
}

/** In one of the cohort's pairings somebody says that a meeting was held, or was not after all, and changes an answer to a check-in. */
async function write(superuser: pg.Client, { owner, cohorts }: Filled): Promise<void> {
  await superuser.query(
    `with one as (
       select organisation_id, cohort_id, id from pairings where organisation_id = $1 and cohort_id = $2 order by id limit 1
     ), met as (
       update meetings m set state = case m.state when 'held' then 'missed' else 'held' end from one
       where m.organisation_id = one.organisation_id and m.id = (
         select l.id from meetings l where l.organisation_id = one.organisation_id and l.cohort_id = one.cohort_id and l.pairing_id = one.id
           and l.state in ('held', 'missed') order by l.starts_at desc limit 1)
     )
     update check_ins i set usefulness = case i.usefulness when 5 then 3 else 5 end from one
     where i.organisation_id = one.organisation_id and i.id = (
       select a.id from check_ins a where a.organisation_id = one.organisation_id and a.pairing_id = one.id and a.usefulness is not null
       order by a.wave limit 1)`,
    [owner.organisationId, cohorts[0]?.id],
  );
}

/** As the product does: the end of a read travels with the beginning of the next, and what is asked together goes out in one packet. */
async function replay(client: pg.Client, { owner }: Filled, statements: readonly Statement[]): Promise<void> {
  const { organisationId, id } = owner;
  await client.query(
    `commit; begin read only; select set_config('app.organisation_id', '${organisationId}', true), set_config('app.person_id', '${id}', true)`,
  );
  const answers: Promise<unknown>[] = [];
  for (const [after, together] of Map.groupBy(statements, (statement) => statement.after)) {
    await Promise.all(answers.slice(0, after));
    client.connection.stream.cork();
    for (const { sql, values, isKept } of together) {
      const name = isKept && { name: createHash('sha256').update(sql).digest('hex').slice(0, 40) };
      answers.push(client.query({ ...name, text: sql, values: [...values] }));
    }
    client.connection.stream.uncork();
  }
  await Promise.all(answers);
}

async function signIn(superuser: pg.Client, { owner }: Filled): Promise<string> {
  const token = newToken();
  await superuser.query(
    `insert into identity.sessions (id, token_hash, account_id, organisation_id, person_id, proof, expires_at)
     values ($1, $2, $3, $4, $5, 'mail-link', now() + interval '1 day')`,
    [randomUUID(), hashToken(token), owner.accountId, owner.organisationId, owner.id],
  );
  return `ithaca=${token}`;
}
