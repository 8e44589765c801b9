import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessRoutes, identityRoutes } from '@ithaca/contracts/identity';
import { peopleRoutes } from '@ithaca/contracts/people';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function company() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, {
    displayName: 'Olga Owner',
    jobTitle: 'Head',
    department: 'HR',
  });
  await api.given.grant(owner, 'owner');
  const manager = await api.given.person(organisation, { displayName: 'Mia Manager', jobTitle: 'Lead' });
  const report = await api.given.person(organisation, {
    displayName: 'Rémi Çelik',
    managerId: manager.id,
    employeeNumber: 'X-77',
    jobTitle: 'Data Analyst',
    site: 'Lyon',
  });
  const colleague = await api.given.person(organisation, { displayName: 'Cleo Colleague' });
  return { organisation, owner, manager, report, colleague, asOwner: await api.as(owner) };
}

describe('the directory', () => {
  it('lists people by name, page by page', async () => {
    const { asOwner } = await company();
    const first = (await asOwner.call(peopleRoutes.list, { query: { limit: 3 } })).body;
    expect(first.items.map((person) => person.displayName)).toEqual([
      'Cleo Colleague',
      'Mia Manager',
      'Olga Owner',
    ]);
    const rest = (
      await asOwner.call(peopleRoutes.list, { query: { limit: 3, cursor: first.nextCursor ?? '' } })
    ).body;
    expect(rest.items).toMatchObject([
      { displayName: 'Rémi Çelik', managerName: 'Mia Manager', hasAccount: true },
    ]);
    expect(rest.nextCursor).toBeNull();
  });

  it('finds people by the beginning of every word asked for, in name, mail, title or number, accents aside', async () => {
    const { asOwner, report } = await company();
    for (const q of ['remi', 'cel', 'ÇELIK rem', 'data an', 'x 77', report.email]) {
      const { items } = (await asOwner.call(peopleRoutes.list, { query: { q } })).body;
      expect([q, items.map((person) => person.id)]).toEqual([q, [report.id]]);
    }
    for (const q of ['emi', 'remi owner', 'rem elik', '!!!', '%'])
      expect((await asOwner.call(peopleRoutes.list, { query: { q } })).body.items).toEqual([]);
  });

  it('finds a common word as well as a rare one', async () => {
    const { organisation, asOwner } = await company();
    await api.rows(
      `insert into people (organisation_id, id, display_name)
       select '${organisation.id}', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Zoe Many ' || lpad(n::text, 5, '0') from generate_series(1, 2100) n;
       discard plans;
       insert into person_tokens (organisation_id, person_id, token, in_name, display_name, words)
       select p.organisation_id, p.id, t, true, p.display_name, ' ' || lower(p.display_name) || ' |' from people p, regexp_split_to_table(lower(p.display_name), ' ') t
       where p.organisation_id = '${organisation.id}' and p.display_name like 'Zoe%'`,
    );
    const one = (await asOwner.call(peopleRoutes.list, { query: { q: 'zo', limit: 2 } })).body;
    expect(one.items.map((person) => person.displayName)).toEqual(['Zoe Many 00001', 'Zoe Many 00002']);
    const two = (
      await asOwner.call(peopleRoutes.list, {
        query: { q: 'many zoe', limit: 1, cursor: one.nextCursor ?? '' },
      })
    ).body;
    expect(two.items.map((person) => person.displayName)).toEqual(['Zoe Many 00003']);
    // Far down the alphabet, in pieces, and under thousands of tokens that begin alike.
    await api.rows(
      `update people set department = 'Rare' where organisation_id = '${organisation.id}' and display_name like 'Zoe%00';
       insert into people (organisation_id, id, display_name)
       select '${organisation.id}', gen_random_uuid(), 'Abel ' || n from generate_series(1, 1600) n`,
    );
    const found = async (query: object) =>
      (await asOwner.call(peopleRoutes.list, { query })).body.items.map((person) => person.displayName);
    const rare = Array.from({ length: 21 }, (_, n) => `Zoe Many ${String((n + 1) * 100).padStart(5, '0')}`);
    expect(await found({ q: 'zo', department: 'Rare' })).toEqual(rare);
    const numbered = (await found({ q: '0', limit: 10 })).filter((name) => name.startsWith('Zoe'));
    expect(numbered.slice(0, 2)).toEqual(['Zoe Many 00001', 'Zoe Many 00002']);
    expect(await found({ q: '0 many zo', limit: 1, department: 'Rare' })).toEqual(rare.slice(0, 1));
    const { items } = (await asOwner.call(peopleRoutes.find, { query: { q: 'zo' } })).body;
    expect(items.map((person) => person.displayName)).toEqual(
      Array.from({ length: 10 }, (_, n) => `Zoe Many ${String(n + 1).padStart(5, '0')}`),
    );
  });

  it('is narrowed to a department, a site, those employed and those who have left', async () => {
    const { organisation, asOwner, report } = await company();
    await api.given.person(organisation, { displayName: 'Lea Left', leftOn: '2026-03-02' });
    await api.given.person(organisation, { displayName: 'Pia Planned', leftOn: '2026-03-03' });
    const names = async (query: object) =>
      (await asOwner.call(peopleRoutes.list, { query })).body.items.map((person) => person.displayName);
    expect(await names({ site: 'Lyon' })).toEqual([report.displayName]);
    expect(await names({ department: 'HR' })).toEqual(['Olga Owner']);
    expect(await names({ employed: 'false' })).toEqual(['Lea Left']);
    expect(await names({ employed: 'true', q: 'p' })).toContain('Pia Planned');
  });

  it('counts departments and sites of those employed', async () => {
    const { organisation, asOwner } = await company();
    await api.given.person(organisation, { leftOn: '2026-01-01' });
    expect((await asOwner.call(peopleRoutes.facets, {})).body).toEqual({
      departments: [
        { name: 'Engineering', people: 3 },
        { name: 'HR', people: 1 },
      ],
      sites: [
        { name: 'Berlin', people: 3 },
        { name: 'Lyon', people: 1 },
      ],
      employed: 4,
    });
  });

  it('is for those who manage it; everybody else finds colleagues by name only', async () => {
    const { report, colleague } = await company();
    const asColleague = await api.as(colleague);
    expect((await asColleague.call(peopleRoutes.list, {})).status).toBe(403);
    expect((await asColleague.call(peopleRoutes.facets, {})).status).toBe(403);
    expect((await asColleague.call(peopleRoutes.find, { query: { q: 'rem' } })).body.items).toEqual([
      { id: report.id, displayName: 'Rémi Çelik', jobTitle: 'Data Analyst', department: 'Engineering' },
    ]);
    for (const q of ['x-77', 'analyst', 'rem analyst', report.email, '?'])
      expect((await asColleague.call(peopleRoutes.find, { query: { q } })).body.items).toEqual([]);
  });

  it('shows nothing of another organisation', async () => {
    const { report } = await company();
    const { asOwner } = await company();
    expect((await asOwner.call(peopleRoutes.get, { params: { personId: report.id } })).status).toBe(404);
    const { items } = (await asOwner.call(peopleRoutes.list, { query: { q: report.email } })).body;
    expect(items).toEqual([]);
  });
});

describe('a person', () => {
  it('shows HR facts to those who manage the directory, to the person and to the manager', async () => {
    const { owner, manager, report, colleague } = await company();
    const seen = async (by: typeof owner) =>
      (await (await api.as(by)).call(peopleRoutes.get, { params: { personId: report.id } })).body;
    for (const by of [owner, manager, report])
      expect(await seen(by)).toMatchObject({
        employeeNumber: 'X-77',
        grade: 5,
        hiredOn: '2020-01-01',
        email: report.email,
      });
    expect(await seen(colleague)).toMatchObject({
      displayName: 'Rémi Çelik',
      jobTitle: 'Data Analyst',
      timeZone: 'Europe/Berlin',
      employeeNumber: null,
      grade: null,
      hiredOn: null,
      email: null,
      workingHours: null,
    });
  });

  it('shows the working hours to the partner of an open pairing', async () => {
    const { owner, report, colleague } = await company();
    const cohort = await api.given.cohort(await api.given.program(owner), owner);
    await api.given.pairing(cohort, colleague, report);
    const partner = await (
      await api.as(colleague)
    ).call(peopleRoutes.get, { params: { personId: report.id } });
    expect(partner.body).toMatchObject({ workingHours: { from: '09:00' }, email: null, grade: null });
  });

  it('shows what somebody gives and wants to them, to their partner and to the program’s coordinator only', async () => {
    const { organisation, owner, manager, report, colleague } = await company();
    const program = await api.given.program(owner);
    const cohort = await api.given.cohort(program, owner);
    const answers = { skills: [{ skill: 'SQL', level: 1 }], offers: [{ skill: 'Sales', level: 3 }] };
    const menteeEnrolment = await api.given.enrolment(cohort, report, 'mentee', {
      state: 'matched',
      answers,
    });
    await api.given.pairing(cohort, colleague, report, { menteeEnrolment });
    // What is not sent yet is nobody's but theirs.
    const later = await api.given.cohort(program, owner);
    await api.given.enrolment(later, report, 'mentor', { state: 'draft', answers });
    const [ofThis, ofOther, auditor] = [
      await api.given.person(organisation),
      await api.given.person(organisation),
      await api.given.person(organisation),
    ];
    await api.given.grant(ofThis, 'coordinator', program.id);
    await api.given.grant(ofOther, 'coordinator', (await api.given.program(owner)).id);
    await api.given.grant(auditor, 'auditor');
    const said = async (by: typeof report) => {
      const { body } = await (await api.as(by)).call(peopleRoutes.get, { params: { personId: report.id } });
      return [body.wants, body.offers];
    };
    for (const by of [report, colleague, ofThis]) expect(await said(by)).toEqual([['SQL'], []]);
    for (const by of [ofOther, auditor, manager, owner]) expect(await said(by)).toEqual([[], []]);
  });

  it('is added by hand, found at once and employed since the day of hiring', async () => {
    const { asOwner, manager } = await company();
    const added = await asOwner.call(peopleRoutes.create, {
      body: {
        displayName: 'Nour Haddad',
        email: 'Nour@Example.test',
        managerId: manager.id,
        hiredOn: '2026-01-07',
      },
    });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({
      givenName: 'Nour',
      familyName: 'Haddad',
      email: 'nour@example.test',
      managerName: 'Mia Manager',
      timeZone: 'Europe/Berlin',
      hasAccount: false,
    });
    const found = (await asOwner.call(peopleRoutes.list, { query: { q: 'hadd' } })).body.items;
    expect(found.map((person) => person.id)).toEqual([added.body.id]);
    expect(
      await api.rows('select starts_on::text, ends_on::text from employment_spells where person_id = $1', [
        added.body.id,
      ]),
    ).toEqual([{ starts_on: '2026-01-07', ends_on: null }]);
  });

  it('is refused a mail address or number that another one has, a foreign manager, and dates out of order', async () => {
    const { asOwner, report } = await company();
    const stranger = (await company()).manager;
    const add = async (body: object) =>
      (await asOwner.call(peopleRoutes.create, { body: { displayName: 'New', ...body } })).body;
    expect(await add({ email: report.email.toUpperCase() })).toMatchObject({ code: 'person.email-taken' });
    expect(await add({ employeeNumber: 'X-77' })).toMatchObject({ code: 'person.employee-number-taken' });
    expect(await add({ managerId: stranger.id })).toMatchObject({ code: 'record.not-found' });
    expect(await add({ hiredOn: '2026-02-02', leftOn: '2026-02-01' })).toMatchObject({
      code: 'request.fields',
      fields: [{ path: 'body.leftOn' }],
    });
    const elsewhere = await add({ email: stranger.email });
    expect(elsewhere.id).toBeTruthy();
  });

  it('is corrected by those who may write the directory, from the version they have read', async () => {
    const { asOwner, report, manager } = await company();
    const params = { personId: report.id };
    const changed = await asOwner.call(peopleRoutes.update, {
      params,
      body: { displayName: 'Remy Celik', jobTitle: 'Statistician', grade: null, employeeNumber: null },
      version: 1,
    });
    expect(changed.body).toMatchObject({
      displayName: 'Remy Celik',
      grade: null,
      employeeNumber: null,
      version: 2,
    });
    const search = async (q: string) =>
      (await asOwner.call(peopleRoutes.list, { query: { q } })).body.items.length;
    expect([
      await search('statist'),
      await search('remy'),
      await search('analyst'),
      await search('x-77'),
    ]).toEqual([1, 1, 0, 0]);
    const late = await asOwner.call(peopleRoutes.update, { params, body: { site: 'Oslo' }, version: 1 });
    expect(late.body).toMatchObject({ code: 'record.changed', facts: { version: 2 } });
    const byManager = await (
      await api.as(manager)
    ).call(peopleRoutes.update, { params, body: { site: 'Oslo' }, version: 2 });
    expect(byManager.status).toBe(403);
  });

  it('never reports to themselves, directly or through others', async () => {
    const { asOwner, manager, report } = await company();
    for (const managerId of [report.id, manager.id]) {
      const answer = await asOwner.call(peopleRoutes.update, {
        params: { personId: manager.id },
        body: { managerId },
        version: 1,
      });
      expect(answer.body).toMatchObject({ code: 'person.manager-cycle' });
    }
  });

  it('keeps reporting lines free of circles when two changes meet', async () => {
    const { organisation, asOwner } = await company();
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await api.given.person(organisation), await api.given.person(organisation)];
      await Promise.all([
        asOwner.call(peopleRoutes.update, {
          params: { personId: a.id },
          body: { managerId: b.id },
          version: 1,
        }),
        asOwner.call(peopleRoutes.update, {
          params: { personId: b.id },
          body: { managerId: a.id },
          version: 1,
        }),
      ]);
      const led = await api.rows('select id from people where id in ($1, $2) and manager_id is not null', [
        a.id,
        b.id,
      ]);
      expect(led).toHaveLength(1);
    }
  });

  it('changes their own profile and nothing of what HR says', async () => {
    const { colleague } = await company();
    const asColleague = await api.as(colleague);
    const before = (await asColleague.call(peopleRoutes.myProfile, {})).body;
    const changed = await asColleague.call(peopleRoutes.updateMyProfile, {
      body: {
        about: 'I listen.',
        languages: ['en', 'ar'],
        workingHours: { from: '08:00', to: '14:00', days: [1, 2] },
      },
      version: before.version,
    });
    expect(changed.body).toMatchObject({
      about: 'I listen.',
      languages: ['en', 'ar'],
      workingHours: { from: '08:00', to: '14:00', days: [1, 2] },
      grade: 5,
    });
    const sneaky = await asColleague.raw(
      'PATCH',
      peopleRoutes.updateMyProfile.path,
      { grade: 9 },
      { 'if-match': '"2"' },
    );
    expect(sneaky.status).toBe(400);
  });
});

describe('leaving', () => {
  const leave = async (
    asOwner: Awaited<ReturnType<typeof company>>['asOwner'],
    personId: string,
    leftOn: string | null,
    version = 1,
  ) => asOwner.call(peopleRoutes.update, { params: { personId }, body: { leftOn }, version });

  it('leaves somebody whose last day is ahead here until then: invited and given roles as anybody', async () => {
    const { asOwner, colleague } = await company();
    await leave(asOwner, colleague.id, '2026-03-20');
    const params = { personId: colleague.id };
    expect((await asOwner.call(accessRoutes.invitePerson, { params, body: {} })).status).toBe(201);
    const body = { personId: colleague.id, role: 'auditor', programId: null } as const;
    expect((await asOwner.call(accessRoutes.grant, { body })).status).toBe(201);
    await leave(asOwner, colleague.id, '2026-03-02', 2);
    expect((await asOwner.call(accessRoutes.invitePerson, { params, body: {} })).status).toBe(404);
    expect((await asOwner.call(accessRoutes.grant, { body })).body.code).toBe('person.not-employed');
  });

  it('ends sessions, membership, roles and open invitations at once', async () => {
    const { asOwner, colleague } = await company();
    await api.given.grant(colleague, 'auditor');
    const asColleague = await api.as(colleague);
    await asOwner.call(accessRoutes.invitePerson, { params: { personId: colleague.id }, body: {} });
    await api.runJobs();
    const token = /\/invite\/([\w-]{43})/.exec(api.mails.sent.at(-1)?.text ?? '')?.[1] ?? '';
    expect((await leave(asOwner, colleague.id, '2026-03-02')).body).toMatchObject({
      leftOn: '2026-03-02',
      hasAccount: false,
    });
    expect((await asColleague.call(peopleRoutes.myProfile, {})).status).toBe(401);
    expect((await api.anonymous().call(identityRoutes.acceptInvitation, { body: { token } })).status).toBe(
      422,
    );
    expect(
      await api.rows('select 1 from grants where person_id = $1 and ended_at is null', [colleague.id]),
    ).toEqual([]);
    expect(
      await api.rows('select ends_on::text from employment_spells where person_id = $1', [colleague.id]),
    ).toEqual([{ ends_on: '2026-03-02' }]);
  });

  it('lets somebody in again who has come back, without the old roles', async () => {
    const { asOwner, colleague } = await company();
    await api.given.grant(colleague, 'auditor');
    await leave(asOwner, colleague.id, '2026-03-01');
    await leave(asOwner, colleague.id, null, 2);
    const session = (await (await api.as(colleague)).call(identityRoutes.session, {})).body;
    expect(session.actor).toMatchObject({ personId: colleague.id, grants: [] });
  });

  it('begins another spell when somebody is hired again', async () => {
    const { asOwner, colleague } = await company();
    await leave(asOwner, colleague.id, '2025-03-01');
    await asOwner.call(peopleRoutes.update, {
      params: { personId: colleague.id },
      body: { hiredOn: '2026-02-01', leftOn: null },
      version: 2,
    });
    expect(
      await api.rows(
        'select starts_on::text, ends_on::text from employment_spells where person_id = $1 order by starts_on',
        [colleague.id],
      ),
    ).toEqual([
      { starts_on: '2020-01-01', ends_on: '2025-03-01' },
      { starts_on: '2026-02-01', ends_on: null },
    ]);
  });

  it('on a planned day ends access when that day comes', async () => {
    const { asOwner, colleague } = await company();
    const asColleague = await api.as(colleague);
    await leave(asOwner, colleague.id, '2026-03-10');
    expect((await asColleague.call(peopleRoutes.myProfile, {})).status).toBe(200);
    api.clock.advanceDays(8);
    try {
      await api.platform.jobs.runSweep('end-access-of-leavers');
      expect(await api.rows('select 1 from identity.sessions where person_id = $1', [colleague.id])).toEqual(
        [],
      );
    } finally {
      api.clock.advanceDays(-8);
    }
  });

  it('is refused to the last owner', async () => {
    const { asOwner, owner } = await company();
    expect((await leave(asOwner, owner.id, '2026-03-02')).body).toMatchObject({ code: 'grant.last-owner' });
  });
});
