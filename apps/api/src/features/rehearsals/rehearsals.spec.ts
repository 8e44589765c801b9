import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { identityRoutes } from '@ithaca/contracts/identity';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import { cohortRoutes } from '@ithaca/contracts/programs';
import { publicationRoutes } from '@ithaca/contracts/publication';
import { rehearsalRoomRoutes as room, rehearsalRoutes as routes } from '@ithaca/contracts/rehearsals';
import type { RehearsalRoom } from '@ithaca/contracts/rehearsals';
import { homeRoutes } from '@ithaca/contracts/reports';
import { defaultSurveys } from '@ithaca/domain/survey-defaults';
import type { GivenCohort, GivenOrganisation, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';
import { ageByOneDay } from './room-rows.ts';

let api: TestApi;
let organisation: GivenOrganisation;
let coordinator: GivenPerson;
let cohort: GivenCohort;
let browser: TestCaller;

beforeAll(async () => {
  api = await startApi({ now: new Date('2026-03-02T09:00:00Z') });
  const { given } = api;
  organisation = await given.organisation({ name: 'Halden' });
  coordinator = await given.person(organisation, { displayName: 'Cora Coordinator' });
  for (let i = 0; i < 12; i += 1)
    await given.person(organisation, {
      department: i % 2 === 0 ? 'Sales' : 'Finance',
      grade: 2 + (i % 6),
      account: false,
    });
  const program = await given.program(coordinator, {
    name: 'Career growth',
    eligibility: {
      departments: ['Sales', 'Finance'],
      sites: [],
      leastGrade: 2,
      mostGrade: null,
      leastTenureDays: 20,
    },
  });
  await given.grant(coordinator, 'coordinator', program.id);
  await addQuestions(program.id);
  const [usual, ...others] = defaultSurveys('one-to-one', 'en');
  const own = usual && {
    ...usual,
    questions: usual.questions.slice(0, 1).map((one) => ({ ...one, key: 'own' })),
  };
  await api.rows(
    `insert into survey_plans (organisation_id, program_id, number, content, saved_by, saved_at) values ($1, $2, 3, $3, $4, $5)`,
    [organisation.id, program.id, JSON.stringify([own, ...others]), coordinator.id, api.clock.now()],
  );
  cohort = await given.cohort(program, coordinator, {
    state: 'draft',
    startsOn: '2026-05-04',
    admission: { approval: 'manager', seats: 6 },
  });
  // Short, so that few days have to pass.
  await api.rows(
    "update cohorts set enrolment_opens_on = '2026-04-27', enrolment_closes_on = '2026-05-01' where id = $1",
    [cohort.id],
  );
  browser = await api.as(coordinator);
});
afterAll(() => api.stop());

/** One of each kind of the coordinator's own, the last of them hanging on the first. */
async function addQuestions(programId: string): Promise<void> {
  const question = (key: string, kind: string, options: string[], more = {}) => ({
    key,
    kind,
    label: `Question ${key}`,
    help: '',
    options,
    required: true,
    askedOf: 'both',
    usedFor: 'report',
    ...more,
  });
  await api.rows(
    `update programs set form = jsonb_set(form, '{questions}', (form -> 'questions') || $2::jsonb) where id = $1`,
    [
      programId,
      JSON.stringify([
        question('first', 'choice', ['Yes', 'No']),
        question('many', 'choices', ['One', 'Two', 'Three']),
        question('order', 'ranked', ['Near', 'Far', 'Anywhere']),
        question('much', 'scale', []),
        question('words', 'text', []),
        question('then', 'text', [], { shownWhen: { question: 'first', anyOf: ['Yes'] } }),
      ]),
    ],
  );
}

/** Every row of an organisation in every table, but what says that a rehearsal was begun and ended. */
async function everyRow(organisationId: string): Promise<Record<string, string>> {
  const tables = await api.rows<{ name: string }>(
    `select a.attrelid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     where a.attname = 'organisation_id' and not a.attisdropped and c.relkind = 'r'
       and c.relnamespace in ('public'::regnamespace, 'identity'::regnamespace) order by 1`,
  );
  const told = new Set(['audit_rows', 'rehearsals', 'idempotency_keys', 'identity.sessions']);
  const state: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !told.has(table.name))) {
    const [row] = await api.rows<{ hash: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${name} t where organisation_id = $1`,
      [organisationId],
    );
    state[name] = row?.hash ?? '';
  }
  return state;
}

/** How many rows of any table, and of the queue, belong to an organisation. */
async function countRows(organisationId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of [
    ...Object.keys(await everyRow(organisationId)),
    'audit_rows',
    'idempotency_keys',
    'identity.sessions',
  ]) {
    const [row] = await api.rows<{ n: number }>(
      `select count(*)::int as n from ${name} where organisation_id = $1`,
      [organisationId],
    );
    if (row && row.n > 0) counts[name] = row.n;
  }
  const [jobs] = await api.rows<{ n: number }>(
    `select count(*)::int as n from pgboss.job where data ->> 'organisationId' = $1`,
    [organisationId],
  );
  if (jobs && jobs.n > 0) counts.jobs = jobs.n;
  return counts;
}

const roomIdOf = async (rehearsalId: string): Promise<string> =>
  (await api.rows<{ id: string }>('select room_id as id from rehearsals where id = $1', [rehearsalId]))[0]
    ?.id ?? '';
const look = async (): Promise<RehearsalRoom> => (await browser.call(room.get, {})).body;
const walkTo = async (daysPassed: number): Promise<RehearsalRoom> => {
  const asked = await browser.call(room.passDays, { body: { daysPassed } });
  expect(asked.text).toBe('');
  await api.runJobs();
  return look();
};
const goHome = () =>
  browser.call(identityRoutes.switchOrganisation, { body: { organisationId: organisation.id } });

describe('the rehearsal of a cohort', () => {
  it('is played by invented people from the first mail to the meetings, touches nobody, and leaves nothing', async () => {
    const before = await everyRow(organisation.id);
    const begun = await browser.call(routes.begin, {
      params: { cohortId: cohort.id },
      body: { people: 20, mentorShare: 50 },
    });
    expect(begun.body).toMatchObject({ state: 'preparing', mentors: 10, mentees: 10 });
    const rehearsalId = begun.body.id;
    const early = await browser.call(routes.visit, { params: { rehearsalId } });
    expect(early.body.code).toBe('rehearsal.not-ready');
    // The same cast in every run of this test.
    await api.rows('update rehearsals set seed = 7 where id = $1', [rehearsalId]);
    await api.runJobs();
    expect((await browser.call(routes.visit, { params: { rehearsalId } })).status).toBe(204);

    const plans = await api.rows<{ asked: string }>(
      `select content #>> '{0,questions,0,key}' as asked from survey_plans where organisation_id <> $1`,
      [organisation.id],
    );
    expect(plans).toEqual([{ asked: 'own' }]);

    // In the room: the same program, other people, a coordinator who runs this program alone.
    const session = (await browser.call(identityRoutes.session, {})).body;
    expect(session.organisation).toMatchObject({
      name: 'Halden',
      rehearsal: { homeId: organisation.id, homeCohortId: cohort.id, day: '2026-04-30', seat: null },
    });
    expect(session.memberships.map((one) => one.organisationId)).toEqual([organisation.id]);
    expect(session.actor?.grants).toEqual([
      { role: 'coordinator', programId: session.organisation?.rehearsal?.programId },
    ]);
    const roomId = session.actor?.organisationId ?? '';
    let stage = await look();
    expect(stage).toMatchObject({ cohortState: 'enrolling', daysPassed: 3, walkingTo: null });
    expect(stage.cast.filter(({ role }) => role === 'mentor')).toHaveLength(10);
    expect(stage.cast.filter(({ role }) => role === null)).toHaveLength(4);
    const states = new Set(stage.cast.map(({ state }) => state));
    for (const state of ['in-pool', 'waitlisted', null]) expect(states).toContain(state);
    const answers = await api.rows<{ own: Record<string, unknown> }>(
      `select answers -> 'own' as own from enrolments where organisation_id = $1 and submitted_at is not null`,
      [roomId],
    );
    for (const { own } of answers) {
      expect(Object.keys(own)).toEqual(expect.arrayContaining(['first', 'many', 'order', 'much', 'words']));
      expect(Object.hasOwn(own, 'then')).toBe(own.first === 'Yes');
    }

    // Her own rights reach no further than the room.
    expect((await browser.call(cohortRoutes.get, { params: { cohortId: cohort.id } })).status).toBe(404);
    expect((await browser.call(organisationRoutes.listMails, {})).status).toBe(403);
    const again = await browser.call(routes.begin, { params: { cohortId: stage.cohortId }, body: {} });
    expect(again.body.code).toBe('rehearsal.inside');

    // Enrolment closes by the calendar; the real engine drafts, she publishes.
    const over = stage.stops.find(({ kind }) => kind === 'enrolment-over')?.daysPassed ?? 0;
    stage = await walkTo(over);
    expect(stage).toMatchObject({ cohortState: 'matching', daysPassed: over, day: '2026-05-02' });
    const started = await browser.call(matchingRoutes.start, {
      params: { cohortId: stage.cohortId },
      body: {},
    });
    await api.runJobs();
    const run = await browser.call(matchingRoutes.getRun, { params: { runId: started.body.id } });
    expect(run.body.state).toBe('ready');
    const published = await browser.call(publicationRoutes.publish, {
      params: { runId: run.body.id },
      body: { when: 'now' },
      version: run.body.version,
    });
    expect(published.text).not.toContain('"code"');
    await api.runJobs();

    // Seen through other eyes, and back.
    const mentee = (await look()).cast.find(({ role, partners }) => role === 'mentee' && partners.length > 0);
    expect((await browser.call(room.takeSeat, { body: { personId: mentee?.personId ?? '' } })).status).toBe(
      204,
    );
    expect((await look()).seat).toEqual({ personId: mentee?.personId, displayName: mentee?.displayName });
    expect((await browser.call(homeRoutes.get, {})).status).toBe(200);
    expect((await browser.call(cohortRoutes.get, { params: { cohortId: stage.cohortId } })).status).toBe(403);
    expect((await browser.call(room.takeSeat, { body: { personId: null } })).status).toBe(204);
    expect((await look()).seat).toBeNull();

    // Weeks pass: pairings begin, people meet and answer, everybody as they are.
    const start = stage.stops.find(({ kind }) => kind === 'start')?.daysPassed ?? 0;
    stage = await walkTo(start + 24);
    expect(stage.cohortState).toBe('running');
    expect(stage.counts.pairings).toBeGreaterThan(0);
    expect(stage.counts.meetings).toBeGreaterThan(0);
    expect(stage.counts.answeredCheckIns).toBeGreaterThan(0);
    expect((await browser.call(room.passDays, { body: { daysPassed: 2 } })).body.code).toBe(
      'rehearsal.day-over',
    );

    // Somebody writes what only they can ever read, under a key of the room's own.
    const [met] = await api.rows<{ pairingId: string; personId: string }>(
      `select pairing_id as "pairingId", person_id as "personId" from pairing_members m where organisation_id = $1 and accepted_at is not null
         and exists (select from pairings p where p.id = m.pairing_id and p.state = 'active') limit 1`,
      [roomId],
    );
    await browser.call(room.takeSeat, { body: { personId: met?.personId ?? '' } });
    const noted = await browser.call(meetingRoutes.setPairingNote, {
      params: { pairingId: met?.pairingId ?? '' },
      body: { body: 'To remember.' },
    });
    expect(noted.status).toBe(204);
    await browser.call(room.takeSeat, { body: { personId: null } });

    // Every mail can be read, in every language; none has left.
    const kinds = (
      await api.rows<{ kind: string }>('select distinct kind from mails where organisation_id = $1', [roomId])
    ).map(({ kind }) => kind);
    const told = [
      'cohort-invitation',
      'approval-asked',
      'enrolment-waits',
      'pairing-published',
      'pairing-active',
    ];
    expect(kinds).toEqual(expect.arrayContaining([...told, 'check-in-asked']));
    const mails = (
      await browser.call(room.listMails, { query: { limit: 100, personId: mentee?.personId ?? '' } })
    ).body.items;
    const mail = mails.find(({ kind }) => kind === 'pairing-published');
    const texts = new Map<string, string>();
    for (const locale of ['en', 'de', 'ar'] as const) {
      const read = await browser.call(room.getMail, {
        params: { mailId: mail?.id ?? '' },
        query: { locale },
      });
      expect(read.body).toMatchObject({ locale, day: mail?.day });
      expect(read.body.toAddress).toMatch(/@rehearsal\.invalid$/);
      texts.set(locale, read.body.bodyText);
    }
    expect(new Set(texts.values()).size).toBe(3);
    expect(api.mails.sent).toEqual([]);
    expect(
      await api.rows(
        `select 1 from mails where organisation_id = $1 and (state = 'sent' or to_address not like '%.invalid')`,
        [roomId],
      ),
    ).toEqual([]);

    // Home again; thrown away in one act.
    expect((await goHome()).body.organisation?.rehearsal).toBeNull();
    expect(await everyRow(organisation.id)).toEqual(before);
    expect((await browser.call(room.get, {})).status).toBe(404);
    expect((await browser.call(routes.end, { params: { rehearsalId } })).status).toBe(204);
    await api.runJobs();
    expect(await countRows(roomId)).toEqual({});
    expect(await everyRow(organisation.id)).toEqual(before);
    expect(
      await api.rows(
        `select action from audit_rows where organisation_id = $1 and outcome = 'done' order by at, id`,
        [organisation.id],
      ),
    ).toEqual([{ action: 'rehearsals.begin' }, { action: 'rehearsals.end' }]);
    const list = await browser.call(routes.list, { params: { cohortId: cohort.id } });
    expect(list.body.items).toMatchObject([{ id: rehearsalId, state: 'ended' }]);
    expect(api.mails.sent).toEqual([]);
  }, 120_000);

  it('is one at a time for two coordinators, and closes its door to whoever runs the program no more', async () => {
    const second = await api.given.person(organisation, { displayName: 'Second Coordinator' });
    await api.given.grant(second, 'coordinator');
    const other = await api.as(second);
    const begin = (by: TestCaller) =>
      by.call(routes.begin, { params: { cohortId: cohort.id }, body: { people: 12 } });
    const both = await Promise.all([begin(browser), begin(other)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const rehearsalId = both.find(({ status }) => status === 201)?.body.id ?? '';
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'rehearsal.open',
      facts: { rehearsalId },
    });
    await api.runJobs();
    for (const one of [browser, other])
      expect((await one.call(routes.visit, { params: { rehearsalId } })).status).toBe(204);
    const seen = (await other.call(room.get, {})).body;
    const personId = seen.cast[0]?.personId ?? '';
    expect((await browser.call(room.takeSeat, { body: { personId } })).status).toBe(204);
    expect((await other.call(room.takeSeat, { body: { personId } })).body.code).toBe('rehearsal.seat-taken');
    const visitors = await api.rows<{ id: string }>(
      `select person_id as id from rehearsal_visitors where account_id = $1`,
      [second.accountId],
    );
    expect((await browser.call(room.takeSeat, { body: { personId: visitors[0]?.id ?? '' } })).body.code).toBe(
      'rehearsal.seat-taken',
    );

    // Who leaves has nobody in their seat any more; whoever sat there is still in the room, in their own.
    const leave = 'update people set left_on = $2::date - 1 where id = $1';
    await api.rows(leave, [personId, api.clock.now()]);
    expect((await browser.call(room.get, {})).body.seat?.personId).toBe(personId);
    await api.platform.jobs.runSweep('end-access-of-leavers');
    expect((await browser.call(room.get, {})).body.seat).toBeNull();
    expect((await browser.call(room.takeSeat, { body: { personId } })).body.code).toBe('person.not-employed');
    expect((await other.call(room.get, {})).status).toBe(200);

    // Whoever loses the role at home is out of the room with the next request.
    await api.rows('update grants set ended_at = $2 where person_id = $1', [second.id, api.clock.now()]);
    expect((await other.call(room.get, {})).status).toBe(403);
    expect((await other.call(identityRoutes.session, {})).body.actor).toBeNull();
    await api.rows('update grants set ended_at = null where person_id = $1', [second.id]);
    expect((await other.call(room.get, {})).status).toBe(200);

    // Nobody ends it: its days run out, everybody stands at home again.
    const roomId = await roomIdOf(rehearsalId);
    await api.platform.jobs.runSweep('end-rehearsals');
    expect((await other.call(room.get, {})).status).toBe(200);
    api.clock.advanceDays(14);
    await api.rows('update identity.sessions set last_seen_at = $1, expires_at = $2', [
      api.clock.now(),
      new Date(api.clock.now().getTime() + 86_400_000),
    ]);
    await api.platform.jobs.runSweep('end-rehearsals');
    expect((await other.call(room.get, {})).status).toBe(403);
    await api.runJobs();
    expect(await countRows(roomId)).toEqual({});
    expect((await other.call(identityRoutes.session, {})).body.actor?.organisationId).toBe(organisation.id);
    expect((await browser.call(identityRoutes.session, {})).body.actor?.personId).toBe(coordinator.id);
  }, 60_000);

  it('of peers has no sides: all its people are invited as peers', async () => {
    const program = await api.given.program(coordinator, { templateKey: 'peer-learning' });
    await api.given.grant(coordinator, 'coordinator', program.id);
    const tandems = await api.given.cohort(program, coordinator, { state: 'draft', startsOn: '2026-05-04' });
    const by = await api.as(coordinator);
    const params = { cohortId: tandems.id };
    const begun = await by.call(routes.begin, { params, body: { people: 13 } });
    expect(begun.body).toMatchObject({ mentors: 0, mentees: 13 });
    await api.runJobs();
    const roles = await api.rows<{ role: string; count: number }>(
      'select role, count(*)::int as count from invitations where organisation_id = $1 group by role',
      [await roomIdOf(begun.body.id)],
    );
    expect(roles).toEqual([{ role: 'peer', count: 13 }]);
    await by.call(routes.end, { params: { rehearsalId: begun.body.id } });
    await api.runJobs();
  }, 60_000);

  it('freezes the pages of a cohort once a month, however the days of the months that are over follow one another', async () => {
    const program = await api.given.program(coordinator);
    await api.given.grant(coordinator, 'coordinator', program.id);
    const draft = await api.given.cohort(program, coordinator, { state: 'draft', startsOn: '2026-05-04' });
    const by = await api.as(coordinator);
    const begun = await by.call(routes.begin, { params: { cohortId: draft.id }, body: { people: 12 } });
    await api.runJobs();
    const organisationId = await roomIdOf(begun.body.id);
    const [played] = await api.rows<{ id: string }>(
      `update cohorts set state = 'running', enrolment_opens_on = enrolment_opens_on - 120, enrolment_closes_on = enrolment_closes_on - 120,
         starts_on = starts_on - 120 where organisation_id = $1 returning id`,
      [organisationId],
    );
    const { db, jobs } = api.platform;
    const grow = () => db.write({ organisationId }, () => ageByOneDay(db, organisationId));
    const periods = async () =>
      (
        await api.rows<{ on: string }>(
          `select period_on::text as on from frozen_periods where organisation_id = $1 and kind = 'area-report' order by period_on desc`,
          [organisationId],
        )
      ).map(({ on }) => on);
    for (let day = 0; day <= 40; day += 1) {
      if (day > 0) await grow();
      await jobs.runSweep('freeze-area-reports');
    }
    // It is March all the while: the first was made at once, the second when that one was a month old.
    expect(await periods()).toEqual(['2026-02-17', '2026-01-20']);

    // The later day stands first in the table, so that it is moved to a day that is still taken.
    for (const on of ['2026-02-19', '2026-02-18'])
      await api.rows(
        `insert into frozen_periods (organisation_id, cohort_id, kind, period_on, made_at) values ($1, $2, 'area-report', $3, $4)`,
        [organisationId, played?.id, on, api.clock.now()],
      );
    await grow();
    expect(await periods()).toEqual(['2026-02-18', '2026-02-17', '2026-02-16', '2026-01-19']);
    await by.call(routes.end, { params: { rehearsalId: begun.body.id } });
    await api.runJobs();
  }, 60_000);

  it('befalls only rooms: no organisation of real people can become one, or be deleted', async () => {
    const { db } = api.platform;
    const home = { organisationId: organisation.id };
    await expect(
      db.write(home, () => db.execute('update organisations set rehearsal_of = organisation_id')),
    ).rejects.toThrow(/cannot become a rehearsal/);
    for (const table of ['organisations', 'identity.organisations', 'identity.memberships'])
      expect(await db.write(home, async () => (await db.execute(`delete from ${table}`)).rowCount)).toBe(0);
    await api.rows("update cohorts set state = 'enrolling' where id = $1", [cohort.id]);
    const late = await browser.call(routes.begin, { params: { cohortId: cohort.id }, body: {} });
    expect(late.body.code).toBe('cohort.wrong-state');
  });
});
