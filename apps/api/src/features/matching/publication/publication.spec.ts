import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { publicationRoutes } from '@ithaca/contracts/publication';
import { pairingRoutes } from '@ithaca/contracts/pairings';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { MatchingStory, pairsOf } from '../../../../testing/matching-story.ts';

let api: TestApi;
let story: MatchingStory;
let organisation: MatchingStory['organisation'];
let cohort: MatchingStory['cohort'];

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

beforeEach(async () => {
  api.mails.sent.length = 0;
  story = await MatchingStory.begin(api);
  ({ organisation, cohort } = story);
});

describe('publishing', () => {
  it('shows beforehand what it will do, and does just that', async () => {
    await story.threeAndTwo();
    await story.enrol('Dora', 'mentee', { person: { locale: 'de' } });
    await story.enrol('Mette', 'mentor', { capacity: 0 });
    const { params, run } = await story.draft();
    const preview = (await story.browser.call(publicationRoutes.preview, { params })).body;
    expect(preview).toMatchObject({ pairings: 3, changedSince: [] });
    expect(preview.unmatched).toHaveLength(1);
    expect(preview.mails.reduce((sum, { count }) => sum + count, 0)).toBe(7);
    const english = preview.mails.find(({ locale }) => locale === 'en')?.samples ?? [];
    expect(english.map(({ kind }) => kind)).toEqual(['mentee', 'mentor']);
    expect(english[0]?.bodyText).toMatch(/Why you two: .*skills that are wanted and offered/);
    expect(english[0]?.bodyText).toMatch(
      /A line to begin with: “What helped you most when you began with \w+/,
    );
    expect(preview.unmatchedMessages).toMatchObject([{ locale: 'de', count: 1 }]);
    expect(preview.mentorsAtLimit.map(({ displayName }) => displayName).toSorted()).toEqual(['Max', 'Mia']);

    const published = await story.browser.call(publicationRoutes.publish, {
      params,
      version: run.version,
      body: {},
    });
    expect(published.body).toMatchObject({ state: 'done', published: 3, skipped: [] });
    expect(api.mails.sent).toHaveLength(0);
    await api.runJobs();
    expect(api.mails.sent).toHaveLength(7);
    const [state] = await api.rows<{ state: string }>('select state from cohorts where id = $1', [cohort.id]);
    expect(state?.state).toBe('running');
    expect(
      await api.rows("select from stage_events where cohort_id = $1 and stage = 'proposed'", [cohort.id]),
    ).toHaveLength(6);
    expect((await story.browser.call(routes.getRun, { params })).body.state).toBe('published');
  });

  it('tells each side of the other with reasons in words, and sends nothing twice', async () => {
    const { ada } = await story.threeAndTwo();
    const { params, run } = await story.draft();
    await story.browser.call(publicationRoutes.publish, { params, version: run.version, body: {} });
    await api.runJobs();
    const mail = api.mails.sent.find(({ to }) => to === ada.person.email);
    expect(mail?.subject).toBe('Meet your mentor: Mia');
    expect(mail?.text).toMatch(/matched with Mia, Engineer/);
    const sent = api.mails.sent.length;
    await api.platform.db.write({ organisationId: organisation.id }, () =>
      api.platform.jobs.enqueue('announce-pairings', {
        organisationId: organisation.id,
        runId: params.runId,
      }),
    );
    await api.runJobs();
    expect(api.mails.sent).toHaveLength(sent);
    const seen = await (await api.as(ada.person)).call(pairingRoutes.listMine, {});
    expect(seen.body.items[0]).toMatchObject({
      state: 'offered',
      agreement: { cadenceDays: 14, confidentiality: expect.stringContaining('between us') },
    });
    expect(seen.body.items[0]?.reasons[0]?.code).toBe('skills');
  });

  it('leaves out what is no longer possible and says why', async () => {
    const { ada, max, mia } = await story.threeAndTwo();
    const { params, run } = await story.draft();
    await api.rows("update enrolments set state = 'withdrawn' where id = $1", [ada.id]);
    await api.rows('update enrolments set capacity = 1 where id = $1', [max.id]);
    const preview = (await story.browser.call(publicationRoutes.preview, { params })).body;
    expect(preview.pairings).toBe(1);
    expect(preview.changedSince.map(({ code }) => code).toSorted()).toEqual([
      'enrolment.wrong-state',
      'pairing.mentor-full',
    ]);
    const { body } = await story.browser.call(publicationRoutes.publish, {
      params,
      version: run.version,
      body: {},
    });
    expect(body.published).toBe(1);
    expect(body.skipped.map(({ displayName, cause }) => [displayName, cause.code]).toSorted()).toEqual([
      ['Ada', 'enrolment.wrong-state'],
      ['Cleo', 'pairing.mentor-full'],
    ]);
    expect(await api.rows('select from pairing_members where person_id = $1', [mia.person.id])).toHaveLength(
      0,
    );
  });

  it('leaves out a pair that a hard rule forbids by now', async () => {
    const { ada, mia } = await story.threeAndTwo();
    const { params, run } = await story.draft();
    await api.rows('update people set manager_id = $2 where id = $1', [ada.person.id, mia.person.id]);
    const { body } = await story.browser.call(publicationRoutes.publish, {
      params,
      version: run.version,
      body: {},
    });
    expect(body.skipped).toMatchObject([{ displayName: 'Ada', cause: { code: 'proposal.rule-broken' } }]);
  });

  it('is done once by two coordinators at the same time', async () => {
    await story.threeAndTwo();
    const { params, run } = await story.draft();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        story.browser.call(publicationRoutes.publish, { params, version: run.version, body: {} }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'run.wrong-state')).toHaveLength(5);
    expect(await api.rows('select from pairings where cohort_id = $1', [cohort.id])).toHaveLength(3);
  });

  it('is refused when the draft changed since it was read, and while nobody may be paired', async () => {
    await story.threeAndTwo();
    const { params, run, items } = await story.draft();
    await story.browser.call(routes.setProposalState, {
      params: { proposalId: items[0]?.id ?? '' },
      version: 1,
      body: { state: 'locked' },
    });
    expect(
      (await story.browser.call(publicationRoutes.publish, { params, version: run.version, body: {} }))
        .status,
    ).toBe(412);
    await api.rows("update cohorts set state = 'closing' where id = $1", [cohort.id]);
    const late = await story.browser.call(publicationRoutes.publish, {
      params,
      version: run.version + 1,
      body: {},
    });
    expect(late.body.code).toBe('matching.wrong-state');
  });

  it('gives late joiners a partner without touching published pairings, whoever waited first', async () => {
    const { max } = await story.threeAndTwo();
    const first = await story.draft();
    await story.browser.call(publicationRoutes.publish, {
      params: first.params,
      version: first.run.version,
      body: {},
    });
    await api.rows('update enrolments set capacity = 3 where id = $1', [max.id]);
    await story.enrol('Late', 'mentee', { skills: [['Design', 3]] });
    const second = await story.draft();
    expect(pairsOf(second.items)).toEqual(['Late – Max']);
    const { body } = await story.browser.call(publicationRoutes.publish, {
      params: second.params,
      version: second.run.version,
      body: {},
    });
    expect(body.published).toBe(1);
    expect(await api.rows('select from pairings where cohort_id = $1', [cohort.id])).toHaveLength(4);
  });

  it('does not offer a pair again that a side declined', async () => {
    const { ada } = await story.threeAndTwo();
    const first = await story.draft();
    await story.browser.call(publicationRoutes.publish, {
      params: first.params,
      version: first.run.version,
      body: {},
    });
    const asAda = await api.as(ada.person);
    const mine = (await asAda.call(pairingRoutes.listMine, {})).body.items[0];
    await asAda.call(pairingRoutes.decline, { params: { pairingId: mine?.id ?? '' }, body: {} });
    const second = await story.draft();
    expect(second.items).toEqual([]);
    expect(second.unmatched[0]?.causes.map(({ code }) => code)).toContain('forbidden');
  });
});
