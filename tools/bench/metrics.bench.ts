import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import pg from 'pg';

import { readCohortFacts } from '../../apps/api/src/features/metrics/facts/cohort-facts.queries.ts';
import {
  measureMentorRetention,
  measureRetention,
} from '../../apps/api/src/features/metrics/cohort/cohort-numbers.queries.ts';
import { readCohortDays } from '../../apps/api/src/features/metrics/store/cohort-days.queries.ts';
import { readPairingLives } from '../../apps/api/src/features/metrics/store/pairing-lives.queries.ts';
import { renewStandings } from '../../apps/api/src/features/metrics/store/pairing-standings.queries.ts';
import { readWorkforce } from '../../apps/api/src/features/metrics/facts/workforce.queries.ts';
import { createDataSource } from '../../apps/api/src/platform/database/data-source.ts';
import { Database } from '../../apps/api/src/platform/database/database.ts';
import { runtimeUrl } from '../../apps/api/src/platform/database/roles.ts';
import { growthOf, inTurns, median, ROUNDS, TIMES, verdict } from './figures.ts';
import { copyOrganisation, fillOrganisation, largeSize, smallSize } from './large-organisation.ts';
import type { Filled } from './large-organisation.ts';
import { dashboards, otherPages } from './metrics-dashboards.ts';
import { foldAll, folding, writing } from './metrics-writes.ts';
import { cpuMs, startProduct } from './product.ts';
import type { Product } from './product.ts';

/** 1 is an organisation of 100,000 people, 60,000 pairings and 3 million meetings beside 500 small ones. */
const DEFAULT_SCALE = 1 / 16;

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
    const fold = async ({ owner: { organisationId } }: Filled) => {
      await foldAll(superuser, organisationId);
      await renew(db, organisationId, now);
    };
    for (const filled of [large, small]) await fold(filled);
    // What was folded is dead until it is cleared away, as autovacuum does within a minute; a kept folder lives for less at a time.
    await superuser.query('vacuum analyze metric_deltas, cohort_days, cohort_touches, pairing_stats');
    if (asksFor('readings')) yield* readings(db, large, small, now);
    if (asksFor('dashboards')) yield* dashboards(product, superuser, db, large, small, now, fold);
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
