import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { programRoutes } from '@ithaca/contracts/programs';
import { programTemplates } from '@ithaca/domain/program-templates';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const nowhere = '01890000-0000-7000-8000-000000000000';

async function ownedOrganisation() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  return { organisation, owner, caller: await api.as(owner) };
}

describe('creating a program', () => {
  it.each(programTemplates.map((template) => template.key))(
    'works from the template %s unchanged',
    async (templateKey) => {
      const { caller } = await ownedOrganisation();
      const { status, body, headers } = await caller.call(programRoutes.create, {
        body: { name: 'Führung 2026', templateKey },
      });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        slug: 'fuhrung-2026',
        state: 'draft',
        templateKey,
        cohorts: [],
        version: 1,
      });
      expect(body.form.questions.length).toBeGreaterThan(2);
      expect(headers.get('etag')).toBe('"1"');
    },
  );

  it('gives the second program of a name an address of its own, also when both are created at once', async () => {
    const { caller } = await ownedOrganisation();
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        caller.call(programRoutes.create, { body: { name: 'Growth', templateKey: 'flash' } }),
      ),
    );
    expect(answers.map((answer) => answer.body.slug).sort()).toEqual(['growth', 'growth-2', 'growth-3']);
  });

  it('copies everything but people and dates', async () => {
    const { owner, caller } = await ownedOrganisation();
    const original = await api.given.program(owner, {
      templateKey: 'leadership',
      eligibility: { departments: ['Sales'], sites: [], leastGrade: 3, mostGrade: null, leastTenureDays: 90 },
    });
    await api.given.cohort(original, owner);
    const { body } = await caller.call(programRoutes.create, {
      body: { name: 'Again', copyOf: original.id },
    });
    const source = (await caller.call(programRoutes.get, { params: { programId: original.id } })).body;
    expect(source.cohorts).toHaveLength(1);
    expect(body).toEqual({
      ...source,
      id: body.id,
      slug: 'again',
      name: 'Again',
      state: 'draft',
      cohorts: [],
      version: 1,
    });
  });

  it('starts blank without either, with nothing said and nothing asked', async () => {
    const { caller } = await ownedOrganisation();
    const { body } = await caller.call(programRoutes.create, { body: { name: 'Own idea' } });
    expect(body).toMatchObject({ templateKey: 'blank', purpose: '', form: { questions: [] } });
  });

  it('refuses an unknown template, a foreign original, and both at once', async () => {
    const { caller } = await ownedOrganisation();
    const elsewhere = await ownedOrganisation();
    const foreign = await api.given.program(elsewhere.owner);
    const create = (body: object) => caller.call(programRoutes.create, { body: { name: 'X', ...body } });
    expect((await create({ templateKey: 'none' })).status).toBe(404);
    expect((await create({ copyOf: foreign.id })).status).toBe(404);
    const both = await create({ copyOf: foreign.id, templateKey: 'flash' });
    expect(both.status).toBe(400);
    expect(both.body.fields?.[0]?.path).toBe('body.copyOf');
  });

  it('is for owners and for coordinators of the whole organisation', async () => {
    const { organisation, owner } = await ownedOrganisation();
    const program = await api.given.program(owner);
    const [everything, one, auditor] = await Promise.all([1, 2, 3].map(() => api.given.person(organisation)));
    if (!everything || !one || !auditor) throw new Error('Three people are needed.');
    await api.given.grant(everything, 'coordinator');
    await api.given.grant(one, 'coordinator', program.id);
    await api.given.grant(auditor, 'auditor');
    const body = { name: 'Mine', templateKey: 'flash' };
    expect((await (await api.as(everything)).call(programRoutes.create, { body })).status).toBe(201);
    expect((await (await api.as(one)).call(programRoutes.create, { body })).status).toBe(403);
    expect((await (await api.as(auditor)).call(programRoutes.create, { body })).status).toBe(403);
  });
});

describe('the list of programs', () => {
  it('shows owners, auditors and coordinators of everything all of it, and a program coordinator only their own', async () => {
    const { organisation, owner, caller } = await ownedOrganisation();
    const first = await api.given.program(owner, { name: 'First' });
    await api.given.program(owner, { name: 'Second' });
    const cohort = await api.given.cohort(first, owner);
    await api.given.enrolment(cohort, owner, 'mentor', { capacity: 3 });
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    const coordinator = await api.given.person(organisation);
    await api.given.grant(coordinator, 'coordinator', first.id);
    const names = async (person: typeof owner) =>
      (await (await api.as(person)).call(programRoutes.list, {})).body.items.map((item) => item.name).sort();
    expect(await names(owner)).toEqual(['First', 'Second']);
    expect(await names(auditor)).toEqual(['First', 'Second']);
    expect(await names(coordinator)).toEqual(['First']);
    const { items } = (await caller.call(programRoutes.list, {})).body;
    expect(items.find((item) => item.id === first.id)?.cohorts[0]?.counts).toEqual({
      invited: 0,
      enrolledMentors: 1,
      enrolledMentees: 0,
      enrolledPeers: 0,
      places: 3,
      openPairings: 0,
    });
  });

  it('is refused to people who run nothing', async () => {
    const { organisation } = await ownedOrganisation();
    const person = await api.given.person(organisation);
    expect((await (await api.as(person)).call(programRoutes.list, {})).status).toBe(403);
  });
});

describe('one program', () => {
  it('is forbidden to the coordinator of another one and unknown to another organisation', async () => {
    const { organisation, owner } = await ownedOrganisation();
    const program = await api.given.program(owner);
    const other = await api.given.program(owner);
    const coordinator = await api.given.person(organisation);
    await api.given.grant(coordinator, 'coordinator', other.id);
    const stranger = await ownedOrganisation();
    const get = async (person: typeof owner, programId: string) =>
      (await (await api.as(person)).call(programRoutes.get, { params: { programId } })).status;
    expect(await get(coordinator, other.id)).toBe(200);
    expect(await get(coordinator, program.id)).toBe(403);
    expect(await get(stranger.owner, program.id)).toBe(404);
    expect(await get(owner, nowhere)).toBe(404);
    const update = await (
      await api.as(coordinator)
    ).call(programRoutes.update, { params: { programId: program.id }, version: 1, body: { name: 'Taken' } });
    expect(update.status).toBe(403);
  });

  it('changes only what is named, and tells a second editor that it has changed', async () => {
    const { owner, caller } = await ownedOrganisation();
    const program = await api.given.program(owner);
    const params = { programId: program.id };
    const before = (await caller.call(programRoutes.get, { params })).body;
    const eligibility = { ...before.eligibility, departments: ['Sales'] };
    const changed = await caller.call(programRoutes.update, { params, version: 1, body: { eligibility } });
    expect(changed.body).toEqual({ ...before, eligibility, version: 2 });
    const late = await caller.call(programRoutes.update, { params, version: 1, body: { name: 'Late' } });
    expect([late.status, late.body.code, late.body.facts]).toEqual([412, 'record.changed', { version: 2 }]);
  });

  it('names the place of a question that cannot be asked', async () => {
    const { owner, caller } = await ownedOrganisation();
    const program = await api.given.program(owner);
    const skills = {
      key: 'skills',
      kind: 'standard' as const,
      label: 'Skills',
      required: true,
      askedOf: 'both' as const,
      usedFor: 'matching' as const,
    };
    const { status, body } = await caller.call(programRoutes.update, {
      params: { programId: program.id },
      version: 1,
      body: { form: { questions: [skills, skills, { ...skills, key: 'pick', kind: 'choice' }] } },
    });
    expect(status).toBe(400);
    expect(body.fields?.map((field) => field.path)).toEqual([
      'body.form.questions.1.key',
      'body.form.questions.2.options',
    ]);
  });

  it('is not archived while a cohort is under way', async () => {
    const { owner, caller } = await ownedOrganisation();
    const program = await api.given.program(owner);
    const cohort = await api.given.cohort(program, owner, { state: 'running' });
    const archive = () =>
      caller.call(programRoutes.update, {
        params: { programId: program.id },
        version: 1,
        body: { state: 'archived' },
      });
    const refused = await archive();
    expect([refused.status, refused.body.code]).toEqual([409, 'program.wrong-state']);
    await api.rows("update cohorts set state = 'closed' where id = $1", [cohort.id]);
    expect((await archive()).body.state).toBe('archived');
  });
});
