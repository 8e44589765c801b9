import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metricRoutes } from '@ithaca/contracts/metrics';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { before, seeded } from '../../../../testing/metric-story.ts';
import type { Random } from '../../../../testing/metric-story.ts';
import { anOldCohort, populate, STARTED } from '../../../../testing/workforce-story.ts';
import type { Fate } from '../../../../testing/workforce-story.ts';

/** The clock of these stories stands at 2 March 2026. */
const at = (day: string) => new Date(`${day}T12:00:00Z`);

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function aCohort(startsOn: string) {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn });
  const retention = async () => {
    const browser = await api.as(owner);
    const { body } = await browser.call(metricRoutes.cohortWorkforce, { params: { cohortId: cohort.id } });
    return body.retention;
  };
  return { organisation, owner, cohort, retention };
}

describe('retention', () => {
  it('says too few to tell on small data', async () => {
    const story = await aCohort('2025-03-01');
    const mentee = await api.given.person(story.organisation);
    await api.given.stages(story.cohort, mentee.id, 'mentee', { matched: at('2025-03-05') });
    expect(await story.retention()).toMatchObject({
      verdict: 'too-few',
      status: 'too-few-to-tell',
      landmarkOn: '2025-04-30',
      participants: { n: null, events: null },
      difference: null,
      curves: null,
    });
  });

  it('is not due before the landmark', async () => {
    const story = await aCohort('2026-02-01');
    expect(await story.retention()).toMatchObject({ verdict: 'too-few', status: 'not-due' });
  });

  it('compares those matched by the landmark with the others who were there, of like department and grade', async () => {
    const story = await aCohort('2024-12-01');
    const { organisation, cohort } = story;
    const directory = (more: Parameters<typeof api.given.person>[1] = {}) =>
      api.given.person(organisation, { account: false, ...more });
    // 24 participants, one of whom leaves; 30 others, fifteen of whom leave; the owner is one more other.
    for (let index = 0; index < 24; index += 1) {
      const person = await directory(index < 1 ? { leftOn: '2025-08-01' } : {});
      await api.given.stages(cohort, person.id, 'mentee', { matched: at('2024-12-20') });
    }
    for (let index = 0; index < 30; index += 1)
      await directory(index < 15 ? { leftOn: `2025-${index < 6 ? '05' : '09'}-15` } : {});
    // Nobody of these is compared: gone before the landmark, hired after the start, a department without participants.
    await directory({ leftOn: '2025-01-10' });
    await directory({ hiredOn: '2025-02-01' });
    await directory({ department: 'Kitchen' });
    // Matched long after the landmark: stays with the others.
    const late = await directory();
    await api.given.stages(cohort, late.id, 'mentee', { matched: at('2025-09-01') });
    const retention = await story.retention();
    expect(retention).toMatchObject({
      status: 'compared',
      verdict: 'longer',
      participants: { n: 24, events: 1 },
      others: { n: 32, events: 15 },
    });
    expect(retention.difference?.estimate).toBeCloseTo(23 / 24 - 17 / 32);
    expect(retention.curves?.participants.n).toBe(24);
    expect(retention.smallestDetectableHazardRatio).toBeLessThan(0.5);
  });

  it('compares by the job that somebody had at the start, and gives the ratio of leaving with its second analysis', async () => {
    const story = await aCohort('2024-12-01');
    const { organisation, cohort } = story;
    // Everybody was in Research at the start; the others have moved since, and all of them would lose their counterparts.
    for (let index = 0; index < 70; index += 1) {
      const takesPart = index < 30;
      const person = await api.given.person(organisation, {
        account: false,
        department: takesPart ? 'Research' : 'Sales',
        ...((takesPart ? index < 6 : index < 52) ? { leftOn: `2025-0${4 + (index % 5)}-15` } : {}),
      });
      await api.rows("update job_spells set department = 'Research' where person_id = $1", [person.id]);
      if (takesPart) await api.given.stages(cohort, person.id, 'mentee', { matched: at('2024-12-20') });
    }
    const retention = await story.retention();
    expect(retention).toMatchObject({ status: 'compared', participants: { n: 30 }, others: { n: 40 } });
    expect(retention.hazard).toMatchObject({ proportional: expect.any(Boolean) });
    expect(retention.hazard?.hi).toBeLessThan(1);
    expect(retention.overTime?.ratio).toBeCloseTo(retention.hazard?.ratio ?? 0, 1);
  });

  it('joins the spells of somebody rehired within 30 days', async () => {
    const story = await aCohort('2024-12-01');
    const person = await api.given.person(story.organisation, { leftOn: '2025-06-01' });
    await api.rows('update people set left_on = null where id = $1', [person.id]);
    await api.given.insert('employment_spells', [
      {
        organisationId: story.organisation.id,
        id: crypto.randomUUID(),
        personId: person.id,
        startsOn: '2025-06-20',
        endsOn: null,
      },
    ]);
    await api.given.stages(story.cohort, person.id, 'mentee', { matched: at('2024-12-20') });
    for (let index = 0; index < 24; index += 1) {
      const other = await api.given.person(story.organisation, { account: false });
      if (index < 11) await api.given.stages(story.cohort, other.id, 'mentee', { matched: at('2024-12-20') });
    }
    expect((await story.retention()).participants).toEqual({ n: 12, events: 0 });
  });

  it('leaves out who took part in another cohort in the year before, and who was not eligible', async () => {
    const story = await aCohort('2025-06-01');
    const { organisation, owner, cohort } = story;
    await api.rows(
      "update programs set eligibility = jsonb_set(eligibility, '{leastTenureDays}', '90') where id = $1",
      [cohort.programId],
    );
    const earlier = await api.given.cohort(await api.given.program(owner), owner, {
      state: 'closed',
      startsOn: '2025-01-01',
    });
    for (let index = 0; index < 25; index += 1) {
      const person = await api.given.person(organisation, {
        account: false,
        hiredOn: index < 2 ? '2025-05-01' : '2020-01-01',
      });
      if (index < 15) await api.given.stages(cohort, person.id, 'mentee', { matched: at('2025-06-10') });
      // The fifth had been matched in the year before, the sixth longer ago.
      if (index === 5) await api.given.stages(earlier, person.id, 'mentee', { matched: at('2025-01-10') });
      if (index === 6) await api.given.stages(earlier, person.id, 'mentee', { matched: at('2024-01-10') });
    }
    expect(await story.retention()).toMatchObject({
      participants: { n: 15 - 2 - 1, events: 0 },
      others: { n: 10 + 1, events: 0 },
    });
  });
});

/** A colleague of many years; who leaves does so at any time with this yearly rate. */
const colleague = (left: number | null, matched: number | null, at: number): Fate => ({
  hired: 2000,
  left: left !== null && left < 0 ? null : left,
  reason: 'voluntary',
  jobs: [{ ago: 2000, grade: 2 + (at % 4), department: at % 2 ? 'Sales' : 'Legal', site: 'Oslo' }],
  stages: matched === null ? {} : { 'in-pool': matched + 5, matched },
});
/** Days until somebody leaves, exponential with a yearly rate. */
const daysAtRate = (random: Random, rate: number) =>
  1 + Math.floor((-Math.log(1 - random(1_000_000) / 1_000_000) * 365) / rate);

async function readRetention(api: TestApi, story: Awaited<ReturnType<typeof anOldCohort>>) {
  const params = { cohortId: story.cohort.id };
  return (await (await api.as(story.owner)).call(metricRoutes.cohortWorkforce, { params })).body.retention;
}

describe('a simulated organisation, read through the front door', () => {
  it('of whom nobody stays longer for taking part shows no effect, and the naive number does', async () => {
    const random = seeded(4);
    const story = await anOldCohort(api);
    const fates = Array.from({ length: 500 }, (_, at) => {
      const stays = daysAtRate(random, 0.45);
      const wishes = random(100) < 35 ? random(60) : random(500);
      return colleague(STARTED - stays, wishes < stays ? STARTED - wishes : null, at);
    });
    await populate(api, story, fates);
    const found = await readRetention(api, story);
    expect(found).toMatchObject({ design: 'landmark', status: 'compared', verdict: 'no-difference' });
    for (const [one, nothing] of [
      [found.difference, 0],
      [found.restrictedMeanDays, 0],
      [found.hazard, 1],
      [found.overTime, 1],
      [found.weighted, 1],
    ] as const) {
      expect(one?.lo).toBeLessThan(nothing);
      expect(one?.hi).toBeGreaterThan(nothing);
    }
    expect((found.naive?.participants ?? 0) - (found.naive?.others ?? 1)).toBeGreaterThan(0.2);
  });

  it('of whom participants leave half as often is found to be so, though those who stay anyway take part more', async () => {
    const random = seeded(7);
    const story = await anOldCohort(api);
    // The higher grades leave seldom and take part often: without strata or weights the ratio would be far below a half.
    const fates = Array.from({ length: 1200 }, (_, at) => {
      const isSenior = at % 4 > 1;
      const matched = random(100) < (isSenior ? 65 : 35) ? 1 + random(50) : null;
      const rate = isSenior ? 0.3 : 0.9;
      const alone = daysAtRate(random, rate);
      const stays = matched === null || alone <= matched ? alone : matched + (alone - matched) * 2;
      return colleague(STARTED - stays, matched !== null && matched < stays ? STARTED - matched : null, at);
    });
    const graded = fates.map((fate, at) => ({
      ...fate,
      jobs: fate.jobs.map((job) => ({ ...job, grade: at % 4 > 1 ? 6 : 2 })),
    }));
    await populate(api, story, graded);
    const found = await readRetention(api, story);
    expect(found).toMatchObject({ status: 'compared', verdict: 'longer' });
    for (const ratio of [found.hazard, found.overTime, found.weighted]) {
      expect(ratio?.ratio).toBeGreaterThan(0.42);
      expect(ratio?.ratio).toBeLessThan(0.6);
      expect(ratio?.lo).toBeLessThan(0.5);
      expect(ratio?.hi).toBeGreaterThan(0.5);
    }
    // As they came the groups would be apart in grade: strata and weights each make them alike.
    const apart = (of: typeof found.balance) => of.find(({ fact }) => fact === 'grade')?.difference ?? 1;
    expect(Math.abs(apart(found.balance))).toBeLessThan(0.1);
    expect(Math.abs(apart(found.weighted?.balance ?? []))).toBeLessThan(0.1);
  });

  it('whose lottery decided compares those drawn with those not drawn, whatever they did later', async () => {
    const random = seeded(11);
    const story = await anOldCohort(api);
    const { organisation, cohort } = story;
    const drawn = STARTED + 12;
    const entrants = Array.from({ length: 400 }, (_, at) => {
      const won = at < 200;
      const stays = daysAtRate(random, won ? 0.25 : 0.6);
      // A tenth of those drawn never came, and some of the others got a seat later: both count as they were drawn.
      const took = won ? random(10) > 0 : random(4) === 0;
      const matched = took && stays > 120 ? STARTED - (won ? 20 : 100) : null;
      return colleague(drawn - stays, matched, at);
    });
    // Who had a seat before the draw, and who never asked for one, are no part of the comparison.
    const besides = Array.from({ length: 60 }, (_, at) =>
      colleague(at % 2 ? STARTED - 30 : null, at % 2 ? null : STARTED - 5, at),
    );
    const ids = await populate(api, story, [...entrants, ...besides]);
    await api.rows(
      `insert into lotteries (organisation_id, cohort_id, seed, commitment, prepared_at, drawn_at, seats, randomised)
       values ($1, $2, 'seed', 'commitment', $3, $3, 200, true)`,
      [organisation.id, cohort.id, before(drawn)],
    );
    await api.given.insert(
      'lottery_entries',
      ids.slice(0, 400).map((personId, at) => ({
        organisationId: organisation.id,
        cohortId: cohort.id,
        enrolmentId: crypto.randomUUID(),
        personId,
        ticket: `ticket ${at}`,
        rank: at + 1,
        won: at < 200,
      })),
    );
    const found = await readRetention(api, story);
    const leftWithin = (fates: readonly Fate[], days: number) =>
      fates.filter(({ left }) => left !== null && left >= drawn - days).length;
    const share = (fates: readonly Fate[]) => 1 - leftWithin(fates, 365) / fates.length;
    expect(found).toMatchObject({
      design: 'lottery',
      status: 'compared',
      verdict: 'longer',
      landmarkDays: 0,
      participants: { n: 200 },
      others: { n: 200 },
      overTime: null,
      weighted: null,
      noCounterpart: 0,
    });
    // Nobody is censored within the year, so the curves are plain shares: those who left before the start are in them.
    expect(found.difference?.estimate).toBeCloseTo(
      share(entrants.slice(0, 200)) - share(entrants.slice(200)),
      10,
    );
    expect(leftWithin(entrants, 11)).toBeGreaterThan(0);
  });
});
