import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importRoutes as routes } from '@ithaca/contracts/imports';
import type { ImportField, ImportMapping } from '@ithaca/contracts/imports';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import type { Format, Side } from '@ithaca/domain/vocabulary';
import fc from 'fast-check';

import { startApi } from '../../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../../testing/api.ts';
import { ImportDesk } from '../../../../../testing/import-desk.ts';
import { tenantState } from '../../../../../testing/tenant-state.ts';

let api: TestApi;
let desk: ImportDesk;
beforeAll(async () => {
  api = await startApi();
  desk = new ImportDesk(api);
});
afterAll(() => api.stop());

type Field = ImportField | [Side, ImportField] | null;

async function office(state: 'enrolling' | 'running' = 'running', format: Format = 'one-to-one') {
  const office_ = await desk.office();
  const program = await api.given.program(office_.owner, { format });
  const cohort = await api.given.cohort(program, office_.owner, { state, name: 'Moved here' });
  return { ...office_, program, cohort };
}

/** Uploads and maps for a cohort; a field of a side as `['mentor', 'name']`. */
async function map(
  by: TestCaller,
  text: string,
  fields: readonly Field[],
  target: ImportMapping['target'],
  key: ImportMapping['key'] = 'name',
) {
  const uploaded = await desk.upload(by, text);
  expect(uploaded.status).toBe(201);
  const params = { importId: uploaded.body.id };
  const columns = fields.flatMap((one, column) =>
    one === null
      ? []
      : Array.isArray(one)
        ? [{ column, side: one[0], field: one[1] }]
        : [{ column, field: one }],
  );
  const body = { columns, key, ...(target && { target }) };
  return {
    params,
    mapped: await by.call(routes.setMapping, { params, body, version: uploaded.body.version }),
  };
}

async function carryOut(by: TestCaller, params: { importId: string }) {
  const { version } = (await by.call(routes.get, { params })).body;
  expect((await by.call(routes.run, { params, version })).status).toBe(202);
  await api.runJobs();
  const done = (await by.call(routes.get, { params })).body;
  expect([done.state, done.problem]).toEqual(['done', null]);
  return done;
}

const enrolmentsOf = (cohortId: string) =>
  api.rows<{ name: string; role: Side; state: string; interests: string[]; capacity: number }>(
    `select p.display_name as name, e.role, e.state, e.answers -> 'interests' as interests, e.capacity
     from enrolments e join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
     where e.cohort_id = $1 order by p.display_name, e.role`,
    [cohortId],
  );

const PAIRS: readonly Field[] = [
  ['mentor', 'name'],
  ['mentor', 'email'],
  ['mentee', 'name'],
  ['mentee', 'email'],
  'interest',
  'pairedOn',
];
const pairsFile = (...lines: string[]) =>
  ['Mentor name,Mentor email,Mentee name,Mentee email,Goal,Match date', ...lines].join('\n');

describe('moving from another tool', () => {
  it('is told by the headings: columns of mentors and of mentees, topics and the day of the match', async () => {
    const { by } = await office();
    const { body } = await desk.upload(by, pairsFile('Ada,ada@x.test,Eve,eve@x.test,Lead,2026-01-10'));
    expect(body.columns.map(({ guess }) => guess && [guess.side, guess.field])).toEqual([
      ['mentor', 'name'],
      ['mentor', 'email'],
      ['mentee', 'name'],
      ['mentee', 'email'],
      [null, 'interest'],
      [null, 'pairedOn'],
    ]);
  });

  it('brings people, their enrolments and their pairings in one import, and tells of all three beforehand', async () => {
    const { by, organisation, cohort } = await office();
    await api.given.person(organisation, { displayName: 'Ada Roy', email: 'ada@x.test' });
    const text = pairsFile(
      'Ada Roy,ada@x.test,Eve Fox,eve@x.test,Leading,2026-01-10',
      'Ada Roy,ada@x.test,Gus Hill,gus@x.test,Coaching,2026-02-01',
      'Nia New,nia@x.test,,,,',
    );
    const { params, mapped } = await map(by, text, PAIRS, { cohortId: cohort.id }, 'email');
    expect(mapped.body).toMatchObject({
      counts: { rows: 3, new: 3, unchanged: 1, rejected: 0, enrolments: 4, pairings: 2 },
      targetName: expect.stringContaining('Moved here'),
    });
    const rows = (await by.call(routes.listRows, { params })).body.items;
    expect(
      rows.map(({ effect, changes }) => [effect, changes.pairing?.[1], changes['mentor.enrolment']?.[1]]),
    ).toEqual([
      ['new', 'Ada Roy – Eve Fox', 'matched'],
      ['new', 'Ada Roy – Gus Hill', undefined],
      ['new', undefined, 'mentor'],
    ]);
    expect(rows[0]?.changes).toMatchObject({ 'mentee.name': [null, 'Eve Fox'] });
    await carryOut(by, params);
    expect(await enrolmentsOf(cohort.id)).toEqual([
      { name: 'Ada Roy', role: 'mentor', state: 'matched', interests: [], capacity: 2 },
      { name: 'Eve Fox', role: 'mentee', state: 'matched', interests: ['Leading'], capacity: 1 },
      { name: 'Gus Hill', role: 'mentee', state: 'matched', interests: ['Coaching'], capacity: 1 },
      { name: 'Nia New', role: 'mentor', state: 'in-pool', interests: [], capacity: 1 },
    ]);
    const pairings = await by.call(pairingRoutes.list, { params: { cohortId: cohort.id } });
    expect(pairings.body.items.map(({ state }) => state)).toEqual(['active', 'active']);
    const stages = await api.rows<{ stage: string; day: string }>(
      `select stage, at::date::text as day from stage_events where cohort_id = $1 and role = 'mentee' order by at, stage`,
      [cohort.id],
    );
    expect(stages.map(({ stage }) => stage)).toEqual([
      'in-pool',
      'matched',
      'registered',
      'in-pool',
      'matched',
      'registered',
    ]);
    expect(await api.rows('select from mails where organisation_id = $1', [organisation.id])).toEqual([]);
  });

  it('joins the lines of one person: topics and chosen people in the order of their ranks', async () => {
    const { by, cohort, organisation } = await office('enrolling');
    await api.given.person(organisation, { displayName: 'Zack Hill' });
    const sarah = await api.given.person(organisation, { displayName: 'Sarah Lee' });
    const text = [
      'name,interest,rank,choice,title',
      'Bob Ray,Data Science,2,,',
      'Bob Ray,Leadership,1,Sarah Lee,Clerk',
      'Bob Ray,Analytics,3rd,Zack Hill,',
      'Fay Orr,Leadership,first,Nobody,',
      'Bob Ray,,,,Boss',
    ].join('\n');
    const { params, mapped } = await map(by, text, ['name', 'interest', 'rank', 'wish', 'jobTitle'], {
      cohortId: cohort.id,
      role: 'mentee',
    });
    expect(mapped.body.counts).toMatchObject({ rows: 5, new: 2, rejected: 1, enrolments: 2, pairings: 0 });
    expect(mapped.body.problems.map(({ code, rows }) => [code, rows])).toEqual([
      ['key-twice', 1],
      ['rank-unreadable', 1],
      ['wish-unknown', 1],
    ]);
    const joined = await by.call(routes.listRows, { params, query: { effect: 'joined' } });
    expect(joined.body.items.map(({ line }) => line)).toEqual([3, 4]);
    await carryOut(by, params);
    const [bob] = await api.rows<{ answers: { interests: string[]; wishes: string[] }; title: string }>(
      `select e.answers, p.job_title as title from enrolments e join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
       where e.cohort_id = $1 and p.display_name = 'Bob Ray'`,
      [cohort.id],
    );
    expect(bob).toMatchObject({
      title: 'Clerk',
      answers: {
        interests: ['Leadership', 'Data Science', 'Analytics'],
        wishes: [sarah.id, expect.any(String)],
      },
    });
  });

  it('takes the role from a column, and says who has none or another', async () => {
    const { by, cohort } = await office();
    const text = 'Name,Kind,Seats\nAda,Mentorin,3\nBob,mentee,\nCam,guest,\nDan,,\nEve,Mentor,99\n';
    const { params, mapped } = await map(by, text, ['name', 'role', 'capacity'], { cohortId: cohort.id });
    expect(mapped.body.problems.map(({ code, rows }) => [code, rows])).toEqual([
      ['role-missing', 1],
      ['role-unknown', 1],
      ['capacity-unreadable', 1],
    ]);
    await carryOut(by, params);
    expect((await enrolmentsOf(cohort.id)).map(({ name, role, capacity }) => [name, role, capacity])).toEqual(
      [
        ['Ada', 'mentor', 3],
        ['Bob', 'mentee', 1],
        ['Eve', 'mentor', 1],
      ],
    );
  });

  it('refuses pairs that cannot be', async () => {
    const { by, cohort, organisation } = await office();
    const people = await Promise.all(
      ['Mo Old', 'Pa Old', 'Gone'].map((displayName) => api.given.person(organisation, { displayName })),
    );
    const [mo, pa, gone] = people;
    if (!mo || !pa || !gone) throw new Error('Nobody is there.');
    await api.given.pairing(cohort, mo, pa);
    await api.given.enrolment(cohort, gone, 'mentee', { state: 'withdrawn' });
    const lines = [
      'Ada,,Ada,,,',
      'Ada,,Eve,,,',
      'Bob,,Eve,,,',
      'Ada,,Pa Old,,,',
      'Mo Old,,Pa Old,,,',
      'Ada,,Gone,,,',
      ...Array.from({ length: 9 }, (_, n) => `Full,,Mentee ${n},,,`),
    ];
    const { params } = await map(by, pairsFile(...lines), PAIRS, { cohortId: cohort.id });
    const { items } = (await by.call(routes.listRows, { params, query: { limit: 100 } })).body;
    const found = items.map(({ line, problems }) => [
      line,
      problems
        .filter(({ severity }) => severity === 'error')
        .map(({ code }) => code)
        .join(),
    ]);
    expect(found).toEqual([
      [2, 'same-person-paired'],
      [3, ''],
      [4, 'mentee-paired'],
      [5, 'mentee-paired'],
      [6, ''],
      [7, 'enrolment-over'],
      ...Array.from({ length: 8 }, (_, n) => [8 + n, '']),
      [16, 'mentor-full'],
    ]);
  });

  it('needs a cohort that takes people, and whole columns', async () => {
    const { by, owner, program } = await office();
    const draft = await api.given.cohort(program, owner, { state: 'draft' });
    const text = 'Name,Role\nAda,mentor\n';
    expect((await map(by, text, ['name', 'role'], undefined)).mapped.body.code).toBe('import.cohort-missing');
    expect((await map(by, text, ['name', 'role'], { cohortId: draft.id })).mapped.body.code).toBe(
      'import.cohort-closed',
    );
    const theirs = (await office()).cohort;
    expect((await map(by, text, ['name', 'role'], { cohortId: theirs.id })).mapped.status).toBe(404);
  });

  it('can be taken back, but for what has come to life since', async () => {
    const { by, cohort, organisation, owner } = await office();
    const ada = await api.given.person(organisation, { displayName: 'Ada Roy' });
    await api.given.enrolment(cohort, ada, 'mentor', { capacity: 1 });
    const before = await tenantState(api, organisation.id);
    const text = pairsFile(
      'Ada Roy,,Eve Fox,,Leading,2026-01-10',
      'Ada Roy,,Gus Hill,,,',
      'Ivy Ng,,Jo Ek,,,',
    );
    const { params } = await map(by, text, PAIRS, { cohortId: cohort.id });
    const done = await carryOut(by, params);
    const [pairing] = await api.rows<{ id: string; cohort_id: string }>(
      `select m.pairing_id as id, m.cohort_id from pairing_members m join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
       where m.cohort_id = $1 and p.display_name = 'Eve Fox'`,
      [cohort.id],
    );
    await api.given.insert('goals', [
      {
        organisationId: organisation.id,
        id: randomUUID(),
        pairingId: pairing?.id,
        cohortId: cohort.id,
        ownerId: owner.id,
        title: 'Grow',
        createdAt: api.clock.now(),
      },
    ]);
    const undone = await by.call(routes.undo, { params, version: done.version });
    expect(
      undone.body.kept.map(({ displayName, kind, reason }) => [displayName, kind, reason]).toSorted(),
    ).toEqual([
      ['Ada Roy', 'enrolment', 'paired'],
      ['Eve Fox', 'enrolment', 'paired'],
      ['Eve Fox', 'pairing', 'has-history'],
      ['Eve Fox', 'person', 'paired'],
    ]);
    const after = await tenantState(api, organisation.id);
    expect(after.people).toHaveLength((before.people?.length ?? 0) + 1);
    expect(after.pairings).toHaveLength(1);
  });

  it('taken back at once leaves the whole organisation as it was', async () => {
    const name = fc.constantFrom('Ada Roy', 'Bob Ray', 'Cam Oz', 'Dan Ek', 'Eve Fox', 'Fay Orr', '');
    const day = fc.constantFrom('', '2026-01-10', '2025-12-01');
    const line = fc
      .tuple(name, name, fc.constantFrom('', 'Lead', 'Data; Sales'), day)
      .map(([mentor, mentee, topic, on]) => `${mentor},,${mentee},,${topic},${on}`);
    let pairings = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 8 }), async (lines) => {
        const { by, cohort, organisation } = await office();
        for (const displayName of ['Ada Roy', 'Bob Ray', 'Cam Oz'])
          await api.given.person(organisation, { displayName, account: false });
        const bob = await api.given.person(organisation, { displayName: 'Dan Ek', account: false });
        await api.given.enrolment(cohort, bob, 'mentee', { state: 'draft' });
        const before = await tenantState(api, organisation.id);
        const { params, mapped } = await map(by, pairsFile('x,,y,,,', ...lines), PAIRS, {
          cohortId: cohort.id,
        });
        expect(mapped.status).toBe(200);
        const done = await carryOut(by, params);
        pairings += done.counts?.pairings ?? 0;
        const undone = await by.call(routes.undo, { params, version: done.version });
        expect(undone.body.kept).toEqual([]);
        expect(await tenantState(api, organisation.id)).toEqual(before);
      }),
      { numRuns: 8, seed: 20_260_303 },
    );
    expect(pairings).toBeGreaterThan(8);
  }, 120_000);

  it('brings both of a pair as peers where a program has no sides, each with one partner', async () => {
    const { by, cohort } = await office('running', 'peer');
    const text = 'One,Other\nAda,Ben\nCleo,Ada\n';
    const fields: readonly Field[] = [
      ['mentor', 'name'],
      ['mentee', 'name'],
    ];
    const { params, mapped } = await map(by, text, fields, { cohortId: cohort.id });
    expect(mapped.status).toBe(200);
    await api.runJobs();
    const { items } = (await by.call(routes.listRows, { params, query: { limit: 10 } })).body;
    expect(items.flatMap(({ problems }) => problems.map(({ code }) => code))).toEqual(['peer-paired']);
    expect(items.find(({ line }) => line === 2)?.changes).toMatchObject({
      'mentor.enrolment': [null, 'matched'],
      'mentee.enrolment': [null, 'matched'],
    });
    await carryOut(by, params);
    expect((await enrolmentsOf(cohort.id)).slice(0, 2)).toMatchObject([
      { name: 'Ada', role: 'peer', state: 'matched', capacity: 1 },
      { name: 'Ben', role: 'peer', state: 'matched', capacity: 1 },
    ]);
    const members = await api.rows<{ role: string }>(
      'select role from pairing_members where cohort_id = $1',
      [cohort.id],
    );
    expect(members).toEqual([{ role: 'peer' }, { role: 'peer' }]);
  });
});
