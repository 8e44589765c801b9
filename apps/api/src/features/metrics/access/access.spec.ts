import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declarationRoutes } from '@ithaca/contracts/declarations';
import { metricRoutes } from '@ithaca/contracts/metrics';
import type { AccessReport } from '@ithaca/contracts/metrics';
import type { RequestOf } from '@ithaca/contracts/route';
import type { GivenCohort, GivenOrganisation, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';

/** The clock of this story stands at 2 March 2026. */
const at = (day: string) => new Date(`${day}T12:00:00Z`);

let api: TestApi;
let organisation: GivenOrganisation;
let owner: GivenPerson;
let browser: TestCaller;
let cohort: GivenCohort;
let attributeId: string;

/** So many colleagues, of whom so many entered the pool, were matched and met; each declares the choice, if there is one. */
async function colleagues(
  department: string,
  counts: { n: number; pool: number; matched: number; met: number; choice?: string },
): Promise<void> {
  for (let i = 0; i < counts.n; i += 1) {
    const person = await api.given.person(organisation, { account: false, department });
    await api.given.stages(cohort, person.id, 'mentee', {
      ...(i < counts.pool && { 'in-pool': at('2026-01-10') }),
      ...(i < counts.matched && { matched: at('2026-01-15') }),
      ...(i < counts.met && { active: at('2026-01-20') }),
    });
    if (counts.choice) await api.given.declaration(person, attributeId, counts.choice, at('2026-01-01'));
  }
}

beforeAll(async () => {
  api = await startApi();
  organisation = await api.given.organisation();
  owner = await api.given.person(organisation, { department: 'Sales' });
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner);
  cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: '2026-01-15' });
  browser = await api.as(owner);
  const { body } = await browser.call(declarationRoutes.create, {
    body: {
      name: 'Gender',
      explanation: 'To see whether everybody gets the same chance.',
      purpose: 'equal-access',
      choices: ['Woman', 'Man'],
      seenBy: ['owner'],
    },
  });
  attributeId = body.id;
  await colleagues('Sales', { n: 39, pool: 30, matched: 24, met: 20, choice: 'choice-1' });
  await colleagues('Finance', { n: 40, pool: 12, matched: 11, met: 10, choice: 'choice-2' });
  await colleagues('Legal', { n: 4, pool: 1, matched: 0, met: 0 });
}, 60_000);
afterAll(() => api.stop());

type Query = NonNullable<RequestOf<(typeof metricRoutes)['access']>['query']>;
const ask = (query: Query = {}) =>
  browser.call(metricRoutes.access, { params: { cohortId: cohort.id }, query });
const groupOf = (report: AccessReport, stage: string, group: string) =>
  report.stages.find((one) => one.stage === stage)?.groups.find((one) => one.group === group);

describe('equity of access', () => {
  it('tells each step by department, name by name as the reader sees it anyway', async () => {
    const { body } = await ask();
    expect(body.stages.map(({ stage, n, reached, pending }) => [stage, n, reached, pending])).toEqual([
      ['participation', 84, 43, 0],
      ['match', 43, 35, 0],
      ['active', 35, 30, 0],
      ['completed', 0, 0, 30],
    ]);
    expect(groupOf(body, 'participation', 'Sales')).toMatchObject({
      n: 40,
      reached: 30,
      noRatio: 'reference',
    });
    const finance = groupOf(body, 'participation', 'Finance');
    expect(finance).toMatchObject({ n: 40, reached: 12, flag: 'gap' });
    expect(finance?.toReference?.ratio).toBeCloseTo(0.3 / 0.75, 10);
    expect(groupOf(body, 'participation', 'Legal')).toMatchObject({ n: 4, reached: 1, noRatio: 'too-few' });
    expect(body.minimumGroup).toBe(0);
    const mentors = await ask({ role: 'mentor' });
    expect(mentors.body.stages[0]).toMatchObject({ n: 84, reached: 0 });
  });

  it('tells what people declared from ten on, with those who have not as a group of their own', async () => {
    // Who takes a step today is known by name: nothing is told before the month's page is made.
    expect((await ask({ by: attributeId })).body).toMatchObject({ stages: [], frozen: { on: null } });
    await api.platform.jobs.runSweep('freeze-access-pages');
    const { body } = await ask({ by: attributeId });
    expect(body).toMatchObject({ minimumGroup: 10, names: { 'choice-1': expect.any(String) } });
    // Five have declared nothing: hidden, and with them the next smallest group.
    expect(groupOf(body, 'participation', 'not-stated')?.suppressed).toEqual({ reason: 'small-group' });
    const shown = body.stages[0]?.groups.filter(({ suppressed }) => !suppressed) ?? [];
    expect(shown).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain('Legal');
    // Five of those with a partner have not met; they are known by name, so the step says nothing of groups.
    expect(body.stages[2]).toMatchObject({ stage: 'active', n: null, reached: null });
  });

  it('tells who carries the mentoring, minutes by the directory only, and nothing of mentees or of peers', async () => {
    const { body } = await ask();
    // Nobody is matched as a mentor yet.
    expect(body.burden).toMatchObject({ mentors: 0, groups: [] });
    expect((await ask({ role: 'mentee' })).body.burden).toBeNull();
  });

  it('shows what people declared to those alone who were named when they were asked', async () => {
    const auditor = await api.given.person(organisation, { department: 'Legal', hiredOn: '2026-03-01' });
    await api.given.grant(auditor, 'auditor');
    const reading = await api.as(auditor);
    const params = { cohortId: cohort.id };
    const { body } = await reading.call(metricRoutes.access, { params, query: {} });
    expect(body.dimensions.map(({ key }) => key)).toEqual(['department', 'site', 'grade', 'tenure']);
    const refused = await reading.call(metricRoutes.access, { params, query: { by: attributeId } });
    expect(refused.status).toBe(404);
  });

  it('knows no other field, and no attribute of another organisation', async () => {
    expect((await ask({ by: 'birthday' })).status).toBe(400);
    expect((await ask({ by: crypto.randomUUID() })).status).toBe(404);
    const stranger = await api.given.person(await api.given.organisation());
    await api.given.grant(stranger, 'owner');
    const elsewhere = await (
      await api.as(stranger)
    ).call(metricRoutes.access, {
      params: { cohortId: cohort.id },
      query: {},
    });
    expect(elsewhere.status).toBe(404);
  });
});
