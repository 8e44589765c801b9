import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cohortLinkRoutes as routes } from '@ithaca/contracts/cohort-links';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { identityRoutes } from '@ithaca/contracts/identity';
import { COHORT_LINKS } from '@ithaca/domain/cohort-link';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
const start = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: start });
});
afterAll(() => api.stop());

let stories = 0;
async function story() {
  api.clock.set(start);
  const organisation = await api.given.organisation();
  stories += 1;
  const domain = `firm${stories}.example`;
  const person = (name: string, more: { at?: string } = {}) =>
    api.given.person(organisation, { email: `${name}@${more.at ?? domain}` });
  const owner = await person('owner');
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { name: 'Growth' });
  const cohort = await api.given.cohort(program, owner);
  const asOwner = await api.as(owner);
  const params = { cohortId: cohort.id };
  const make = (more: { domains?: string[]; untilOn?: string } = {}) =>
    asOwner.call(routes.create, {
      params,
      body: { domains: [domain], untilOn: '2026-03-10', role: 'mentee', ...more },
    });
  const links = async () => (await asOwner.call(routes.list, { params })).body.items;
  return { organisation, domain, person, owner, program, cohort, asOwner, params, make, links };
}

const follow = async (person: GivenPerson, path: string) =>
  (await api.as(person)).call(routes.follow, { body: { token: path.replace('/join/', '') } });

describe('an open link', () => {
  it('leads people of the directory to the program, and counts those who came by it as invited', async () => {
    const { cohort, make, links, person, asOwner, params, domain } = await story();
    const { status, body } = await make({ domains: [domain.toUpperCase()] });
    expect(status).toBe(201);
    expect(body.path).toMatch(/^\/join\/[\w-]{43}$/);
    expect(body.link).toMatchObject({ domains: [domain], isOpen: true, came: 0, role: 'mentee' });
    const mia = await person('Mia');
    expect(await follow(mia, body.path)).toMatchObject({ status: 200, body: { cohortId: cohort.id } });
    expect((await follow(mia, body.path)).status).toBe(200);
    expect(await links()).toMatchObject([{ id: body.link.id, came: 1 }]);
    const invited = await asOwner.call(enrolmentRoutes.listInvitations, { params, query: {} });
    expect(invited.body.items).toMatchObject([{ personId: mia.id, role: 'mentee' }]);
    expect(
      await api.rows('select stage from stage_events where cohort_id = $1 and person_id = $2', [
        cohort.id,
        mia.id,
      ]),
    ).toEqual([{ stage: 'invited' }]);
    expect(JSON.stringify(await links())).not.toContain(body.path.slice(6));
    // The path does not say which program it was, the trail does.
    expect(
      await api.rows("select distinct program_id from audit_rows where action = 'cohort-links.follow'"),
    ).toEqual([{ program_id: cohort.programId }]);
  });

  it('refuses in the same words other domains, other organisations, and what is no link', async () => {
    const { make, person, links } = await story();
    const stranger = await (await story()).person('sam');
    const { path } = (await make()).body;
    const guest = await person('guest', { at: `guests${stories}.example` });
    const answers = [
      await follow(guest, path),
      await follow(stranger, path),
      await follow(await person('max'), `/join/${'x'.repeat(43)}`),
    ];
    for (const { status, body } of answers)
      expect([status, body.code, body.facts]).toEqual([422, 'cohort-link.no-entry', answers[0]?.body.facts]);
    expect(await links()).toMatchObject([{ came: 0 }]);
  });

  it('opens until the end of its last day, and not once it is removed', async () => {
    const { make, person, params, asOwner, links } = await story();
    const { path, link } = (await make()).body;
    api.clock.set(new Date('2026-03-10T20:00:00Z'));
    expect((await follow(await person('mia'), path)).status).toBe(200);
    api.clock.set(new Date('2026-03-11T09:00:00Z'));
    expect((await follow(await person('max'), path)).body.code).toBe('cohort-link.no-entry');
    expect(await links()).toMatchObject([{ isOpen: false }]);
    api.clock.set(start);
    const revoke = () => asOwner.call(routes.revoke, { params: { ...params, linkId: link.id } });
    expect((await revoke()).status).toBe(204);
    expect((await revoke()).status).toBe(204);
    expect((await follow(await person('moe'), path)).body.code).toBe('cohort-link.no-entry');
    expect(await links()).toEqual([]);
  });

  it('invites nobody whom the rule keeps out, or whose invitation was withdrawn', async () => {
    const { make, person, program, cohort, links } = await story();
    const { path } = (await make()).body;
    const withdrawn = await person('mia');
    await follow(withdrawn, path);
    await api.rows("update invitations set state = 'withdrawn' where cohort_id = $1", [cohort.id]);
    await follow(withdrawn, path);
    expect(await api.rows('select state from invitations where cohort_id = $1', [cohort.id])).toEqual([
      { state: 'withdrawn' },
    ]);
    await api.rows(
      "update programs set eligibility = jsonb_set(eligibility, '{leastGrade}', '99') where id = $1",
      [program.id],
    );
    expect((await follow(await person('max'), path)).status).toBe(200);
    expect(await links()).toMatchObject([{ came: 1 }]);
  });

  it('names domains of the directory only, a day ahead, and there are not too many', async () => {
    const { make, asOwner, params, domain, person, cohort } = await story();
    await person('guest', { at: `guests.${domain}` });
    expect((await asOwner.call(routes.list, { params })).body.domains).toEqual([
      { domain, people: 1 },
      { domain: `guests.${domain}`, people: 1 },
    ]);
    expect((await make({ domains: ['elsewhere.example'] })).body.fields?.[0]?.path).toBe('body.domains');
    expect((await make({ untilOn: '2026-03-01' })).body.fields?.[0]?.path).toBe('body.untilOn');
    for (let count = 0; count < COHORT_LINKS.most; count += 1) expect((await make()).status).toBe(201);
    expect(await make()).toMatchObject({ status: 409, body: { code: 'cohort-link.too-many' } });
    await api.rows("update cohorts set state = 'running' where id = $1", [cohort.id]);
    expect((await make()).body.code).toBe('cohort.not-enrolling');
  });
});

describe('whoever has no account comes by an open link', () => {
  it('through a mail to the address of the directory, and counts as invited', async () => {
    const { organisation, make, links, domain, cohort } = await story();
    const { path } = (await make()).body;
    const mia = await api.given.person(organisation, { email: `mia@${domain}`, account: false });
    const ask = (email: string, token = path.slice(6)) =>
      api.anonymous().call(routes.write, { body: { token, email } });
    const mails = () =>
      api.rows<{ path: string }>(
        'select person_id, kind, path from mails where organisation_id = $1 order by id',
        [organisation.id],
      );

    // The answer never tells what came of it, so nobody learns who is in the directory.
    for (const email of [
      `nobody@${domain}`,
      `mia+more@${domain}`,
      `mia@sub.${domain}`,
      `mia@${domain}.evil.example`,
    ])
      expect(await ask(email)).toMatchObject({ status: 202, body: { sentTo: email } });
    expect(await ask(`mia@${domain}`, 'x'.repeat(43))).toMatchObject({ status: 202 });
    expect(await mails()).toEqual([]);

    expect(await ask(`MIA@${domain.toUpperCase()}`)).toMatchObject({ status: 202 });
    const [mail] = await mails();
    expect(mail).toMatchObject({ person_id: mia.id, kind: 'cohort-invitation' });
    expect(await links()).toMatchObject([{ came: 1 }]);
    const token = (mail?.path ?? '').replace('/invite/', '');
    expect(await api.anonymous().call(identityRoutes.acceptInvitation, { body: { token } })).toMatchObject({
      body: { path: `/programs/${cohort.id}` },
    });

    // From now on there is an account, and a mail brings no further secret.
    expect(await ask(`mia@${domain}`)).toMatchObject({ status: 202 });
    expect((await mails()).at(-1)).toMatchObject({ path: `/programs/${cohort.id}` });
    expect(await links()).toMatchObject([{ came: 1 }]);
  });

  it('not over a link that is removed, after leaving, when uninvited, nor more often than is good', async () => {
    const { organisation, make, asOwner, params, domain, cohort, person } = await story();
    const { path, link } = (await make()).body;
    await person('gone');
    await person('uninvited');
    await api.rows(
      "update people set left_on = '2026-02-01' where organisation_id = $1 and email like 'gone%'",
      [organisation.id],
    );
    const ask = (name: string) =>
      api.anonymous().call(routes.write, { body: { token: path.slice(6), email: `${name}@${domain}` } });
    await ask('uninvited');
    await api.rows("update invitations set state = 'withdrawn' where cohort_id = $1", [cohort.id]);
    const before = await api.rows('select id from mails where organisation_id = $1', [organisation.id]);
    await ask('gone');
    await ask('uninvited');
    await asOwner.call(routes.revoke, { params: { ...params, linkId: link.id } });
    await person('late');
    const answers = [];
    for (let count = 0; count < 6; count += 1) answers.push((await ask('late')).status);
    expect(answers).toEqual([202, 202, 202, 202, 202, 429]);
    expect(await api.rows('select id from mails where organisation_id = $1', [organisation.id])).toEqual(
      before,
    );
  });
});
