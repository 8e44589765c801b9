import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metricRoutes } from '@ithaca/contracts/metrics';
import { listMetrics } from '@ithaca/metrics/catalogue';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { START, dayOf, tellCohort, tellPairing } from '../../../testing/cohort-story.ts';
import type { CohortStory } from '../../../testing/cohort-story.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ ticks: true });
});
afterAll(() => api.stop());

const aCohort = (more?: Parameters<typeof tellCohort>[1]) => tellCohort(api, more);
const aPairing = (story: CohortStory, more?: Parameters<typeof tellPairing>[2]) =>
  tellPairing(api, story, more);

describe('today', () => {
  it('puts the pairings of all my running cohorts in one queue, and counts those on track', async () => {
    const story = await aCohort();
    const good = await aPairing(story, { heldOn: [3, 17, 31, 45, 59, 73, 85] });
    await api.given.goal(good);
    await api.given.meeting(good, { state: 'planned', startsAt: dayOf(100) });
    const quiet = await aPairing(story);
    const second = await api.given.cohort(await api.given.program(story.owner), story.owner, {
      state: 'running',
      startsOn: START,
    });
    const slow = await aPairing({ ...story, cohort: second }, { heldOn: [60] });
    const today = (await story.browser.call(metricRoutes.today, {})).body;
    expect([today.active, today.onTrack]).toEqual([3, 1]);
    expect(today.queue.map(({ id, cohortId }) => [id, cohortId])).toEqual([
      [quiet.id, story.cohort.id],
      [slow.id, second.id],
    ]);
  });

  it('shows a coordinator the own programs only', async () => {
    const story = await aCohort();
    await aPairing(story);
    const coordinator = await api.given.person(story.organisation);
    await api.given.grant(coordinator, 'coordinator', (await api.given.program(story.owner)).id);
    const today = await (await api.as(coordinator)).call(metricRoutes.today, {});
    expect(today.body).toMatchObject({ active: 0, queue: [], deadlines: [] });
    const member = await api.given.person(story.organisation);
    expect((await (await api.as(member)).call(metricRoutes.today, {})).status).toBe(403);
  });

  it('names the dates of the next two weeks, and those that have been missed', async () => {
    const story = await aCohort();
    const { programId: id, organisationId, format } = story.cohort;
    const program = { id, organisationId, format };
    const cohort = (
      name: string,
      state: 'enrolling' | 'matching' | 'running',
      startsOn: string,
      endsOn?: string,
    ) => api.given.cohort(program, story.owner, { name, state, startsOn, ...(endsOn ? { endsOn } : {}) });
    await cohort('Enrols', 'enrolling', '2026-03-16');
    await cohort('Matches', 'matching', '2026-03-08');
    await cohort('Ends', 'running', '2025-09-01', '2026-02-27');
    await cohort('Far', 'enrolling', '2026-06-01');
    const { deadlines } = (await story.browser.call(metricRoutes.today, {})).body;
    expect(new Set(deadlines.map(({ programId }) => programId))).toEqual(new Set([story.cohort.programId]));
    expect(deadlines.map(({ cohortName, kind, on }) => [cohortName, kind, on])).toEqual([
      ['Ends', 'ends', '2026-02-27'],
      ['Matches', 'matching-due', '2026-03-08'],
      ['Enrols', 'enrolment-closes', '2026-03-09'],
      ['Enrols', 'starts', '2026-03-16'],
    ]);
  });
});

describe('the dictionary', () => {
  it('is the catalogue, for everybody who is shown a number', async () => {
    const { items } = (await api.anonymous().call(metricRoutes.dictionary, {})).body;
    expect(items.map(({ key, label }) => [key, label])).toEqual(
      listMetrics().map(({ key, label }) => [key, label]),
    );
  });
});
