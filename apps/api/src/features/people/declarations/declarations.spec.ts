import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declarationRoutes as routes } from '@ithaca/contracts/declarations';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import { peopleRoutes } from '@ithaca/contracts/people';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { findAccessGroups, listAccessAttributes } from './declarations.queries.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function company() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner' });
  await api.given.grant(owner, 'owner');
  const auditor = await api.given.person(organisation, { displayName: 'Aude Auditor' });
  await api.given.grant(auditor, 'auditor');
  return { organisation, owner, auditor, asOwner: await api.as(owner), asAuditor: await api.as(auditor) };
}
type Company = Awaited<ReturnType<typeof company>>;

async function ask({ asOwner }: Company, more: object = {}) {
  return (
    await asOwner.call(routes.create, {
      body: {
        name: 'Care for others',
        explanation: 'Whether you look after children or relatives.',
        purpose: 'equal-access',
        choices: ['Yes', 'No', 'Xylophonist'],
        seenBy: ['auditor'],
        ...more,
      },
    })
  ).body;
}

/** So many people declare the choice; answers who they are. */
async function declare({ organisation }: Company, attributeId: string, choice: string, times: number) {
  const people = [];
  for (let i = 0; i < times; i += 1) {
    const person = await api.given.person(organisation);
    const answer = await (
      await api.as(person)
    ).call(routes.declare, { params: { attributeId }, body: { choice, consent: true } });
    expect(answer.status).toBe(200);
    people.push(person);
  }
  return people;
}

const count = () => api.platform.jobs.runSweep('count-declarations');

describe('what people say about themselves', () => {
  it('is asked by the owner alone, for a purpose and readers that stay as they are', async () => {
    const story = await company();
    const { asAuditor, asOwner } = story;
    expect(
      (
        await asAuditor.call(routes.create, {
          body: { name: 'X', explanation: '', purpose: 'report', choices: ['a', 'b'], seenBy: [] },
        })
      ).status,
    ).toBe(403);
    const attribute = await ask(story);
    expect(attribute).toMatchObject({ purpose: 'equal-access', seenBy: ['auditor'], counts: null });
    expect(await ask(story)).toMatchObject({ code: 'declaration.exists' });
    const params = { attributeId: attribute.id };
    const changed = await asOwner.call(routes.update, {
      params,
      body: { name: 'Caring', addChoices: ['no', 'I would rather not say'] },
      version: 1,
    });
    expect(changed.body.choices.map(({ label }) => label)).toEqual([
      'Yes',
      'No',
      'Xylophonist',
      'I would rather not say',
    ]);
    const other = { purpose: 'report' } as object;
    expect((await asOwner.call(routes.update, { params, body: other, version: 2 })).status).toBe(400);
    expect((await asOwner.call(routes.update, { params, body: { name: 'Old' }, version: 1 })).status).toBe(
      412,
    );
  });

  it('is said with consent, said otherwise, and taken back at any time', async () => {
    const story = await company();
    const { id: attributeId } = await ask(story);
    const asPerson = await api.as(await api.given.person(story.organisation));
    const params = { attributeId };
    const without = { choice: 'choice-1' } as { choice: string; consent: true };
    expect((await asPerson.call(routes.declare, { params, body: without })).status).toBe(400);
    const unknown = await asPerson.call(routes.declare, {
      params,
      body: { choice: 'choice-9', consent: true },
    });
    expect(unknown.body.code).toBe('declaration.choice-unknown');
    for (const choice of ['choice-1', 'choice-2'])
      expect(
        (await asPerson.call(routes.declare, { params, body: { choice, consent: true } })).body,
      ).toMatchObject({ choice, consentedAt: '2026-03-02T09:00:00.000Z' });
    expect((await asPerson.call(routes.withdraw, { params })).status).toBe(204);
    expect((await asPerson.call(routes.mine, {})).body.items).toMatchObject([
      { id: attributeId, choice: null, consentedAt: null },
    ]);
    expect(await api.rows('select from declarations where attribute_id = $1', [attributeId])).toEqual([]);
  });

  it('is shown in sums to those it was meant for, from ten people a group on, and no group gives another away', async () => {
    const story = await company();
    const { id: attributeId } = await ask(story);
    await declare(story, attributeId, 'choice-1', 14);
    await declare(story, attributeId, 'choice-2', 11);
    await declare(story, attributeId, 'choice-3', 3);
    const seenBy = async (caller: Company['asOwner']) =>
      (await caller.call(routes.list, {})).body.items[0]?.counts;
    expect(await seenBy(story.asAuditor)).toBeNull();
    await count();
    expect(await seenBy(story.asOwner)).toBeNull();
    expect(await seenBy(story.asAuditor)).toEqual({
      countedOn: '2026-03-02',
      declared: 28,
      choices: [
        { key: 'choice-1', people: 14 },
        { key: 'choice-2', people: null },
        { key: 'choice-3', people: null },
      ],
    });
  });

  it('moves the sums only when ten more have said something and four weeks have gone by', async () => {
    const story = await company();
    const { id: attributeId } = await ask(story, { choices: ['Yes', 'No'] });
    const declared = async () =>
      (await story.asAuditor.call(routes.list, {})).body.items[0]?.counts?.declared ?? null;
    const [first] = await declare(story, attributeId, 'choice-1', 9);
    await count();
    expect(await declared()).toBeNull();
    await declare(story, attributeId, 'choice-1', 3);
    await count();
    expect(await declared()).toBe(12);
    if (!first) throw new Error('Somebody declared.');
    await (await api.as(first)).call(routes.withdraw, { params: { attributeId } });
    const began = api.clock.now();
    try {
      api.clock.advanceDays(29);
      await count();
      expect(await declared()).toBe(12);
      await declare(story, attributeId, 'choice-2', 10);
      await count();
      expect(await declared()).toBe(21);
    } finally {
      api.clock.set(began);
    }
  });

  it('stands in no reply about a person, no search and no audit row', async () => {
    const story = await company();
    const { id: attributeId } = await ask(story);
    const [person] = await declare(story, attributeId, 'choice-3', 1);
    if (!person) throw new Error('Somebody declared.');
    const answers = [
      await story.asOwner.call(peopleRoutes.get, { params: { personId: person.id } }),
      await story.asOwner.call(peopleRoutes.list, { query: { q: 'xylo' } }),
      await story.asOwner.call(organisationRoutes.listAudit, { query: {} }),
      await story.asOwner.call(routes.mine, {}),
    ];
    for (const { text } of answers.slice(0, 3)) expect(text).not.toMatch(/choice-3|Xylophonist/);
    expect(answers[3]?.text).not.toContain('"choice":"choice-3"');
    const rows = await api.rows<{ facts: unknown }>('select facts from audit_rows where action = $1', [
      'declarations.declare',
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/choice-/);
  });

  it('is hidden by the database itself from everybody but its author', async () => {
    const story = await company();
    const { id: attributeId } = await ask(story);
    await declare(story, attributeId, 'choice-1', 2);
    const seen = await api.platform.db.read(
      { organisationId: story.organisation.id, personId: story.owner.id },
      () => api.platform.db.query('select * from declarations'),
    );
    expect(seen).toEqual([]);
  });

  it('forms groups for equal access, and only where it was asked for that', async () => {
    const story = await company();
    const { db } = api.platform;
    const { id: attributeId } = await ask(story);
    const report = await ask(story, { name: 'Something else', purpose: 'report' });
    const [person] = await declare(story, attributeId, 'choice-2', 1);
    const [other] = await declare(story, report.id, 'choice-1', 1);
    const tenant = { organisationId: story.organisation.id };
    const ids = [person?.id ?? '', other?.id ?? '', story.owner.id];
    await db.read(tenant, async () => {
      expect((await listAccessAttributes(db, tenant.organisationId)).map(({ id }) => id)).toEqual([
        attributeId,
      ]);
      expect([...(await findAccessGroups(db, tenant.organisationId, attributeId, ids))]).toEqual([
        [person?.id, 'choice-2'],
      ]);
      expect((await findAccessGroups(db, tenant.organisationId, report.id, ids)).size).toBe(0);
      expect(await db.query('select * from declarations')).toEqual([]);
    });
  });

  it('is deleted when the organisation asks no more', async () => {
    const story = await company();
    const { id: attributeId } = await ask(story);
    const [person] = await declare(story, attributeId, 'choice-1', 1);
    const params = { attributeId };
    expect((await story.asOwner.call(routes.retire, { params, version: 1 })).status).toBe(204);
    expect(await api.rows('select from declarations where attribute_id = $1', [attributeId])).toEqual([]);
    if (!person) throw new Error('Somebody declared.');
    const asPerson = await api.as(person);
    expect((await asPerson.call(routes.mine, {})).body.items).toEqual([]);
    expect(
      (await asPerson.call(routes.declare, { params, body: { choice: 'choice-1', consent: true } })).body
        .code,
    ).toBe('declaration.closed');
  });
});
