import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';

import type { Actor } from '@ithaca/domain/permissions';
import pg from 'pg';

import { readCohortFacts } from '../../apps/api/src/features/metrics/facts/cohort-facts.queries.ts';
import {
  measureMentorRetention,
  measureRetention,
} from '../../apps/api/src/features/metrics/cohort/cohort-numbers.queries.ts';
import { readCohortOverview } from '../../apps/api/src/features/metrics/cohort/cohort-overview.queries.ts';
import { readPulse } from '../../apps/api/src/features/metrics/cohort/pulse.queries.ts';
import { readRhythm } from '../../apps/api/src/features/metrics/cohort/rhythm.queries.ts';
import { readComparison } from '../../apps/api/src/features/metrics/comparison/comparison.queries.ts';
import { readCohortDays } from '../../apps/api/src/features/metrics/store/cohort-days.queries.ts';
import { readPairingLives } from '../../apps/api/src/features/metrics/store/pairing-lives.queries.ts';
import { renewStandings } from '../../apps/api/src/features/metrics/store/pairing-standings.queries.ts';
import { readToday } from '../../apps/api/src/features/metrics/today.queries.ts';
import { readWorkforce } from '../../apps/api/src/features/metrics/facts/workforce.queries.ts';
import { createDataSource } from '../../apps/api/src/platform/database/data-source.ts';
import { Database } from '../../apps/api/src/platform/database/database.ts';
import { runtimeUrl } from '../../apps/api/src/platform/database/roles.ts';
import { hashToken, newToken } from '../../apps/api/src/platform/secrets.ts';
import { median, verdict } from './figures.ts';
import { copyOrganisation, fillOrganisation, largeSize, smallSize } from './large-organisation.ts';
import type { Filled } from './large-organisation.ts';
import { foldAll, folding, writing } from './metrics-writes.ts';
import { cpuMs, startProduct } from './product.ts';
import type { Product } from './product.ts';

/** 1 is an organisation of 100,000 people, 60,000 pairings and 3 million meetings beside 500 small ones. */
const DEFAULT_SCALE = 1 / 16;
/** By what the larger organisation exceeds the smaller one, from which growth is told. */
const TIMES = 16;
const ROUNDS = 7;
/** A server that runs has compiled what it does often, and so has whoever sends statements alone; a new one has after some hundred requests. */
const WARM = 200;
/** Forming everything anew is a longer piece of work, compiled after fewer. */
const WARM_ANEW = 10;

/**
 * What dashboards cost when they are read from sums. Two organisations in one database, one 16 times as large as the other, tell
 * how time grows: `growth` is the exponent, 1 is as fast as the data. `sums` and `live` are the statements alone, as the runtime
 * role under row-level security; `API` is the whole answer over HTTP. Each figure is the median of rounds taken in turns. `only`
 * names parts of it, with commas.
 */
export async function* rows(scale = DEFAULT_SCALE, keptIn?: string, only?: string): AsyncIterable<object> {
  const asksFor = (part: string) => only === undefined || only.split(',').includes(part);
  const product = await startProduct({ WORKER: 'none', SEED: 'none' }, keptIn);
  const superuser = new pg.Client({ connectionString: product.databaseUrl });
  await superuser.connect();
  const source = await createDataSource(runtimeUrl(product.databaseUrl), []).initialize();
  try {
    const db = new Database(source);
    const now = new Date();
    const began = performance.now();
    const { large, small, neighbours } = await findOrFill(superuser, db, scale, now, keptIn);
    const [counts] = (
      await superuser.query<{ people: number; pairings: number; meetings: number }>(
        `select (select count(*)::int from people where organisation_id = $1) as people,
           (select count(*)::int from pairings where organisation_id = $1) as pairings,
           (select count(*)::int from meetings where organisation_id = $1) as meetings`,
        [large.owner.organisationId],
      )
    ).rows;
    yield {
      data: 'the large organisation',
      ...counts,
      'small ones': neighbours,
      'made or found in s': (performance.now() - began) / 1000,
    };
    // What an earlier run over a kept folder has left, as the job of every minute would.
    for (const { owner } of [large, small]) {
      await foldAll(superuser, owner.organisationId);
      await renew(db, owner.organisationId, now);
    }
    // What was folded is dead until it is cleared away, as autovacuum does within a minute; a kept folder lives for less at a time.
    await superuser.query('vacuum analyze metric_deltas, cohort_days, cohort_touches, pairing_stats');
    if (asksFor('readings')) yield* readings(db, large, small, now);
    if (asksFor('dashboards')) yield* dashboards(product, superuser, db, large, small, now);
    if (asksFor('pages')) yield* otherPages(product, superuser, large);
    if (asksFor('retention')) yield await retention(product, db, large, now);
    if (asksFor('writing')) yield await writing(superuser, large);
    if (asksFor('folding')) yield await folding(product, superuser, large);
    if (asksFor('renewing')) yield await renewing(superuser, db, large, now);
  } finally {
    await superuser.end();
    await source.destroy();
    await product.stop();
  }
}

interface DataSet {
  large: Filled;
  small: Filled;
  neighbours: number;
}

/** The data set that a kept folder holds already; else it is made. */
async function findOrFill(
  superuser: pg.Client,
  db: Database,
  scale: number,
  now: Date,
  keptIn?: string,
): Promise<DataSet> {
  const note = keptIn && join(keptIn, `metrics-${scale}.json`);
  if (note && existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as DataSet;
  const large = await fillOrganisation(superuser, largeSize(scale), now);
  const small = await fillOrganisation(superuser, largeSize(scale / TIMES), now);
  const neighbours = Math.round(500 * scale);
  const model = neighbours > 0 ? await fillOrganisation(superuser, smallSize, now) : null;
  await superuser.query('vacuum analyze');
  for (const filled of [large, small, ...(model ? [model] : [])])
    await renew(db, filled.owner.organisationId, now);
  if (model) await copyOrganisation(superuser, model, neighbours - 1);
  await superuser.query('vacuum analyze');
  const made = { large, small, neighbours };
  if (note) writeFileSync(note, JSON.stringify(made));
  return made;
}

/** As the job does: forms anew how pairings stand until none is left that has to be. */
async function renew(db: Database, organisationId: string, now: Date): Promise<number> {
  let total = 0;
  for (let last = -1; last !== 0; total += last)
    last = await db.write({ organisationId }, async () => {
      await db.allow(PATIENCE_SECONDS);
      return renewStandings(db, organisationId, { now, timeZone: 'Europe/Berlin' }, 1000);
    });
  return total;
}

/** Longer than any request may take: what is counted live from millions of rows has to be waited for. */
const PATIENCE_SECONDS = 120;

type Ask = (of: Filled) => Promise<unknown>;
type Asking = (of: Filled, sql: string, values?: readonly string[]) => Promise<unknown>;

/** The sums, and what they are instead of. */
async function* readings(db: Database, large: Filled, small: Filled, now: Date): AsyncIterable<object> {
  const today = now.toISOString().slice(0, 10);
  const tenant = ({ owner }: Filled) => ({ organisationId: owner.organisationId });
  const ofCohort = ({ owner, cohorts }: Filled) => [owner.organisationId, cohorts[0]?.id ?? ''] as const;
  const read: Asking = (of, sql, values) =>
    db.read(tenant(of), async () => {
      await db.allow(PATIENCE_SECONDS);
      return db.query(sql, values ?? [tenant(of).organisationId]);
    });
  const ask =
    (sql: string): Ask =>
    (of) =>
      read(of, sql);
  const BOTH = `(select cohort_id, day, held, minutes from cohort_days where organisation_id = $1
    union all select cohort_id, day, held, minutes from metric_deltas where organisation_id = $1) d`;
  const questions: [string, Ask, Ask][] = [
    [
      'days of one cohort',
      (of) => db.read(tenant(of), () => readCohortDays(db, ...ofCohort(of), { now, today })),
      (of) =>
        read(
          of,
          `select day, state, count(*), sum(duration_minutes), count(*) filter (where confirmations >= 2) from meetings
           where organisation_id = $1 and cohort_id = $2 group by day, state`,
          ofCohort(of),
        ),
    ],
    [
      'pairings of one cohort, and when they met',
      (of) => db.read(tenant(of), () => readPairingLives(db, ...ofCohort(of), 'Europe/Berlin')),
      (of) =>
        read(
          of,
          `select p.id, array_to_string(array_agg(m.day order by m.day), ',') from pairings p
           left join meetings m on m.organisation_id = $1 and m.pairing_id = p.id and m.state = 'held'
           where p.organisation_id = $1 and p.cohort_id = $2 group by p.id`,
          ofCohort(of),
        ),
    ],
    [
      'cohorts by week, a year',
      ask(
        `select cohort_id, date_trunc('week', day) as week, sum(held) from ${BOTH} where day > current_date - 364 group by 1, 2`,
      ),
      ask(
        `select cohort_id, date_trunc('week', day) as week, count(*) from meetings
         where organisation_id = $1 and state = 'held' and day > current_date - 364 group by 1, 2`,
      ),
    ],
    [
      'cohorts side by side, in all',
      ask(`select cohort_id, sum(held), sum(minutes) from ${BOTH} group by 1`),
      ask(
        `select cohort_id, count(*), sum(duration_minutes) from meetings
         where organisation_id = $1 and state = 'held' group by 1`,
      ),
    ],
    [
      'the 50 that met longest ago',
      ask(
        `select s.pairing_id, s.last_held_at from pairing_stats s
         join pairings p on p.organisation_id = $1 and p.id = s.pairing_id and p.state = 'active'
         where s.organisation_id = $1 order by s.last_held_at limit 50`,
      ),
      ask(
        `select m.pairing_id, max(m.starts_at) as last from meetings m
         join pairings p on p.organisation_id = $1 and p.id = m.pairing_id and p.state = 'active'
         where m.organisation_id = $1 and m.state = 'held' group by 1 order by last limit 50`,
      ),
    ],
  ];
  for (const [question, sums, live] of questions) {
    const [sumsMs, liveMs, smallMs] = await inTurns([
      () => sums(large),
      () => live(large),
      () => sums(small),
    ]);
    yield {
      reading: question,
      'sums p50 ms': sumsMs,
      'live p50 ms': liveMs,
      'live times sums': liveMs / sumsMs,
      growth: growthOf(sumsMs, smallMs),
      'below 0.7': verdict(growthOf(sumsMs, smallMs) < 0.7),
    };
  }
}

/**
 * The dashboards over HTTP, beside their statements alone: the same ones with the same values, sent by pg on a connection of the
 * runtime role, one after the other, in one READ ONLY transaction with the tenant set, and kept by the server as the product
 * keeps them. Who asks and what they may do is not among them: finding that out is part of what the API costs. Each is asked as
 * it stands, when what was formed before is still true, and after something was written in the cohort, when it is formed anew.
 */
async function* dashboards(
  product: Product,
  superuser: pg.Client,
  db: Database,
  large: Filled,
  small: Filled,
  now: Date,
): AsyncIterable<object> {
  const cookies = new Map<Filled, string>();
  for (const filled of [large, small]) cookies.set(filled, await signIn(superuser, filled));
  const fetched = (path: string) => (of: Filled) => fetchPage(product, path, of, cookies.get(of) ?? '');
  const ofCohort = ({ cohorts }: Filled) => cohorts[0]?.id ?? '';
  const asked: [string, string, (actor: Actor, of: Filled) => Promise<unknown>][] = [
    ['today', '/api/today', (actor) => readToday(db, actor, now)],
    [
      'cohort overview',
      '/api/cohorts/:cohort/overview',
      (actor, of) => readCohortOverview(db, actor, ofCohort(of), now),
    ],
    ['meetings', '/api/cohorts/:cohort/rhythm', (actor, of) => readRhythm(db, actor, ofCohort(of), {}, now)],
    ['check-ins', '/api/cohorts/:cohort/pulse', (actor, of) => readPulse(db, actor, ofCohort(of), now)],
    [
      'cohorts side by side',
      '/api/programs/:program/comparison?among=organisation',
      (actor, { cohorts }) =>
        readComparison(db, actor, cohorts[0]?.programId ?? '', { among: 'organisation' }, now),
    ],
  ];
  const connection = new pg.Client({ connectionString: runtimeUrl(product.databaseUrl) });
  await connection.connect();
  try {
    for (const [dashboard, path, inside] of asked)
      for (const isWritten of [false, true]) {
        const api = fetched(path);
        const before = async (of: Filled) => {
          if (isWritten) await touch(superuser, of);
        };
        // What is formed once and kept is not asked for again, neither here nor there.
        await statementsOf(db, large, (actor) => inside(actor, large));
        await before(large);
        const statements = await statementsOf(db, large, (actor) => inside(actor, large));
        const alone = () => replay(connection, large, statements);
        for (let warm = 0; warm < (isWritten ? WARM_ANEW : WARM); warm += 1) {
          await before(large);
          await api(large);
          await alone();
        }
        const [apiMs, sqlMs, smallMs] = await inTurns(
          [() => api(large), alone, () => api(small)],
          isWritten ? ROUNDS : 25,
          () => Promise.all([before(large), before(small)]),
        );
        const growth = growthOf(apiMs, smallMs);
        yield {
          dashboard: isWritten ? `${dashboard}, after a write` : dashboard,
          'API p50 ms': apiMs,
          statements: statements.length,
          'alone p50 ms': sqlMs,
          'API times alone': apiMs / sqlMs,
          growth,
          '25 ms': verdict(apiMs <= 25),
          '1.5 times': verdict(apiMs <= 1.5 * sqlMs),
          'below 0.7': verdict(growth < 0.7),
        };
      }
  } finally {
    await connection.end();
  }
}

/** What else is read of numbers, once each after a first time: below the five seconds that a statement may take. */
async function* otherPages(product: Product, superuser: pg.Client, large: Filled): AsyncIterable<object> {
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

/** By what power of the data time grows, from two organisations of which one is 16 times the other. */
const growthOf = (largeMs: number, smallMs: number): number => Math.log(largeMs / smallMs) / Math.log(TIMES);

/** As a statement does that writes of one of the cohort's pairings. */
async function touch(superuser: pg.Client, { owner, cohorts }: Filled): Promise<void> {
  await superuser.query(
    `insert into cohort_touches (organisation_id, cohort_id, pairing_id)
     select organisation_id, cohort_id, id from pairings where organisation_id = $1 and cohort_id = $2 order by id limit 1`,
    [owner.organisationId, cohorts[0]?.id],
  );
}

interface Statement {
  sql: string;
  values: readonly unknown[];
}

/** What a screen asks the database. */
async function statementsOf(
  db: Database,
  of: Filled,
  work: (actor: Actor) => Promise<unknown>,
): Promise<Statement[]> {
  const { organisationId, id: personId } = of.owner;
  const actor: Actor = {
    accountId: '',
    personId,
    organisationId,
    grants: [{ role: 'owner', programId: null }],
    isManager: false,
  };
  const statements: Statement[] = [];
  const { query } = db;
  db.query = async <T extends object>(sql: string, values: readonly unknown[] = []) => {
    statements.push({ sql, values });
    return (await query.call(db, sql, values)) as T[];
  };
  try {
    await db.read(actor, () => work(actor));
  } finally {
    db.query = query;
  }
  return statements;
}

/** As the product does, the end of a read travels with the beginning of the next. */
async function replay(client: pg.Client, { owner }: Filled, statements: readonly Statement[]): Promise<void> {
  const { organisationId, id } = owner;
  await client.query(
    `commit; begin read only; select set_config('app.organisation_id', '${organisationId}', true), set_config('app.person_id', '${id}', true)`,
  );
  for (const { sql, values } of statements)
    await client.query({
      name: createHash('sha256').update(sql).digest('hex').slice(0, 40),
      text: sql,
      values: [...values],
    });
}

/** Nothing of it is kept: each round reads everybody and compares them. Processor time is that of this process and of the database. */
async function retention(
  product: Product,
  db: Database,
  { owner, cohorts }: Filled,
  now: Date,
): Promise<object> {
  const { organisationId } = owner;
  const cohort = await db.read({ organisationId }, () =>
    readCohortFacts(db, organisationId, cohorts[0]?.id ?? '', now, {
      meetings: 'summed',
      workforce: 'left out',
    }),
  );
  const rounds: { reading: number; computing: number; inAll: number; cpu: number }[] = [];
  let people = 0;
  let status = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = cpuMs(process.pid) + product.databaseCpuMs();
    const began = performance.now();
    const workforce = await db.read({ organisationId }, async () => {
      await db.allow(PATIENCE_SECONDS);
      return readWorkforce(db, organisationId, cohort.cohort, cohort.cohort.timeZone);
    });
    const read = performance.now();
    // Every page that tells of mentees tells of mentors, too.
    const facts = { ...cohort, workforce };
    ({ status } = measureRetention(facts));
    measureMentorRetention(facts);
    const computed = performance.now();
    people = workforce.length;
    rounds.push({
      reading: read - began,
      computing: computed - read,
      inAll: computed - began,
      cpu: cpuMs(process.pid) + product.databaseCpuMs() - before,
    });
  }
  const of = (figure: keyof (typeof rounds)[number]) => median(rounds.map((round) => round[figure]));
  return {
    'retention of': people,
    status,
    'first ms': rounds[0]?.inAll,
    'reading p50': of('reading'),
    'computing p50': of('computing'),
    'in all p50': of('inAll'),
    'CPU ms': of('cpu'),
    '1.5 s': verdict(of('inAll') <= 1500),
  };
}

/** How the pairings of a cohort stand, formed anew after something was written of each. */
async function renewing(
  superuser: pg.Client,
  db: Database,
  { owner: { organisationId }, cohorts }: Filled,
  now: Date,
): Promise<object> {
  await renew(db, organisationId, now);
  await superuser.query(
    'insert into cohort_touches (organisation_id, cohort_id, pairing_id) select organisation_id, cohort_id, id from pairings where organisation_id = $1 and cohort_id = $2',
    [organisationId, cohorts[0]?.id],
  );
  const began = performance.now();
  const renewed = await renew(db, organisationId, now);
  const seconds = (performance.now() - began) / 1000;
  return { renewing: `how ${renewed} pairings stand`, seconds, 'a second': Math.round(renewed / seconds) };
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

/** Medians of what takes turns, ms, after a round for nothing; `before` is done before each round and not measured. */
async function inTurns(
  works: (() => Promise<unknown>)[],
  rounds = ROUNDS,
  before: () => Promise<unknown> = async () => undefined,
): Promise<[number, number, number]> {
  const times = works.map((): number[] => []);
  for (let round = -1; round < rounds; round += 1) {
    await before();
    for (const [i, work] of works.entries()) {
      const began = performance.now();
      await work();
      if (round >= 0) times[i]?.push(performance.now() - began);
    }
  }
  return [median(times[0] ?? []), median(times[1] ?? []), median(times[2] ?? [])];
}
