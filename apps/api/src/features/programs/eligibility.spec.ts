import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { programRoutes } from '@ithaca/contracts/programs';
import { everyone, obstaclesTo } from '@ithaca/domain/eligibility-rule';
import type { EligibilityRule } from '@ithaca/domain/eligibility-rule';
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

const people = fc.record({
  department: fc.constantFrom(...departments),
  site: fc.constantFrom(...sites),
  grade: fc.option(fc.integer({ min: 0, max: 12 })),
  hiredOn: fc.option(fc.constantFrom(...days)),
  leftOn: fc.option(fc.constantFrom(...days), { freq: 3 }),
});
const rules: fc.Arbitrary<EligibilityRule> = fc.record({
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
      { numRuns: 150, seed: 11 },
    );
  });

  async function insert(organisation: GivenOrganisation, facts: object): Promise<string> {
    const { id } = await api.given.person(organisation, { account: false });
    await api.rows(
      'update people set (department, site, grade, hired_on, left_on) = (select $2, $3, $4::smallint, $5::date, $6::date) where id = $1',
      [
        id,
        ...['department', 'site', 'grade', 'hiredOn', 'leftOn'].map(
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

  it('is refused to an auditor and to the coordinator of another program', async () => {
    const organisation = await api.given.organisation();
    const owner = await api.given.person(organisation);
    const program = await api.given.program(owner);
    const other = await api.given.program(owner);
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    const coordinator = await api.given.person(organisation);
    await api.given.grant(coordinator, 'coordinator', other.id);
    for (const person of [auditor, coordinator]) {
      const answer = await (
        await api.as(person)
      ).call(programRoutes.previewEligibility, { params: { programId: program.id }, body: everyone });
      expect(answer.status).toBe(403);
    }
  });
});
