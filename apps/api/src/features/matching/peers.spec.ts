import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { matchingPolicyRoutes as policyRoutes } from '@ithaca/contracts/matching-policy';
import { runRoutes } from '@ithaca/contracts/matching-runs';
import { publicationRoutes } from '@ithaca/contracts/publication';
import { reviewRoutes } from '@ithaca/contracts/review';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { MatchingStory } from '../../../testing/matching-story.ts';

const root = join(import.meta.dirname, '../../../../..');
const folder = mkdtempSync(join(tmpdir(), 'ithaca-peers-'));

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await api.stop();
});

type Draft = Awaited<ReturnType<MatchingStory['draft']>>;

/** `Ada – Ben`, each pair and all of them in the order of names: who stands in which column says nothing. */
const pairsOf = ({ items }: Pick<Draft, 'items'>): string[] =>
  items
    .map(({ mentee, mentor }) => [mentee.displayName, mentor.displayName].toSorted().join(' – '))
    .toSorted();
const holding = ({ items }: Pick<Draft, 'items'>, name: string) =>
  items.find(({ mentee, mentor }) => [mentee.displayName, mentor.displayName].includes(name))!;

/** Ada and Ben, Cleo and Dan want what the other gives; Eve is the odd one out. */
async function fivePeers() {
  const story = await MatchingStory.begin(api, { name: 'Colleagues', format: 'peer' });
  const peer = (name: string, wants: string, gives: string) =>
    story.enrol(name, 'peer', { skills: [[wants, 3]], offers: [[gives, 3]] });
  const ada = await peer('Ada', 'Finance', 'Design');
  const ben = await peer('Ben', 'Design', 'Finance');
  const cleo = await peer('Cleo', 'Law', 'Python');
  const dan = await peer('Dan', 'Python', 'Law');
  const eve = await peer('Eve', 'Sales', 'Sales');
  return { story, ada, ben, cleo, dan, eve };
}

describe('a draft of peers', () => {
  it('pairs one pool by what each gives the other, is proved, reviewed, drafted again and published', async () => {
    const { story, ada, ben, cleo, dan, eve } = await fivePeers();
    const { browser } = story;
    const overview = await browser.call(routes.overview, { params: { cohortId: story.cohort.id } });
    expect(overview.body.readiness).toMatchObject({ mentees: 5, withoutPartner: [] });

    const draft = await story.draft();
    expect(pairsOf(draft)).toEqual(['Ada – Ben', 'Cleo – Dan']);
    expect(draft.run).toMatchObject({
      state: 'ready',
      statistics: { mentees: 5, matched: 4, eligiblePairs: 10 },
      certificate: { status: 'optimal', matched: 4, mostMatched: 4, gap: 0, verified: true },
    });
    expect(draft.idleMentors).toEqual([]);
    expect(draft.unmatched).toMatchObject([
      {
        person: { displayName: 'Eve' },
        causes: [{ code: 'odd-group', facts: { people: 5, eligiblePartners: 4 } }],
      },
    ]);

    // Its files prove it outside, and no longer after a change.
    const file = async (route: { path: string }) => {
      const path = join(folder, `${route.path.split('/').at(-1)}`);
      const { text } = await browser.raw<unknown>('GET', route.path.replace(':runId', draft.params.runId));
      writeFileSync(path, text);
      return { path, text };
    };
    const problem = await file(runRoutes.problemFile);
    const result = await file(runRoutes.resultFile);
    const verify = async (): Promise<unknown> => {
      const { stdout } = await promisify(execFile)(
        join(root, 'node_modules/.bin/node'),
        ['--no-warnings', join(root, 'tools/verify.ts'), problem.path, result.path],
        { cwd: root },
      ).catch((error: { stdout: string }) => error);
      return JSON.parse(stdout);
    };
    expect(await verify()).toMatchObject({ valid: true, faults: [], matched: 4, gap: 0 });
    writeFileSync(result.path, result.text.replace(/"value":\d+/, '"value":1'));
    expect(await verify()).toMatchObject({ valid: false });
    await browser.call(runRoutes.replay, { params: draft.params });
    await api.runJobs();
    const { body: replays } = await browser.call(runRoutes.listReplays, { params: draft.params });
    expect(replays.items).toMatchObject([
      { state: 'done', samePairings: true, sameScores: true, changes: [] },
    ]);

    // Why not somebody else, and why nobody: each choice solved again.
    const why = await browser.call(routes.whyNot, {
      params: draft.params,
      query: { mentee: ada.id, mentor: cleo.id },
    });
    expect(why.body).toMatchObject({
      mentor: { displayName: 'Cleo' },
      effect: { matchedChange: 0 },
    });
    expect(why.body.effect?.totalChange).toBeLessThan(0);

    // By hand: Eve gets Ben, so Ada stays alone; the lock outlasts a new draft, which finds others for nobody.
    const item = holding(draft, 'Ada');
    const opened = await browser.call(routes.getProposal, { params: { proposalId: item.id } });
    expect(opened.body.contributions.reduce((sum, { points }) => sum + points, 0)).toBe(item.score);
    const made = await browser.call(routes.propose, {
      params: draft.params,
      body: {
        menteeEnrolmentId: eve.id,
        mentorEnrolmentId: ben.id,
        reason: 'They asked.',
        displaces: item.id,
      },
    });
    expect(made.status).toBe(201);
    const taken = await browser.call(routes.propose, {
      params: draft.params,
      body: { menteeEnrolmentId: ada.id, mentorEnrolmentId: eve.id, reason: 'No.' },
    });
    expect(taken).toMatchObject({ status: 409, body: { code: 'proposal.no-free-place' } });
    const undone = await browser.call(reviewRoutes.undo, { params: draft.params, body: {} });
    expect(undone.status).toBe(200);
    const again = await browser.call(reviewRoutes.redo, { params: draft.params, body: {} });
    expect(again.status).toBe(200);
    const second = await story.draft();
    expect(pairsOf(second)).toEqual(['Ben – Eve', 'Cleo – Dan']);
    expect(holding(second, 'Eve')).toMatchObject({ state: 'locked', reason: 'They asked.' });
    expect(second.unmatched).toMatchObject([{ person: { displayName: 'Ada' } }]);
    const swapped = await browser.call(routes.swap, {
      params: { proposalId: holding(second, 'Eve').id },
      version: holding(second, 'Eve').version,
      body: { withProposalId: holding(second, 'Cleo').id, reason: 'To see.' },
    });
    expect(swapped.status).toBe(200);
    await browser.call(reviewRoutes.undo, { params: second.params, body: {} });

    const third = await story.draft();
    const preview = await browser.call(publicationRoutes.preview, { params: third.params });
    expect(preview.body).toMatchObject({
      pairings: 2,
      unmatched: [{ displayName: 'Ada' }],
      mentorsAtLimit: [],
      changedSince: [],
    });
    expect(preview.body.mails.flatMap(({ samples }) => samples.map(({ kind }) => kind))).toEqual([
      'peer',
      'unmatched',
    ]);
    const published = await browser.call(publicationRoutes.publish, {
      params: third.params,
      body: {},
      version: third.run.version,
    });
    expect(published.status).toBe(200);
    await api.runJobs();
    const members = await api.rows<{ role: string; count: number }>(
      'select role, count(*)::int as count from pairing_members where cohort_id = $1 group by role',
      [story.cohort.id],
    );
    expect(members).toEqual([{ role: 'peer', count: 4 }]);
    expect(api.mails.sent.map(({ to }) => to).toSorted()).toEqual(
      [ada, ben, cleo, dan, eve].map(({ person }) => person.email).toSorted(),
    );
    const { body: outcome } = await browser.call(publicationRoutes.outcome, { params: third.params });
    expect(
      outcome.pairs.map(({ mentees, mentor }) => [...mentees, mentor].toSorted().join(' – ')).toSorted(),
    ).toEqual(['Ben – Eve', 'Cleo – Dan']);
    // Who is left waits for the next one, and comes first in it.
    const next = await browser.call(routes.overview, { params: { cohortId: story.cohort.id } });
    expect(next.body.readiness).toMatchObject({ mentees: 1 });
  });

  it('keeps rules whichever way round they apply, and is refused for goals of two sides', async () => {
    const story = await MatchingStory.begin(api, { name: 'Colleagues', format: 'peer' });
    const { browser } = story;
    const ada = await story.enrol('Ada', 'peer', { offers: [['Leadership', 3]] });
    const start = () => browser.call(routes.start, { params: { cohortId: story.cohort.id }, body: {} });
    expect(await start()).toMatchObject({ status: 422, body: { code: 'matching.nobody-to-match' } });
    const ben = await story.enrol('Ben', 'peer', { doNotPairWith: [ada.person.id] });
    const draft = await story.draft();
    expect(draft.items).toEqual([]);
    expect(draft.unmatched).toMatchObject(
      ['Ada', 'Ben'].map((displayName) => ({
        person: { displayName },
        causes: [{ code: 'no-eligible-partner' }, { code: 'do-not-pair', facts: { mentors: 1, alone: 1 } }],
      })),
    );
    const made = await browser.call(routes.propose, {
      params: draft.params,
      body: { menteeEnrolmentId: ada.id, mentorEnrolmentId: ben.id, reason: 'They would do well.' },
    });
    expect(made).toMatchObject({ status: 422, body: { code: 'proposal.rule-broken' } });

    const params = { programId: story.program.id };
    const { body: state } = await browser.call(policyRoutes.get, { params });
    const policy = { ...state.policy, objective: 'worst-first' as const };
    const tried = await browser.call(policyRoutes.preview, {
      params: { cohortId: story.cohort.id },
      body: { policy: state.policy, draw: 0, changedOnly: false },
    });
    expect(tried.status).toBe(200);
    await browser.call(policyRoutes.save, { params, body: { policy }, version: state.version });
    expect(await start()).toMatchObject({ status: 422, body: { code: 'matching.goal-not-for-peers' } });
  });
});
