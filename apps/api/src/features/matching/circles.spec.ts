import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { matchingPolicyRoutes as policyRoutes } from '@ithaca/contracts/matching-policy';
import { runRoutes } from '@ithaca/contracts/matching-runs';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { publicationRoutes } from '@ithaca/contracts/publication';
import { programTemplates } from '@ithaca/domain/program-templates';
import type { GivenEnrolment, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { MatchingStory } from '../../../testing/matching-story.ts';

const root = join(import.meta.dirname, '../../../../..');
const folder = mkdtempSync(join(tmpdir(), 'ithaca-circles-'));
const template = programTemplates.find(({ format }) => format === 'circle')!;

let api: TestApi;
let story: MatchingStory;
let browser: MatchingStory['browser'];

beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await api.stop();
});
beforeEach(async () => {
  api.mails.sent.length = 0;
  await begin();
});

type Enrolled = GivenEnrolment & { person: GivenPerson };
type Draft = Awaited<ReturnType<MatchingStory['draft']>>;

/** A program of circles of three to five. */
async function begin(circle: object = { smallest: 3, largest: 5, mostOfOneDepartment: null }) {
  story = await MatchingStory.begin(api, {
    name: 'Women in engineering',
    templateKey: template.key,
    policy: { ...template.policy, circle },
  });
  ({ browser } = story);
}

const mentor = (name: string, skill = 'Finance', capacity = 5) =>
  story.enrol(name, 'mentor', { capacity, skills: [[skill, 3]] });
const mentees = (names: readonly string[], skill = 'Finance', department = 'Sales') =>
  Promise.all(
    names.map((name) => story.enrol(name, 'mentee', { skills: [[skill, 3]], person: { department } })),
  );

/** `Dana: Ada, Ben, Cleo`, sorted. */
const circlesOf = ({ items }: Pick<Draft, 'items'>): string[] => {
  const circles = new Map<string, string[]>();
  for (const {
    mentor: { displayName },
    mentee,
  } of items)
    circles.set(displayName, [...(circles.get(displayName) ?? []), mentee.displayName]);
  return [...circles].map(([name, members]) => `${name}: ${members.toSorted().join(', ')}`).toSorted();
};

const publish = ({ params, run }: Draft) =>
  browser.call(publicationRoutes.publish, { params, body: {}, version: run.version });

describe('a draft of circles', () => {
  it('holds to the smallest and the largest circle, closes what would stay too small, and proves it', async () => {
    await mentor('Dana');
    await mentor('Max', 'Design');
    await mentees(['Ada', 'Ben', 'Cleo', 'Dan'], 'Finance');
    await mentees(['Eve'], 'Design');
    const draft = await story.draft();
    expect(circlesOf(draft)).toEqual(['Dana: Ada, Ben, Cleo, Dan, Eve']);
    expect(draft.run).toMatchObject({
      state: 'ready',
      statistics: { mentees: 5, matched: 5 },
      certificate: { status: 'optimal', matched: 5, mostMatched: 5, gap: 0, verified: true },
    });
    expect(draft.circles).toMatchObject({ smallest: 3, largest: 5 });
  });

  it('says of whom it leaves over that no circle of the smallest size was left for them', async () => {
    await mentor('Dana', 'Finance', 3);
    await mentor('Max', 'Finance', 3);
    await mentees(['Ada', 'Ben', 'Cleo', 'Dan']);
    const { unmatched, items } = await story.draft();
    expect(items).toHaveLength(3);
    expect(unmatched).toMatchObject([{ causes: [{ code: 'circle-size', facts: { smallest: 3 } }] }]);
  });

  it('seats no more of one department than the policy allows', async () => {
    await begin({ smallest: 2, largest: 4, mostOfOneDepartment: 2 });
    await mentor('Dana');
    await mentor('Max');
    await mentees(['Ada', 'Ben', 'Cleo', 'Dan'], 'Finance', 'Sales');
    await mentees(['Eve', 'Fay'], 'Finance', 'Engineering');
    const draft = await story.draft();
    const inDanas = draft.items.filter(({ mentor: { displayName } }) => displayName === 'Dana');
    expect(draft.items).toHaveLength(6);
    expect(inDanas.filter(({ mentee }) => mentee.department === 'Sales')).toHaveLength(2);
  });

  it('is refused by name when it could hold no circle, and for a goal that circles do not have', async () => {
    await mentor('Dana');
    await mentees(['Ada', 'Ben']);
    const start = () => browser.call(routes.start, { params: { cohortId: story.cohort.id }, body: {} });
    expect(await start()).toMatchObject({
      status: 422,
      body: { code: 'matching.no-circle-possible', facts: { mentees: 2, smallest: 3, mostPlaces: 5 } },
    });
    const params = { programId: story.program.id };
    const policy = { ...template.policy, objective: 'worst-first' as const };
    const { body: state } = await browser.call(policyRoutes.get, { params });
    await browser.call(policyRoutes.save, { params, body: { policy }, version: state.version });
    await mentees(['Cleo']);
    expect(await start()).toMatchObject({ status: 422, body: { code: 'matching.goal-not-for-circles' } });
    const circle = { smallest: 6, largest: 5, mostOfOneDepartment: null };
    const turned = await browser.call(policyRoutes.preview, {
      params: { cohortId: story.cohort.id },
      body: { policy: { ...template.policy, circle }, draw: 0, changedOnly: false },
    });
    expect(turned.status).toBe(400);
    expect(turned.text).toContain('The smallest circle must not be larger than the largest.');
  });

  it('shows at once what another size would do to the pool', async () => {
    await mentor('Dana');
    await mentor('Max');
    await mentees(['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Fay']);
    const { body } = await browser.call(policyRoutes.preview, {
      params: { cohortId: story.cohort.id },
      body: {
        policy: { ...template.policy, circle: { smallest: 4, largest: 5, mostOfOneDepartment: null } },
        draw: 0,
        changedOnly: false,
      },
    });
    expect([body.now.matched, body.edited.matched]).toEqual([6, 5]);
  });

  it('can be verified outside from its files, and no longer after a seat is moved; its replay is the same', async () => {
    await mentor('Dana');
    await mentor('Max', 'Design');
    await mentees(['Ada', 'Ben', 'Cleo']);
    await mentees(['Dan', 'Eve', 'Fay', 'Gil'], 'Design');
    const draft = await story.draft();
    const files = await Promise.all(
      [runRoutes.problemFile, runRoutes.resultFile].map(async (route) => {
        const path = join(folder, `${route.path.split('/').at(-1)}`);
        const { text } = await browser.raw<unknown>('GET', route.path.replace(':runId', draft.params.runId));
        writeFileSync(path, text);
        return { path, text };
      }),
    );
    const verify = async (): Promise<unknown> => {
      const { stdout } = await promisify(execFile)(
        join(root, 'node_modules/.bin/node'),
        ['--no-warnings', join(root, 'tools/verify.ts'), ...files.map(({ path }) => path)],
        { cwd: root },
      ).catch((error: { stdout: string }) => error);
      return JSON.parse(stdout);
    };
    expect(await verify()).toMatchObject({ valid: true, faults: [], matched: 7, gap: 0 });
    const result = JSON.parse(files[1]?.text ?? '{}') as { columnOf: (number | null)[] };
    const [first] = result.columnOf;
    writeFileSync(
      files[1]?.path ?? '',
      JSON.stringify({ ...result, columnOf: [first === 0 ? 1 : 0, ...result.columnOf.slice(1)] }),
    );
    expect(await verify()).toMatchObject({ valid: false });
    await browser.call(runRoutes.replay, { params: draft.params });
    await api.runJobs();
    const { body } = await browser.call(runRoutes.listReplays, { params: draft.params });
    expect(body.items).toMatchObject([{ state: 'done', samePairings: true, sameScores: true }]);
  }, 30_000);
});

describe('the review of circles', () => {
  let dana: Enrolled;
  let max: Enrolled;
  beforeEach(async () => {
    dana = await mentor('Dana');
    max = await mentor('Max', 'Design');
    await mentees(['Ada', 'Ben', 'Cleo', 'Dan']);
    await mentees(['Eve', 'Fay', 'Gil'], 'Design');
  });
  const itemOf = (draft: Draft, name: string) =>
    draft.items.find(({ mentee }) => mentee.displayName === name)!;
  const move = (draft: Draft, name: string, to: Enrolled) =>
    browser.call(routes.propose, {
      params: draft.params,
      body: {
        menteeEnrolmentId: itemOf(draft, name).mentee.enrolmentId,
        mentorEnrolmentId: to.id,
        reason: 'They asked for it.',
      },
    });

  it('says what moving somebody to another circle would do: the sizes of both, and the total', async () => {
    const draft = await story.draft();
    const { body } = await browser.call(routes.getProposal, {
      params: { proposalId: itemOf(draft, 'Eve').id },
    });
    const [other] = body.alternatives;
    expect(other).toMatchObject({
      mentor: { displayName: 'Dana' },
      forbiddenBy: [],
      circle: { members: 5, leaves: 2 },
      effect: { matchedChange: 0, displaced: [] },
    });
    expect(other?.effect?.totalChange).toBeLessThan(0);
  });

  it('moves a mentee, refuses a full circle, and leaves a circle that has become too small out of the publication', async () => {
    const draft = await story.draft();
    expect((await move(draft, 'Eve', dana)).status).toBe(201);
    expect(await move(draft, 'Fay', dana)).toMatchObject({
      status: 409,
      body: { code: 'proposal.no-free-place', facts: { places: 5, taken: 5 } },
    });
    const { body: now } = await browser.call(routes.listProposals, { params: draft.params });
    const preview = await browser.call(publicationRoutes.preview, { params: draft.params });
    expect(preview.body).toMatchObject({ pairings: 1, circles: { members: 5, smallest: 3 } });
    expect(preview.body.changedSince).toMatchObject([
      { code: 'pairing.circle-too-small', facts: { members: 2, smallest: 3 } },
      { code: 'pairing.circle-too-small' },
    ]);
    await publish({ ...draft, ...now });
    const { body: pairings } = await browser.call(pairingRoutes.list, {
      params: { cohortId: story.cohort.id },
      query: {},
    });
    expect(pairings.items).toMatchObject([
      { mentorName: 'Dana', format: 'circle', menteeNames: ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve'] },
    ]);
  });

  it('keeps locked members together when it is drafted again, and fails by name when they cannot be', async () => {
    const draft = await story.draft();
    await move(draft, 'Ada', max);
    const again = await story.draft();
    expect(itemOf(again, 'Ada')).toMatchObject({ state: 'locked', mentor: { displayName: 'Max' } });
    expect(again.run.certificate).toMatchObject({ status: 'optimal', verified: true });
  });
});

describe('publishing circles', () => {
  const names = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve'];

  it('makes one pairing with a mentor and five mentees, and tells each of the circle by name', async () => {
    await mentor('Dana');
    await mentees(names);
    const draft = await story.draft();
    const preview = await browser.call(publicationRoutes.preview, { params: draft.params });
    expect(preview.body).toMatchObject({ pairings: 1, mails: [{ locale: 'en', count: 6 }] });
    await publish(draft);
    await api.runJobs();
    const { body } = await browser.call(publicationRoutes.outcome, { params: draft.params });
    expect(body).toMatchObject({
      publication: { state: 'done', published: 1 },
      pairs: [{ mentor: 'Dana', mentees: names, isCircle: true, state: 'offered', canUndo: true }],
    });
    const told = api.mails.sent.filter(({ subject }) => subject.includes('circle'));
    expect(told).toHaveLength(6);
    expect(told.map(({ subject }) => subject).toSorted()).toEqual([
      'Your circle with Dana',
      'Your circle with Dana',
      'Your circle with Dana',
      'Your circle with Dana',
      'Your circle with Dana',
      'Your circle: Ada, Ben, Cleo, Dan, and Eve',
    ]);
    expect(told.map(({ text }) => text).join('\n')).toContain(
      'in the circle of Dana, together with Ben, Cleo, Dan, and Eve.',
    );
  });

  it('takes a whole circle back while nobody of it has opened it', async () => {
    await mentor('Dana');
    await mentees(names);
    const draft = await story.draft();
    await publish(draft);
    const { body } = await browser.call(publicationRoutes.outcome, { params: draft.params });
    const pairingId = body.pairs[0]!.pairingId;
    expect((await browser.call(publicationRoutes.undo, { params: { pairingId } })).status).toBe(204);
    expect(await api.rows('select from pairings where id = $1', [pairingId])).toEqual([]);
    expect(
      await api.rows("select from proposals where run_id = $1 and state = 'removed'", [draft.params.runId]),
    ).toHaveLength(5);
  });

  it('gives a late joiner a seat in the circle that runs, which they see only after their yes', async () => {
    const dana = await mentor('Dana');
    const early = await mentees(['Ada', 'Ben', 'Cleo']);
    await publish(await story.draft());
    await api.runJobs();
    const [{ id: pairingId }] = (await api.rows<{ id: string }>(
      'select id from pairings where cohort_id = $1',
      [story.cohort.id],
    )) as [{ id: string }];
    const params = { pairingId };
    for (const { person } of [dana, ...early])
      await (await api.as(person)).call(pairingRoutes.accept, { params });
    const [late] = (await mentees(['Zoe'])) as [Enrolled];
    const draft = await story.draft();
    expect(circlesOf(draft)).toEqual(['Dana: Zoe']);
    expect(draft.circles?.mentors).toMatchObject([{ running: 3, places: 2 }]);
    api.mails.sent.length = 0;
    await publish(draft);
    await api.runJobs();
    expect(api.mails.sent.map(({ subject }) => subject)).toEqual(['Your circle with Dana']);
    const zoe = await api.as(late.person);
    const { body: offered } = await zoe.call(pairingRoutes.get, { params });
    expect(offered).toMatchObject({ state: 'active', myRole: 'mentee' });
    expect((await zoe.raw('GET', `/api/pairings/${pairingId}/messages`)).status).toBe(404);
    expect((await zoe.call(pairingRoutes.accept, { params })).status).toBe(200);
    expect((await zoe.raw('GET', `/api/pairings/${pairingId}/messages`)).status).toBe(200);
  });
});
