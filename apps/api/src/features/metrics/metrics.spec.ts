import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { metricRoutes } from '@ithaca/contracts/metrics';
import type { CohortOverview } from '@ithaca/contracts/metrics';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { at, dayOf, tellCohort, tellPairing } from '../../../testing/cohort-story.ts';
import type { CohortStory } from '../../../testing/cohort-story.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ ticks: true });
});
afterAll(() => api.stop());

const aCohort = (more?: Parameters<typeof tellCohort>[1]) => tellCohort(api, more);
const aPairing = (story: CohortStory, more?: Parameters<typeof tellPairing>[2]) =>
  tellPairing(api, story, more);

const metric = (overview: CohortOverview, key: string) => {
  const found = overview.metrics.find((one) => one.key === key);
  if (!found) throw new Error(`no ${key}`);
  return found;
};

describe('the overview of a cohort', () => {
  /** Six pairings over 91 days with a meeting agreed for every 14: six full periods. */
  async function sixPairings() {
    const story = await aCohort();
    const steady = await aPairing(story, { heldOn: [3, 17, 31, 45, 59, 73, 85] });
    const fading = await aPairing(story, { heldOn: [3, 17, 31] });
    const silent = await aPairing(story);
    const young = await aPairing(story, { startedAt: dayOf(86), submittedAt: dayOf(80) });
    const paused = await aPairing(story, { state: 'paused', heldOn: [3, 17, 31] });
    const ended = await aPairing(story, { state: 'ended', heldOn: [3, 17, 31, 45, 59, 73] });
    await api.given.insert('pairing_pauses', [
      {
        organisationId: story.organisation.id,
        id: crypto.randomUUID(),
        pairingId: paused.id,
        startsOn: '2026-01-12',
        endsOn: null,
      },
    ]);
    await api.given.goal(steady);
    await api.given.meeting(steady, { state: 'planned', startsAt: dayOf(100) });
    return { story, steady, fading, silent, young, paused, ended };
  }

  it('tells rhythm and health of six pairings as one counts them by hand', async () => {
    const { story, fading, silent } = await sixPairings();
    const overview = await story.overview();
    // Shares of full periods with a meeting: 6/6, 3/6, 0/6, 3/3 before the pause, 6/6; the young one has no full period.
    expect(metric(overview, 'cadence-adherence')).toMatchObject({
      numerator: 1 + 0.5 + 0 + 1 + 1,
      denominator: 5,
      pending: 1,
      suppressed: null,
    });
    expect(metric(overview, 'cadence-adherence').estimate).toBeCloseTo(0.7);
    // Open for more than 30 days and not paused: steady, fading, silent; only the steady one met within 30 days.
    expect(metric(overview, 'active-pairings')).toMatchObject({
      numerator: 1,
      denominator: 3,
      pending: 1,
      excluded: { paused: 1 },
    });
    expect(overview.health).toEqual({
      'on-rhythm': 1,
      slipping: 0,
      stalled: 2,
      new: 1,
      paused: 1,
      ended: 1,
    });
    expect(metric(overview, 'pairings-at-risk')).toMatchObject({ numerator: 2, denominator: 4 });
    expect(overview.queue.map((pairing) => pairing.id)).toEqual([silent.id, fading.id]);
    expect(overview.queue[0]?.signals.map(({ code }) => code)).toEqual([
      'no-first-meeting',
      'none-scheduled',
      'no-goal',
    ]);
  });

  it('shows a pairing of the queue exactly as the list of the pairings does', async () => {
    const { story } = await sixPairings();
    const bumpy = await aPairing(story, { heldOn: [87] });
    await api.given.goal(bumpy);
    const browser = await api.as(bumpy.mentor);
    const bare = { title: '', durationMinutes: 45, timeZone: 'UTC', link: '', agenda: [] };
    const onDay = (day: number) => ({ startsAt: dayOf(day).toISOString() });
    const planned = async (day: number) => {
      const request = { params: { pairingId: bumpy.id }, body: { ...bare, ...onDay(day) } };
      const { body } = await browser.call(meetingRoutes.plan, request);
      return { params: { meetingId: body.id }, version: body.version };
    };
    await planned(99); // Unmoved and still to come: it does not count.
    for (const day of [92, 94]) {
      await browser.call(meetingRoutes.update, { ...(await planned(day)), body: onDay(day + 1) });
      await browser.call(meetingRoutes.cancel, { ...(await planned(day + 10)), body: { reason: '' } });
    }
    for (const [wave, usefulness] of [5, 3].entries())
      await api.given.checkIn(bumpy, bumpy.mentee, { wave, answeredAt: dayOf(40 + wave), usefulness });
    await api.rows(`with away as (update people set leave_from = '2026-03-10' where id = '${bumpy.mentor.id}') insert into
      job_spells (organisation_id, id, person_id, starts_on, department, recorded_at) select organisation_id, gen_random_uuid(), person_id, '2026-02-20', 'Research', recorded_at from job_spells where person_id = '${bumpy.mentee.id}'`);
    const params = { cohortId: story.cohort.id };
    const list = await story.browser.call(pairingRoutes.list, { params, query: {} });
    const { queue } = await story.overview();
    for (const item of queue) expect(list.body.items.find(({ id }) => id === item.id)).toMatchObject(item);
    const codes = ['one-sided-cancellations', 'meetings-moved', 'low-usefulness', 'on-leave', 'job-changed'];
    expect(queue.map(({ signals }) => signals)).toContainEqual(codes.map((code) => ({ code, facts: {} })));
  });

  it('counts meetings held of those due, and says what it left out', async () => {
    const story = await aCohort();
    const pairing = await aPairing(story, { heldOn: [3, 17, 31] });
    await api.rows(
      'delete from meeting_answers where person_id = $2 and meeting_id in (select id from meetings where starts_at = $1)',
      [dayOf(17), pairing.mentor.id],
    );
    await api.given.meeting(pairing, { state: 'missed', startsAt: dayOf(40) });
    const cancelled = await api.given.meeting(pairing, { state: 'cancelled', startsAt: dayOf(45) });
    await api.rows("update meetings set ended_at = starts_at - interval '3 days' where id = $1", [
      cancelled.id,
    ]);
    await api.given.meeting(pairing, { state: 'cancelled', startsAt: dayOf(50) });
    await api.given.meeting(pairing, { state: 'planned', startsAt: dayOf(55) });
    await api.given.meeting(pairing, { state: 'planned', startsAt: dayOf(95) });
    // Later today, two hours from now: not due yet.
    await api.given.meeting(pairing, { state: 'planned', startsAt: new Date('2026-03-02T11:00:00Z') });
    const overview = await story.overview();
    expect(metric(overview, 'meetings-held')).toMatchObject({
      numerator: 3,
      denominator: 5,
      pending: 2,
      unknown: 1,
      excluded: { 'cancelled-in-time': 1 },
    });
    expect(metric(overview, 'meetings-held-confirmed')).toMatchObject({ numerator: 2, denominator: 5 });
    expect(overview.meetingEvidence).toEqual({ both: 2, one: 1, calendar: 1, late: 0 });
    expect(overview.heldByWeek.reduce((sum, week) => sum + week.held, 0)).toBe(3);
    expect(overview.heldByWeek[0]).toEqual({ weekStartsOn: '2025-12-01', held: 1, planned: 1 });
    expect(overview.heldByWeek).toHaveLength(14);
  });

  it('shows no week after the end in which nothing was set', async () => {
    const story = await aCohort();
    const pairing = await aPairing(story, { heldOn: [3] });
    await api.rows("update cohorts set ends_on = '2026-01-15', state = 'closing' where id = $1", [
      story.cohort.id,
    ]);
    expect((await story.overview()).heldByWeek.at(-1)?.weekStartsOn).toBe('2026-01-12');
    await api.given.meeting(pairing, { startsAt: new Date('2026-02-03T09:00:00Z') });
    expect((await story.overview()).heldByWeek.at(-1)).toEqual({
      weekStartsOn: '2026-02-02',
      held: 1,
      planned: 1,
    });
  });

  it('puts a meeting late on Sunday in London into the Monday of the organisation in Berlin', async () => {
    const story = await aCohort();
    const pairing = await aPairing(story);
    await api.given.meeting(pairing, { startsAt: new Date('2026-01-11T23:30:00Z') });
    const week = (await story.overview()).heldByWeek.find(({ held }) => held === 1);
    expect(week?.weekStartsOn).toBe('2026-01-12');
  });

  it('counts matches within 21 days among all who entered the pool, with those who withdrew', async () => {
    const story = await aCohort();
    await aPairing(story);
    await aPairing(story, { submittedAt: dayOf(-30) });
    await aPairing(story, { submittedAt: dayOf(80), startedAt: dayOf(86) });
    const submittedAt = at('2025-11-15');
    for (const state of ['in-pool', 'withdrawn'] as const)
      await api.given.enrolment(story.cohort, await api.given.person(story.organisation), 'mentee', {
        state,
        submittedAt,
      });
    // In time: the first only; the second waited 30 days, two were never matched, the third is not due.
    expect(metric(await story.overview(), 'match-rate')).toMatchObject({
      numerator: 1,
      denominator: 4,
      pending: 1,
    });
  });

  it('counts participation among those employed and eligible today', async () => {
    const story = await aCohort();
    const { organisation, cohort } = story;
    const rule = `update programs set eligibility = eligibility || '{"leastGrade": 4}' where id = $1`;
    await api.rows(rule, [cohort.programId]);
    await aPairing(story);
    for (const more of [{ grade: 3 }, { grade: null }, { leftOn: '2026-01-31' }, {}])
      await api.given.person(organisation, more);
    for (const state of ['withdrawn', 'completed'] as const) {
      const person = await api.given.person(organisation);
      await api.given.enrolment(cohort, person, 'mentee', { state, submittedAt: at('2025-11-15') });
    }
    // Eligible: the owner, mentor, mentee, one more, the one who withdrew and the one who has completed, who counts.
    const params = { cohortId: cohort.id };
    const { participation } = (await story.browser.call(metricRoutes.cohortWorkforce, { params })).body;
    expect(participation).toMatchObject({
      numerator: 3,
      denominator: 6,
      unknown: 1,
      excluded: { 'not-eligible': 1, 'not-employed': 1 },
    });
  });

  it('reads the funnel of those invited, an open invitation for the role in which they came', async () => {
    const story = await aCohort();
    const { organisation, cohort } = story;
    const pairing = await aPairing(story);
    const silent = await api.given.person(organisation);
    const invited = at('2025-11-01');
    for (const person of [pairing.mentee, pairing.mentor, silent])
      await api.given.stages(cohort, person.id, null, { invited });
    await api.given.stages(cohort, pairing.mentee.id, 'mentee', { active: dayOf(3) });
    const walkIn = await api.given.person(organisation);
    await api.given.enrolment(cohort, walkIn, 'mentee', { submittedAt: at('2025-11-15') });
    const overview = await story.overview();
    expect(overview.funnel.map(({ stage, reached }) => [stage, reached])).toEqual([
      ['invited', 3],
      ['registered', 2],
      ['in-pool', 2],
      ['proposed', 2],
      ['matched', 2],
      ['active', 1],
      ['completed', 0],
    ]);
    expect(overview.walkIns.map(({ reached }) => reached)).toEqual([1, 1, 0, 0, 0, 0]);
    expect(overview.funnel[1]?.conversion).toBeCloseTo(2 / 3);
  });

  it('starts the funnel with the registered where nobody was invited', async () => {
    const story = await aCohort();
    await aPairing(story);
    const overview = await story.overview();
    expect(overview.funnel[0]).toMatchObject({ stage: 'registered', reached: 2 });
    expect(overview.walkIns).toEqual([]);
  });

  it('never widens the funnel, whatever happened in whatever order', async () => {
    const story = await aCohort();
    const stages = [
      'invited',
      'registered',
      'in-pool',
      'proposed',
      'matched',
      'active',
      'completed',
    ] as const;
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const people: { stages: Set<string> }[] = [];
    for (let index = 0; index < 40; index += 1) {
      const person = await api.given.person(story.organisation, { account: false });
      const own = stages.filter(() => random() < 0.4);
      people.push({ stages: new Set(own) });
      await api.given.stages(
        story.cohort,
        person.id,
        random() < 0.5 ? 'mentor' : 'mentee',
        Object.fromEntries(own.map((stage) => [stage, dayOf(Math.floor(random() * 90))])),
      );
    }
    const overview = await story.overview();
    const invited = people.filter((person) => person.stages.has('invited'));
    const expected = stages.map(
      (_, index) =>
        invited.filter((person) => stages.slice(index).some((stage) => person.stages.has(stage))).length,
    );
    expect(overview.funnel.map(({ reached }) => reached)).toEqual(expected);
    for (const steps of [overview.funnel, overview.walkIns])
      for (const [index, step] of steps.entries())
        expect(step.reached).toBeLessThanOrEqual(steps[index - 1]?.reached ?? 40);
  });

  it('follows the last commit', async () => {
    const story = await aCohort();
    const pairing = await aPairing(story);
    expect(metric(await story.overview(), 'meetings-held').numerator).toBe(0);
    await api.given.meeting(pairing, { startsAt: dayOf(80) });
    expect(metric(await story.overview(), 'meetings-held').numerator).toBe(1);
  });

  it('keeps the numbers of a closed cohort as they stood on its last day', async () => {
    const story = await aCohort();
    await aPairing(story, { heldOn: [3, 17, 31, 45, 59, 73] });
    await api.rows("update cohorts set state = 'closed', closed_at = $2 where id = $1", [
      story.cohort.id,
      dayOf(80),
    ]);
    await api.rows("update pairings set state = 'completed', ended_at = $2 where cohort_id = $1", [
      story.cohort.id,
      dayOf(80),
    ]);
    const overview = await story.overview();
    expect(overview.asOf).toBe(dayOf(80).toISOString());
    expect(metric(overview, 'active-pairings')).toMatchObject({ numerator: 1, denominator: 1 });
  });

  it('has empty numbers, and no weeks, before a cohort has begun', async () => {
    const story = await aCohort({ startsOn: '2026-04-01' });
    const overview = await story.overview();
    expect(overview).toMatchObject({ heldByWeek: [], queue: [] });
    expect(metric(overview, 'active-pairings')).toMatchObject({
      denominator: 0,
      estimate: null,
      suppressed: null,
    });
  });

  it('is for those who run or audit the program', async () => {
    const story = await aCohort();
    const params = { cohortId: story.cohort.id };
    const statusFor = async (person: GivenPerson) =>
      (await (await api.as(person)).call(metricRoutes.cohortOverview, { params })).status;
    const someone = () => api.given.person(story.organisation);
    const [coordinator, auditor, elsewhere, member] = [
      await someone(),
      await someone(),
      await someone(),
      await someone(),
    ];
    const other = await api.given.program(story.owner);
    await api.given.grant(coordinator, 'coordinator', story.cohort.programId);
    await api.given.grant(auditor, 'auditor');
    await api.given.grant(elsewhere, 'coordinator', other.id);
    expect([
      await statusFor(coordinator),
      await statusFor(auditor),
      await statusFor(elsewhere),
      await statusFor(member),
      await statusFor((await aCohort()).owner),
    ]).toEqual([200, 200, 403, 403, 404]);
  });
});

describe('what people answered', () => {
  /** One mentee for each answer; null keeps silent. Asked 20 days ago, or on another day. */
  async function withAnswers(answers: (number | null)[], asked = 71) {
    const story = await aCohort();
    for (const usefulness of answers) {
      const pairing = await aPairing(story);
      await api.given.checkIn(pairing, pairing.mentee, {
        askedAt: dayOf(asked),
        answeredAt: usefulness === null ? null : dayOf(asked + 2),
        usefulness,
      });
      await api.given.checkIn(pairing, pairing.mentor, { askedAt: dayOf(85) });
    }
    return story;
  }

  it('is shown to coordinators from five answers on, with its response rate and bounds', async () => {
    const overview = await (await withAnswers([5, 4, 4, 3, 1, null])).overview();
    expect(metric(overview, 'satisfaction')).toMatchObject({
      side: 'mentee',
      numerator: 3,
      denominator: 5,
      unknown: 1,
      suppressed: null,
    });
    expect(overview.satisfactionBounds).toEqual({ lo: 3 / 6, hi: 4 / 6 });
    // The mentors' asks are six days old.
    expect(metric(overview, 'check-in-response')).toMatchObject({ numerator: 5, denominator: 6, pending: 6 });
  });

  it('is counted once its check-in has closed, so that no reading tells who thought better of it', async () => {
    const story = await withAnswers([5, 4, 4, 3, 1], 79);
    const open = await story.overview();
    expect(metric(open, 'satisfaction')).toMatchObject({ numerator: 0, n: 0, pending: 5, suppressed: null });
    expect(metric(open, 'check-in-response')).toMatchObject({ pending: 10 });
  });

  it('is withheld below five answers, and where all said the same', async () => {
    for (const answers of [
      [5, 4, 2, 1],
      [5, 5, 5, 4, 4],
    ]) {
      const overview = await (await withAnswers(answers)).overview();
      expect(metric(overview, 'satisfaction')).toMatchObject({ numerator: null, estimate: null, n: null });
      expect(metric(overview, 'satisfaction').suppressed).not.toBeNull();
      expect(overview.satisfactionBounds).toBeNull();
    }
  });
});
