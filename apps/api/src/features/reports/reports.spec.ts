import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reportRoutes } from '@ithaca/contracts/reports';
import type { Report } from '@ithaca/contracts/reports';
import type { GivenCohort, GivenOrganisation, GivenPairing, GivenPerson } from '@ithaca/testkit/given';

import { sequentialId } from '@ithaca/testkit/ids';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

const START = '2025-12-01';
const dayOf = (number: number) => new Date(Date.parse(`${START}T12:00:00Z`) + number * 86_400_000);

/** Fewer, and what everybody's numbers say beside those of the line would tell of them. */
const OTHERS = 10;

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

interface Story {
  organisation: GivenOrganisation;
  owner: GivenPerson;
  manager: GivenPerson;
  cohort: GivenCohort;
  pairings: GivenPairing[];
}

/**
 * A cohort in which `ofLine` mentees report to a lead who reports to the manager, and ten other mentees to nobody; each
 * mentee has a mentor from elsewhere, met every fortnight and has a goal.
 */
async function aCohort(ofLine: number): Promise<Story> {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const manager = await api.given.person(organisation, { displayName: 'Mara Manager' });
  const lead = await api.given.person(organisation, { displayName: 'Levi Lead', managerId: manager.id });
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: START });
  const pairings: GivenPairing[] = [];
  for (let index = 0; index < ofLine + OTHERS; index += 1) {
    const mentor = await api.given.person(organisation, { displayName: `Mentor Nr${index}`, account: false });
    const mentee = await api.given.person(organisation, {
      displayName: `Mentee Nr${index}`,
      account: false,
      managerId: index < ofLine ? lead.id : null,
    });
    const enrolled = { state: 'matched' as const, submittedAt: dayOf(-20) };
    const pairing = await api.given.pairing(cohort, mentor, mentee, {
      startedAt: dayOf(0),
      mentorEnrolment: await api.given.enrolment(cohort, mentor, 'mentor', enrolled),
      menteeEnrolment: await api.given.enrolment(cohort, mentee, 'mentee', enrolled),
    });
    for (const day of [3, 17, 31, 45, 59, 73])
      await api.given.meeting(pairing, { startsAt: dayOf(day), minutes: 60 });
    await api.given.goal(pairing, { state: index < 2 ? 'reached' : 'open' });
    await api.given.checkIn(pairing, mentee, {
      askedAt: dayOf(60),
      answeredAt: dayOf(62),
      usefulness: index % 3 === 0 ? 3 : 5,
    });
    pairings.push(pairing);
  }
  return { organisation, owner, manager, cohort, pairings };
}

/** What the beginning of a month brings. */
const freeze = () => api.platform.jobs.runSweep('freeze-area-reports');
const reportFor = async (person: GivenPerson, cohort: GivenCohort) =>
  (await api.as(person)).call(reportRoutes.get, { params: { cohortId: cohort.id } });
const listFor = async (person: GivenPerson) =>
  (await (await api.as(person)).call(reportRoutes.list, {})).body.items;

describe('the report of a manager', () => {
  it('speaks of the own line at any depth, in aggregates', async () => {
    const { manager, cohort } = await aCohort(12);
    await freeze();
    const { status, body } = await reportFor(manager, cohort);
    expect(status).toBe(200);
    expect(body).toMatchObject({ audience: 'area', areaPeople: 12, minimumGroup: 10, retention: null });
    const metrics = Object.fromEntries(body.metrics.map((one) => [one.key, one]));
    expect(metrics['active-pairings']).toMatchObject({ numerator: 12, denominator: 12 });
    expect(metrics['satisfaction']).toMatchObject({ numerator: 8, denominator: 12 });
    expect(metrics['match-rate']).toMatchObject({ numerator: 12, denominator: 12 });
    expect(metrics['participation-rate']).toMatchObject({ numerator: 12, denominator: 13 });
    // Six hours each, the mentors are of another line.
    expect(body.hours).toBe(72);
    expect(body.verdict.code).toBe('most-meet');
    expect(body.heldByWeek.slice(0, 4).map(({ held }) => held)).toEqual([12, 0, 12, 0]);
    expect(body.heldByWeek[0]).toMatchObject({ weekStartsOn: START, expected: 6 });
  });

  it('judges a cohort that is closed by its meetings, not by a rhythm it has no more', async () => {
    const { manager, cohort } = await aCohort(12);
    await api.rows("update pairings set state = 'completed', ended_at = now() where cohort_id = $1", [
      cohort.id,
    ]);
    await api.rows("update cohorts set state = 'closed' where id = $1", [cohort.id]);
    await freeze();
    const { body } = await reportFor(manager, cohort);
    const held = body.metrics.find(({ key }) => key === 'meetings-held');
    expect(held?.denominator).toBeGreaterThan(0);
    expect(body.verdict).toEqual({
      code: 'over',
      facts: { held: held?.numerator, set: held?.denominator },
    });
  });

  it('refuses fewer than ten and does not say how few', async () => {
    const nine = await aCohort(9);
    const none = await aCohort(0);
    await freeze();
    const [first, second] = [
      await reportFor(nine.manager, nine.cohort),
      await reportFor(none.manager, none.cohort),
    ];
    expect([first.status, first.body.code]).toEqual([403, 'report.too-few']);
    expect(first.body.facts).toEqual({ minimum: 10 });
    expect({ ...second.body, instance: '', requestId: '' }).toEqual({
      ...first.body,
      instance: '',
      requestId: '',
    });
  });

  it('never holds a name or an id of a person or pairing', async () => {
    const { manager, cohort, pairings } = await aCohort(12);
    await freeze();
    const { text } = await reportFor(manager, cohort);
    expect(text).not.toMatch(/Mentor Nr|Mentee Nr|Levi Lead/);
    for (const pairing of pairings)
      for (const id of [pairing.id, pairing.mentor.id, pairing.mentee.id]) expect(text).not.toContain(id);
  });

  it('shows no number that fewer than ten people stand behind, and none that could be had by subtracting', async () => {
    const { manager, cohort, pairings } = await aCohort(11);
    // Thirty more meetings of one pairing, in weeks in which nobody else met.
    const [pairing] = pairings;
    if (pairing)
      for (let day = 0; day < 30; day += 1) await api.given.meeting(pairing, { startsAt: dayOf(9) });
    await api.rows("update goals set state = 'reached' where pairing_id = any($1)", [
      pairings.slice(0, 3).map(({ id }) => id),
    ]);
    await api.rows('update check_ins set answered_at = null, usefulness = null where pairing_id = any($1)', [
      pairings.slice(0, 2).map(({ id }) => id),
    ]);
    await freeze();
    const { body } = await reportFor(manager, cohort);
    for (const one of body.metrics)
      for (const count of [one.n, one.denominator, one.pending, one.unknown, ...Object.values(one.excluded)])
        expect(count === null || count === 0 || count >= 10).toBe(true);
    // Nine answered: withheld altogether.
    expect(body.metrics.find(({ key }) => key === 'satisfaction')).toMatchObject({
      n: null,
      numerator: null,
    });
    expect(body.heldByWeek.find(({ weekStartsOn }) => weekStartsOn === '2025-12-08')?.held).toBeNull();
    expect(body.heldByWeek.filter(({ held }) => held === null).length).toBeGreaterThan(1);
    // Three reached, eight open: each below ten people.
    expect(body.goals).toEqual({ open: null, claimed: 0, reached: null, abandoned: 0 });
  });

  it('withholds meetings that few people held, however many', async () => {
    const { manager, cohort, pairings } = await aCohort(11);
    await api.rows('delete from meetings where pairing_id = any($1)', [
      pairings.slice(1).map(({ id }) => id),
    ]);
    const [pairing] = pairings;
    if (pairing)
      for (let day = 0; day < 30; day += 1) await api.given.meeting(pairing, { startsAt: dayOf(day) });
    await freeze();
    const { body } = await reportFor(manager, cohort);
    expect(body.metrics.find(({ key }) => key === 'meetings-held')).toMatchObject({
      n: null,
      estimate: null,
      suppressed: { reason: 'small-group' },
    });
    expect(body.hours).toBeNull();
    expect(body.heldByWeek.every(({ held }) => held === null || held === 0)).toBe(true);
  });
});

describe('the page of an area', () => {
  const metricOf = (body: Report, key: string) => body.metrics.find((one) => one.key === key);

  it('is frozen for a month, and a number that would tell of few by difference stays what it was', async () => {
    const { organisation, manager, cohort, pairings } = await aCohort(12);
    expect((await reportFor(manager, cohort)).body).toMatchObject({ code: 'report.not-yet' });
    await freeze();
    const first = (await reportFor(manager, cohort)).body;
    expect(first).toMatchObject({ areaPeople: 12, period: { on: expect.stringMatching(/-01$/) } });
    expect(metricOf(first, 'satisfaction')).toMatchObject({ numerator: 8, denominator: 12 });

    // One more joins the line, and one of it answers again.
    const [pairing] = pairings;
    if (!pairing) throw new Error('nobody is paired');
    const [{ manager_id: lead } = { manager_id: '' }] = await api.rows<{ manager_id: string }>(
      'select manager_id from people where id = $1',
      [pairing.mentee.id],
    );
    const mentor = await api.given.person(organisation, { account: false });
    const mentee = await api.given.person(organisation, { account: false, managerId: lead });
    const enrolled = { state: 'matched' as const, submittedAt: dayOf(-20) };
    await api.given.pairing(cohort, mentor, mentee, {
      startedAt: dayOf(0),
      mentorEnrolment: await api.given.enrolment(cohort, mentor, 'mentor', enrolled),
      menteeEnrolment: await api.given.enrolment(cohort, mentee, 'mentee', enrolled),
    });
    await api.given.checkIn(pairing, pairing.mentee, {
      wave: 2,
      askedAt: dayOf(80),
      answeredAt: dayOf(82),
      usefulness: 1,
    });
    await freeze();
    expect((await reportFor(manager, cohort)).body).toEqual(first);

    const now = api.clock.now();
    api.clock.advanceDays(31);
    await freeze();
    const second = (await reportFor(manager, cohort)).body;
    expect(second.period?.on).not.toBe(first.period?.on);
    expect(second.asOf > first.asOf).toBe(true);
    // Thirteen less twelve is one person: these stay what they were, with their day.
    expect(second.areaPeople).toBe(12);
    for (const key of ['match-rate', 'participation-rate', 'active-pairings', 'meetings-held'])
      expect(metricOf(second, key)).toEqual(metricOf(first, key));
    // One new answer waits for nine more.
    expect(metricOf(second, 'satisfaction')).toMatchObject({ numerator: 8, denominator: 12 });
    // Weeks that the first page did not have are told.
    expect(second.heldByWeek.slice(0, 4)).toEqual(first.heldByWeek.slice(0, 4));
    expect(second.heldByWeek.length).toBeGreaterThan(first.heldByWeek.length);
    const log = await api.rows<{ measure: string; outcome: string; units: unknown }>(
      `select measure, outcome, units from metric_releases where cohort_id = $1 and audience = 'area' and outcome = 'refused'`,
      [cohort.id],
    );
    expect(log.map(({ measure }) => measure)).toEqual(
      expect.arrayContaining(['people', 'match-rate', 'active-pairings']),
    );
    expect(log.every(({ units }) => units === null)).toBe(true);
    api.clock.set(now);
  });

  it('is not made where everybody but a few is in it: the cohort’s own page would tell of the few', async () => {
    const { manager, cohort, pairings } = await aCohort(12);
    const others = pairings.slice(12).map(({ mentee }) => mentee.id);
    await api.rows(
      'update people set manager_id = (select manager_id from people where id = $1) where id = any($2)',
      [pairings[0]?.mentee.id, others.slice(0, 7)],
    );
    await freeze();
    const { body } = await reportFor(manager, cohort);
    // Three answers of others remain: withheld. What is known of pairings is about both of the two.
    expect(metricOf(body, 'satisfaction')).toMatchObject({
      n: null,
      suppressed: { reason: 'protects-others' },
    });
  });
});

describe('the report of a coordinator', () => {
  it('speaks of the whole cohort, with retention, from ten people on', async () => {
    const { owner, organisation, cohort } = await aCohort(12);
    const coordinator = await api.given.person(organisation);
    await api.given.grant(coordinator, 'coordinator', cohort.programId);
    for (const person of [owner, coordinator]) {
      const { body } = await reportFor(person, cohort);
      expect(body).toMatchObject({ audience: 'cohort', areaPeople: 44, retention: { verdict: 'too-few' } });
      expect(body.metrics.find(({ key }) => key === 'active-pairings')).toMatchObject({ numerator: 22 });
      expect(body.hours).toBe(22 * 2 * 6);
      // Two reached is a number of two people: hidden, and so is one of the others.
      expect(body.goals).toEqual({ open: null, claimed: 0, reached: null, abandoned: 0 });
    }
  });

  it('is nobody else’s', async () => {
    const { cohort, organisation, pairings } = await aCohort(1);
    const member = await api.given.person(organisation);
    expect((await reportFor(member, cohort)).status).toBe(403);
    expect((await (await api.as(member)).call(reportRoutes.list, {})).status).toBe(403);
    expect((await reportFor((await aCohort(0)).owner, cohort)).status).toBe(404);
    expect(pairings).toHaveLength(11);
  });
});

describe('the list of reports', () => {
  it('holds the cohorts in which the own line takes part, and how many they are from ten on', async () => {
    const few = await aCohort(3);
    expect(await listFor(few.manager)).toMatchObject([{ cohortId: few.cohort.id, people: 0, enough: false }]);
    const many = await aCohort(12);
    expect(await listFor(many.manager)).toMatchObject([
      { cohortId: many.cohort.id, people: 12, enough: true },
    ]);
    const none = await aCohort(0);
    expect(await listFor(none.manager)).toEqual([]);
  });

  it('holds every started cohort of the own programs for those who run or audit them', async () => {
    const { owner, organisation, cohort } = await aCohort(1);
    const { programId: id, organisationId, format } = cohort;
    const program = { id, organisationId, format };
    const closed = await api.given.cohort(program, owner, { state: 'closed', startsOn: '2025-01-01' });
    await api.given.cohort(program, owner, { state: 'enrolling' });
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    for (const person of [owner, auditor])
      expect((await listFor(person)).map((item) => [item.cohortId, item.people, item.enough])).toEqual([
        [cohort.id, 22, true],
        [closed.id, 0, false],
      ]);
  });
});

describe('the page of a quarter', () => {
  const quarterFor = async (person: GivenPerson, cohort: GivenCohort, quarter?: string) =>
    (await api.as(person)).call(reportRoutes.quarter, {
      params: { cohortId: cohort.id },
      query: quarter === undefined ? {} : { quarter },
    });

  it('counts what a quarter took beside the whole, and says what the data cannot carry', async () => {
    const { owner, cohort, pairings } = await aCohort(12);
    const { status, body } = await quarterFor(owner, cohort, '2025-Q4');
    expect(status).toBe(200);
    expect(body.quarter).toEqual({ key: '2025-Q4', from: '2025-10-01', to: '2025-12-31', isOver: true });
    expect(body.quarters.at(-1)).toBe('2025-Q4');
    // Twenty-two pairings met for an hour on days 3, 17 and 31; the last of these is New Year's Day.
    expect(body.spent).toEqual([
      { span: 'quarter', meetings: 44, people: 44, hours: 88, mentorHours: 44, menteeHours: 44 },
      { span: 'whole', meetings: 132, people: 44, hours: 264, mentorHours: 132, menteeHours: 132 },
    ]);
    expect(body.report.heldByWeek.every(({ weekStartsOn }) => weekStartsOn < '2026-01-01')).toBe(true);
    const codes = body.limits.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['voluntary', 'retention', 'money']));
    expect(codes).not.toContain('running');
    // What lies after the day as of which the page speaks is in neither count of it.
    await api.rows(
      "update meetings set starts_at = now() + interval '3 days' where pairing_id = $1 and starts_at >= $2",
      [pairings[0]?.id, dayOf(60)],
    );
    const { spent, report } = (await quarterFor(owner, cohort, '2025-Q4')).body;
    expect(spent[1]?.meetings).toBe(131);
    expect(report.metrics.find(({ key }) => key === 'meetings-held')?.numerator).toBe(131);
  });

  it('withholds what fewer than ten stand behind, knows its quarters, and is not for a manager', async () => {
    const { owner, manager, cohort, pairings } = await aCohort(12);
    // All but four pairings met in the first quarter of the cohort alone: their later meetings would tell of eight people.
    await api.rows("delete from meetings where pairing_id = any($1) and starts_at >= '2026-01-01'", [
      pairings.slice(4).map(({ id }) => id),
    ]);
    const { body } = await quarterFor(owner, cohort, '2026-Q1');
    expect(body.spent[0]).toMatchObject({ meetings: null, people: null, hours: null });
    expect(body.spent[1]?.meetings).toBe(60);
    // With the whole it would be had by subtraction.
    expect((await quarterFor(owner, cohort, '2025-Q4')).body.spent[0]?.meetings).toBeNull();
    expect((await quarterFor(owner, cohort, '2031-Q1')).status).toBe(404);
    expect([403, 404]).toContain((await quarterFor(manager, cohort)).status);
  });

  it('withholds what a quarter took where areas that were told of leave too few of it', async () => {
    const { owner, cohort, pairings } = await aCohort(12);
    const weeks = ['2025-12-01', '2025-12-08', '2025-12-15', '2025-12-22', '2025-12-29'];
    await api.given.insert('metric_releases', [
      {
        organisationId: owner.organisationId,
        id: sequentialId(api.clock.now()),
        cohortId: cohort.id,
        measure: 'meetings',
        audience: 'area',
        readerId: owner.id,
        people: 40,
        smallest: 10,
        outcome: 'released',
        units: JSON.stringify(
          pairings
            .slice(2)
            .flatMap(({ id, mentor, mentee }) =>
              weeks.map((week) => [`${id} ${week}`, mentor.id, mentee.id]),
            ),
        ),
        releasedAt: dayOf(31),
      },
    ]);
    const [took, whole] = (await quarterFor(owner, cohort, '2025-Q4')).body.spent;
    expect(took).toMatchObject({ meetings: null, people: null, hours: null });
    expect(whole?.meetings).toBe(132);
  });

  it('is one tagged sheet, with the cost where an hour has a price', async () => {
    const { owner, cohort } = await aCohort(12);
    for (const locale of ['en', 'ar'] as const) {
      const { status, text } = await (
        await api.as(owner)
      ).call(reportRoutes.quarterPaper, {
        params: { cohortId: cohort.id },
        query: { quarter: '2025-Q4', rate: 50, locale },
      });
      expect(status).toBe(200);
      expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
      for (const part of ['/Marked true', '/S /Table', '/S /TH', `/Lang (${locale})`])
        expect(text).toContain(part);
    }
  });
});
