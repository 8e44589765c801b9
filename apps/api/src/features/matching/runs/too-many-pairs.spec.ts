import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { runRoutes } from '@ithaca/contracts/matching-runs';
import { reviewRoutes } from '@ithaca/contracts/review';
import type { CohortInput } from '@ithaca/matching/cohort';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { MatchingStory, pairsOf } from '../../../../testing/matching-story.ts';
import { compute } from '../engine/engine.ts';

let api: TestApi;
let story: MatchingStory;

// A limit that a few dozen people exceed: what they go through is what tens of thousands would.
beforeAll(async () => {
  api = await startApi({ environment: { MATCHING_PAIRS: '100' } });
});
afterAll(() => api.stop());
beforeEach(async () => {
  story = await MatchingStory.begin(api);
});

const skills = ['Leadership', 'Finance', 'Design', 'Data', 'Sales', 'Law', 'Writing'];

/** Forty mentees of many kinds for thirty-six places. */
async function crowd(more = 0) {
  for (let k = 0; k < 12; k += 1)
    await story.enrol(`Mentor ${k}`, 'mentor', {
      capacity: 3,
      skills: [0, 1, 2].map((n) => [skills[(k * 3 + n * 2) % 7] ?? '', 1 + ((k + n) % 3)]),
      goals: [`Goal ${k % 4}`],
    });
  for (let k = 0; k < 40 + more; k += 1)
    await story.enrol(`Mentee ${k}`, 'mentee', {
      skills: [0, 1].map((n) => [skills[(k * 5 + n * 3) % 7] ?? '', 1 + ((k >> n) % 3)]),
      goals: [`Goal ${k % 5}`],
      languages: k === 7 ? ['fr'] : ['en'],
    });
}

const kept = async (runId: string) => {
  const [record] = await api.rows<{ inputs: Buffer }>(
    'select inputs from matching_run_records where run_id = $1',
    [runId],
  );
  return JSON.parse(gunzipSync(record?.inputs ?? Buffer.alloc(0)).toString('utf8')) as CohortInput;
};

it('is drafted from candidates and prices with the same total and the same close calls as with all pairs at hand', async () => {
  await crowd();
  const { items, params, run } = await story.draft();
  expect(run.certificate).toMatchObject({
    status: 'optimal',
    isLarge: true,
    gap: 0,
    verified: true,
    matched: 36,
  });
  const limits = { searchMs: 10_000, densePairs: 2 ** 24, keepsGroups: true };
  const whole = await compute({ kind: 'match', input: await kept(params.runId), limits });
  expect(run.certificate?.total).toBe(whole.match.certificate.primal);
  expect(run.statistics?.eligiblePairs).toBe(whole.match.statistics.eligiblePairs);
  const isClose = ({ score, runnerUp }: (typeof whole.match.pairings)[number]) =>
    runnerUp !== null && runnerUp.matchedLoss <= 0 && runnerUp.forcedLoss <= 0.02 * score;
  const close = whole.match.pairings.filter(isClose).map(({ menteeId }) => menteeId);
  const shown = items
    .filter(({ attention }) => attention === 'close-call')
    .map(({ mentee }) => mentee.enrolmentId);
  expect(close.length).toBeGreaterThan(0);
  expect(shown.toSorted()).toEqual(close.toSorted());
  expect(items[0]?.attention).toBe('close-call');
});

it('says what it knows of a choice and of somebody left out, and no number that would be a guess', async () => {
  await crowd();
  const { items, unmatched, params } = await story.draft();
  const { body } = await story.browser.call(routes.getProposal, {
    params: { proposalId: items[0]?.id ?? '' },
  });
  expect(body.rank).toBeNull();
  expect(body.alternatives.length).toBeGreaterThan(5);
  for (const { effect, effectUnknown, forbiddenBy } of body.alternatives)
    expect([effect, effectUnknown]).toEqual([null, forbiddenBy.length > 0 ? null : 'too-large']);
  expect(unmatched).toHaveLength(4);
  const french = unmatched.find(({ person }) => person.displayName === 'Mentee 7');
  expect(french?.causes).toEqual([{ code: 'no-eligible-mentor', facts: { mentors: 12 } }]);
  const other = unmatched.find(({ person }) => person.displayName !== 'Mentee 7');
  expect(other?.causes).toMatchObject([{ code: 'places-taken' }]);
  const why = await story.browser.call(reviewRoutes.whyUnmatched, {
    params,
    query: { mentee: french?.person.enrolmentId ?? '' },
  });
  expect(why.body.causes).toMatchObject([
    { code: 'no-eligible-mentor' },
    { code: 'common-language', facts: { mentors: 12, alone: 12 } },
  ]);
});

it('keeps earlier mentors in a new draft, and gives the same when replayed', async () => {
  await crowd();
  const first = await story.draft();
  const second = await story.draft();
  expect(pairsOf(second.items)).toEqual(pairsOf(first.items));
  await story.browser.call(runRoutes.replay, { params: second.params });
  await api.runJobs();
  const { items } = (await story.browser.call(runRoutes.listReplays, { params: second.params })).body;
  expect(items[0]).toMatchObject({ state: 'done', samePairings: true, sameScores: true, changes: [] });
});

it('keeps the best candidates when its time is up, and refuses by name a goal that needs every pair', async () => {
  // So many that a thread solves them, which can be stopped.
  await crowd(20);
  const start = async () =>
    (await story.browser.call(routes.start, { params: { cohortId: story.cohort.id }, body: {} })).body;
  const stopped = await start();
  await api.rows('update matching_runs set budget_seconds = 0 where id = $1', [stopped.id]);
  await api.runJobs();
  const read = async (runId: string) => (await story.browser.call(routes.getRun, { params: { runId } })).body;
  const early = await read(stopped.id);
  expect(early.certificate).toMatchObject({
    status: 'time-limit',
    isLarge: true,
    verified: true,
    matched: 36,
  });
  expect(early.certificate?.gap).toBe((early.certificate?.bound ?? 0) - (early.certificate?.total ?? 0));
  await api.rows(`update programs set policy = policy || '{"objective": "leximin"}' where id = $1`, [
    story.program.id,
  ]);
  const refused = await start();
  await api.runJobs();
  expect(await read(refused.id)).toMatchObject({
    state: 'failed',
    problem: { code: 'goal-too-large', facts: {} },
  });
});
