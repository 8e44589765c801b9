import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { reviewRoutes } from '@ithaca/contracts/review';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';
import { MatchingStory, pairsOf } from '../../../../testing/matching-story.ts';

let api: TestApi;
let story: MatchingStory;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  story = await MatchingStory.begin(api);
});

type Draft = Awaited<ReturnType<MatchingStory['draft']>>;
const itemOf = ({ items }: Pick<Draft, 'items'>, mentee: string) => {
  const found = items.find((item) => item.mentee.displayName === mentee);
  if (!found) throw new Error(`${mentee} is in no pair.`);
  return found;
};
const read = async (params: { runId: string }, browser = story.browser) =>
  (await browser.call(routes.listProposals, { params })).body;
const decide = async (
  draft: Pick<Draft, 'items'>,
  mentee: string,
  state: 'proposed' | 'approved' | 'locked',
  browser: TestCaller = story.browser,
) => {
  const { id, version } = itemOf(draft, mentee);
  return browser.call(routes.setProposalState, { params: { proposalId: id }, version, body: { state } });
};
const statesOf = ({ items }: Pick<Draft, 'items'>) =>
  Object.fromEntries(items.map(({ mentee, state }) => [mentee.displayName, state]));
async function another(): Promise<TestCaller> {
  const dana = await api.given.person(story.organisation, { displayName: 'Dana Coordinator' });
  await api.given.grant(dana, 'coordinator', story.program.id);
  return api.as(dana);
}

describe('undo and redo', () => {
  it('go back and forth in a series, and leave a pair as the run made it', async () => {
    await story.threeAndTwo();
    const draft = await story.draft();
    const { params } = draft;
    const before = itemOf(draft, 'Cleo');
    await decide(draft, 'Ada', 'approved');
    const removed = await story.browser.call(routes.removeProposal, {
      params: { proposalId: before.id },
      version: before.version,
      body: { reason: 'Cleo asked for somebody else' },
    });
    expect(removed.status).toBe(200);
    expect(pairsOf((await read(params)).items)).toEqual(['Ada – Mia', 'Ben – Max']);

    const undone = await story.browser.call(reviewRoutes.undo, { params, body: {} });
    expect(undone.body.act).toMatchObject({ kind: 'undo', of: 'remove', by: 'Cora Coordinator' });
    expect(undone.body.items).toMatchObject([{ id: before.id, state: 'proposed' }]);
    const after = itemOf(await read(params), 'Cleo');
    // As the run made it: by nobody's hand, as urgent as before, and with the same evidence.
    expect(after).toMatchObject({ origin: 'run', attention: before.attention, reason: null, decided: null });
    await story.browser.call(reviewRoutes.undo, { params, body: {} });
    expect(statesOf(await read(params))).toEqual({ Ada: 'proposed', Ben: 'proposed', Cleo: 'proposed' });
    expect((await story.browser.call(reviewRoutes.undo, { params, body: {} })).body.code).toBe(
      'review.nothing-to-undo',
    );

    await story.browser.call(reviewRoutes.redo, { params, body: {} });
    await story.browser.call(reviewRoutes.redo, { params, body: {} });
    expect(statesOf(await read(params))).toEqual({ Ada: 'approved', Ben: 'proposed' });
    expect((await story.browser.call(reviewRoutes.redo, { params, body: {} })).body.code).toBe(
      'review.nothing-to-redo',
    );
  });

  it('treat a pair that was made by hand and taken back as if it had never been', async () => {
    const { mia, max } = await story.threeAndTwo();
    await api.rows('update enrolments set capacity = 2 where id = $1', [mia.id]);
    const { params, items } = await story.draft();
    const ben = itemOf({ items }, 'Ben');
    await story.browser.call(routes.propose, {
      params,
      body: { menteeEnrolmentId: ben.mentee.enrolmentId, mentorEnrolmentId: mia.id, reason: 'They asked' },
    });
    expect(pairsOf((await read(params)).items)).toContain('Ben – Mia');
    await story.browser.call(reviewRoutes.undo, { params, body: {} });
    expect(itemOf(await read(params), 'Ben')).toMatchObject({
      mentor: { enrolmentId: max.id },
      origin: 'run',
      state: 'proposed',
    });
    const { body } = await story.browser.call(routes.whyNot, {
      params,
      query: { mentee: ben.mentee.enrolmentId, mentor: mia.id },
    });
    expect(body.forbiddenBy).toEqual([]);
  });

  it('belong to one coordinator in one sign-in, and never undo what somebody else decided since', async () => {
    await story.threeAndTwo();
    const draft = await story.draft();
    const { params } = draft;
    await decide(draft, 'Ada', 'approved');
    const dana = await another();
    expect((await dana.call(reviewRoutes.undo, { params, body: {} })).body.code).toBe(
      'review.nothing-to-undo',
    );
    await decide(draft, 'Ben', 'approved');
    await decide(await read(params), 'Ben', 'locked', dana);
    const { body: series } = await story.browser.call(reviewRoutes.series, { params });
    expect(series.done).toMatchObject([{ kind: 'approve', pairs: [{ mentee: 'Ada', mentor: 'Mia' }] }]);
    // Whoever means the act on Ben learns what Dana made of it.
    const acts = await story.browser.call(reviewRoutes.listActs, { params });
    const mine = acts.body.items.find(({ kind, pairs }) => kind === 'approve' && pairs[0]?.mentee === 'Ben');
    const stale = await story.browser.call(reviewRoutes.undo, { params, body: { act: mine?.id } });
    expect(stale.status).toBe(412);
    expect(stale.body.facts).toMatchObject({ state: 'locked', by: 'Dana Coordinator', mentee: 'Ben' });
    await story.browser.call(reviewRoutes.undo, { params, body: {} });
    expect(statesOf(await read(params))).toMatchObject({ Ada: 'proposed', Ben: 'locked' });
  });
});

describe('two reviewers', () => {
  it('follow one another: the second is shown what the first decided, who and when', async () => {
    await story.threeAndTwo();
    const draft = await story.draft();
    const dana = await another();
    await decide(draft, 'Ada', 'locked', dana);
    const stale = await decide(draft, 'Ada', 'approved');
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({
      code: 'record.changed',
      facts: { state: 'locked', by: 'Dana Coordinator', mentee: 'Ada', mentor: 'Mia', version: 2 },
    });
    expect(itemOf(await read(draft.params), 'Ada').decided).toMatchObject({ by: 'Dana Coordinator' });
  });

  it('do not give a mentee another mentor over a decision they have not seen', async () => {
    const { ben, max, mia } = await story.threeAndTwo();
    await api.rows('update enrolments set capacity = 3 where id = $1', [mia.id]);
    const { params, items } = await story.draft();
    const dana = await another();
    const present = itemOf({ items }, 'Ben');
    expect(present.mentor.enrolmentId).toBe(max.id);
    const body = { menteeEnrolmentId: ben.id, mentorEnrolmentId: mia.id, reason: 'Together', present: null };
    expect((await dana.call(routes.propose, { params, body })).status).toBe(412);
    expect((await dana.call(routes.propose, { params, body: { ...body, present: present.id } })).status).toBe(
      201,
    );
  });
});

describe('an override', () => {
  it('needs a reason when it goes against advice, and is kept with person and reason for good', async () => {
    const { ada, mia } = await story.threeAndTwo();
    const draft = await story.draft();
    const { params } = draft;
    const clear = draft.items.find(({ attention }) => attention === 'clear');
    const removal = { params: { proposalId: clear?.id ?? '' }, version: 1 };
    const refused = await story.browser.call(routes.removeProposal, { ...removal, body: {} });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'override.needs-reason', facts: { advice: 'clear-pair' } });
    const body = { reason: 'They share an office' };
    expect((await story.browser.call(routes.removeProposal, { ...removal, body })).status).toBe(200);
    const acts = await story.browser.call(reviewRoutes.listActs, { params });
    expect(acts.body.items).toMatchObject([
      {
        kind: 'remove',
        advice: 'clear-pair',
        reason: 'They share an office',
        by: 'Cora Coordinator',
        count: 1,
      },
    ]);
    for (const statement of ["update review_acts set reason = 'Another'", 'delete from review_acts'])
      await expect(
        api.platform.db.write({ organisationId: story.organisation.id }, () =>
          api.platform.db.execute(statement),
        ),
      ).rejects.toThrow(/permission denied/);

    await api.rows('update people set manager_id = $2 where id = $1', [ada.person.id, mia.person.id]);
    if (itemOf(draft, 'Ada').id !== clear?.id) {
      const atRisk = await decide(await read(params), 'Ada', 'approved');
      expect(atRisk.body).toMatchObject({ code: 'override.needs-reason', facts: { advice: 'rule-broken' } });
    }
  });

  it('takes a place at a full mentor and the pair that had it in one act', async () => {
    const { ada, max, mia } = await story.threeAndTwo();
    const { params, items } = await story.draft();
    const ben = itemOf({ items }, 'Ben');
    const taken = await story.browser.call(routes.propose, {
      params,
      body: {
        menteeEnrolmentId: ada.id,
        mentorEnrolmentId: max.id,
        reason: 'One topic',
        displaces: ben.id,
        present: itemOf({ items }, 'Ada').id,
      },
    });
    expect(taken.status).toBe(201);
    expect(pairsOf((await read(params)).items)).toEqual(['Ada – Max', 'Cleo – Max']);
    const { body } = await story.browser.call(reviewRoutes.undo, { params, body: {} });
    expect(body.act.count).toBe(3);
    expect(pairsOf((await read(params)).items)).toEqual(['Ada – Mia', 'Ben – Max', 'Cleo – Max']);
    expect(itemOf(await read(params), 'Ada').mentor.enrolmentId).toBe(mia.id);
  });
});

describe('approving all clear pairs together', () => {
  it('comes after the same coordinator has opened five of them in this run', async () => {
    for (let index = 0; index < 7; index += 1) {
      await story.enrol(`Mentor ${index}`, 'mentor', { capacity: 1, skills: [[`Skill ${index}`, 3]] });
      await story.enrol(`Mentee ${index}`, 'mentee', { skills: [[`Skill ${index}`, 3]] });
    }
    const { params, items } = await story.draft();
    const clear = items.filter(({ attention }) => attention === 'clear');
    expect(clear).toHaveLength(7);
    const look = (browser: TestCaller, index: number) =>
      browser.call(reviewRoutes.look, { params: { proposalId: clear[index]?.id ?? '' } });
    const dana = await another();
    for (const index of [0, 1, 2, 3, 4]) expect((await look(dana, index)).status).toBe(204);
    for (const index of [0, 0, 1, 2, 3]) await look(story.browser, index);
    const early = await story.browser.call(routes.approveClear, { params });
    expect(early.status).toBe(409);
    expect(early.body).toMatchObject({ code: 'review.look-first', facts: { needed: 5, seen: 4 } });
    await look(story.browser, 4);
    expect((await read(params)).items.filter(({ seen }) => seen)).toHaveLength(5);
    expect((await story.browser.call(routes.approveClear, { params })).body.approved).toBe(7);
    const { body } = await story.browser.call(reviewRoutes.undo, { params, body: {} });
    expect(body.act).toMatchObject({ kind: 'undo', of: 'approve-clear', count: 7 });
    expect(new Set(Object.values(statesOf(await read(params))))).toEqual(new Set(['proposed']));
  });
});

describe('what another mentor would mean', () => {
  it('names everybody who would move, from whom to whom', async () => {
    const { mia } = await story.threeAndTwo();
    const draft = await story.draft();
    const { body } = await story.browser.call(routes.getProposal, {
      params: { proposalId: itemOf(draft, 'Cleo').id },
    });
    expect(body.alternatives).toMatchObject([
      {
        mentor: { enrolmentId: mia.id },
        effect: { matchedChange: 0, displaced: [{ mentee: 'Ada', from: 'Mia', to: 'Max' }] },
      },
    ]);
    // The same question about a pair that is pinned by now has the same answer.
    await decide(draft, 'Cleo', 'locked');
    const pinned = await story.browser.call(routes.getProposal, {
      params: { proposalId: itemOf(draft, 'Cleo').id },
    });
    expect(pinned.body.alternatives).toEqual(body.alternatives);
  });

  it('says of everybody left over why, and each change it names does help', async () => {
    const mia = await story.enrol('Mia', 'mentor', { capacity: 1 });
    await story.enrol('Lea', 'mentor', { capacity: 1, languages: ['fr'] });
    await story.enrol('Ada', 'mentee', { skills: [['Leadership', 3]] });
    const ben = await story.enrol('Ben', 'mentee', { skills: [['Cooking', 3]] });
    const { params } = await story.draft();
    const { body } = await story.browser.call(reviewRoutes.whyUnmatched, {
      params,
      query: { mentee: ben.id },
    });
    expect(body).toMatchObject({
      person: { displayName: 'Ben' },
      causes: [
        { code: 'scarce-places', facts: { competing: 2, places: 1 } },
        { code: 'common-language', facts: { mentors: 1, alone: 1 } },
      ],
      smallestChange: { code: 'add-place', facts: { mentorId: mia.id, mentorName: 'Mia' } },
    });
    expect(body.changes.map(({ code }) => code)).toContain('relax-rule');
    expect(body.alternatives[0]).toMatchObject({
      mentor: { displayName: 'Mia' },
      effect: { matchedChange: 0, displaced: [{ mentee: 'Ada', from: 'Mia', to: null }] },
    });
    await api.rows('update enrolments set capacity = 2 where id = $1', [mia.id]);
    // With the change made nothing but a new draft is missing.
    const now = await story.browser.call(reviewRoutes.whyUnmatched, { params, query: { mentee: ben.id } });
    expect(now.body.smallestChange).toMatchObject({ code: 'redraft', facts: { mentorName: 'Mia' } });
    expect(pairsOf((await story.draft()).items)).toContain('Ben – Mia');
  });
});

describe('notes', () => {
  it('stay with the pair through drafts and publication, for coordinators only', async () => {
    const { ada } = await story.threeAndTwo();
    const first = await story.draft();
    const note = await story.browser.call(reviewRoutes.addNote, {
      params: { proposalId: itemOf(first, 'Ada').id },
      body: { body: 'Ask Mia about Fridays first' },
    });
    expect(note.status).toBe(201);
    expect(note.body).toMatchObject({ body: 'Ask Mia about Fridays first', by: 'Cora Coordinator' });
    const second = await story.draft();
    expect(itemOf(second, 'Ada').noteCount).toBe(1);
    const { body } = await story.browser.call(routes.getProposal, {
      params: { proposalId: itemOf(second, 'Ada').id },
    });
    expect(body.notes).toMatchObject([{ body: 'Ask Mia about Fridays first' }]);

    const mia = itemOf(second, 'Ada').mentor;
    const [mentor] = await api.rows<{ id: string }>('select person_id as id from enrolments where id = $1', [
      mia.enrolmentId,
    ]);
    const pairing = await api.given.pairing(
      story.cohort,
      { ...ada.person, id: mentor?.id ?? '' },
      ada.person,
      { mentorEnrolment: { ...ada, id: mia.enrolmentId }, menteeEnrolment: ada },
    );
    const params = { pairingId: pairing.id };
    const carried = await story.browser.call(reviewRoutes.pairingNotes, { params });
    expect(carried.body.items).toMatchObject([{ body: 'Ask Mia about Fridays first' }]);
    const own = await (await api.as(ada.person)).call(reviewRoutes.pairingNotes, { params });
    expect(own.status).toBe(403);
  });
});

describe('going back to the draft before', () => {
  it('brings it back as it was left, and gives the new one up', async () => {
    await story.threeAndTwo();
    const first = await story.draft();
    await decide(first, 'Ada', 'locked');
    const second = await story.draft();
    const stale = await story.browser.call(reviewRoutes.goBack, {
      params: second.params,
      version: second.run.version + 1,
      body: { to: first.run.id },
    });
    expect(stale.status).toBe(412);
    const back = await story.browser.call(reviewRoutes.goBack, {
      params: second.params,
      version: second.run.version,
      body: { to: first.run.id },
    });
    expect(back.body).toMatchObject({ id: first.run.id, state: 'ready' });
    expect(statesOf(await read(first.params))).toMatchObject({ Ada: 'locked' });
    expect((await story.browser.call(routes.getRun, { params: second.params })).body.state).toBe(
      'superseded',
    );
    // The series goes on where it was.
    await story.browser.call(reviewRoutes.undo, { params: first.params, body: {} });
    expect(statesOf(await read(first.params))).toMatchObject({ Ada: 'proposed' });
  });
});
