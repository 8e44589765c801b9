import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Random } from '@ithaca/domain/random';
import { countHealth } from '@ithaca/metrics/health';
import { isRunning, listPairingsAtRisk } from '@ithaca/metrics/pairings-at-risk';
import type { GivenCohort, GivenPairing, GivenPerson } from '@ithaca/testkit/given';
import '@ithaca/testkit/property-seed';
import fc from 'fast-check';
import { pino } from 'pino';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { dayIn } from '../../../platform/clock.ts';
import { readPairingFacts } from '../facts/pairing-facts.queries.ts';
import { readStandings } from './pairing-standings.queries.ts';
import { MetricsStoreService } from './store.service.ts';

/** Many more by hand: STANDINGS_STEPS=5000. */
const STEPS = Number(process.env.STANDINGS_STEPS ?? 60);
const ZONES = ['Europe/Berlin', 'America/Lima', 'Asia/Kolkata', 'Pacific/Auckland'] as const;

let api: TestApi;
let store: MetricsStoreService;
let owner: GivenPerson;
let cohorts: GivenCohort[];
let pairings: GivenPairing[];

beforeAll(async () => {
  api = await startApi({ now: new Date('2026-03-20T09:00:00Z') });
  store = new MetricsStoreService(api.platform.db, api.clock, pino({ level: 'silent' }));
  const { given } = api;
  const organisation = await given.organisation();
  owner = await given.person(organisation);
  const program = await given.program(owner);
  const running = { state: 'running' as const, startsOn: '2026-01-12' };
  cohorts = [await given.cohort(program, owner, running), await given.cohort(program, owner, running)];
  pairings = [];
  for (const cohort of cohorts) {
    const mentor = await given.person(organisation, { account: false });
    const mentorEnrolment = await given.enrolment(cohort, mentor, 'mentor', {
      state: 'matched',
      capacity: 4,
    });
    for (let i = 0; i < 4; i += 1)
      pairings.push(
        await given.pairing(cohort, mentor, await given.person(organisation, { account: false }), {
          startedAt: new Date(Date.UTC(2026, 1, 10 + i * 9)),
          cadenceDays: [7, 14, 30, 21][i] ?? 14,
          mentorEnrolment,
        }),
      );
  }
});
afterAll(() => api.stop());

const at = async () => {
  const [row] = await api.rows<{ timeZone: string }>(
    'select time_zone as "timeZone" from organisations where organisation_id = $1',
    [owner.organisationId],
  );
  return { now: api.clock.now(), timeZone: row?.timeZone ?? 'UTC' };
};

/** Something is written, somewhere, of whatever a standing is formed from. */
function acts(random: Random, pairing: GivenPairing, now: Date): (() => Promise<unknown>)[] {
  const { organisationId, id, cohortId, mentor, mentee } = pairing;
  const own = { organisationId, pairingId: id, cohortId };
  const side = random.pick([mentor, mentee]);
  const instant = (least: number, most: number) =>
    new Date(now.getTime() + random.between(least * 24, most * 24) * 3_600_000);
  const day = (least: number, most: number) => instant(least, most).toISOString().slice(0, 10);
  const one = (table: string) =>
    `(select id from ${table} where pairing_id = '${id}' order by md5(id::text || '${random.between(1, 99)}') limit 1)`;
  const state = () => random.pick(['held', 'held', 'planned', 'planned', 'missed', 'cancelled', 'moved']);
  const insert = (table: string, row: object) =>
    api.given.insert(table, [{ organisationId, id: crypto.randomUUID(), ...row }]);
  const write = (sql: string, ...values: unknown[]) => api.rows(sql, values);
  return [
    async () => {
      const startsAt = instant(-40, 12);
      const what = state();
      await insert('meetings', {
        ...own,
        state: what,
        startsAt,
        durationMinutes: random.between(15, 120),
        timeZone: 'UTC',
        createdBy: mentee.id,
        endedAt: what === 'planned' ? null : startsAt,
        timesMoved: random.between(0, 1),
        cancelledBy: what === 'cancelled' ? side.id : null,
      });
    },
    () =>
      write(
        `update meetings set state = $1, ended_at = $2, cancelled_by = $3 where id = ${one('meetings')}`,
        state(),
        instant(-20, 0),
        side.id,
      ),
    () =>
      write(
        `update meetings set starts_at = $1, times_moved = times_moved + 1 where id = ${one('meetings')}`,
        instant(-20, 9),
      ),
    () => write(`delete from meetings where id = ${one('meetings')}`),
    () => insert('messages', { pairingId: id, authorId: side.id, body: 'Hello', sentAt: instant(-12, 0) }),
    () => write(`delete from messages where id = ${one('messages')}`),
    () => insert('goals', { ...own, ownerId: mentee.id, title: 'Lead a talk' }),
    () => write(`update goals set state = $1 where id = ${one('goals')}`, random.pick(['open', 'abandoned'])),
    () => write('delete from goals where pairing_id = $1', id),
    () =>
      write(
        `insert into check_ins (organisation_id, id, cohort_id, pairing_id, person_id, role, wave, asked_at, due_at, answered_at, usefulness)
         values ($1, gen_random_uuid(), $2, $3, $4, 'mentee', $5, $6, $6, $6, $7) on conflict do nothing`,
        organisationId,
        cohortId,
        id,
        side.id,
        random.between(1, 9_000),
        instant(-20, 0),
        random.between(1, 5),
      ),
    () =>
      insert('pairing_pauses', {
        pairingId: id,
        startsOn: day(-30, 9),
        endsOn: random.chance(0.7) ? day(9, 20) : null,
      }),
    () =>
      write(
        `update pairing_pauses set ends_on = greatest(starts_on, $1) where id = ${one('pairing_pauses')}`,
        day(-9, 9),
      ),
    () => write('delete from pairing_pauses where pairing_id = $1', id),
    () => write('update pairings set cadence_days = $1 where id = $2', random.pick([7, 14, 30]), id),
    async () => {
      // Nobody comes back to a mentor without a free place.
      await write(
        'update enrolments set capacity = 4 where cohort_id = $1 and person_id = $2',
        cohortId,
        mentor.id,
      );
      await write(
        `with one as (update pairings set state = case state when 'active' then 'ended' else 'active' end,
           ended_at = case state when 'active' then $2::timestamptz end where id = $1 returning id, state)
         update pairing_members m set open = one.state = 'active' from one where m.pairing_id = one.id`,
        id,
        instant(-3, 0),
      );
    },
    () =>
      write(
        'update enrolments set capacity = $1 where cohort_id = $2 and person_id = $3',
        random.between(1, 6),
        cohortId,
        mentor.id,
      ),
    () =>
      write(
        'update people set leave_from = $1, leave_until = $2 where id = $3',
        day(-20, 30),
        random.pick([null, day(30, 60)]),
        side.id,
      ),
    () => write('update people set leave_from = null, leave_until = null where id = $1', side.id),
    () =>
      write(
        `insert into job_spells (organisation_id, id, person_id, starts_on, department, recorded_at)
         values ($1, gen_random_uuid(), $2, $3, $4, now()) on conflict do nothing`,
        organisationId,
        side.id,
        day(-40, 8),
        random.pick(['Sales', 'Finance', 'Legal']),
      ),
    () =>
      write(
        'update job_spells set superseded_at = now() where person_id = $1 and starts_on > $2',
        side.id,
        day(-9, 3),
      ),
    () =>
      write(
        `with ask as (
           insert into survey_asks (organisation_id, id, cohort_id, person_id, role, moment, pairing_id, plan_number, is_anonymous, asked_at, due_at)
           values ($1, gen_random_uuid(), $2, $3, 'mentee', 'fit', $4, 1, false, now(), now()) on conflict do nothing returning id)
         insert into survey_answers (organisation_id, id, cohort_id, moment, role, plan_number, ask_id, answers)
         select $1, gen_random_uuid(), $2, 'fit', 'mentee', 1, id, jsonb_build_object('fit', $5::int) from ask`,
        organisationId,
        cohortId,
        side.id,
        id,
        random.between(1, 5),
      ),
    () => write(`delete from survey_asks where pairing_id = $1 and person_id = $2`, id, side.id),
    () =>
      write(
        'update organisations set time_zone = $2 where organisation_id = $1',
        organisationId,
        random.pick(ZONES),
      ),
  ];
}

/** What is kept, and what is written since, against every pairing read and judged by the definition. */
async function theDefinitionSaysTheSame(seed: number, step: number): Promise<void> {
  const when = await at();
  const ids = cohorts.map(({ id }) => id);
  const today = dayIn(when.now, when.timeZone);
  await api.platform.db.read({ organisationId: owner.organisationId }, async () => {
    const facts = await readPairingFacts(api.platform.db, owner.organisationId, ids, when);
    const worst = listPairingsAtRisk(facts, today);
    const all = {
      running: facts.filter(({ life }) => isRunning(life, today)).length,
      atRisk: worst.length,
      health: countHealth(
        facts.map(({ life }) => life),
        today,
      ),
    };
    const read = (atMost?: number) => readStandings(api.platform.db, owner.organisationId, ids, when, atMost);
    expect({ seed, step, ...(await read()) }).toEqual({ seed, step, ...all, worst });
    expect(await read(2)).toEqual({ ...all, worst: worst.slice(0, 2) });
  });
}

describe('how pairings stand, as it is kept', () => {
  it('is at every moment what the definition says of their rows, whatever is written and however time goes on', async () => {
    const [seed = 0] = fc.sample(fc.nat(), 1);
    const random = new Random(seed);
    for (let step = 0; step < STEPS; step += 1) {
      // Mostly what is kept is fresh, so that it is what is judged and not what it would be formed from anew.
      for (let times = random.between(0, 3); times > 0; times -= 1)
        await random.pick(acts(random, random.pick(pairings), api.clock.now()))();
      if (random.chance(0.3)) await theDefinitionSaysTheSame(seed, step);
      if (random.chance(0.9)) await store.renewStandings(owner.organisationId);
      // Seldom back, as a clock may be put.
      const hours = random.chance(0.05) ? -30 : random.between(0, 60);
      api.clock.set(new Date(api.clock.now().getTime() + hours * 3_600_000 + random.between(0, 59) * 60_000));
      await theDefinitionSaysTheSame(seed, step);
    }
  }, 600_000);
});
