import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enrolmentRoutes as routes } from '@ithaca/contracts/enrolments';
import { identityRoutes } from '@ithaca/contracts/identity';
import { cohortRoutes } from '@ithaca/contracts/programs';
import { everyone } from '@ithaca/domain/eligibility-rule';
import type { RequestOf } from '@ithaca/contracts/route';
import type { GivenCohort } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function story() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner', department: 'People' });
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { eligibility: { ...everyone, departments: ['Sales'] } });
  const cohort = await api.given.cohort(program, owner);
  const sales = (displayName: string, more: { email?: string; account?: boolean } = {}) =>
    api.given.person(organisation, { displayName, department: 'Sales', ...more });
  return { organisation, owner, program, cohort, sales, caller: await api.as(owner) };
}

const invite = (
  caller: TestCaller,
  cohort: GivenCohort,
  body: Partial<RequestOf<typeof routes.invite>['body']>,
) => caller.call(routes.invite, { params: { cohortId: cohort.id }, body: { role: null, ...body } });

describe('inviting named people', () => {
  it('sends each a mail with what it takes and a link that opens the program', async () => {
    const { cohort, sales, caller } = await story();
    const person = await sales('Ida Invited', { account: false });
    const { status, body } = await invite(caller, cohort, { personIds: [person.id], role: 'mentee' });
    expect([status, body]).toEqual([201, { invited: 1, unknown: [], skipped: [] }]);
    await api.runJobs();
    const mail = api.mails.sent.at(-1);
    expect(mail?.to).toBe(person.email);
    expect(mail?.subject).toBe('Olga Owner invites you to Career growth');
    expect(mail?.text).toContain('about 2 hours a month, from March 22, 2026 to September 20, 2026');
    const token = /\/invite\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
    const browser = api.anonymous();
    const accepted = await browser.call(identityRoutes.acceptInvitation, { body: { token } });
    expect(accepted.body).toMatchObject({ path: `/programs/${cohort.id}` });
    const open = await browser.call(cohortRoutes.getOpen, { params: { cohortId: cohort.id } });
    expect(open.body).toMatchObject({ eligible: true, invitedAs: 'mentee' });
    expect(await api.rows('select stage, role from stage_events where person_id = $1', [person.id])).toEqual([
      { stage: 'invited', role: 'mentee' },
    ]);
  });

  it('leaves out whom it does not concern and says why', async () => {
    const { organisation, cohort, sales, caller } = await story();
    const [fresh, invited, enrolled, silent] = [
      await sales('Fresh'),
      await sales('Invited'),
      await sales('Enrolled'),
      await sales('Silent'),
    ];
    const engineer = await api.given.person(organisation, { department: 'Engineering' });
    await api.rows('update people set email = null where id = $1', [silent.id]);
    await api.given.enrolment(cohort, enrolled, 'mentor');
    await invite(caller, cohort, { personIds: [invited.id] });
    const { body } = await invite(caller, cohort, {
      personIds: [fresh, invited, enrolled, silent, engineer].map((person) => person.id),
    });
    expect(body.invited).toBe(1);
    expect(Object.fromEntries(body.skipped.map((one) => [one.personId, one.reason]))).toEqual({
      [invited.id]: 'already-invited',
      [enrolled.id]: 'already-enrolled',
      [silent.id]: 'no-email',
      [engineer.id]: 'not-eligible',
    });
  });

  it('invites nobody when one of them is of another organisation', async () => {
    const { cohort, sales, caller } = await story();
    const person = await sales('Ida');
    const stranger = await (await story()).sales('Stranger');
    const { status, body } = await invite(caller, cohort, { personIds: [person.id, stranger.id] });
    expect([status, body.code]).toEqual([404, 'record.not-found']);
    expect(await api.rows('select 1 from invitations where cohort_id = $1', [cohort.id])).toEqual([]);
  });

  it('is refused without anybody, outside the time of enrolment, and to those who do not run the program', async () => {
    const { organisation, owner, cohort, sales, caller } = await story();
    const person = await sales('Ida');
    expect((await invite(caller, cohort, {})).status).toBe(400);
    const other = await api.given.program(owner);
    const foreign = await api.given.person(organisation);
    await api.given.grant(foreign, 'coordinator', other.id);
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    for (const who of [foreign, auditor, person])
      expect((await invite(await api.as(who), cohort, { personIds: [person.id] })).status).toBe(403);
    const stranger = (await story()).caller;
    expect((await invite(stranger, cohort, { personIds: [person.id] })).status).toBe(404);
    await api.rows("update cohorts set state = 'matching' where id = $1", [cohort.id]);
    expect((await invite(caller, cohort, { personIds: [person.id] })).body.code).toBe('cohort.not-enrolling');
  });
});

describe('inviting everyone eligible', () => {
  it('reaches each once, however often and however many at a time it is asked for', async () => {
    const { organisation, cohort, sales, caller } = await story();
    for (let number = 0; number < 120; number += 1)
      await api.given.person(organisation, { department: 'Sales', account: false });
    const silent = await sales('Silent');
    await api.rows('update people set email = null where id = $1', [silent.id]);
    await api.runJobs();
    const before = api.mails.sent.length;
    const started = performance.now();
    const answers = await Promise.all(
      [1, 2, 3].map(() => invite(caller, cohort, { everyoneEligible: true })),
    );
    const took = performance.now() - started;
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(answers.reduce((sum, answer) => sum + answer.body.invited, 0)).toBe(120);
    expect(answers[0]?.body.skipped).toEqual([{ personId: silent.id, reason: 'no-email' }]);
    // Recorded at once, written by the job: three requests for 120 people each are no matter of seconds.
    expect(took).toBeLessThan(2000);
    const counts = (await caller.call(cohortRoutes.get, { params: { cohortId: cohort.id } })).body.counts;
    expect(counts.invited).toBe(120);
    await api.runJobs();
    const sent = api.mails.sent.slice(before);
    expect(new Set(sent.map((mail) => mail.to)).size).toBe(120);
    expect(sent).toHaveLength(120);
    expect(await api.rows('select 1 from stage_events where cohort_id = $1', [cohort.id])).toHaveLength(120);
    const again = await invite(caller, cohort, { everyoneEligible: true });
    expect(again.body.invited).toBe(0);
  });

  it('goes on where it stopped when the job is repeated, and writes nothing twice', async () => {
    const { organisation, owner, cohort, caller } = await story();
    for (let number = 0; number < 60; number += 1)
      await api.given.person(organisation, { department: 'Sales', account: false });
    await invite(caller, cohort, { everyoneEligible: true });
    // As if the process had died after ten mails: those invitations have their secret already.
    await api.rows(
      `insert into identity.invitation_tokens (token_hash, organisation_id, invitation_id, expires_at)
       select i.id::text, i.organisation_id, i.id, i.expires_at from invitations i where i.cohort_id = $1 order by i.id limit 10`,
      [cohort.id],
    );
    const before = api.mails.sent.length;
    await api.runJobs();
    expect(api.mails.sent.length - before).toBe(50);
    // And delivered once more, several times at the same moment.
    const batch = {
      organisationId: organisation.id,
      cohortId: cohort.id,
      invitedBy: owner.id,
      invitedAt: api.clock.now().toISOString(),
    };
    await api.rows('delete from identity.invitation_tokens where organisation_id = $1', [organisation.id]);
    await api.platform.db.write({ organisationId: organisation.id }, async () => {
      for (let time = 0; time < 4; time += 1) await api.platform.jobs.enqueue('send-invitations', batch);
    });
    await Promise.all([api.runJobs(), api.runJobs(), api.runJobs()]);
    expect(api.mails.sent.length - before).toBe(50 + 60);
  });
});

describe('the list of the invited', () => {
  it('says who has enrolled since, in pages', async () => {
    const { cohort, sales, caller } = await story();
    const [ada, bea, cleo] = [await sales('Ada'), await sales('Bea'), await sales('Cleo')];
    await invite(caller, cohort, { personIds: [ada.id, bea.id, cleo.id], role: 'mentor' });
    await api.given.enrolment(cohort, bea, 'mentor');
    await api.given.enrolment(cohort, cleo, 'mentor', { state: 'draft' });
    const params = { cohortId: cohort.id };
    const first = (await caller.call(routes.listInvitations, { params, query: { limit: 2 } })).body;
    expect(first.items.map((item) => [item.displayName, item.role, item.enrolled])).toEqual([
      ['Ada', 'mentor', false],
      ['Bea', 'mentor', true],
    ]);
    const second = await caller.call(routes.listInvitations, {
      params,
      query: { cursor: first.nextCursor ?? '' },
    });
    expect(second.body.items.map((item) => item.displayName)).toEqual(['Cleo']);
    const waiting = await caller.call(routes.listInvitations, { params, query: { enrolled: 'false' } });
    expect(waiting.body.items.map((item) => item.displayName)).toEqual(['Ada', 'Cleo']);
  });
});

describe('inviting a list or a group', () => {
  it('takes addresses as they are pasted and names those that belong to nobody', async () => {
    const { cohort, sales, caller } = await story();
    const person = await sales('Lena List', { email: 'lena.list@example.test' });
    const { body } = await invite(caller, cohort, {
      emails: [' Lena.List@Example.test ', 'nobody@example.test', 'lena.list@example.test'],
    });
    expect(body).toEqual({ invited: 1, unknown: ['nobody@example.test'], skipped: [] });
    const stranger = (await story()).caller;
    const other = await story();
    const theirs = await invite(stranger, other.cohort, { emails: [person.email] });
    expect(theirs.status).toBe(404);
    // An address of another organisation is as unknown as any.
    const own = await invite(other.caller, other.cohort, { emails: [person.email] });
    expect(own.body).toEqual({ invited: 0, unknown: ['lena.list@example.test'], skipped: [] });
  });

  it('takes whoever is eligible of a department and a site', async () => {
    const { organisation, cohort, caller } = await story();
    const at = (site: string, department = 'Sales') => api.given.person(organisation, { department, site });
    await at('Lyon');
    await at('Oslo');
    await at('Lyon', 'Finance');
    const { body } = await invite(caller, cohort, {
      group: { departments: ['Sales', 'Finance'], sites: ['Lyon'] },
    });
    expect(body).toMatchObject({ invited: 1, skipped: [] });
  });
});
