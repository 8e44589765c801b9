import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { publicationRoutes } from '@ithaca/contracts/publication';
import type { GivenEnrolment } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { MatchingStory, pairsOf } from '../../../testing/matching-story.ts';

let api: TestApi;
let story: MatchingStory;
let organisation: MatchingStory['organisation'];
let coordinator: MatchingStory['coordinator'];
let program: MatchingStory['program'];
let cohort: MatchingStory['cohort'];

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

beforeEach(async () => {
  api.mails.sent.length = 0;
  story = await MatchingStory.begin(api);
  ({ organisation, coordinator, program, cohort } = story);
});

describe('the readiness of a cohort', () => {
  it('counts places against requests, names scarce skills and who has no possible partner', async () => {
    const boss = await story.enrol('Boss', 'mentor', { capacity: 1 });
    await story.enrol('Report', 'mentee', { skills: [['Chess', 3]], person: { managerId: boss.person.id } });
    await story.enrol('Other', 'mentee');
    const { body } = await story.browser.call(routes.overview, { params: { cohortId: cohort.id } });
    expect(body.readiness).toMatchObject({ mentees: 2, mentors: 1, places: 1 });
    expect(body.readiness.scarceSkills).toContainEqual({ skill: 'Chess', wanted: 1, offered: 0 });
    expect(body.readiness.withoutPartner).toMatchObject([
      { person: { displayName: 'Report' }, causes: [{ code: 'own-manager-line', facts: { mentors: 1 } }] },
    ]);
    expect(body.runs).toEqual([]);
  });

  it('is closed to participants and to other programs’ coordinators, and open to auditors for reading', async () => {
    const { mia } = await story.threeAndTwo();
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    const params = { cohortId: cohort.id };
    expect((await (await api.as(mia.person)).call(routes.overview, { params })).status).toBe(403);
    expect((await (await api.as(auditor)).call(routes.overview, { params })).status).toBe(200);
    expect((await (await api.as(auditor)).call(routes.start, { params, body: {} })).status).toBe(403);
    const elsewhere = await api.given.person(await api.given.organisation());
    await api.given.grant(elsewhere, 'owner');
    expect((await (await api.as(elsewhere)).call(routes.overview, { params })).status).toBe(404);
  });
});

describe('a matching run', () => {
  it('finds the best pairs, keeps the hard rules, and proves it', async () => {
    await story.threeAndTwo();
    const { run, items, unmatched } = await story.draft();
    expect(run).toMatchObject({
      state: 'ready',
      createdByName: 'Cora Coordinator',
      statistics: { mentees: 3, mentors: 2, places: 3, matched: 3 },
      certificate: { status: 'optimal', matched: 3, gap: 0, verified: true },
    });
    expect(pairsOf(items)).toEqual(['Ada – Mia', 'Ben – Max', 'Cleo – Max']);
    expect(unmatched).toEqual([]);
  });

  it('never pairs within a manager line, a team, without a language, or earlier partners', async () => {
    const chief = await api.given.person(organisation);
    const boss = await story.enrol('Boss', 'mentor', { person: { managerId: chief.id } });
    const lead = await story.enrol('Lead', 'mentor', { person: { managerId: boss.person.id } });
    const foreign = await story.enrol('Foreign', 'mentor', { languages: ['fr'] });
    const earlier = await story.enrol('Earlier', 'mentor');
    const avoided = await story.enrol('Avoided', 'mentor');
    const right = await story.enrol('Right', 'mentor', { skills: [['Nothing', 1]], goals: [] });
    const report = await story.enrol('Report', 'mentee', {
      person: { managerId: lead.person.id },
      doNotPairWith: [avoided.person.id],
    });
    await story.enrol('Peer', 'mentor', { person: { managerId: lead.person.id } });
    const past = await api.given.cohort(program, coordinator, { state: 'closed', startsOn: '2025-01-01' });
    await api.given.pairing(past, earlier.person, report.person, { state: 'completed' });
    const { items, params } = await story.draft();
    expect(pairsOf(items)).toEqual(['Report – Right']);
    const rule = async (mentor: GivenEnrolment) =>
      (
        await story.browser.call(routes.whyNot, { params, query: { mentee: report.id, mentor: mentor.id } })
      ).body.forbiddenBy.map(({ code }) => code);
    expect(await rule(boss)).toEqual(['own-manager-line']);
    expect(await rule(foreign)).toEqual(['common-language']);
    expect(await rule(earlier)).toEqual(['earlier-partners']);
    expect(await rule(avoided)).toEqual(['do-not-pair']);
    expect(await rule(right)).toEqual([]);
  });

  it('says of everybody left over why, and the smallest change that would help', async () => {
    await story.enrol('Mia', 'mentor', { capacity: 1 });
    await story.enrol('Ada', 'mentee', { skills: [['Leadership', 3]] });
    await story.enrol('Ben', 'mentee', { skills: [['Cooking', 3]] });
    const { items, unmatched } = await story.draft();
    expect(pairsOf(items)).toEqual(['Ada – Mia']);
    expect(unmatched).toMatchObject([
      {
        person: { displayName: 'Ben' },
        causes: [{ code: 'scarce-places', facts: { competing: 2, places: 1 } }],
        smallestChange: { code: 'add-place', facts: { mentorName: 'Mia' } },
      },
    ]);
  });

  it('keeps the earlier mentors where as many points can be had in several ways, and changes only what has to', async () => {
    const mentees = ['Ann', 'Bea', 'Cem', 'Dan', 'Eva', 'Fay'];
    for (const name of ['Kim', 'Lou', 'Max']) await story.enrol(name, 'mentor', { capacity: 2 });
    for (const name of mentees) await story.enrol(name, 'mentee');
    const first = await story.draft();
    const before = pairsOf(first.items);
    // Everybody fits everybody alike, so any matching would do; the way round is the draft's own.
    const [kept] = first.items;
    await story.browser.call(routes.setProposalState, {
      params: { proposalId: kept?.id ?? '' },
      version: kept?.version ?? 0,
      body: { state: 'locked' },
    });
    await api.rows("update enrolments set state = 'withdrawn' where id = $1", [
      first.items.find(({ id }) => id !== kept?.id)?.mentee.enrolmentId,
    ]);
    await story.enrol('Gus', 'mentee');
    const second = await story.draft();
    expect(second.run.certificate).toMatchObject({ status: 'optimal', gap: 0, verified: true });
    const after = pairsOf(second.items);
    expect(after).toHaveLength(6);
    expect(after.filter((pair) => !before.includes(pair))).toEqual([expect.stringMatching(/^Gus/)]);
  });

  it('is refused before matching began, with nobody to match, and while another one runs', async () => {
    const params = { cohortId: cohort.id };
    expect((await story.browser.call(routes.start, { params, body: {} })).body.code).toBe(
      'matching.nobody-to-match',
    );
    await story.threeAndTwo();
    await api.rows("update cohorts set state = 'enrolling' where id = $1", [cohort.id]);
    const early = await story.browser.call(routes.start, { params, body: {} });
    expect(early.status).toBe(409);
    expect(early.body).toMatchObject({ code: 'matching.wrong-state', facts: { state: 'enrolling' } });
    await api.rows("update cohorts set state = 'matching' where id = $1", [cohort.id]);
    const both = await Promise.all([
      story.browser.call(routes.start, { params, body: {} }),
      story.browser.call(routes.start, { params, body: {} }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('matching.already-running');
  });

  it('is solved once, however often its job is delivered', async () => {
    await story.threeAndTwo();
    const { run, items } = await story.draft();
    await api.platform.db.write({ organisationId: organisation.id }, () =>
      api.platform.jobs.enqueue('solve-matching', { organisationId: organisation.id, runId: run.id }),
    );
    await api.runJobs();
    const again = await story.browser.call(routes.listProposals, { params: { runId: run.id } });
    expect(again.body.items.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  });

  it('is worked out in a thread of its own for a large cohort, with the same kind of result', async () => {
    const people = await Promise.all(
      Array.from({ length: 310 }, (_, index) =>
        story.enrol(`Person ${index}`, index % 3 === 0 ? 'mentor' : 'mentee', { capacity: 2 }),
      ),
    );
    const { run, items } = await story.draft();
    expect(run.certificate).toMatchObject({ gap: 0, verified: true });
    expect(items).toHaveLength(people.filter(({ role }) => role === 'mentee').length);
  }, 60_000);
});

describe('a choice under a goal that is no single sum', () => {
  it.each(['leximin', 'worst-first', 'bounded-loss', 'stable-mentees'] as const)(
    'has under %s the effect that solving again with it has',
    async (objective) => {
      await api.rows(
        `update programs set policy = policy || jsonb_build_object('objective', $2::text) where id = $1`,
        [program.id, objective],
      );
      const { ben } = await story.threeAndTwo();
      await story.enrol('Dora', 'mentor', { skills: [['Law', 2]], goals: ['Change function'], capacity: 1 });
      await story.enrol('Eli', 'mentee', { skills: [['Finance', 1]] });
      const { items, params, run } = await story.draft();
      const totalOf = (all: typeof items) => all.reduce((sum, { score }) => sum + (score ?? 0), 0);
      const mine = items.find(({ mentee }) => mentee.enrolmentId === ben.id);
      const { body } = await story.browser.call(routes.getProposal, {
        params: { proposalId: mine?.id ?? '' },
      });
      const open = body.alternatives.filter(({ forbiddenBy }) => forbiddenBy.length === 0);
      expect(open.length).toBe(2);
      for (const { mentor, effect, effectUnknown } of open) {
        expect(effectUnknown).toBeNull();
        // What is said of it is what a draft with that pair, kept by hand, comes to.
        const byHand = await api.rows<{ id: string }>(
          `update proposals set mentor_enrolment_id = $2, state = 'locked' where id = $1 returning id`,
          [mine?.id, mentor.enrolmentId],
        );
        expect(byHand).toHaveLength(1);
        const then = await story.draft();
        expect([
          totalOf(then.items) - totalOf(items),
          (then.run.statistics?.matched ?? 0) - (run.statistics?.matched ?? 0),
        ]).toEqual([effect?.totalChange, effect?.matchedChange]);
        await api.rows(`update matching_runs set state = 'superseded' where id = $1`, [then.run.id]);
        await api.rows(`update proposals set mentor_enrolment_id = $2, state = 'proposed' where id = $1`, [
          mine?.id,
          mine?.mentor.enrolmentId,
        ]);
        await api.rows(`update matching_runs set state = 'ready' where id = $1`, [params.runId]);
      }
    },
  );
});

describe('reviewing', () => {
  it('keeps locked and approved pairs in the next draft and supersedes the earlier one', async () => {
    const { ada, max } = await story.threeAndTwo();
    const first = await story.draft();
    const byHand = await story.browser.call(routes.propose, {
      params: first.params,
      body: { menteeEnrolmentId: ada.id, mentorEnrolmentId: max.id, reason: 'They know one another' },
    });
    expect(byHand.body.code).toBe('proposal.no-free-place');
    const cleo = first.items.find(({ mentee }) => mentee.displayName === 'Cleo');
    await story.browser.call(routes.removeProposal, {
      params: { proposalId: cleo?.id ?? '' },
      version: cleo?.version ?? 0,
      body: { reason: 'Cleo asked for somebody else' },
    });
    const moved = await story.browser.call(routes.propose, {
      params: first.params,
      body: { menteeEnrolmentId: ada.id, mentorEnrolmentId: max.id, reason: 'They know one another' },
    });
    expect(moved.status).toBe(201);
    expect(moved.body).toMatchObject({ state: 'locked', origin: 'person', reason: 'They know one another' });
    const second = await story.draft();
    // Cleo and Max were taken apart by hand, so they are not put together again.
    expect(pairsOf(second.items)).toEqual(['Ada – Max', 'Ben – Max', 'Cleo – Mia']);
    expect(second.items.find(({ mentee }) => mentee.displayName === 'Ada')).toMatchObject({
      state: 'locked',
      origin: 'person',
      reason: 'They know one another',
    });
    const superseded = await story.browser.call(routes.getRun, { params: first.params });
    expect(superseded.body.state).toBe('superseded');
    const late = await story.browser.call(routes.approveClear, { params: first.params });
    expect(late.body.code).toBe('run.wrong-state');
  });

  it('approves, locks and releases, one reviewer after the other', async () => {
    await story.threeAndTwo();
    const { items } = await story.draft();
    const params = { proposalId: items[0]?.id ?? '' };
    const approved = await story.browser.call(routes.setProposalState, {
      params,
      version: 1,
      body: { state: 'approved' },
    });
    expect(approved.body).toMatchObject({ state: 'approved', version: 2 });
    const stale = await story.browser.call(routes.setProposalState, {
      params,
      version: 1,
      body: { state: 'locked' },
    });
    expect(stale.status).toBe(412);
    const locked = await story.browser.call(routes.setProposalState, {
      params,
      version: 2,
      body: { state: 'locked' },
    });
    expect(locked.body.state).toBe('locked');
    const released = await story.browser.call(routes.setProposalState, {
      params,
      version: 3,
      body: { state: 'proposed' },
    });
    expect(released.body.state).toBe('proposed');
    await story.browser.call(routes.removeProposal, { params, version: 4, body: { reason: 'Too close' } });
    const gone = await story.browser.call(routes.setProposalState, {
      params,
      version: 5,
      body: { state: 'locked' },
    });
    expect(gone.body.code).toBe('proposal.wrong-state');
  });

  it('refuses by hand what a hard rule forbids, and people of another cohort', async () => {
    const { params } = await story.threeAndTwo().then(() => story.draft());
    const lead = await story.enrol('Lead', 'mentor');
    const report = await story.enrol('Report', 'mentee', { person: { managerId: lead.person.id } });
    const refused = await story.browser.call(routes.propose, {
      params,
      body: { menteeEnrolmentId: report.id, mentorEnrolmentId: lead.id, reason: 'Convenient' },
    });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'proposal.rule-broken',
      facts: { rules: [{ code: 'own-manager-line' }], mentee: 'Report', mentor: 'Lead' },
    });
    const other = await api.given.cohort(program, coordinator, { state: 'matching' });
    const stranger = await api.given.enrolment(other, await api.given.person(organisation), 'mentee');
    const foreign = await story.browser.call(routes.propose, {
      params,
      body: { menteeEnrolmentId: stranger.id, mentorEnrolmentId: lead.id, reason: 'Why not' },
    });
    expect(foreign.status).toBe(404);
  });

  it('swaps the mentors of two proposals', async () => {
    await story.threeAndTwo();
    const { items, params } = await story.draft();
    const idOf = (name: string) => items.find(({ mentee }) => mentee.displayName === name)?.id ?? '';
    const swapped = await story.browser.call(routes.swap, {
      params: { proposalId: idOf('Ada') },
      version: 1,
      body: { withProposalId: idOf('Ben'), reason: 'Both asked for it' },
    });
    expect(pairsOf(swapped.body.items)).toEqual(['Ada – Max', 'Ben – Mia']);
    const after = await story.browser.call(routes.listProposals, { params });
    expect(pairsOf(after.body.items)).toEqual(['Ada – Max', 'Ben – Mia', 'Cleo – Max']);
    const again = await story.browser.call(routes.swap, {
      params: { proposalId: idOf('Ada') },
      version: 2,
      body: { withProposalId: idOf('Cleo') },
    });
    expect(again.body.code).toBe('proposal.wrong-state');
  });

  it('shows reasons, ranks, and what each alternative does to the whole', async () => {
    const { mia } = await story.threeAndTwo();
    const { items } = await story.draft();
    const cleo = items.find(({ mentee }) => mentee.displayName === 'Cleo');
    const { body } = await story.browser.call(routes.getProposal, { params: { proposalId: cleo?.id ?? '' } });
    expect(body.contributions.reduce((sum, { points }) => sum + points, 0)).toBe(body.score);
    // Skills are compared whatever their capitals.
    expect(body.contributions[0]).toMatchObject({
      criterion: 'skills',
      evidence: { code: 'skills', facts: { covered: ['Design'] } },
    });
    expect(body.rank).toEqual({ forMentee: 1, ofMentee: 2, forMentor: 1, ofMentor: 3 });
    expect(body.alternatives).toHaveLength(1);
    expect(body.alternatives[0]).toMatchObject({
      mentor: { enrolmentId: mia.id },
      freePlaces: 0,
      forbiddenBy: [],
      effect: { matchedChange: 0, displaced: [{ mentee: 'Ada', from: 'Mia', to: 'Max' }] },
    });
    expect(body.alternatives[0]?.effect?.totalChange).toBeLessThan(0);
  });

  it('puts first what needs a person: a rule that broke meanwhile before near ties and clear pairs', async () => {
    const { ada, mia } = await story.threeAndTwo();
    const { params } = await story.draft();
    await api.rows('update people set manager_id = $2 where id = $1', [ada.person.id, mia.person.id]);
    const { items } = (await story.browser.call(routes.listProposals, { params })).body;
    expect(items[0]).toMatchObject({ attention: 'rule-at-risk', mentee: { displayName: 'Ada' } });
    await story.lookAt(items);
    const { body } = await story.browser.call(routes.approveClear, { params });
    const states = (await story.browser.call(routes.listProposals, { params })).body.items;
    expect(states.filter(({ state }) => state === 'approved')).toHaveLength(body.approved);
    expect(states.every(({ state, attention }) => state !== 'approved' || attention === 'clear')).toBe(true);
    expect(states[0]?.state).toBe('proposed');
  });

  it('refuses a new draft when kept pairs have no places any more', async () => {
    const { max } = await story.threeAndTwo();
    const { items } = await story.draft();
    for (const { id, mentor } of items)
      if (mentor.displayName === 'Max')
        await story.browser.call(routes.setProposalState, {
          params: { proposalId: id },
          version: 1,
          body: { state: 'locked' },
        });
    await api.rows('update enrolments set capacity = 1 where id = $1', [max.id]);
    const refused = await story.browser.call(routes.start, { params: { cohortId: cohort.id }, body: {} });
    expect(refused.body).toMatchObject({
      code: 'matching.pins-contradict',
      facts: { mentors: [{ mentor: 'Max', kept: 2, places: 1 }] },
    });
  });

  it('says what failed by a code with its facts, and keeps the draft before it, when places go while it is solved', async () => {
    const { max } = await story.threeAndTwo();
    const first = await story.draft();
    await story.lookAt(first.items);
    await story.browser.call(routes.approveClear, { params: first.params });
    for (const { id, version } of (await story.browser.call(routes.listProposals, { params: first.params }))
      .body.items)
      await story.browser.call(routes.setProposalState, {
        params: { proposalId: id },
        version,
        body: { state: 'locked' },
      });
    const started = await story.browser.call(routes.start, { params: { cohortId: cohort.id }, body: {} });
    await api.rows('update enrolments set capacity = 1 where id = $1', [max.id]);
    await api.runJobs();
    const failed = await story.browser.call(routes.getRun, { params: { runId: started.body.id } });
    expect(failed.body).toMatchObject({ state: 'failed', certificate: null });
    expect(failed.body.problem).toMatchObject({
      code: 'kept-pairs-contradict',
      facts: { locks: [{}, {}], mentor: 'Max' },
    });
    expect((await story.browser.call(routes.getRun, { params: first.params })).body.state).toBe('ready');
    const publication = await story.browser.call(publicationRoutes.publish, {
      params: { runId: started.body.id },
      version: failed.body.version,
      body: {},
    });
    expect(publication.body.code).toBe('run.wrong-state');
  });
});
