import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@ithaca/domain/permissions';
import { Random } from '@ithaca/domain/random';
import type { GivenCohort, GivenPairing, GivenPerson } from '@ithaca/testkit/given';
import pg from 'pg';
import { pino } from 'pino';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { runtimeUrl } from '../../../platform/database/roles.ts';
import { readCohortFacts } from '../facts/cohort-facts.queries.ts';
import { measureCohort } from '../cohort/cohort-numbers.queries.ts';
import { overviewOf, readCohortOverview, readLeavers } from '../cohort/cohort-overview.queries.ts';
import { readAmongEverybody, readCohortWorkforce, workforceOf } from '../cohort/cohort-workforce.queries.ts';
import { MetricsStoreService } from './store.service.ts';

/** Many more by hand: CHAOS_OPERATIONS=50000. */
const OPERATIONS = Number(process.env.CHAOS_OPERATIONS ?? 2000);
const WRITERS = 8;

let api: TestApi;
let pool: pg.Pool;
let store: MetricsStoreService;
let owner: GivenPerson;
let cohorts: GivenCohort[];
let pairings: GivenPairing[];
const logged: string[] = [];

beforeAll(async () => {
  api = await startApi({ now: new Date('2026-03-20T09:00:00Z') });
  const [{ name = '' } = {}] = await api.rows<{ name: string }>('select current_database() as name');
  const url = new URL(process.env.ITHACA_TEST_POSTGRES ?? '');
  url.pathname = `/${name}`;
  pool = new pg.Pool({ connectionString: runtimeUrl(url.toString()), max: 20 });
  pool.on('error', () => undefined);
  const logger = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) });
  store = new MetricsStoreService(api.platform.db, api.clock, logger);

  const organisation = await api.given.organisation();
  owner = await api.given.person(organisation);
  const program = await api.given.program(owner);
  cohorts = [
    await api.given.cohort(program, owner, { state: 'running', startsOn: '2026-01-12' }),
    await api.given.cohort(program, owner, { state: 'running', startsOn: '2026-01-12' }),
  ];
  pairings = [];
  for (const cohort of cohorts)
    for (let i = 0; i < 3; i += 1)
      pairings.push(
        await api.given.pairing(
          cohort,
          await api.given.person(organisation),
          await api.given.person(organisation),
          {
            startedAt: new Date('2026-01-15T09:00:00Z'),
          },
        ),
      );
});
afterAll(async () => {
  await pool.end();
  await api.stop();
});

const inTenant = (statement: string) =>
  `begin; select set_config('app.organisation_id', '${owner.organisationId}', true); ${statement}; commit`;
const insertOf = (pairing: GivenPairing, state: string, startsAt: string) =>
  `insert into meetings (organisation_id, id, pairing_id, cohort_id, state, starts_at, ended_at, duration_minutes, time_zone, created_by)
   values ('${pairing.organisationId}', gen_random_uuid(), '${pairing.id}', '${pairing.cohortId}', '${state}', '${startsAt}',
     case when '${state}' <> 'planned' then timestamptz '${startsAt}' - interval '12 hours' end, 45, 'Europe/Berlin', '${pairing.mentee.id}')`;

/** Days and pairings whose sums differ from the rows, in one snapshot. */
async function drift(): Promise<number> {
  const [row] = await api.rows<{ drift: number }>(
    `select ((select count(*) from metric_drift($1, null, null)) + (select count(*) from pairing_drift($1, null, null)))::int as drift`,
    [owner.organisationId],
  );
  return row?.drift ?? NaN;
}

describe('the sums of the metrics', () => {
  it('are exact at every read while many write and two fold, and after a folder was killed in the middle', async () => {
    const random = new Random(Number(process.env.CHAOS_SEED ?? 7));
    const one = `(select id from meetings where pairing_id = '%' order by random() limit 1)`;
    const someState = () => random.pick(['held', 'held', 'planned', 'missed', 'cancelled', 'moved']);
    const someTime = () =>
      `2026-0${random.between(1, 3)}-${random.between(10, 28)} ${random.between(10, 23)}:30+00`;
    const acts: ((pairing: GivenPairing) => string)[] = [
      (pairing) => insertOf(pairing, someState(), someTime()),
      (pairing) => insertOf(pairing, 'held', someTime()),
      (pairing) => `update meetings set state = '${someState()}' where id = ${one.replace('%', pairing.id)}`,
      (pairing) =>
        `update meetings set starts_at = '${someTime()}' where id = ${one.replace('%', pairing.id)}`,
      (pairing) =>
        `update meetings set state = 'held', duration_minutes = ${random.between(15, 90)} where id = ${one.replace('%', pairing.id)}`,
      (pairing) => `delete from meetings where id = ${one.replace('%', pairing.id)}`,
      (pairing) =>
        `insert into meeting_answers (organisation_id, meeting_id, person_id, answer)
         select organisation_id, id, '${random.pick([pairing.mentor, pairing.mentee]).id}', '${random.pick(['held', 'held', 'not-held', 'absent'])}'
         from meetings where id = ${one.replace('%', pairing.id)} for key share
         on conflict on constraint meeting_answers_pk do update set answer = excluded.answer`,
      (pairing) =>
        `insert into check_ins (organisation_id, id, cohort_id, pairing_id, person_id, role, wave, asked_at, due_at)
         values ('${pairing.organisationId}', gen_random_uuid(), '${pairing.cohortId}', '${pairing.id}', '${pairing.mentee.id}', 'mentee',
           ${random.between(1, 30_000)}, '${someTime()}', '${someTime()}') on conflict do nothing`,
      (pairing) =>
        `update check_ins set answered_at = asked_at + interval '1 day', usefulness = ${random.between(1, 5)}
         where id = (select id from check_ins where pairing_id = '${pairing.id}' order by random() limit 1)`,
    ];
    let left = OPERATIONS;
    let refused = 0;
    const write = async () => {
      while (left > 0) {
        left -= 1;
        // Most go to one pairing, so that they meet.
        const pairing = random.between(1, 3) === 1 ? random.pick(pairings) : pairings[0];
        if (!pairing) return;
        const client = await pool.connect();
        try {
          await client.query(inTenant(random.pick(acts)(pairing)));
        } catch (error) {
          await client.query('rollback');
          // A deadlock is refused whole; the product would try again.
          if ((error as { code?: string }).code !== '40P01') throw error;
          refused += 1;
        } finally {
          client.release();
        }
      }
    };
    let reads = 0;
    let folded = 0;
    let kills = 0;
    const found: number[] = [];
    const until = async (work: () => Promise<void>) => {
      while (left > 0) await work();
    };
    await Promise.all([
      ...Array.from({ length: WRITERS }, write),
      until(async () => void (folded += await store.fold(owner.organisationId))),
      until(async () => void (folded += await store.fold(owner.organisationId))),
      // A third one dies between folding and committing.
      until(async () => {
        const client = await pool.connect();
        // It says so twice: what the server answered, and that the connection has ended.
        client.on('error', () => undefined);
        const gone = new Promise<void>((resolve) => client.once('end', resolve));
        const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
        await client.query(
          inTenant(`select fold_metric_deltas('${owner.organisationId}', 50)`).replace('; commit', ''),
        );
        await api.rows('select pg_terminate_backend($1)', [rows[0]?.pid]);
        await gone;
        client.release(true);
        kills += 1;
      }),
      until(async () => {
        found.push(await drift());
        reads += 1;
      }),
      // What is read meanwhile is kept, and brought up to date by what was touched since, while touches are folded.
      until(async () => void (await store.renewStandings(owner.organisationId))),
      ...cohorts.map((cohort) => until(async () => void (await readOverview(cohort)))),
    ]);
    if (process.env.CHAOS_OPERATIONS)
      process.stderr.write(
        `${OPERATIONS} operations, ${refused} refused, ${reads} reads, ${folded} folded, ${kills} killed\n`,
      );
    expect(found.filter((days) => days !== 0)).toEqual([]);
    expect(reads).toBeGreaterThan(2);
    expect(kills).toBeGreaterThan(0);
    expect(folded).toBeGreaterThan(0);
    await store.renewStandings(owner.organisationId);
    await theDefinitionsSayTheSame();
    expect(await drift()).toBe(0);
    expect(await api.rows('select id from metric_deltas')).toEqual([]);
  }, 600_000);
});

/** Two sessions write to one pairing; the second waits for the first. Answers the drift that is left. */
async function writeTwoAtOnce(pairing: GivenPairing): Promise<number> {
  const [first, second] = [await pool.connect(), await pool.connect()];
  try {
    const { rows } = await second.query<{ pid: number }>('select pg_backend_pid() as pid');
    await first.query(inTenant(insertOf(pairing, 'held', '2026-02-03 10:00+00')).replace('; commit', ''));
    const waiting = second.query(inTenant(insertOf(pairing, 'held', '2026-02-04 10:00+00')));
    while (
      (
        await api.rows(`select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'`, [
          rows[0]?.pid,
        ])
      ).length === 0
    );
    await first.query('commit');
    await waiting;
    return await drift();
  } finally {
    first.release();
    second.release();
  }
}

describe('what is counted of a pairing', () => {
  it('is right when two write at once, because the lock comes first and the counting next; in one statement it is not', async () => {
    const [, pairing] = pairings;
    if (!pairing) throw new Error('There is no pairing.');
    expect(await writeTwoAtOnce(pairing)).toBe(0);

    const [{ source = '' } = {}] = await api.rows<{ source: string }>(
      `select pg_get_functiondef('recount_pairings'::regproc) as source`,
    );
    // Without the locks, the statement that counts waits for the row and then writes what was true before.
    const inOne = source.replace(/declare[\s\S]*?(?=update pairing_stats)/, 'begin\n');
    expect(inOne).not.toBe(source);
    await api.rows(inOne);
    expect(await writeTwoAtOnce(pairing)).toBe(1);
    await api.rows(source);
  });

  it('and the sums are put right by night, aloud', async () => {
    // What the spec before has left, and a sum that somebody has changed by hand.
    await store.fold(owner.organisationId);
    await api.rows(
      `update cohort_days set held = held + 2 where (cohort_id, day) in (select cohort_id, day from cohort_days order by day desc limit 1)`,
    );
    expect(await drift()).toBe(2);
    api.clock.set(new Date('2026-03-20T01:30:00Z'));
    await store.reconcile(owner.organisationId);
    expect(await drift()).toBe(2);
    api.clock.set(new Date('2026-03-20T03:30:00Z'));
    await store.reconcile(owner.organisationId);
    expect(await drift()).toBe(0);
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([
      { days: 1, pairings: 1, rollup_drift_total: 2 },
    ]);
    await store.reconcile(owner.organisationId);
    expect(logged).toHaveLength(1);
    // Of what is longer ago a part has its turn each night.
    await api.rows(
      `update cohort_days set held = held + 2 where (cohort_id, day) in (select cohort_id, day from cohort_days order by day limit 1)`,
    );
    for (let night = 21; night < 21 + 28; night += 1) {
      api.clock.set(new Date(Date.UTC(2026, 2, night, 3, 30)));
      await store.reconcile(owner.organisationId);
    }
    expect(await drift()).toBe(0);
    expect(logged).toHaveLength(2);
    api.clock.set(new Date('2026-03-20T03:30:00Z'));
  });
});

describe('the day of a meeting', () => {
  it('is of the time zone in which it was written; only what is to come follows another one', async () => {
    const [, , pairing] = pairings;
    if (!pairing) throw new Error('There is no pairing.');
    await api.rows(insertOf(pairing, 'held', '2026-02-10 23:45+00'));
    await api.rows(insertOf(pairing, 'planned', '2096-02-10 23:45+00'));
    const days = () =>
      api.rows<{ day: string }>(
        `select day::text from meetings where pairing_id = $1 and extract(minute from starts_at) = 45 order by starts_at`,
        [pairing.id],
      );
    expect(await days()).toEqual([{ day: '2026-02-11' }, { day: '2096-02-11' }]);
    await api.rows(`update organisations set time_zone = 'America/Lima' where organisation_id = $1`, [
      owner.organisationId,
    ]);
    expect(await days()).toEqual([{ day: '2026-02-11' }, { day: '2096-02-10' }]);
    expect(await drift()).toBe(0);
  });
});

describe('the standing of a cohort', () => {
  it('is noted once for each day that is over', async () => {
    await store.noteStandings(owner.organisationId);
    await store.noteStandings(owner.organisationId);
    const noted = await api.rows<{ cohort_id: string; day: string; open: number; health: number }>(
      `select cohort_id, day::text, open, on_rhythm + slipping + stalled + fresh + paused + ended as health
       from cohort_standings order by cohort_id`,
    );
    expect(noted).toEqual(
      cohorts
        .map(({ id }) => ({ cohort_id: id, day: '2026-03-18', open: 3, health: 3 }))
        .toSorted((one, other) => (one.cohort_id < other.cohort_id ? -1 : 1)),
    );
  });
});

const readOverview = ({ id }: GivenCohort) =>
  api.platform.db.read(owner, () => readCohortOverview(api.platform.db, actor(), id, api.clock.now()));

const actor = (): Actor => ({
  accountId: '',
  personId: owner.id,
  organisationId: owner.organisationId,
  grants: [],
  isManager: false,
});

const inOrder = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).toSorted();

/** The screen from the sums, before they are folded and after, and from each meeting by the definitions of libs/metrics. */
async function theDefinitionsSayTheSame(): Promise<void> {
  const { db } = api.platform;
  const now = api.clock.now();
  await api.rows(insertOf(pairings[0] as GivenPairing, 'planned', '2026-03-20 15:00+00'));
  for (const folds of [false, true]) {
    if (folds) await store.fold(owner.organisationId);
    // What is kept of the workforce must not outlive somebody who leaves, nor the spell that says so.
    if (folds)
      await api.rows(`update employment_spells set ends_on = '2026-03-01' where person_id = $1`, [
        pairings[0]?.mentee.id,
      ]);
    for (const { id, organisationId } of cohorts)
      await db.read({ organisationId }, async () => {
        const [each, summed] = [
          await readCohortFacts(db, organisationId, id, now),
          await readCohortFacts(db, organisationId, id, now, { meetings: 'summed' }),
        ];
        const leavers = await readLeavers(db, organisationId, each.cohort);
        expect(each.meetings.length).toBeGreaterThan(10);
        expect(summed.meetings).toEqual([]);
        expect(overviewOf(summed, leavers)).toEqual(overviewOf(each, leavers));
        const stamp = expect.objectContaining({ computedAt: now.toISOString() });
        expect(await readCohortOverview(db, actor(), id, now)).toEqual({
          ...overviewOf(each, leavers),
          stamp,
        });
        expect(await readCohortWorkforce(db, actor(), id, now)).toEqual({ ...workforceOf(each), stamp });
        const { facts } = await readAmongEverybody(db, organisationId, id, now);
        expect(facts).toMatchObject({ workforce: [], stages: each.stages });
        // Neither is asked for in an order.
        expect(inOrder(facts.meetings)).toEqual(inOrder(each.meetings));
        expect(workforceOf(facts)).toEqual(workforceOf(each));
        const forManagers = { people: null, minimum: { named: 10, answers: 10 } };
        expect(measureCohort(facts, forManagers)).toEqual(measureCohort(each, forManagers));
        for (const pairing of each.pairings) {
          const held = each.meetings.filter(
            ({ pairingId, state }) => pairingId === pairing.id && state === 'held',
          );
          expect(pairing.life.heldOn).toEqual(held.map(({ on }) => on).toSorted());
        }
      });
  }
}
