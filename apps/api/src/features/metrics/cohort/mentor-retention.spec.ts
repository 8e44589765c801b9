import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureRoutes } from '@ithaca/contracts/measures';
import { metricRoutes } from '@ithaca/contracts/metrics';
import { reportRoutes } from '@ithaca/contracts/reports';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { before, seeded } from '../../../../testing/metric-story.ts';
import type { Random } from '../../../../testing/metric-story.ts';
import { anOldCohort, populate, STARTED } from '../../../../testing/workforce-story.ts';
import type { Fate, WorkforceStory } from '../../../../testing/workforce-story.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const daysAtRate = (random: Random, rate: number) =>
  1 + Math.floor((-Math.log(1 - random(1_000_000) / 1_000_000) * 365) / rate);

/** Who leaves after so many days, of a grade, matched on either side some days after the start unless gone by then. */
const colleague = (grade: number, stays: number, side: 'mentee' | 'mentor' | null, after = 5): Fate => {
  const matched = side !== null && after < stays ? STARTED - after : null;
  return {
    hired: 2000,
    left: STARTED - stays < 0 ? null : STARTED - stays,
    reason: 'voluntary',
    jobs: [{ ago: 2000, grade, department: 'Sales', site: 'Oslo' }],
    stages: side === 'mentee' && matched !== null ? { 'in-pool': matched + 1, matched } : {},
    mentored: side === 'mentor' ? matched : null,
  };
};

/** Nobody stays for taking part. Grades 2 to 4 are mentored, 7 and 8 mentor, the higher the more often, and leave seldom. */
function seniorsStayAnyway(random: Random, count: number): Fate[] {
  return Array.from({ length: count }, (_, at) => {
    const grade = [2, 3, 4, 7, 8][at % 5] ?? 2;
    const stays = daysAtRate(random, { 2: 0.9, 3: 0.9, 4: 0.9, 7: 0.4, 8: 0.1 }[grade] ?? 0.9);
    const mentors = grade === 7 ? random(100) < 30 : grade === 8 && random(100) < 70;
    const isMentored = grade < 7 && random(100) < 12;
    return colleague(grade, stays, mentors ? 'mentor' : isMentored ? 'mentee' : null, random(50));
  });
}

async function readOutcomes({ owner, cohort }: WorkforceStory) {
  const params = { cohortId: cohort.id };
  return (await (await api.as(owner)).call(measureRoutes.outcomes, { params, query: {} })).body;
}

describe('mentors beside colleagues of their grade', () => {
  it('are no different where seniors stay anyway, on the screens and in the report alike', async () => {
    const random = seeded(5);
    const story = await anOldCohort(api);
    const fates = seniorsStayAnyway(random, 700);
    await populate(api, story, fates);
    const body = await readOutcomes(story);
    const { retention, retentionOfMentors: mentors } = body;
    expect(retention).toMatchObject({ side: 'mentee', within: null, verdict: 'no-difference' });
    expect(mentors).toMatchObject({
      side: 'mentor',
      design: 'landmark',
      within: 'place',
      status: 'compared',
      verdict: 'no-difference',
      overTime: null,
      weighted: null,
      naive: null,
    });
    expect(mentors?.hazard?.lo).toBeLessThan(1);
    expect(mentors?.hazard?.hi).toBeGreaterThan(1);
    // Of all who took part far more are still here than of all others: the old reading.
    const share = (those: readonly Fate[]) => those.filter(({ left }) => left === null).length / those.length;
    const tookPart = ({ stages, mentored }: Fate) => stages['matched'] !== undefined || mentored != null;
    expect(share(fates.filter(tookPart)) - share(fates.filter((one) => !tookPart(one)))).toBeGreaterThan(0.2);
    // Nobody is counted on both sides, and who mentors is no colleague of mentees to compare with.
    const there = (fate: Fate) => fate.left === null || fate.left < STARTED - 60;
    const mentoring = fates.filter((fate) => fate.mentored != null && there(fate)).length;
    expect([mentors?.participants.n, retention.otherSide]).toEqual([mentoring, mentoring]);
    expect((mentors?.others.n ?? 0) + mentoring).toBe(
      fates.filter((fate) => (fate.jobs[0]?.grade ?? 0) > 6 && there(fate)).length,
    );
    expect(body.investment.participants).toBe(fates.filter(({ stages }) => stages['matched']).length);
    expect(body.careers.map(({ difference }) => difference.side)).toEqual([
      ...Array.from({ length: 3 }, () => 'mentee'),
      ...Array.from({ length: 2 }, () => 'mentor'),
    ]);
    const params = { cohortId: story.cohort.id };
    const caller = await api.as(story.owner);
    const { body: workforce } = await caller.call(metricRoutes.cohortWorkforce, { params });
    const { body: report } = await caller.call(reportRoutes.get, { params });
    expect(workforce.retentionOfMentors).toEqual(mentors);
    expect(report.retentionOfMentors).toEqual(mentors);
  });

  it('are told of in no number that fewer than ten stand behind', async () => {
    const story = await anOldCohort(api);
    const stays = STARTED + 1;
    await populate(api, story, [
      ...Array.from({ length: 9 }, () => colleague(7, stays, 'mentor')),
      ...Array.from({ length: 40 }, (_, at) => colleague(7, at % 2 ? 100 + at : stays, null)),
      ...Array.from({ length: 9 }, () => colleague(7, stays, 'mentee')),
    ]);
    const { retention, retentionOfMentors } = await readOutcomes(story);
    for (const one of [retention, retentionOfMentors])
      expect(one).toMatchObject({
        verdict: 'too-few',
        status: 'too-few-to-tell',
        participants: { n: null, events: null },
        otherSide: null,
        noCounterpart: null,
        smallestDetectableHazardRatio: null,
        curves: null,
      });
  });

  it('are compared from the landmark on even where a lottery drew the mentees, who mentor or not as they were drawn', async () => {
    const random = seeded(11);
    const story = await anOldCohort(api);
    const { organisation, cohort } = story;
    const drawn = STARTED + 12;
    const entrants = Array.from({ length: 60 }, (_, at) => ({
      ...colleague(4, daysAtRate(random, 0.5) + 1, at < 30 ? 'mentee' : null),
      // Some of those drawn mentor as well: they stay where the draw put them.
      mentored: at < 5 ? STARTED - 5 : null,
    }));
    const mentors = Array.from({ length: 120 }, (_, at) =>
      colleague(7, daysAtRate(random, 0.5), at % 3 ? null : 'mentor'),
    );
    const ids = await populate(api, story, [...entrants, ...mentors]);
    await api.rows(
      `insert into lotteries (organisation_id, cohort_id, seed, commitment, prepared_at, drawn_at, seats, randomised)
       values ($1, $2, 'seed', 'commitment', $3, $3, 30, true)`,
      [organisation.id, cohort.id, before(drawn)],
    );
    await api.given.insert(
      'lottery_entries',
      ids.slice(0, 60).map((personId, at) => ({
        organisationId: organisation.id,
        cohortId: cohort.id,
        enrolmentId: crypto.randomUUID(),
        personId,
        ticket: `ticket ${at}`,
        rank: at + 1,
        won: at < 30,
      })),
    );
    const { retention, retentionOfMentors, careers } = await readOutcomes(story);
    expect(retention).toMatchObject({
      design: 'lottery',
      participants: { n: 30 },
      others: { n: 30 },
      otherSide: 0,
    });
    const there = mentors.filter((one) => one.mentored != null && (one.left ?? 0) < STARTED - 60).length;
    expect(retentionOfMentors).toMatchObject({
      design: 'landmark',
      landmarkDays: 60,
      status: 'compared',
      participants: { n: there },
    });
    const ofMentors = careers.filter(({ difference }) => difference.side === 'mentor');
    // Who of them left by choice would be told beside who of the mentees did, against nearly the same others.
    expect(ofMentors.map(({ key }) => key)).toEqual(['promotion-difference', 'mobility-difference']);
    expect(ofMentors[1]?.participants.n).toBe(there);
  });

  it('are nobody where all are peers', async () => {
    const organisation = await api.given.organisation();
    const owner = await api.given.person(organisation);
    await api.given.grant(owner, 'owner');
    const program = await api.given.program(owner, { format: 'peer' });
    const cohort = await api.given.cohort(program, owner, { state: 'running' });
    const { retention, retentionOfMentors, careers } = await readOutcomes({ organisation, owner, cohort });
    expect([retention.side, retentionOfMentors]).toEqual(['peer', null]);
    expect(careers.map(({ difference }) => difference.side)).toEqual(['peer', 'peer', 'peer']);
  });
});
