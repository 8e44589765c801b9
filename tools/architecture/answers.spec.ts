import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { allRoutes } from '@ithaca/contracts/routes';

import { startApi } from '../../apps/api/testing/api.ts';
import type { TestApi, TestCaller } from '../../apps/api/testing/api.ts';
import { tellStory } from './story.ts';
import type { Story } from './story.ts';

let api: TestApi;
let story: Story;
beforeAll(async () => {
  api = await startApi();
  story = await tellStory(api, 'Own');
});
afterAll(() => api.stop());

const ANSWERS = { goalText: 'Canary in a sentence', own: { why: 'Canary of my own' } };
/** What each may read of the answers of somebody else: a partner the goals, whoever coordinates all that was sent. */
const mayRead: Partial<Record<keyof Story['people'], RegExp>> = {
  manager: /^$/,
  auditor: /^$/,
  mentor: /in a sentence/,
  owner: /Canary/,
};
const reading = allRoutes.filter(
  (route) => route.method === 'GET' && route.access !== 'public' && route.produces !== 'text/event-stream',
);

/** The trail holds what was refused while this very test was reading. */
const TRAILS = new Set(['organisations.listAudit', 'program-settings.listActivity']);

/** Every answer to a question by GET, by the route's id. */
async function readAll(caller: TestCaller): Promise<Map<string, string>> {
  const read = new Map<string, string>();
  for (const route of reading) {
    const path = route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => story.ids[name] ?? '');
    const { status, text } = await caller.raw('GET', path, undefined, {});
    // A refusal carries the number of its request.
    read.set(route.id, status < 400 ? text : String(status));
  }
  return read;
}

it('shows answers to those alone whom the form names, and to nobody whom somebody does not want to be paired with', async () => {
  const { mentee, outsider } = story.people;
  const cohortId = story.cohort.id;
  const set = (avoided: string[]) =>
    api.rows(
      `update enrolments set answers = answers || $3::jsonb, do_not_pair_with = $4
       where cohort_id = $1 and person_id = $2`,
      [cohortId, mentee.id, JSON.stringify(ANSWERS), avoided],
    );
  // Somebody else in the pool, so that the rule would have an effect.
  await api.given.enrolment(story.cohort, outsider, 'mentor');
  await set([]);
  const leaks: string[] = [];
  for (const [name, allowed] of Object.entries(mayRead)) {
    const role = name as keyof Story['people'];
    const caller = await api.as(story.people[role]);
    const before = await readAll(caller);
    for (const [route, text] of before)
      for (const canary of text.match(/Canary[\w ]*/g) ?? [])
        if (!allowed.test(canary)) leaks.push(`${route} shows ${role} “${canary}”`);
    await set([outsider.id]);
    for (const [route, text] of await readAll(caller))
      if (text !== before.get(route) && !route.startsWith('matching') && !TRAILS.has(route))
        leaks.push(`${route} tells ${role} that somebody is avoided`);
    await set([]);
  }
  expect(leaks).toEqual([]);
  // The person themselves reads both, so the words were there to be found.
  await set([outsider.id]);
  const own = await (await api.as(mentee)).raw('GET', '/api/my/enrolments', undefined, {});
  expect(own.text).toContain(ANSWERS.goalText);
  expect(own.text).toContain(outsider.id);
}, 120_000);
