import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { publicationRoutes } from '@ithaca/contracts/publication';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { MatchingStory, pairsOf } from '../../../../testing/matching-story.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

it('matches a running cohort again: pairings stay as they are, and whose pairing is over comes before who joined late', async () => {
  const story = await MatchingStory.begin(api);
  const { ada, mia } = await story.threeAndTwo();
  const publish = async () => {
    const { params, run, items } = await story.draft();
    await story.browser.call(publicationRoutes.publish, { params, version: run.version, body: {} });
    return pairsOf(items);
  };
  expect(await publish()).toEqual(['Ada – Mia', 'Ben – Max', 'Cleo – Max']);
  const mineOf = async (person: GivenPerson) => {
    const caller = await api.as(person);
    const [pairing] = (await caller.call(pairingRoutes.listMine, {})).body.items;
    return { caller, params: { pairingId: pairing?.id ?? '' }, version: pairing?.version ?? 0 };
  };
  for (const { person } of [ada, mia]) {
    const { caller, params } = await mineOf(person);
    await caller.call(pairingRoutes.accept, { params });
  }
  const { caller, params, version } = await mineOf(ada.person);
  await caller.call(pairingRoutes.end, {
    params,
    version,
    body: { outcome: 'ended', reason: 'different-needs' },
  });
  const kept = () =>
    api.rows(
      `select id, state, published_at, version from pairings where cohort_id = $1 and state = 'offered' order by id`,
      [story.cohort.id],
    );
  const before = await kept();
  expect(before).toHaveLength(2);

  // One new place, which the late joiner would fit better, and none left with Ada's former mentor.
  await api.rows('update enrolments set capacity = 0 where id = $1', [mia.id]);
  await story.enrol('Nora', 'mentor', { skills: [['Chess', 3]], capacity: 1 });
  const late = await story.enrol('Late', 'mentee', { skills: [['Chess', 3]] });
  expect(await publish()).toEqual(['Ada – Nora']);
  expect(await kept()).toEqual(expect.arrayContaining(before));

  await story.enrol('Otto', 'mentor', { skills: [['Chess', 3]], capacity: 1 });
  expect(await publish()).toEqual(['Late – Otto']);
  expect(await kept()).toEqual(expect.arrayContaining(before));
  expect((await mineOf(late.person)).params.pairingId).not.toBe('');
}, 20_000);
