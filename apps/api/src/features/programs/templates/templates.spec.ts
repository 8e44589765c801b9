import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { programTemplateRoutes as routes } from '@ithaca/contracts/program-templates';
import type { TemplateItem } from '@ithaca/contracts/program-templates';
import { programRoutes } from '@ithaca/contracts/programs';
import { TEMPLATE_LIMITS } from '@ithaca/domain/program';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function organisationWithProgram() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Ines Keeper' });
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, {
    name: 'Sales mentoring',
    templateKey: 'leadership',
    eligibility: { departments: ['Sales'], sites: [], leastGrade: 3, mostGrade: null, leastTenureDays: 90 },
  });
  await api.given.cohort(program, owner);
  return { organisation, owner, program, caller: await api.as(owner) };
}

const wanted = (programId: string, name = 'Sales, each spring') => ({
  programId,
  name,
  description: 'For everybody who sells.',
  coordinatorMinutesPerWeek: 25,
});
const oursOf = (items: readonly TemplateItem[]) => items.filter(({ id }) => id !== null);

describe('Ithaca’s templates', () => {
  it('say what they ask of people and of the coordinator, and are read in full', async () => {
    const { caller, organisation } = await organisationWithProgram();
    const { items } = (await caller.call(routes.list, {})).body;
    expect(items.map(({ key }) => key)).toEqual([
      'career-growth',
      'onboarding-buddy',
      'reverse',
      'leadership',
      'erg-circle',
      'peer-learning',
      'flash',
    ]);
    expect(items[0]).toMatchObject({ hoursPerMonth: 2, coordinatorMinutesPerWeek: 20, lengthDays: 182 });
    expect(items.find(({ key }) => key === 'leadership')?.programs).toBe(1);
    for (const { key, questions } of items) {
      const { status, body } = await caller.call(routes.getStandard, {
        params: { templateKey: key ?? '' },
      });
      expect(status).toBe(200);
      expect(body.form.questions).toHaveLength(questions);
    }
    expect((await caller.call(routes.getStandard, { params: { templateKey: 'none' } })).status).toBe(404);
    const person = await api.as(await api.given.person(organisation));
    expect((await person.call(routes.list, {})).status).toBe(403);
  });
});

describe('a template of the organisation', () => {
  it('is a program without people and dates, from which the next one starts, whatever becomes of the first', async () => {
    const { caller, program } = await organisationWithProgram();
    const source = (await caller.call(programRoutes.get, { params: { programId: program.id } })).body;
    const kept = await caller.call(routes.create, { body: wanted(program.id) });
    expect(kept.status).toBe(201);
    expect(kept.body).toMatchObject({
      name: 'Sales, each spring',
      description: 'For everybody who sells.',
      coordinatorMinutesPerWeek: 25,
      programs: 0,
      state: 'open',
      kept: { programId: program.id, programName: 'Sales mentoring', byName: 'Ines Keeper' },
    });
    expect(JSON.stringify(kept.body)).not.toContain('startsOn');
    await caller.call(programRoutes.update, {
      params: { programId: program.id },
      version: 1,
      body: { purpose: 'Another one' },
    });

    const made = await caller.call(programRoutes.create, {
      body: { name: 'Spring', templateId: kept.body.id ?? '' },
    });
    expect(made.status).toBe(201);
    const copy = await caller.call(programRoutes.create, { body: { name: 'Copy', copyOf: program.id } });
    // A copy and a template take over the same: they differ in what has been changed since, and in whose they are.
    const own = ({ id: _id, slug: _slug, name: _name, ...rest }: typeof made.body) => rest;
    expect(own(made.body)).toEqual({ ...own(copy.body), purpose: source.purpose });
    expect(made.body.eligibility).toEqual(source.eligibility);

    const [listed] = oursOf((await caller.call(routes.list, {})).body.items);
    expect(listed).toMatchObject({ name: 'Sales, each spring', programs: 1, hoursPerMonth: 2.5 });
    const rows = await api.rows<{ action: string; facts: object }>(
      "select action, facts from audit_rows where organisation_id = $1 and action = 'program-templates.create'",
      [program.organisationId],
    );
    expect(rows).toMatchObject([{ facts: { templateId: kept.body.id, programId: program.id } }]);
  });

  it('is renamed, takes over a program as it is now, and is retired and taken up again', async () => {
    const { caller, program } = await organisationWithProgram();
    const { body: kept } = await caller.call(routes.create, { body: wanted(program.id) });
    const params = { templateId: kept.id ?? '' };
    const change = (version: number, body: object) => caller.call(routes.update, { params, version, body });
    await caller.call(programRoutes.update, {
      params: { programId: program.id },
      version: 1,
      body: { purpose: 'Said better' },
    });
    expect((await change(1, { name: 'Selling' })).body).toMatchObject({
      name: 'Selling',
      purpose: kept.purpose,
      version: 2,
    });
    expect((await change(1, { name: 'Too late' })).body.code).toBe('record.changed');
    expect((await change(2, { contentOf: program.id })).body.purpose).toBe('Said better');
    expect((await change(3, { state: 'retired' })).body.state).toBe('retired');
    const start = () =>
      caller.call(programRoutes.create, { body: { name: 'From it', templateId: params.templateId } });
    expect((await start()).body.code).toBe('template.retired');
    // Its name is free again, and taken when it comes back.
    const { body: other } = await caller.call(routes.create, { body: wanted(program.id, 'selling') });
    expect((await change(4, { state: 'open' })).body.code).toBe('template.name-taken');
    expect((await change(4, { state: 'open', name: 'Selling again' })).body.state).toBe('open');
    expect((await start()).status).toBe(201);
    expect(oursOf((await caller.call(routes.list, {})).body.items).map(({ name }) => name)).toEqual([
      other.name,
      'Selling again',
    ]);
  });

  it('is kept by owners and coordinators of the whole organisation, of a program of theirs, within a limit', async () => {
    const { organisation, owner, program, caller } = await organisationWithProgram();
    const [everything, one, auditor] = await Promise.all([1, 2, 3].map(() => api.given.person(organisation)));
    if (!everything || !one || !auditor) throw new Error('Three were asked for.');
    await api.given.grant(everything, 'coordinator');
    await api.given.grant(one, 'coordinator', program.id);
    await api.given.grant(auditor, 'auditor');
    const keep = async (person: typeof owner, name: string) =>
      (await (await api.as(person)).call(routes.create, { body: wanted(program.id, name) })).status;
    expect(await keep(everything, 'One')).toBe(201);
    expect(await keep(one, 'Two')).toBe(403);
    expect(await keep(auditor, 'Three')).toBe(403);
    expect((await (await api.as(one)).call(routes.list, {})).status).toBe(200);
    const both = await caller.call(programRoutes.create, {
      body: { name: 'X', templateId: program.id, templateKey: 'flash' },
    });
    expect(both.body.fields?.[0]?.path).toBe('body.templateId');

    await api.given.enter(organisation.id);
    await api.given.insert(
      'program_templates',
      Array.from({ length: TEMPLATE_LIMITS.most - 1 }, (_, index) => ({
        organisationId: organisation.id,
        id: crypto.randomUUID(),
        name: `Kept ${index}`,
        content: {},
        coordinatorMinutesPerWeek: 20,
        madeFrom: program.id,
        createdBy: owner.id,
        createdAt: new Date(),
      })),
    );
    expect((await caller.call(routes.create, { body: wanted(program.id, 'One more') })).body.code).toBe(
      'template.too-many',
    );
    // What was kept before programs had a part begins as a blank one does.
    const [oldest] = oursOf((await caller.call(routes.list, {})).body.items);
    expect(oldest).toMatchObject({ name: 'Kept 0', questions: 0, cadenceDays: 14 });
  });
});
