import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { runRoutes } from '@ithaca/contracts/matching-runs';
import { publicationRoutes } from '@ithaca/contracts/publication';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { MatchingStory, pairsOf } from '../../../../testing/matching-story.ts';
import { compute } from '../engine/engine.ts';

const root = join(import.meta.dirname, '../../../../../..');
const folder = mkdtempSync(join(tmpdir(), 'ithaca-verify-'));

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
  story = await MatchingStory.begin(api);
  ({ browser } = story);
});

const begin = async (body: { budgetSeconds?: number } = {}) => {
  const { body: run } = await browser.call(routes.start, { params: { cohortId: story.cohort.id }, body });
  return { runId: run.id };
};
const read = async (params: { runId: string }) => (await browser.call(routes.getRun, { params })).body;
const until = async (isThere: () => Promise<boolean>) => {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await isThere()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come to that.');
};
const crowd = (people: number) =>
  Promise.all(
    Array.from({ length: people }, (_, index) =>
      story.enrol(`Person ${index}`, index % 3 === 0 ? 'mentor' : 'mentee', {
        capacity: 2,
        skills: [[`Skill ${index % 7}`, 1 + (index % 3)]],
      }),
    ),
  );

describe('a run under way', () => {
  it('says at which phase it is, and is stopped by its coordinator within a moment', async () => {
    await crowd(330);
    const params = await begin({ budgetSeconds: 60 });
    expect(await read(params)).toMatchObject({ state: 'queued', progress: null, budgetSeconds: 60 });
    const job = api.runJobs();
    await until(async () => (await read(params)).progress !== null);
    const { progress } = await read(params);
    expect(['reading', 'scoring', 'solving']).toContain(progress?.phase);
    expect(progress?.fraction).toBeGreaterThanOrEqual(0);
    const { body } = await browser.call(runRoutes.cancel, { params });
    expect(body).toMatchObject({ state: 'cancelled', cancelledByName: 'Cora Coordinator', progress: null });
    await job;
    expect(await read(params)).toMatchObject({ state: 'cancelled', statistics: null });
    expect(await api.rows('select from proposals where run_id = $1', [params.runId])).toEqual([]);
    const again = await begin();
    expect(again.runId).toBeDefined();
  }, 60_000);

  it('is either stopped or ready, when both come at the same moment', async () => {
    await story.threeAndTwo();
    for (let round = 0; round < 4; round += 1) {
      const params = await begin();
      const [stopped] = await Promise.all([browser.call(runRoutes.cancel, { params }), api.runJobs()]);
      const { state } = await read(params);
      expect([stopped.status, state]).toEqual(stopped.status === 200 ? [200, 'cancelled'] : [409, 'ready']);
    }
  });

  it('keeps what can be said at once when its time is up, with how far it can be from the best', async () => {
    await crowd(330);
    const params = await begin({ budgetSeconds: 5 });
    await api.rows('update matching_runs set budget_seconds = 0 where id = $1', [params.runId]);
    await api.runJobs();
    const run = await read(params);
    expect(run).toMatchObject({
      state: 'ready',
      statistics: { mentees: 220, matched: 220 },
      certificate: { status: 'time-limit', matched: 220, verified: true },
    });
    const { total = 0, bound = 0, gap } = run.certificate ?? {};
    expect(gap).toBe(bound - total);
    const best = await begin();
    await api.runJobs();
    const proven = (await read(best)).certificate;
    expect(proven?.status).toBe('optimal');
    expect(proven?.total).toBeGreaterThanOrEqual(total);
    expect(proven?.total).toBeLessThanOrEqual(bound);
    const problem = (await browser.call(runRoutes.problemFile, { params })).text;
    const result = (await browser.call(runRoutes.resultFile, { params })).text;
    expect(await verify(problem, result)).toMatchObject({ valid: true, status: 'time-limit', gap });
    await browser.call(runRoutes.replay, { params });
    await api.runJobs();
    const { items } = (await browser.call(runRoutes.listReplays, { params })).body;
    expect(items[0]).toMatchObject({ state: 'done', samePairings: true });
    const boasting = JSON.parse(result);
    boasting.dualBound -= 1;
    boasting.gap -= 1;
    expect(await verify(problem, JSON.stringify(boasting))).toMatchObject({ valid: false });
  }, 60_000);

  it('is taken up again after its process was killed, and given up after three times', async () => {
    await story.threeAndTwo();
    const params = await begin();
    // As a process leaves it that was killed at work: its job is gone with it.
    await api.rows(
      "update matching_runs set state = 'running', attempts = 1, heartbeat_at = $2 where id = $1",
      [params.runId, api.clock.now()],
    );
    await api.rows("delete from pgboss.job where name = 'solve-matching'");
    await api.platform.jobs.runSweep('resume-matching');
    await api.runJobs();
    expect((await read(params)).state).toBe('running');
    api.clock.set(new Date(api.clock.now().getTime() + 61_000));
    await api.platform.jobs.runSweep('resume-matching');
    await api.runJobs();
    expect(await read(params)).toMatchObject({ state: 'ready', statistics: { matched: 3 } });

    const second = await begin();
    await api.rows(
      "update matching_runs set state = 'running', attempts = 3, heartbeat_at = null where id = $1",
      [second.runId],
    );
    await api.runJobs();
    const failed = await read(second);
    expect(failed.state).toBe('failed');
    expect(failed.problem).toEqual({ code: 'interrupted', facts: { attempts: 3 } });
  });

  it('lets the thread that dies be known as an error, not as silence', async () => {
    const mentees = Array.from({ length: 100 }, () => null);
    const input = { mentees, mentors: [], policy: null } as unknown as Parameters<
      typeof compute<'match'>
    >[0]['input'];
    await expect(
      compute({ kind: 'match', input, limits: { searchMs: 1000, densePairs: 2 ** 24, keepsGroups: true } }),
    ).rejects.toThrow();
  });
});

describe('a kept run', () => {
  it('gives the same pairings when replayed, and says that nothing has changed', async () => {
    await story.threeAndTwo();
    const { params } = await story.draft();
    expect((await read(params)).isKept).toBe(true);
    const { status, body } = await browser.call(runRoutes.replay, { params });
    expect([status, body.state]).toEqual([202, 'queued']);
    await api.runJobs();
    const { items } = (await browser.call(runRoutes.listReplays, { params })).body;
    expect(items).toMatchObject([
      { state: 'done', samePairings: true, sameScores: true, changes: [], createdByName: 'Cora Coordinator' },
    ]);
  });

  it('names what has changed since: people, places, answers, policy, kept pairs', async () => {
    const { ada, ben, max, mia } = await story.threeAndTwo();
    const { params, items: pairs } = await story.draft();
    expect(pairsOf(pairs)).toContain('Ben – Max');
    await api.rows("update enrolments set state = 'withdrawn' where id = $1", [ada.id]);
    await story.enrol('Late', 'mentee');
    await api.rows('update enrolments set capacity = 5 where id = $1', [max.id]);
    await api.rows("update people set site = 'Oslo' where id = $1", [ben.person.id]);
    await api.rows("update people set site = 'Oslo' where id = $1", [mia.person.id]);
    await api.rows("update programs set policy = jsonb_set(policy, '{weights,site}', '9') where id = $1", [
      story.program.id,
    ]);
    const kept = pairs.find(({ mentee }) => mentee.displayName === 'Ben');
    await browser.call(routes.setProposalState, {
      params: { proposalId: kept?.id ?? '' },
      version: 1,
      body: { state: 'locked' },
    });
    await browser.call(runRoutes.replay, { params });
    await api.runJobs();
    const { items } = (await browser.call(runRoutes.listReplays, { params })).body;
    expect(items[0]).toMatchObject({ samePairings: true });
    expect(items[0]?.changes.map(({ code, facts }) => [code, facts['count'], facts['names']])).toEqual([
      ['mentee-joined', 1, ['Late']],
      ['mentee-left', 1, ['Ada']],
      ['answers-changed', 1, ['Ben']],
      ['places-changed', 1, ['Max']],
      ['answers-changed', 1, ['Mia']],
      ['policy-changed', undefined, undefined],
      ['kept-pairs-changed', 1, undefined],
    ]);
  });

  it('can be taken away and verified outside; a changed result is found out', async () => {
    await story.threeAndTwo();
    const first = await story.draft();
    const cleo = first.items.find(({ mentee }) => mentee.displayName === 'Cleo');
    await browser.call(routes.setProposalState, {
      params: { proposalId: cleo?.id ?? '' },
      version: 1,
      body: { state: 'locked' },
    });
    const { params } = await story.draft();
    const problem = (await browser.call(runRoutes.problemFile, { params })).text;
    const result = (await browser.call(runRoutes.resultFile, { params })).text;
    const certificate = (await browser.call(runRoutes.certificateFile, { params })).text;
    expect(JSON.parse(problem)).toMatchObject({
      rows: 3,
      columns: 2,
      locked: [[expect.any(Number), expect.any(Number)]],
    });
    expect(problem).not.toMatch(/Cleo|Finance/);
    expect(JSON.parse(certificate)).toEqual(JSON.parse(result).certificate);
    expect(await verify(problem, result)).toMatchObject({ valid: true, matched: 3, gap: 0 });
    const changed = JSON.parse(result);
    [changed.columnOf[0], changed.columnOf[1]] = [changed.columnOf[1], changed.columnOf[0]];
    expect(await verify(problem, JSON.stringify(changed))).toMatchObject({ valid: false });
    expect(await verify(problem.replace('"capacity":[', '"capacity":[9,'), result)).toMatchObject({
      valid: false,
    });
  }, 30_000);

  it('is for coordinators and auditors, not for participants; only coordinators replay it', async () => {
    const { ada } = await story.threeAndTwo();
    const { params, run } = await story.draft();
    const auditor = await api.given.person(story.organisation);
    await api.given.grant(auditor, 'auditor');
    const asAuditor = await api.as(auditor);
    expect((await asAuditor.call(runRoutes.resultFile, { params })).status).toBe(200);
    expect((await asAuditor.call(runRoutes.replay, { params })).status).toBe(403);
    const asAda = await api.as(ada.person);
    expect((await asAda.call(runRoutes.problemFile, { params })).status).toBe(403);
    await browser.call(publicationRoutes.publish, { params, version: run.version, body: {} });
    await browser.call(runRoutes.replay, { params });
    await api.runJobs();
    const { items } = (await browser.call(runRoutes.listReplays, { params })).body;
    // Published people have left the pool; the run itself still gives the same.
    expect(items[0]).toMatchObject({
      samePairings: true,
      changes: [{ code: 'mentee-left' }, { code: 'places-changed' }],
    });
  });
});

async function verify(problem: string, result: string): Promise<{ valid: boolean; faults: string[] }> {
  const [problemPath, resultPath] = [join(folder, 'problem.json'), join(folder, 'result.json')];
  writeFileSync(problemPath, problem);
  writeFileSync(resultPath, result);
  const run = promisify(execFile)(
    process.execPath,
    ['--no-warnings', 'tools/verify.ts', problemPath, resultPath],
    {
      cwd: root,
    },
  );
  const { stdout, stderr } = await run.catch((error: { stdout: string; stderr: string }) => error);
  if (stdout === '') return { valid: false, faults: [stderr] };
  return JSON.parse(stdout) as { valid: boolean; faults: string[] };
}
