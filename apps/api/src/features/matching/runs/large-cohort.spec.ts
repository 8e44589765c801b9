import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { runRoutes } from '@ithaca/contracts/matching-runs';
import { Given } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { MatchingStory } from '../../../../testing/matching-story.ts';

const [MENTEES, MENTORS] = [700, 280];

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const skills = ['Leadership', 'Finance', 'Design', 'Data', 'Sales', 'Law', 'Writing', 'Negotiation'];
const zones = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Dubai'];
const draw = <T>(list: readonly T[], k: number): T => list[k % list.length] as T;

it('a large cohort is drafted with progress, proven, kept, and replayed', async () => {
  const story = await MatchingStory.begin(api);
  const given = new Given(
    (sql, parameters) => api.rows(sql, [...parameters]).then((rows) => ({ rows })),
    api.clock.now(),
    {
      batched: true,
    },
  );
  for (let k = 0; k < MENTEES + MENTORS; k += 1) {
    const role = k < MENTEES ? 'mentee' : 'mentor';
    const person = await given.person(story.organisation, {
      displayName: `Person ${k}`,
      account: false,
      department: draw(['Sales', 'Engineering', 'People', 'Finance'], k),
      site: draw(['Berlin', 'London', 'Dubai'], k >> 2),
      grade: role === 'mentor' ? 5 + (k % 5) : 1 + (k % 5),
      timeZone: draw(zones, k >> 3),
      languages: ['en'],
    });
    await given.enrolment(story.cohort, person, role, {
      capacity: role === 'mentor' ? 2 + (k % 3) : 1,
      answers: {
        skills: [0, 1, 2].map((n) => ({
          skill: draw(skills, (k * 7 + n * 3) >> (n + 1)),
          level: 1 + ((k >> n) % 3),
        })),
        goals: [draw(['Lead a team', 'Change function', 'Speak in public'], k >> 1)],
        languages: ['en'],
      },
    });
  }
  await given.flush();
  await api.rows('analyze');
  const { body: started } = await story.browser.call(routes.start, {
    params: { cohortId: story.cohort.id },
    body: {},
  });
  const params = { runId: started.id };
  const seen: { phase: string; fraction: number }[] = [];
  let isOver = false;
  const job = api.runJobs().finally(() => (isOver = true));
  while (!isOver) {
    const { body } = await story.browser.call(routes.getRun, { params });
    const last = seen.at(-1);
    if (body.progress && (last?.phase !== body.progress.phase || last.fraction !== body.progress.fraction))
      seen.push(body.progress);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await job;
  const { body: run } = await story.browser.call(routes.getRun, { params });
  expect(run).toMatchObject({
    state: 'ready',
    isKept: true,
    statistics: { mentees: MENTEES, mentors: MENTORS, matched: MENTEES },
    certificate: { gap: 0, verified: true },
  });
  const fractions = seen.map(({ fraction }) => fraction);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(new Set(seen.map(({ phase }) => phase)).size).toBeGreaterThan(1);
  await story.browser.call(runRoutes.replay, { params });
  await api.runJobs();
  const { items } = (await story.browser.call(runRoutes.listReplays, { params })).body;
  expect(items[0]).toMatchObject({ samePairings: true, sameScores: true, changes: [] });
}, 120_000);
