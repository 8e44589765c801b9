import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import { reportLinkRoutes as links } from '@ithaca/contracts/report-links';
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
let organisation: Awaited<ReturnType<TestApi['given']['organisation']>>;
let coordinator: GivenPerson;
let programId: string;
let cohort: GivenCohort;
const sales: GivenPairing[] = [];
let question: ReportQuestion;

beforeAll(async () => {
  api = await startApi();
  organisation = await api.given.organisation();
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

describe('a link to a built report', () => {
  it('shows what was frozen to those who may read it, until it is taken back or its time is over', async () => {
    const manager = await api.given.person(organisation);
    await api.given.person(organisation, { managerId: manager.id });
    const colleague = await api.given.person(organisation);
    const owner = await api.given.person(organisation);
    await api.given.grant(owner, 'owner', null);
    const stranger = await api.given.person(await api.given.organisation());
    await api.given.grant(stranger, 'owner', null);
    const { body: saved } = await caller.call(routes.create, {
      params: { programId },
      body: { name: 'To hand on', question: { ...question, metrics: ['active-pairings'] } },
    });
    const params = { savedReportId: saved.id };
    const told = () =>
      api.rows<{ people: number }>("select people from metric_releases where audience = 'area'");
    const before = (await told()).length;
    const make = async (days: 7 | 30) => {
      const made = await caller.call(links.create, { params, body: { days } });
      expect(made.status).toBe(201);
      return { ...made.body.link, token: made.body.path.replace('/shared/', '') };
    };
    const link = await make(7);
    // What a link shows went out; refusals are noted as well.
    expect((await told()).length).toBeGreaterThan(before);
    expect(JSON.stringify(await api.rows('select * from identity.report_link_tokens'))).not.toContain(
      link.token,
    );

    const open = async (by: TestCaller, token = link.token) => await by.call(links.open, { body: { token } });
    const nobody = api.anonymous();
    expect((await open(nobody)).status).toBe(401);
    for (const person of [colleague, stranger])
      expect((await open(await api.as(person))).body.code).toBe('access.denied');
    const opened = (await open(await api.as(manager))).body;
    const frozen = opened.shared;
    if (!frozen) throw new Error('The link does not open.');
    expect([frozen.name, frozen.report.organisationName, frozen.report.asOf]).toEqual([
      'To hand on',
      organisation.name,
      api.clock.now().toISOString(),
    ]);
    expect(cellsOf(frozen.report, 'active-pairings')['Care']?.n).toBe(12);

    // One of Care has moved: the two numbers together would tell of them, so the live one is withheld and the frozen one stays.
    await api.rows(
      `update people set department = 'Works' where id = (select id from people where organisation_id = $1 and department = 'Care' limit 1)`,
      [organisation.id],
    );
    const live = cellsOf(await ask({ metrics: ['active-pairings'] }), 'active-pairings');
    expect(live['Care']?.suppressed).toEqual({ reason: 'protects-others' });
    expect((await open(caller)).body).toEqual(opened);

    const as = await api.as(owner);
    const { body: ours } = await as.call(organisationRoutes.get, {});
    expect(ours.openReportLinks).toBe(false);
    const may = await caller.call(organisationRoutes.update, {
      body: { openReportLinks: true },
      version: ours.version,
    });
    expect(may.status).toBe(403);
    await as.call(organisationRoutes.update, { body: { openReportLinks: true }, version: ours.version });
    expect((await open(nobody)).body).toEqual(opened);

    // The number of everybody too: of one pairing more it would tell beside the first link, of five it does not.
    const join = async (count: number) => {
      for (const _ of Array.from({ length: count })) {
        const [mentor, mentee] = [
          await api.given.person(organisation, { account: false }),
          await api.given.person(organisation, { account: false }),
        ];
        await api.given.pairing(cohort, mentor, mentee, { startedAt: dayOf(0) });
      }
    };
    const everybody = (report: BuiltReport) => report.metrics[0]?.cohorts[0]?.whole;
    await join(1);
    const other = await make(30);
    const { shared } = (await open(nobody, other.token)).body;
    expect(shared && everybody(shared.report)?.suppressed).toEqual({ reason: 'protects-others' });
    const unsplit = await ask({ metrics: ['active-pairings'], split: null });
    expect(everybody(unsplit)?.n).toBeNull();
    await join(4);
    const third = await make(30);
    const more = (await open(nobody, third.token)).body.shared;
    expect(more && everybody(more.report)?.n).toBe(42);
    const back = await caller.call(links.revoke, { params: { ...params, linkId: link.id } });
    expect(back.status).toBe(204);
    expect((await open(nobody)).body).toEqual({ state: 'revoked', shared: null });
    api.clock.advanceDays(31);
    expect((await open(nobody, other.token)).body).toEqual({ state: 'expired', shared: null });
    expect((await open(nobody, 'x'.repeat(43))).status).toBe(404);
    const listed = await caller.call(links.list, { params, query: { limit: 2 } });
    const rest = await caller.call(links.list, { params, query: { cursor: listed.body.nextCursor ?? '' } });
    const items = [...listed.body.items, ...rest.body.items];
    // Refusals are not openings.
    expect(items.map(({ id, state, opened }) => [id, state, opened])).toEqual([
      [third.id, 'expired', 1],
      [other.id, 'expired', 1],
      [link.id, 'revoked', 3],
    ]);

    // With the report its links go, and go on saying so.
    await caller.call(routes.remove, { params, version: saved.version });
    expect((await open(nobody, third.token)).body).toEqual({ state: 'revoked', shared: null });
    expect(
      await api.rows(
        `select action, facts - 'linkId' as facts from audit_rows
         where action like 'report-links.%' and outcome = 'done' or facts ? 'openReportLinks' order by at, id`,
      ),
    ).toEqual([
      { action: 'report-links.create', facts: { days: 7 } },
      { action: 'organisations.update', facts: { openReportLinks: true } },
      { action: 'report-links.create', facts: { days: 30 } },
      { action: 'report-links.create', facts: { days: 30 } },
      { action: 'report-links.revoke', facts: {} },
    ]);
  });

  it('gives nothing to those who try it from outside, with what they had, or all at once', async () => {
    const leaver = await api.given.person(organisation);
    await api.given.grant(leaver, 'coordinator', programId);
    const elsewhere = await api.given.person(organisation);
    const otherProgram = await api.given.program(elsewhere);
    await api.given.grant(elsewhere, 'coordinator', otherProgram.id);
    const [leaving, beside, nobody] = [await api.as(leaver), await api.as(elsewhere), api.anonymous()];
    const { body: saved } = await caller.call(routes.create, {
      params: { programId },
      body: { name: 'Tried', question: { ...question, metrics: ['participation-rate'], split: null } },
    });
    const params = { savedReportId: saved.id };
    const { body: made } = await leaving.call(links.create, { params, body: { days: 90 } });
    const token = made.path.replace('/shared/', '');
    const open = async (by: TestCaller) => await by.call(links.open, { body: { token } });

    // Who coordinates another program neither makes, lists nor takes back links of this one; nor does its report read from here.
    const tries = async (by: TestCaller) => [
      (await by.call(links.create, { params, body: { days: 7 } })).status,
      (await by.call(links.list, { params, query: {} })).status,
      (await by.call(links.revoke, { params: { ...params, linkId: made.link.id } })).status,
    ];
    for (const status of await tries(beside)) expect([403, 404]).toContain(status);
    const theirs = { params: { programId: otherProgram.id } };
    const body = { name: 'Theirs', question };
    expect((await beside.call(routes.create, { ...theirs, body })).status).toBe(404);
    expect((await beside.call(routes.preview, { ...theirs, body: question })).status).toBe(404);
    expect(await tries(nobody)).toEqual([401, 401, 401]);

    // The organisation lets links open to everybody at this point; with the switch off the same address asks who it is.
    expect((await open(nobody)).body.state).toBe('open');
    await api.rows('update organisations set open_report_links = false where organisation_id = $1', [
      organisation.id,
    ]);
    expect((await open(nobody)).status).toBe(401);
    expect((await open(leaving)).body.state).toBe('open');
    // Rights gone: neither the own link nor a new one; who still coordinates sees it in the list and takes it back.
    await api.rows('delete from grants where organisation_id = $1 and person_id = $2', [
      organisation.id,
      leaver.id,
    ]);
    expect((await open(leaving)).body.code).toBe('access.denied');
    for (const status of await tries(leaving)) expect([403, 404]).toContain(status);

    // Nothing of the secret is in what the server keeps, says or writes down.
    const kept = await api.rows(
      'select to_jsonb(l) as row from report_links l union all select to_jsonb(t) from identity.report_link_tokens t union all select to_jsonb(a) from audit_rows a',
    );
    expect(JSON.stringify(kept)).not.toContain(token);
    const { body: listed } = await caller.call(links.list, { params, query: {} });
    expect(JSON.stringify(listed)).not.toContain(token);
    expect(listed.items[0]?.opened).toBe(2);
    for (const wrong of ['', 'x', `${token}x`, token.slice(1), `${token}'--`])
      expect([400, 404]).toContain(
        (await nobody.raw('POST', '/api/report-links/reading', { token: wrong })).status,
      );

    // Room for one: two at once make one, and taking the same one back twice is one deed more in no way.
    await api.rows(
      `insert into report_links (organisation_id, id, program_id, saved_report_id, name, report, created_by, created_at, expires_at)
       select organisation_id, gen_random_uuid(), program_id, saved_report_id, name, report, created_by, created_at, expires_at
       from report_links, generate_series(1, 18) where organisation_id = $1 and id = $2`,
      [organisation.id, made.link.id],
    );
    const both = await Promise.all(
      [1, 2].map(() => caller.call(links.create, { params, body: { days: 7 } })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const back = () => caller.call(links.revoke, { params: { ...params, linkId: made.link.id } });
    expect((await Promise.all([back(), back()])).map(({ status }) => status)).toEqual([204, 204]);
    expect((await open(caller)).body).toEqual({ state: 'revoked', shared: null });
  });
});
