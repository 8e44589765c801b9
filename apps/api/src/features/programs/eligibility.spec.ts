import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { programRoutes } from '@ithaca/contracts/programs';
import { everyone, obstaclesTo } from '@ithaca/domain/eligibility-rule';
import type {
  ConditionGroup,
  EligibilityCondition,
  EligibilityRule,
  WordsCondition,
} from '@ithaca/domain/eligibility-rule';
import type { GivenOrganisation } from '@ithaca/testkit/given';
import fc from 'fast-check';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { countEligible, eligibleCondition } from './eligibility.queries.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const departments = ['Engineering', 'engineering', 'Sales', "Research & Dev'", ''];
const sites = ['Berlin', 'Porto', ''];
const today = '2026-03-02';
const days = [
  '2019-12-31',
  '2024-02-29',
  '2025-03-02',
  '2026-03-01',
  '2026-03-02',
  '2026-03-03',
  '2027-01-01',
];

const titles = ['Engineer', 'Buyer', ''];
const people = fc.record({
  jobTitle: fc.constantFrom(...titles),
  attributes: fc.record(
    { Union: fc.constantFrom('yes', 'no'), "It's": fc.constantFrom('a', '') },
    { requiredKeys: [] },
  ),
  department: fc.constantFrom(...departments),
  site: fc.constantFrom(...sites),
  grade: fc.option(fc.integer({ min: 0, max: 12 })),
  hiredOn: fc.option(fc.constantFrom(...days)),
  leftOn: fc.option(fc.constantFrom(...days), { freq: 3 }),
});
const bound = fc.option(fc.integer({ min: 0, max: 12 }));
const words = (of: WordsCondition['of'], values: readonly string[], attribute?: string) =>
  fc.record({
    of: fc.constant(of),
    ...(attribute !== undefined && { attribute: fc.constant(attribute) }),
    is: fc.constantFrom('one-of' as const, 'none-of' as const),
    values: fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 }),
  });
const plain: fc.Arbitrary<EligibilityCondition> = fc.oneof(
  words('department', departments),
  words('site', sites),
  words('jobTitle', titles),
  words('attribute', ['yes', 'no', ''], 'Union'),
  words('attribute', ['a', ''], "It's"),
  fc.record({ of: fc.constant('grade' as const), least: bound, most: bound }),
  fc.record({
    of: fc.constant('tenure' as const),
    least: fc.option(fc.constantFrom(0, 366, 732)),
    most: fc.option(fc.constantFrom(1, 365, 2253)),
  }),
);
const groupOf = (part: fc.Arbitrary<EligibilityCondition>): fc.Arbitrary<ConditionGroup> =>
  fc.record({
    match: fc.constantFrom('all' as const, 'any' as const),
    conditions: fc.array(part, { maxLength: 3 }),
  });
const groups = groupOf(fc.oneof(plain, groupOf(fc.oneof(plain, groupOf(plain)))));
const rules: fc.Arbitrary<EligibilityRule> = fc.record({
  where: fc.option(groups),
  departments: fc.uniqueArray(fc.constantFrom(...departments, 'Nowhere'), { maxLength: 3 }),
  sites: fc.uniqueArray(fc.constantFrom(...sites), { maxLength: 2 }),
  leastGrade: fc.option(fc.integer({ min: 0, max: 12 })),
  mostGrade: fc.option(fc.integer({ min: 0, max: 12 })),
  leastTenureDays: fc.option(fc.constantFrom(0, 1, 365, 366, 732, 2253)),
});

describe('the eligibility rule as SQL', () => {
  it('lets in exactly those for whom the domain finds no obstacle', async () => {
    const organisation = await api.given.organisation();
    const stranger = await api.given.organisation();
    await api.given.person(stranger);
    const found = fc
      .sample(people, { numRuns: 250, seed: 7 })
      // Nobody leaves before the first day.
      .filter(({ hiredOn, leftOn }) => hiredOn === null || leftOn === null || hiredOn <= leftOn);
    const listed: ((typeof found)[number] & { id: string })[] = [];
    for (const facts of found) listed.push({ ...facts, id: await insert(organisation, facts) });

    await fc.assert(
      fc.asyncProperty(rules, async (rule) => {
        const expected = listed.filter((person) => obstaclesTo(rule, person, today).length === 0);
        const parameters: unknown[] = [organisation.id];
        const condition = eligibleCondition(rule, today, parameters);
        const [rows, [count]] = await api.platform.db.read({ organisationId: organisation.id }, async () => [
          await api.platform.db.query<{ id: string }>(
            `select p.id from people p where p.organisation_id = $1 and ${condition}`,
            parameters,
          ),
          await countEligible(api.platform.db, organisation.id, [rule], today),
        ]);
        expect(rows.map((row) => row.id).sort()).toEqual(expected.map((person) => person.id).sort());
        expect(count).toBe(expected.length);
      }),
      { numRuns: 120, seed: 11 },
    );
  }, 30_000);

  async function insert(organisation: GivenOrganisation, facts: object): Promise<string> {
    const { id } = await api.given.person(organisation, { account: false });
    await api.rows(
      'update people set (department, site, grade, hired_on, left_on, job_title, attributes) = (select $2, $3, $4::smallint, $5::date, $6::date, $7, $8::jsonb) where id = $1',
      [
        id,
        ...['department', 'site', 'grade', 'hiredOn', 'leftOn', 'jobTitle', 'attributes'].map(
          (key) => facts[key as keyof typeof facts],
        ),
      ],
    );
    return id;
  }
});

describe('the preview of a rule', () => {
  it('counts the eligible and the employed and shows ten of them, the same ones each time', async () => {
    const organisation = await api.given.organisation();
    const owner = await api.given.person(organisation, { department: 'People' });
    await api.given.grant(owner, 'owner');
    const program = await api.given.program(owner);
    for (let number = 0; number < 12; number += 1)
      await api.given.person(organisation, { department: 'Sales', account: false });
    await api.given.person(organisation, { department: 'Sales', leftOn: '2026-03-01' });
    const caller = await api.as(owner);
    const ask = () =>
      caller.call(programRoutes.previewEligibility, {
        params: { programId: program.id },
        body: { ...everyone, departments: ['Sales'] },
      });
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect({ eligible: body.eligible, employed: body.employed }).toEqual({ eligible: 12, employed: 13 });
    expect(body.sample).toHaveLength(10);
    expect(body.sample[0]?.department).toBe('Sales');
    expect((await ask()).body).toEqual(body);
  });

  it('takes the day of the organisation, not of the server', async () => {
    // Kiritimati is 14 hours ahead: there it is 3 March already.
    api.clock.set(new Date('2026-03-02T11:00:00Z'));
    const organisation = await api.given.organisation({ timeZone: 'Pacific/Kiritimati' });
    const owner = await api.given.person(organisation);
    await api.given.grant(owner, 'owner');
    await api.given.person(organisation, { leftOn: '2026-03-03' });
    const program = await api.given.program(owner);
    const { body } = await (
      await api.as(owner)
    ).call(programRoutes.previewEligibility, { params: { programId: program.id }, body: everyone });
    expect(body).toMatchObject({ eligible: 1, employed: 1 });
    api.clock.set(new Date('2026-03-02T09:00:00Z'));
  });

  it('names nobody to an auditor, and is refused to the coordinator of another program', async () => {
    const organisation = await api.given.organisation();
    const owner = await api.given.person(organisation);
    const program = await api.given.program(owner);
    const other = await api.given.program(owner);
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    const coordinator = await api.given.person(organisation);
    await api.given.grant(coordinator, 'coordinator', other.id);
    const look = async (person: typeof auditor) =>
      (await api.as(person)).call(programRoutes.previewEligibility, {
        params: { programId: program.id },
        body: everyone,
      });
    expect((await look(auditor)).body).toEqual({ eligible: 3, employed: 3, sample: [] });
    expect((await look(coordinator)).status).toBe(403);
  });
});

describe('a rule in groups', () => {
  const inSalesOrSenior: ConditionGroup = {
    match: 'any',
    conditions: [
      { of: 'department', is: 'one-of', values: ['Sales'] },
      {
        match: 'all',
        conditions: [
          { of: 'grade', least: 7, most: null },
          { of: 'attribute', attribute: 'Contract', is: 'none-of', values: ['temporary'] },
        ],
      },
    ],
  };

  async function story(state: 'draft' | 'enrolling') {
    const organisation = await api.given.organisation();
    const owner = await api.given.person(organisation, { department: 'People', grade: 9 });
    await api.given.grant(owner, 'owner');
    const program = await api.given.program(owner);
    await api.given.cohort(program, owner, { state });
    const caller = await api.as(owner);
    const params = { programId: program.id };
    const save = async (eligibility: EligibilityRule, as = caller) => {
      const { version } = (await as.call(programRoutes.get, { params })).body;
      return as.call(programRoutes.update, { params, body: { eligibility }, version });
    };
    const versions = async () =>
      (await caller.call(programRoutes.listEligibilityVersions, { params })).body.items;
    return { organisation, owner, caller, params, save, versions };
  }

  it('lets in by alternatives and exceptions, also by an imported attribute', async () => {
    const { organisation, owner, caller, params } = await story('draft');
    const temporary = await api.given.person(organisation, { grade: 8, account: false });
    await api.rows(`update people set attributes = '{"Contract":"temporary"}' where id = $1`, [temporary.id]);
    const seller = await api.given.person(organisation, { department: 'Sales', grade: 2, account: false });
    const { body } = await caller.call(programRoutes.previewEligibility, {
      params,
      body: { ...everyone, where: inSalesOrSenior },
    });
    expect(body.sample.map(({ id }) => id).sort()).toEqual([owner.id, seller.id].sort());
    const facts = await caller.call(programRoutes.listEligibilityFacts, { params });
    expect(facts.body.attributes).toEqual([{ name: 'Contract', values: [{ name: 'temporary', people: 1 }] }]);
  });

  it('goes no deeper than three groups and states no more than forty conditions', async () => {
    const { save } = await story('draft');
    const deep = (depth: number): ConditionGroup => ({
      match: 'any',
      conditions: depth === 0 ? [] : [deep(depth - 1)],
    });
    expect((await save({ ...everyone, where: deep(2) })).status).toBe(200);
    expect((await save({ ...everyone, where: deep(3) })).status).toBe(400);
    const many: EligibilityCondition[] = Array.from({ length: 21 }, (_, number) => ({
      of: 'site',
      is: 'none-of',
      values: [`Site ${number}`],
    }));
    const twice: ConditionGroup = { match: 'any', conditions: many };
    expect((await save({ ...everyone, where: { match: 'all', conditions: [twice, twice] } })).status).toBe(
      400,
    );
  });

  it('keeps no versions before the first launch', async () => {
    const { save, versions } = await story('draft');
    await save({ ...everyone, departments: ['Sales'] });
    expect(await versions()).toMatchObject([{ number: 1, rule: { departments: ['Sales'] } }]);
  });

  it('keeps a version for each change afterwards; what one person types within minutes is one', async () => {
    const { organisation, save, versions } = await story('enrolling');
    const other = await api.given.person(organisation);
    await api.given.grant(other, 'owner');
    await save({ ...everyone, departments: ['Sales'] });
    await save({ ...everyone, departments: ['Sales', 'Support'] });
    await save({ ...everyone, departments: ['Sales', 'Support'] });
    await save({ ...everyone, sites: ['Berlin'] }, await api.as(other));
    expect((await versions()).map(({ number, rule }) => [number, rule.departments, rule.sites])).toEqual([
      [3, [], ['Berlin']],
      [2, ['Sales', 'Support'], []],
      [1, [], []],
    ]);
  });
});
