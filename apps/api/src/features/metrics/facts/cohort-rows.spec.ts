import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { comparisonRoutes } from '@ithaca/contracts/comparison';
import { measureRoutes } from '@ithaca/contracts/measures';
import { metricRoutes } from '@ithaca/contracts/metrics';
import type { Actor } from '@ithaca/domain/permissions';
import type { GivenCohort, GivenOrganisation, GivenPairing, GivenPerson } from '@ithaca/testkit/given';
import pg from 'pg';
import { pino } from 'pino';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';
import { runtimeUrl } from '../../../platform/database/roles.ts';
import { MetricsStoreService } from '../store/store.service.ts';

const NOW = new Date('2026-03-20T09:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

let api: TestApi;
let store: MetricsStoreService;
let organisation: GivenOrganisation;
let owner: GivenPerson;
let reader: TestCaller;
let cohorts: GivenCohort[];
let pairings: GivenPairing[];

/** Two cohorts of twelve pairings that meet each fortnight and answer two check-ins. */
beforeAll(async () => {
  api = await startApi({ now: NOW });
  const { given } = api;
  store = new MetricsStoreService(api.platform.db, api.clock, pino({ level: 'silent' }));
  organisation = await given.organisation();
  owner = await given.person(organisation);
  await given.grant(owner, 'owner');
  const program = await given.program(owner);
  cohorts = [];
  pairings = [];
  for (let c = 0; c < 2; c += 1) {
    const cohort = await given.cohort(program, owner, { state: 'running', startsOn: '2025-12-01' });
    cohorts.push(cohort);
    for (let i = 0; i < 12; i += 1) {
      const department = i % 3 === 0 ? 'Sales' : 'Legal';
      const mentor = await given.person(organisation, { account: false });
      const mentee = await given.person(organisation, { account: false, department });
      const pairing = await given.pairing(cohort, mentor, mentee, { startedAt: daysAgo(100) });
      pairings.push(pairing);
      for (const stage of ['in-pool', 'matched'])
        await api.rows(STAGE, [cohort.organisationId, cohort.id, mentee.id, stage, daysAgo(130)]);
      for (const days of [80, 66, 52, 38, 24])
        await given.meeting(pairing, { state: 'held', startsAt: daysAgo(days) });
      for (const [wave, days] of [
        [1, 60],
        [2, 30],
      ] as const)
        await given.checkIn(pairing, mentee, {
          wave,
          askedAt: daysAgo(days),
          ...(i < 9 && { answeredAt: daysAgo(days - 2), usefulness: 2 + (i % 4) }),
        });
    }
  }
  await store.renewStandings(organisation.id);
  reader = await api.as(owner);
}, 120_000);
afterAll(() => api.stop());

const STAGE = `insert into stage_events (organisation_id, id, cohort_id, person_id, role, stage, at)
  values ($1, gen_random_uuid(), $2, $3, 'mentee', $4, $5)`;

const query = (text: string, ...values: unknown[]) => api.rows(text, values);

/** What each dashboard says, through the front door. */
async function told(): Promise<Record<string, unknown>> {
  const params = { cohortId: cohorts[0]?.id ?? '', programId: cohorts[0]?.programId ?? '' };
  const pages = {
    today: await reader.call(metricRoutes.today, {}),
    overview: await reader.call(metricRoutes.cohortOverview, { params }),
    rhythm: await reader.call(measureRoutes.rhythm, { params, query: {} }),
    tenure: await reader.call(measureRoutes.rhythm, { params, query: { by: 'tenure' } }),
    pulse: await reader.call(measureRoutes.pulse, { params }),
    comparison: await reader.call(comparisonRoutes.get, { params, query: {} }),
  };
  return Object.fromEntries(Object.entries(pages).map(([page, { body }]) => [page, body]));
}

/** The same from a process that has kept nothing. */
async function formedFromNothing(): Promise<Record<string, unknown>> {
  jest.resetModules();
  const { readToday } = await import('../today.queries.ts');
  const { readCohortOverview } = await import('../cohort/cohort-overview.queries.ts');
  const { readRhythm } = await import('../cohort/rhythm.queries.ts');
  const { readPulse } = await import('../cohort/pulse.queries.ts');
  const { readComparison } = await import('../comparison/comparison.queries.ts');
  const { db } = api.platform;
  const { organisationId } = owner;
  const actor: Actor = {
    accountId: '',
    personId: owner.id,
    organisationId,
    grants: [{ role: 'owner', programId: null }],
    isManager: false,
  };
  const now = api.clock.now();
  const [{ id = '', programId = '' } = {}] = cohorts;
  return db.read(owner, async () => ({
    today: await readToday(db, actor, now),
    overview: await readCohortOverview(db, actor, id, now),
    rhythm: await readRhythm(db, actor, id, {}, now),
    tenure: await readRhythm(db, actor, id, { by: 'tenure' }, now),
    pulse: await readPulse(db, actor, id, now),
    comparison: await readComparison(db, actor, programId, {}, now),
  }));
}

type Page = 'today' | 'overview' | 'rhythm' | 'tenure' | 'pulse' | 'comparison';
const NUMBERED = /^(asOf|computedAt|dataVersion)$/;
/** What is said, without when and of which state. */
const withoutStamp = (page: unknown) =>
  JSON.stringify(page, (key, value: unknown) => (NUMBERED.test(key) ? undefined : value));

const one = (table: string, at = 0) =>
  `(select id from ${table} where pairing_id = '${pairings[at]?.id}' order by id limit 1)`;
const held = (at: number, days: number) =>
  api.given.meeting(pairings[at] as GivenPairing, { state: 'held', startsAt: daysAgo(days) });

/** What is written, and which pages must say something else by it. */
const writes: Record<string, { pages: Page[]; write: () => Promise<unknown> }> = {
  'a meeting is held': { pages: ['today', 'overview', 'rhythm', 'comparison'], write: () => held(0, 3) },
  'a meeting is moved': {
    pages: ['overview', 'rhythm'],
    write: () => query(`update meetings set starts_at = $1 where id = ${one('meetings', 1)}`, daysAgo(17)),
  },
  'a meeting was not held after all': {
    pages: ['overview', 'rhythm', 'comparison'],
    write: () => query(`update meetings set state = 'missed' where id = ${one('meetings', 2)}`),
  },
  'a meeting is removed': {
    pages: ['overview', 'rhythm', 'comparison'],
    write: () => query(`delete from meetings where id = ${one('meetings', 3)}`),
  },
  'a check-in is asked': {
    pages: ['overview', 'pulse'],
    write: () =>
      api.given.checkIn(pairings[4] as GivenPairing, pairings[4]?.mentee as GivenPerson, {
        wave: 3,
        askedAt: daysAgo(1),
      }),
  },
  'a check-in is answered': {
    pages: ['overview', 'pulse', 'comparison'],
    write: () =>
      query(
        `update check_ins set answered_at = asked_at + interval '3 days', usefulness = 5 where pairing_id = $1 and answered_at is null`,
        pairings[10]?.id,
      ),
  },
  'an answer is another one': {
    pages: ['overview', 'pulse', 'comparison'],
    write: () => query(`update check_ins set usefulness = 6 - usefulness where id = ${one('check_ins', 0)}`),
  },
  'a pause begins': {
    pages: ['today', 'overview', 'rhythm', 'comparison'],
    write: () =>
      api.given.insert('pairing_pauses', [
        {
          organisationId: organisation.id,
          id: crypto.randomUUID(),
          pairingId: pairings[5]?.id,
          startsOn: '2026-03-01',
          endsOn: null,
        },
      ]),
  },
  'a pause is over': {
    pages: ['overview', 'rhythm', 'comparison'],
    write: () =>
      query(`update pairing_pauses set ends_on = '2026-03-10' where pairing_id = $1`, pairings[5]?.id),
  },
  'they meet at other times': {
    pages: ['overview', 'rhythm', 'comparison'],
    write: () => query('update pairings set cadence_days = 7 where id = $1', pairings[6]?.id),
  },
  'a pairing ends': {
    pages: ['today', 'overview', 'rhythm', 'comparison'],
    write: () =>
      query(
        `with over as (update pairings set state = 'ended', ended_at = $2 where id = $1 returning id)
         update pairing_members m set open = false from over where m.pairing_id = over.id`,
        pairings[7]?.id,
        daysAgo(2),
      ),
  },
  'a pairing begins': {
    pages: ['today', 'overview', 'rhythm', 'comparison'],
    write: async () => {
      const [mentor, mentee] = [await api.given.person(organisation), await api.given.person(organisation)];
      pairings.push(
        await api.given.pairing(cohorts[0] as GivenCohort, mentor, mentee, { startedAt: daysAgo(70) }),
      );
    },
  },
  'a pairing is removed': {
    pages: ['today', 'overview', 'rhythm', 'pulse', 'comparison'],
    write: () => query('delete from pairings where id = $1', pairings[8]?.id),
  },
  'an enrolment is withdrawn': {
    pages: ['overview'],
    write: async () => {
      await query(
        `update enrolments set state = 'withdrawn', ended_at = now() where cohort_id = $1 and person_id = $2`,
        cohorts[0]?.id,
        pairings[7]?.mentee.id,
      );
      await query(STAGE, organisation.id, cohorts[0]?.id, pairings[7]?.mentee.id, 'withdrawn', NOW);
    },
  },
  'somebody comes into the pool': {
    pages: ['overview', 'comparison'],
    write: async () =>
      query(
        STAGE,
        organisation.id,
        cohorts[0]?.id,
        (await api.given.person(organisation)).id,
        'in-pool',
        daysAgo(60),
      ),
  },
  'somebody works elsewhere': {
    pages: ['rhythm'],
    write: () => query(`update people set department = 'Ops' where id = $1`, pairings[1]?.mentee.id),
  },
  'somebody came later': {
    pages: ['tenure'],
    write: () =>
      query(
        `with moved as (update employment_spells set starts_on = '2025-10-01' where organisation_id = $1 and person_id = $2 returning id)
         insert into employment_spells (organisation_id, id, person_id, starts_on)
         select $1, gen_random_uuid(), $2, '2025-10-01' where not exists (select from moved)`,
        organisation.id,
        pairings[2]?.mentee.id,
      ),
  },
  'somebody has left': {
    pages: ['pulse'],
    write: () => query(`update people set left_on = '2026-02-22' where id = $1`, pairings[11]?.mentee.id),
  },
  'the organisation is elsewhere': {
    pages: [],
    write: () =>
      query(
        `update organisations set time_zone = 'Pacific/Auckland' where organisation_id = $1`,
        organisation.id,
      ),
  },
};

async function theSameFromNothing(): Promise<Record<string, unknown>> {
  const found = await told();
  expect(found).toEqual(JSON.parse(JSON.stringify(await formedFromNothing())));
  return found;
}

describe('what dashboards say next', () => {
  for (const [what, { pages, write }] of Object.entries(writes))
    it(`once ${what} is what is formed from nothing, before its touch is folded and after`, async () => {
      const before = await theSameFromNothing();
      await write();
      const next = await theSameFromNothing();
      for (const page of pages)
        expect({ page, is: withoutStamp(next[page]) }).not.toEqual({ page, is: withoutStamp(before[page]) });
      await store.renewStandings(organisation.id);
      await theSameFromNothing();
    });

  it('is so when what was written is folded before anybody reads, too', async () => {
    await told();
    await held(0, 2);
    await query(`update check_ins set usefulness = 6 - usefulness where id = ${one('check_ins', 2)}`);
    await query(STAGE, organisation.id, cohorts[0]?.id, owner.id, 'in-pool', daysAgo(50));
    await store.renewStandings(organisation.id);
    await theSameFromNothing();
  });

  it('is so when a transaction commits after the folding of what was written later', async () => {
    await told();
    const late = new pg.Client({ connectionString: await urlOfTest() });
    await late.connect();
    try {
      await late.query(`begin; select set_config('app.organisation_id', '${organisation.id}', true)`);
      await late.query(`update meetings set state = 'missed' where id = ${one('meetings', 9)}`);
      await held(10, 4);
      await theSameFromNothing();
      await store.renewStandings(organisation.id);
      const before = await theSameFromNothing();
      await late.query('commit');
      expect(withoutStamp((await theSameFromNothing()).rhythm)).not.toBe(withoutStamp(before.rhythm));
      await store.renewStandings(organisation.id);
      await theSameFromNothing();
    } finally {
      await late.end();
    }
  });

  it('is so when something is written and folded while they are formed', async () => {
    await told();
    await held(3, 5);
    const { db } = api.platform;
    const { query: ask } = db;
    const meanwhile: string[] = [];
    db.query = async <T extends object>(sql: string, values: readonly unknown[] = []) => {
      const rows: T[] = await ask.call<typeof db, [string, readonly unknown[]], Promise<T[]>>(
        db,
        sql,
        values,
      );
      // What was asked is the last of the rows that are read again.
      if (meanwhile.length === 0 && sql.endsWith(') asks')) {
        meanwhile.push(sql);
        await db.apart(async () => {
          await held(4, 5);
          await store.renewStandings(organisation.id);
        });
      }
      return rows;
    };
    try {
      await told();
    } finally {
      db.query = ask;
    }
    expect(meanwhile).toHaveLength(1);
    await theSameFromNothing();
  });

  it('is so when what was read was taken back', async () => {
    await told();
    const { readCohortRows } = await import('./cohort-rows.queries.ts');
    const { db } = api.platform;
    const cohort = { id: cohorts[0]?.id ?? '', startsOn: '2025-12-01', timeZone: 'Europe/Berlin' };
    const read = () => readCohortRows(db, organisation.id, cohort);
    const before = await db.read(owner, read);
    const takenBack = db.write(owner, async () => {
      await db.execute(`update meetings set state = 'missed' where id = ${one('meetings', 10)}`);
      expect(await read()).not.toEqual(before);
      throw new Error('taken back');
    });
    await expect(takenBack).rejects.toThrow('taken back');
    expect(await db.read(owner, read)).toEqual(before);
  });

  it('is so when an earlier state is put in the place of the database', async () => {
    await told();
    await query(`update meetings set state = 'missed' where id = ${one('meetings', 11)}`);
    await query('delete from cohort_touches where organisation_id = $1', organisation.id);
    await query('update cohort_states set touches = 1 where organisation_id = $1', organisation.id);
    await theSameFromNothing();
  });
});

async function urlOfTest(): Promise<string> {
  const [{ name = '' } = {}] = await api.rows<{ name: string }>('select current_database() as name');
  const url = new URL(process.env.ITHACA_TEST_POSTGRES ?? '');
  url.pathname = `/${name}`;
  return runtimeUrl(url.toString());
}
