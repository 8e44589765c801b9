import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { savedReportRoutes as routes } from '@ithaca/contracts/saved-reports';
import type { BuiltReport, ReportQuestion } from '@ithaca/contracts/saved-reports';
import type { GivenCohort, GivenPairing, GivenPerson } from '@ithaca/testkit/given';
import { sequentialId } from '@ithaca/testkit/ids';
import { parse } from 'csv-parse/sync';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';

const START = '2025-11-03';
const dayOf = (number: number) => new Date(Date.parse(`${START}T12:00:00Z`) + number * 86_400_000);

let api: TestApi;
let caller: TestCaller;
let coordinator: GivenPerson;
let programId: string;
let cohort: GivenCohort;
const sales: GivenPairing[] = [];
let question: ReportQuestion;

beforeAll(async () => {
  api = await startApi();
  const organisation = await api.given.organisation();
  coordinator = await api.given.person(organisation);
  const program = await api.given.program(coordinator);
  programId = program.id;
  await api.given.grant(coordinator, 'coordinator', programId);
  cohort = await api.given.cohort(program, coordinator, { state: 'running', startsOn: START });
  const plan = [
    ...Array.from({ length: 14 }, () => 'Sales'),
    ...Array.from({ length: 12 }, () => 'Care'),
    ...Array.from({ length: 10 }, () => 'Works'),
    'Legal',
  ];
  for (const [index, department] of plan.entries()) {
    const mentor = await api.given.person(organisation, { account: false, department: 'Heads' });
    const mentee = await api.given.person(organisation, { account: false, department });
    const pairing = await api.given.pairing(cohort, mentor, mentee, { startedAt: dayOf(0) });
    if (department === 'Sales') sales.push(pairing);
    for (const day of [10, 40, 95])
      if (index % 3 > 0 || day < 90) await api.given.meeting(pairing, { startsAt: dayOf(day) });
    await api.given.checkIn(pairing, mentee, {
      askedAt: dayOf(60),
      answeredAt: dayOf(62 + (index % 4)),
      usefulness: index % 5 === 0 ? 2 : 5,
    });
  }
  caller = await api.as(coordinator);
  question = {
    metrics: ['active-pairings', 'meetings-held', 'participation-rate'],
    split: 'department',
    period: 'whole',
    cohortIds: [cohort.id],
  };
}, 90_000);
afterAll(() => api.stop());

const ask = async (of: Partial<ReportQuestion> = {}) =>
  (await caller.call(routes.preview, { params: { programId }, body: { ...question, ...of } }))
    .body as BuiltReport;
const cellsOf = (report: BuiltReport, key: string) =>
  Object.fromEntries(
    report.metrics
      .find((metric) => metric.key === key)
      ?.cohorts.flatMap(({ groups }) => groups.map(({ group, metric }) => [group, metric] as const)) ?? [],
  );

describe('a built report', () => {
  it('tells of groups of ten and more, and hides beside a small one the next smallest', async () => {
    const report = await ask();
    const active = cellsOf(report, 'active-pairings');
    const whole = report.metrics[0]?.cohorts[0]?.whole;
    expect(whole?.n).toBe(37);
    expect(active['Sales']?.n).toBe(14);
    expect(active['Care']?.n).toBe(12);
    expect(active['Legal']?.suppressed).toEqual({ reason: 'small-group' });
    // Else Legal were what is left of everybody.
    expect(active['Works']?.suppressed).toEqual({ reason: 'protects-others' });
    expect(active['Works']?.n).toBeNull();
    expect(cellsOf(report, 'meetings-held')['Sales']?.denominator).toBeGreaterThan(20);
  });

  it('counts meetings within its period, and tells of the rest as it stood at its end', async () => {
    const whole = await ask({ split: null });
    const quarter = await ask({ split: null, period: '2025-Q4' });
    const of = (report: BuiltReport, at: number) => report.metrics[at]?.cohorts[0]?.whole;
    expect(quarter.period).toEqual({ from: '2025-10-01', to: '2025-12-31' });
    expect(of(quarter, 1)?.numerator).toBe(74);
    expect(of(whole, 1)?.numerator).toBeGreaterThan(74);
    expect(of(quarter, 0)?.asOf.slice(0, 10)).toBe('2025-12-31');
    expect(of(quarter, 0)?.numerator).toBe(37);
  });

  it('tells answers by side and never by department', async () => {
    const answer = await caller.raw('POST', `/api/programs/${programId}/saved-reports/preview`, {
      ...question,
      metrics: ['satisfaction'],
    });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('by side only');
    const bySide = await ask({ metrics: ['satisfaction', 'check-in-response'], split: 'side' });
    expect(bySide.metrics[0]?.cohorts[0]?.whole).toBeNull();
    expect(cellsOf(bySide, 'satisfaction')['mentee']?.n).toBeGreaterThanOrEqual(10);
    expect(cellsOf(bySide, 'satisfaction')['mentor']?.n).toBe(0);
  });

  it('is saved under a name, changed by one at a time, and taken along with the numbers of the screen', async () => {
    const content = { name: 'For the board', question };
    const made = await caller.call(routes.create, { params: { programId }, body: content });
    expect(made.status).toBe(201);
    const saved = made.body;
    const again = await caller.call(routes.create, {
      params: { programId },
      body: { ...content, name: 'for the BOARD' },
    });
    expect((again.body as unknown as { code: string }).code).toBe('saved-report.name-taken');
    const renamed = await caller.call(routes.update, {
      params: { savedReportId: saved.id },
      body: { ...content, name: 'For the sponsor' },
      version: saved.version,
    });
    expect(renamed.body.name).toBe('For the sponsor');
    const stale = await caller.call(routes.update, {
      params: { savedReportId: saved.id },
      body: content,
      version: saved.version,
    });
    expect(stale.status).toBe(412);
    await caller.call(routes.create, { params: { programId }, body: content });
    const first = await caller.call(routes.list, { params: { programId }, query: { limit: 1 } });
    const second = await caller.call(routes.list, {
      params: { programId },
      query: { limit: 1, cursor: first.body.nextCursor ?? '' },
    });
    expect([...first.body.items, ...second.body.items].map(({ name }) => name)).toEqual([
      'For the board',
      'For the sponsor',
    ]);

    const { body } = await caller.call(routes.get, { params: { savedReportId: saved.id } });
    const file = await caller.raw(
      'GET',
      `/api/saved-reports/${saved.id}/table?format=csv&locale=en`,
      undefined,
      {},
    );
    const lines = parse(file.text.replace(/^\ufeff/, ''), { relax_column_count: true }) as string[][];
    const rows = lines.filter(([head]) => head !== '#').slice(1);
    const told = body.report.metrics.flatMap(({ cohorts }) =>
      cohorts.flatMap(({ whole, groups }) => [
        ...(whole ? [whole] : []),
        ...groups.map(({ metric }) => metric),
      ]),
    );
    const headings = lines.find(([head]) => head !== '#') ?? [];
    const column = (key: string) => headings.findIndex((heading) => heading.endsWith(`[${key}]`));
    expect(
      rows.map((row) => [row[column('numerator')], row[column('n')], row[column('suppressed')]]),
    ).toEqual(
      told.map(({ numerator, n, suppressed }) => [
        `${numerator ?? ''}`,
        `${n ?? ''}`,
        suppressed?.reason ?? '',
      ]),
    );
    const paper = await caller.raw('GET', `/api/saved-reports/${saved.id}/paper?locale=ar`, undefined, {});
    expect(paper.text.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(paper.text).toContain('/StructTreeRoot');
    const gone = await caller.call(routes.remove, { params: { savedReportId: saved.id }, version: 2 });
    expect(gone.status).toBe(204);
  });

  it('withholds a group that with what went out before would tell of a few', async () => {
    await api.given.insert('metric_releases', [
      {
        organisationId: coordinator.organisationId,
        id: sequentialId(api.clock.now()),
        cohortId: cohort.id,
        measure: 'active-pairings',
        audience: 'area',
        readerId: coordinator.id,
        people: 26,
        smallest: 10,
        outcome: 'released',
        units: JSON.stringify(sales.slice(1).map(({ id, mentor, mentee }) => [id, mentor.id, mentee.id])),
        releasedAt: api.clock.now(),
      },
    ]);
    const cells = cellsOf(await ask(), 'active-pairings');
    expect(cells['Sales']?.suppressed).toEqual({ reason: 'protects-others' });
    expect(cells['Care']?.n).toBe(12);
  });
});
