import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { declarationRoutes } from '@ithaca/contracts/declarations';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { matchingPolicyRoutes } from '@ithaca/contracts/matching-policy';
import { runRoutes } from '@ithaca/contracts/matching-runs';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { MatchingStory } from '../../../../testing/matching-story.ts';

let api: TestApi;
let story: MatchingStory;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  story = await MatchingStory.begin(api);
});

async function aimFor(objective: 'total' | 'equal-access', accessBy?: string) {
  const params = { programId: story.program.id };
  const { body: state } = await story.browser.call(matchingPolicyRoutes.get, { params });
  const { accessBy: _, ...policy } = state.policy;
  const saved = await story.browser.call(matchingPolicyRoutes.save, {
    params,
    version: state.version,
    body: { policy: { ...policy, objective, ...(accessBy !== undefined && { accessBy }) } },
  });
  expect(saved.status).toBe(200);
}

/** Eight places; twelve of Sales fit them best, six of Legal fit hardly. */
async function unequalPool() {
  for (let k = 0; k < 4; k += 1)
    await story.enrol(`Mentor ${k}`, 'mentor', { capacity: 2, skills: [['Selling', 3]] });
  const sales = [];
  const legal = [];
  for (let k = 0; k < 12; k += 1)
    sales.push(
      await story.enrol(`Sales ${k}`, 'mentee', {
        skills: [['Selling', 3]],
        person: { department: 'Sales' },
      }),
    );
  for (let k = 0; k < 6; k += 1)
    legal.push(
      await story.enrol(`Legal ${k}`, 'mentee', {
        skills: [['Contracts', 3]],
        goals: ['Other'],
        person: { department: 'Legal' },
      }),
    );
  return { sales, legal };
}

const matchedIn = (items: readonly { mentee: { department: string } }[], department: string) =>
  items.filter(({ mentee }) => mentee.department === department).length;

describe('equal access', () => {
  it('serves the group with the smallest share first, without a score being touched', async () => {
    await unequalPool();
    await aimFor('total');
    const best = await story.draft();
    expect([matchedIn(best.items, 'Sales'), matchedIn(best.items, 'Legal')]).toEqual([8, 0]);
    expect(best.run.statistics?.access).toBeNull();
    await aimFor('equal-access', 'department');
    const fair = await story.draft();
    // Eight places for 12 and 6 people: nearly the same share of each.
    expect([matchedIn(fair.items, 'Sales'), matchedIn(fair.items, 'Legal')]).toEqual([5, 3]);
    expect(fair.run.certificate).toMatchObject({ status: 'optimal', verified: true, matched: 8 });
    const { body: run } = await story.browser.call(routes.getRun, { params: fair.params });
    expect(run.statistics?.access).toMatchObject({
      dimension: 'department',
      isDeclared: false,
      groups: [
        { group: 'Legal', mentees: 6, matched: [3] },
        { group: 'Sales', mentees: 12, matched: [5] },
      ],
    });
    const scoreOf = new Map(
      best.items.map(({ mentee, mentor, score }) => [mentee.enrolmentId + mentor.enrolmentId, score]),
    );
    for (const { mentee, mentor, score } of fair.items)
      expect(score).toBe(scoreOf.get(mentee.enrolmentId + mentor.enrolmentId) ?? score);
    await story.browser.call(runRoutes.replay, { params: fair.params });
    await api.runJobs();
    const { items } = (await story.browser.call(runRoutes.listReplays, { params: fair.params })).body;
    expect(items[0]).toMatchObject({ state: 'done', samePairings: true, sameScores: true });
  });

  it('hides a group too small to be shown, and shows what the policy would do before it is saved', async () => {
    await unequalPool();
    for (let k = 0; k < 3; k += 1)
      await story.enrol(`Few ${k}`, 'mentee', { person: { department: 'Board' } });
    await aimFor('equal-access', 'department');
    const { params } = await story.draft();
    const { body: run } = await story.browser.call(routes.getRun, { params });
    const few = run.statistics?.access?.groups.find(({ group }) => group === 'Board');
    expect(few).toMatchObject({ mentees: null, matched: null, suppressed: expect.any(String) });
    const { policy } = run;
    const { body } = await story.browser.call(matchingPolicyRoutes.compare, {
      params: { cohortId: story.cohort.id },
      body: {
        policies: [
          { ...policy, objective: 'total' },
          { ...policy, accessBy: 'department' },
        ],
      },
    });
    const shares = body.equity.find(({ dimension }) => dimension === 'department')?.groups;
    expect(shares?.find(({ group }) => group === 'Legal')?.matched).not.toEqual([0, 0]);
  });

  it('can be counted by what people declared for that purpose, of which nothing is kept or told', async () => {
    const { sales, legal } = await unequalPool();
    const owner = await api.given.person(story.organisation);
    await api.given.grant(owner, 'owner');
    const asOwner = await api.as(owner);
    const ask = async (name: string, purpose: 'equal-access' | 'report') =>
      (
        await asOwner.call(declarationRoutes.create, {
          body: { name, explanation: '', purpose, choices: ['Carer', 'Nobody'], seenBy: ['owner'] },
        })
      ).body;
    const attribute = await ask('Care for others', 'equal-access');
    await ask('For the report', 'report');
    const { body: policies } = await story.browser.call(matchingPolicyRoutes.get, {
      params: { programId: story.program.id },
    });
    expect(policies.accessAttributes).toEqual([{ id: attribute.id, name: 'Care for others' }]);
    const carer = attribute.choices.find(({ label }) => label === 'Carer')?.key ?? '';
    const nobody = attribute.choices.find(({ label }) => label === 'Nobody')?.key ?? '';
    const say = async (people: typeof sales, choice: string) => {
      for (const { person } of people)
        await (
          await api.as(person)
        ).call(declarationRoutes.declare, {
          params: { attributeId: attribute.id },
          body: { choice, consent: true },
        });
    };
    await say(legal, carer);
    await say(sales, nobody);
    await aimFor('equal-access', attribute.id);
    const { items, params, run } = await story.draft();
    expect([matchedIn(items, 'Sales'), matchedIn(items, 'Legal')]).toEqual([5, 3]);
    expect(run.certificate).toMatchObject({ status: 'optimal', verified: true });
    // The coordinator is no reader of the sums; the owner is, but six carers are too few to be shown.
    expect((await story.browser.call(routes.getRun, { params })).body.statistics?.access).toBeNull();
    expect((await asOwner.call(routes.getRun, { params })).body.statistics?.access).toMatchObject({
      dimension: 'Care for others',
      smallestGroup: 10,
      groups: [{ mentees: null }, { mentees: null }],
    });
    const files = [
      (await story.browser.call(runRoutes.problemFile, { params })).text,
      (await story.browser.call(runRoutes.resultFile, { params })).text,
      (await story.browser.call(runRoutes.certificateFile, { params })).text,
    ];
    const [record] = await api.rows<{ inputs: Buffer }>(
      'select inputs from matching_run_records where run_id = $1',
      [params.runId],
    );
    const [stored] = await api.rows<{ text: string }>(
      'select certificate::text as text from matching_runs where id = $1',
      [params.runId],
    );
    const inputs = gunzipSync(record?.inputs ?? Buffer.alloc(0)).toString('utf8');
    for (const text of [...files, inputs, stored?.text ?? '']) {
      expect(text).not.toContain(carer);
      expect(text).not.toContain('"groups"');
      expect(text).not.toContain('"limits"');
    }
    expect(JSON.parse(files[0] ?? '').goal).toEqual({ kind: 'equal-access', groupOf: [] });
    await story.browser.call(runRoutes.replay, { params });
    await api.runJobs();
    const replays = (await story.browser.call(runRoutes.listReplays, { params })).body.items;
    expect(replays[0]).toMatchObject({
      state: 'done',
      samePairings: true,
      sameScores: true,
      changes: [{ code: 'groups-not-kept' }],
    });
  }, 30_000);
});
