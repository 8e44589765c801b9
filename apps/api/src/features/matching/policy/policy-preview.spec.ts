import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { matchingPolicyRoutes as routes } from '@ithaca/contracts/matching-policy';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { policyGoals } from '@ithaca/domain/matching-policy';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { MatchingStory } from '../../../../testing/matching-story.ts';

let api: TestApi;
let story: MatchingStory;
let params: { cohortId: string };
let policy: MatchingPolicy;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  story = await MatchingStory.begin(api);
  params = { cohortId: story.cohort.id };
  const state = await story.browser.call(routes.get, { params: { programId: story.program.id } });
  policy = state.body.policy;
});

const only = (criterion: keyof MatchingPolicy['weights']): MatchingPolicy => ({
  ...policy,
  weights: {
    ...(Object.fromEntries(Object.keys(policy.weights).map((key) => [key, 0])) as MatchingPolicy['weights']),
    [criterion]: 100,
  },
});
const preview = (edited: MatchingPolicy, more: { draw?: number; changedOnly?: boolean } = {}) =>
  story.browser.call(routes.preview, { params, body: { policy: edited, ...more } });

/** Two mentors with a place each: by skills Ada belongs to Mia and Ben to Max, by wishes the other way round. */
async function crossed() {
  const mia = await story.enrol('Mia', 'mentor', { skills: [['Finance', 3]], capacity: 1 });
  const max = await story.enrol('Max', 'mentor', { skills: [['Design', 3]], capacity: 1 });
  const ada = await story.enrol('Ada', 'mentee', { skills: [['Finance', 3]], wishes: [max.person.id] });
  const ben = await story.enrol('Ben', 'mentee', { skills: [['Design', 3]], wishes: [mia.person.id] });
  return { mia, max, ada, ben };
}

describe('the effect of an edit', () => {
  it('shows whom people would get now and under the edit, with score and reasons, and saves nothing', async () => {
    await crossed();
    await story.browser.call(routes.save, {
      params: { programId: story.program.id },
      version: 1,
      body: { policy: only('skills') },
    });
    const before = await api.rows<{ count: string }>('select count(*) from audit_rows');
    const { status, body } = await preview(only('wishes'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      isEstimate: false,
      keptPairs: 0,
      now: { mentees: 2, mentors: 2, places: 2, matched: 2, worst: 10_000, mean: 10_000, placesLeft: 0 },
      edited: { matched: 2, worst: 10_000 },
      // By the policy in force both lose: neither new mentor offers what they want.
      difference: { pairsDiffer: 2, gain: 0, lose: 2, newlyMatched: 0, leftOut: 0, meanByPresent: 0 },
    });
    expect(
      body.sample
        .map(({ mentee, now, edited }) => [
          mentee.displayName,
          now?.mentor.displayName,
          edited?.mentor.displayName,
        ])
        .toSorted(),
    ).toEqual([
      ['Ada', 'Mia', 'Max'],
      ['Ben', 'Max', 'Mia'],
    ]);
    expect(body.sample[0]?.edited).toMatchObject({
      score: 10_000,
      contributions: [{ criterion: 'wishes', points: 10_000, evidence: { code: 'mentee-wish' } }],
    });
    expect(await api.rows('select count(*) from audit_rows')).toEqual(before);
  });

  it('agrees with the run that follows when the edit is saved', async () => {
    await crossed();
    await story.enrol('Eve', 'mentee', { skills: [['Sales', 3]] });
    const edited = only('wishes');
    const { body } = await preview(edited);
    await story.browser.call(routes.save, {
      params: { programId: story.program.id },
      version: 1,
      body: { policy: edited },
    });
    const { items, run } = await story.draft();
    expect(run.statistics).toMatchObject({
      matched: body.edited.matched,
      mean: body.edited.mean,
      median: body.edited.median,
      worst: body.edited.worst,
    });
    const would = new Map(body.sample.map(({ mentee, edited: pair }) => [mentee.enrolmentId, pair]));
    for (const { mentee, mentor, score } of items)
      expect(would.get(mentee.enrolmentId)).toMatchObject({
        mentor: { enrolmentId: mentor.enrolmentId },
        score,
      });
  });

  it.each(policyGoals)('is told for the goal %s', async (objective) => {
    await crossed();
    await story.enrol('Eve', 'mentee', { skills: [['Sales', 3]] });
    const { status, body } = await preview({ ...policy, objective, floor: 1000, lossPerMille: 50 });
    expect(status).toBe(200);
    expect(body.edited).toMatchObject({ mentees: 3, matched: 2, placesLeft: 0 });
  });

  it('names who has no possible partner and the rules that keep mentors away', async () => {
    await story.enrol('Mia', 'mentor', { languages: ['fr'] });
    await story.enrol('Ada', 'mentee', { languages: ['en'] });
    const without = { ...policy, rules: { ...policy.rules, commonLanguage: false } };
    expect((await preview(without)).body).toMatchObject({
      now: { withoutPartner: 1 },
      edited: { withoutPartner: 0 },
    });
    const { body } = await preview(policy);
    expect(body.withoutPartner).toMatchObject([
      { person: { displayName: 'Ada' }, causes: [{ code: 'common-language', facts: { mentors: 1 } }] },
    ]);
  });

  it('keeps what a coordinator locked, under any policy', async () => {
    await crossed();
    const { items } = await story.draft();
    const first = items[0];
    await story.browser.call(matchingRoutes.setProposalState, {
      params: { proposalId: first?.id ?? '' },
      version: first?.version ?? 0,
      body: { state: 'locked' },
    });
    const { body } = await preview(only('wishes'));
    expect(body).toMatchObject({ keptPairs: 1, difference: { pairsDiffer: 0 } });
  });

  it('sees at once what changed in the pool', async () => {
    await crossed();
    expect((await preview(policy)).body.now.mentees).toBe(2);
    await story.enrol('Eve', 'mentee');
    expect((await preview(policy)).body.now.mentees).toBe(3);
  });

  it('draws another ten, always the same for a number, and can show only those who change', async () => {
    await crossed();
    for (let count = 0; count < 14; count += 1) await story.enrol(`Mentee ${count}`, 'mentee');
    const namesOf = async (draw: number, changedOnly = false) =>
      (await preview(only('wishes'), { draw, changedOnly })).body.sample.map(
        ({ mentee }) => mentee.displayName,
      );
    const [first, again, next] = [await namesOf(0), await namesOf(0), await namesOf(1)];
    expect(first).toHaveLength(10);
    expect(again).toEqual(first);
    expect(next.filter((name) => first.includes(name))).toEqual([]);
    const { body } = await preview(only('wishes'), { changedOnly: true });
    expect(body.sample).toHaveLength(Math.min(10, body.difference.pairsDiffer));
  });

  it('is honest about an empty pool', async () => {
    const { body } = await preview(policy);
    expect(body).toMatchObject({
      now: { mentees: 0, matched: 0, mean: null, median: null, worst: null, worstDecile: null },
      sample: [],
    });
  });

  it('is for those who coordinate the program', async () => {
    const { ada } = await crossed();
    const mentee = await api.as(ada.person);
    expect((await mentee.call(routes.preview, { params, body: { policy } })).status).toBe(403);
  });
});

describe('the effect in a pool that the thread has to solve', () => {
  it('is the same on the second question, asked without sending the people again', async () => {
    for (let count = 0; count < 50; count += 1)
      await story.enrol(`Mentor ${count}`, 'mentor', { capacity: 1, skills: [[`Skill ${count % 7}`, 3]] });
    for (let count = 0; count < 60; count += 1)
      await story.enrol(`Mentee ${count}`, 'mentee', { skills: [[`Skill ${count % 5}`, 3]] });
    const [one, other] = [await preview(only('skills')), await preview(only('skills'))];
    expect(one.body.edited).toMatchObject({ mentees: 60, matched: 50, placesLeft: 0 });
    expect({ ...other.body, computedMs: 0 }).toEqual({ ...one.body, computedMs: 0 });
  });
});

describe('scenarios side by side', () => {
  it('are compared with the first: who gains, who loses, what is left', async () => {
    await crossed();
    const strict = { ...only('skills'), objective: 'floor' as const, floor: 10_000 };
    const { body } = await story.browser.call(routes.compare, {
      params,
      body: { policies: [only('skills'), only('wishes'), strict] },
    });
    expect(body.policies).toMatchObject([
      {
        figures: { matched: 2, placesLeft: 0 },
        difference: { pairsDiffer: 0, gain: 0, lose: 0, meanByPresent: 10_000 },
      },
      { figures: { matched: 2 }, difference: { pairsDiffer: 2, gain: 0, lose: 2, meanByPresent: 0 } },
      { figures: { matched: 2, worst: 10_000 }, difference: { pairsDiffer: 0 } },
    ]);
  });

  it('are two to four', async () => {
    for (const count of [1, 5]) {
      const policies = Array.from({ length: count }, () => policy);
      expect((await story.browser.call(routes.compare, { params, body: { policies } })).status).toBe(400);
    }
  });

  it('hide a small group under every policy, and a second one so that it cannot be subtracted', async () => {
    await story.enrol('Mia', 'mentor', { capacity: 8 });
    const departments = { Sales: 6, Research: 7, Law: 2 };
    for (const [department, count] of Object.entries(departments))
      for (let one = 0; one < count; one += 1)
        await story.enrol(`${department} ${one}`, 'mentee', { person: { department } });
    const { body } = await story.browser.call(routes.compare, {
      params,
      body: { policies: [policy, only('skills')] },
    });
    const { groups } = body.equity.find(({ dimension }) => dimension === 'department') ?? { groups: [] };
    expect(groups).toMatchObject([
      { group: 'Law', mentees: null, matched: null, suppressed: 'small-group' },
      { group: 'Research', mentees: 7 },
      { group: 'Sales', mentees: null, suppressed: 'protects-others' },
    ]);
    expect(groups[1]?.matched).toHaveLength(2);
  });

  it('show a declared group only from ten people on', async () => {
    await story.enrol('Mia', 'mentor', { capacity: 8 });
    for (const [answer, count] of [
      ['woman', 12],
      ['man', 11],
      ['non-binary', 3],
    ] as const)
      for (let one = 0; one < count; one += 1) {
        const { person } = await story.enrol(`${answer} ${one}`, 'mentee');
        await api.rows('update people set attributes = $2, version = version + 1 where id = $1', [
          person.id,
          { gender: answer },
        ]);
      }
    const { body } = await story.browser.call(routes.compare, {
      params,
      body: { policies: [policy, policy] },
    });
    const declared = body.equity.find(({ dimension }) => dimension === 'gender');
    expect(declared).toMatchObject({ isDeclared: true, smallestGroup: 10 });
    expect(declared?.groups.filter(({ suppressed }) => suppressed).map(({ group }) => group)).toContain(
      'non-binary',
    );
    // Eight have a partner, and who they are is known by name: of what so few declared nothing is told.
    expect(declared?.groups.every(({ suppressed }) => suppressed !== null)).toBe(true);
    for (const [mentor, capacity] of [
      ['Noa', 4],
      ['Eli', 2],
    ] as const)
      await story.enrol(mentor, 'mentor', { capacity });
    const again = await story.browser.call(routes.compare, { params, body: { policies: [policy, policy] } });
    const told = again.body.equity.find(({ dimension }) => dimension === 'gender')?.groups ?? [];
    expect(told.filter(({ suppressed }) => suppressed === null).map(({ group }) => group)).toEqual(['woman']);
  });
});

describe('an edit that is overtaken', () => {
  it('is not worked out any more, nor one whose browser has gone; the last one is answered', async () => {
    await Promise.all(
      Array.from({ length: 110 }, (_, k) =>
        story.enrol(`Person ${k}`, k % 3 === 0 ? 'mentor' : 'mentee', {
          capacity: 2,
          skills: [[`Skill ${k % 7}`, 2]],
        }),
      ),
    );
    const fair = (share: number): MatchingPolicy => ({
      ...only('skills'),
      objective: 'leximin',
      floor: share,
    });
    const gone = new AbortController();
    const left = fetch(`${api.baseUrl}/api/cohorts/${params.cohortId}/policy-preview`, {
      method: 'POST',
      signal: gone.signal,
      headers: {
        'content-type': 'application/json',
        cookie: [...story.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: JSON.stringify({ policy: fair(1) }),
    }).catch((error: Error) => error.name);
    const others = [2, 3, 4].map((share) => preview(fair(share)));
    gone.abort();
    expect(await left).toBe('AbortError');
    const answers = await Promise.all(others);
    const codes = answers.map(({ status, body }) => (status === 200 ? 'answered' : body.code)).toSorted();
    expect(codes).toContain('policy.overtaken');
    expect(codes).toContain('answered');
    expect(new Set(codes).size).toBe(2);
    expect((await preview(fair(5))).status).toBe(200);
  }, 30_000);
});
