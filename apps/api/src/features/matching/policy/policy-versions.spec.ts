import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { matchingPolicyRoutes as routes } from '@ithaca/contracts/matching-policy';
import type { MatchingPolicy } from '@ithaca/contracts/programs';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { MatchingStory } from '../../../../testing/matching-story.ts';

let api: TestApi;
let story: MatchingStory;
let params: { programId: string };

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  story = await MatchingStory.begin(api);
  params = { programId: story.program.id };
});

const read = async () => (await story.browser.call(routes.get, { params })).body;
const withTeams = (policy: MatchingPolicy): MatchingPolicy => ({
  ...policy,
  rules: { ...policy.rules, notSameTeam: !policy.rules.notSameTeam },
});

describe('a saved policy', () => {
  it('is a version with who, when and what changed, and the first one is kept', async () => {
    const { policy, version } = await read();
    expect(version).toBe(1);
    const saved = await story.browser.call(routes.save, {
      params,
      version,
      body: { policy: withTeams(policy), note: 'Small teams this year' },
    });
    expect(saved.status).toBe(200);
    expect(saved.headers.get('etag')).toBe('"2"');
    expect(saved.body.versions).toMatchObject([
      {
        number: 2,
        changes: [{ code: 'rule-off', facts: { rule: 'notSameTeam' } }],
        note: 'Small teams this year',
        savedByName: 'Cora Coordinator',
        savedAt: '2026-03-02T09:00:00.000Z',
      },
      { number: 1, changes: [], policy },
    ]);
  });

  it('makes no version when nothing changed', async () => {
    const { policy } = await read();
    const saved = await story.browser.call(routes.save, { params, version: 1, body: { policy } });
    expect(saved.body).toMatchObject({ version: 1, versions: [{ number: 1 }] });
  });

  it('is refused to the second of two editors, who then sees the first one’s', async () => {
    const { policy } = await read();
    const floor = { ...policy, objective: 'floor' as const, floor: 3000 };
    await story.browser.call(routes.save, { params, version: 1, body: { policy: floor } });
    const second = await story.browser.call(routes.save, {
      params,
      version: 1,
      body: { policy: withTeams(policy) },
    });
    expect([second.status, second.body.code]).toEqual([412, 'record.changed']);
    expect((await read()).policy).toEqual(floor);
  });

  it('survives two editors at the very same moment: one wins, no number is given twice', async () => {
    const { policy } = await read();
    const answers = await Promise.all(
      [1000, 2000, 3000, 4000].map((floor) =>
        story.browser.call(routes.save, {
          params,
          version: 1,
          body: { policy: { ...policy, objective: 'floor', floor } },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412]);
    expect((await read()).versions.map(({ number }) => number)).toEqual([2, 1]);
  });

  it('can be brought back; nothing in between is lost', async () => {
    const { policy } = await read();
    await story.browser.call(routes.save, { params, version: 1, body: { policy: withTeams(policy) } });
    const back = await story.browser.call(routes.returnTo, { params, version: 2, body: { number: 1 } });
    expect(back.body).toMatchObject({
      version: 3,
      policy,
      versions: [{ number: 3, returnedTo: 1, changes: [{ code: 'rule-on' }] }, { number: 2 }, { number: 1 }],
    });
    const unknown = await story.browser.call(routes.returnTo, { params, version: 3, body: { number: 9 } });
    expect(unknown.status).toBe(404);
  });

  it('can never be changed or removed afterwards, not even by the application itself', async () => {
    const { policy } = await read();
    await story.browser.call(routes.save, { params, version: 1, body: { policy: withTeams(policy) } });
    const tenant = { organisationId: story.organisation.id };
    for (const statement of ['update policy_versions set number = 9', 'delete from policy_versions'])
      await expect(api.platform.db.write(tenant, () => api.platform.db.execute(statement))).rejects.toThrow(
        /permission denied/,
      );
  });

  it('names a band that runs backwards', async () => {
    const { policy } = await read();
    const answer = await story.browser.call(routes.save, {
      params,
      version: 1,
      body: { policy: { ...policy, preferredGradeDistance: { least: 3, most: 1 } } },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.fields?.[0]?.path).toBe('body.policy.preferredGradeDistance');
  });

  it('is for coordinators to change and for auditors to read', async () => {
    const { policy } = await read();
    const auditor = await api.given.person(story.organisation);
    await api.given.grant(auditor, 'auditor');
    const browser = await api.as(auditor);
    expect((await browser.call(routes.get, { params })).status).toBe(200);
    const save = await browser.call(routes.save, { params, version: 1, body: { policy: withTeams(policy) } });
    expect(save.status).toBe(403);
  });
});

describe('a matching run', () => {
  it('names the version of the policy that it used', async () => {
    await story.threeAndTwo();
    const { policy } = await read();
    await story.draft();
    await story.browser.call(routes.save, { params, version: 1, body: { policy: withTeams(policy) } });
    const { run } = await story.draft();
    expect(run).toMatchObject({ policyVersion: 2, certificate: { policyVersion: '2' } });
    expect((await read()).versions.map(({ number, runs }) => [number, runs])).toEqual([
      [2, 1],
      [1, 1],
    ]);
    const { body } = await story.browser.call(matchingRoutes.overview, {
      params: { cohortId: story.cohort.id },
    });
    expect(body.policyVersion).toBe(2);
  });
});

describe('a scenario', () => {
  it('is kept beside the policy, shown to every coordinator, and dropped', async () => {
    const { policy } = await read();
    const kept = await story.browser.call(routes.keepScenario, {
      params,
      body: { name: 'Across teams', policy: withTeams(policy) },
    });
    expect(kept.status).toBe(201);
    expect((await read()).scenarios).toMatchObject([
      { name: 'Across teams', createdByName: 'Cora Coordinator', policy: withTeams(policy) },
    ]);
    const drop = { params: { ...params, scenarioId: kept.body.id } };
    expect((await story.browser.call(routes.dropScenario, drop)).status).toBe(204);
    expect((await story.browser.call(routes.dropScenario, drop)).status).toBe(404);
    expect((await read()).scenarios).toEqual([]);
  });

  it('is refused where too many are kept already', async () => {
    const { policy } = await read();
    let last = 0;
    for (let count = 0; count < 13; count += 1) {
      const answer = await story.browser.call(routes.keepScenario, {
        params,
        body: { name: `Try ${count}`, policy },
      });
      last = answer.status;
    }
    expect(last).toBe(409);
  });
});
