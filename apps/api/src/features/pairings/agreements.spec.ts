import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pairingRoutes as routes } from '@ithaca/contracts/pairings';
import type { GivenCohort, GivenOrganisation, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

let api: TestApi;
let organisation: GivenOrganisation;
let cohort: GivenCohort;
let mentor: GivenPerson;
let mentee: GivenPerson;
let asMentor: TestCaller;
let asMentee: TestCaller;
let asCoordinator: TestCaller;

beforeAll(async () => {
  api = await startApi({ now: new Date('2026-03-02T09:00:00Z'), ticks: true });
  organisation = await api.given.organisation();
  const coordinator = await api.given.person(organisation);
  const program = await api.given.program(coordinator);
  await api.given.grant(coordinator, 'coordinator', program.id);
  cohort = await api.given.cohort(program, coordinator, { state: 'running', startsOn: '2026-02-01' });
  asCoordinator = await api.as(coordinator);
});
afterAll(() => api.stop());

/** A pairing of two new people: nothing of one test is another's. */
async function pairing(state: 'active' | 'offered' = 'active') {
  mentor = await api.given.person(organisation, { displayName: 'Mona Mentor' });
  mentee = await api.given.person(organisation, { displayName: 'Emil Mentee' });
  [asMentor, asMentee] = await Promise.all([api.as(mentor), api.as(mentee)]);
  const { id } = await api.given.pairing(cohort, mentor, mentee, {
    state,
    startedAt: new Date('2026-02-01T09:00:00Z'),
  });
  return { params: { pairingId: id } };
}

describe('the agreement', () => {
  const agreement = {
    cadenceDays: 7,
    minutes: 60,
    channel: 'Video',
    expectations: 'Candour',
    boundaries: 'canary-boundary',
    confidentiality: 'Between us',
  };

  it('is proposed by the program, amended by either, signed by both, and read back version by version', async () => {
    const { params } = await pairing();
    await api.rows('update pairing_members set signed_at = null where pairing_id = $1', [params.pairingId]);
    const versions = async (reader = asMentor) =>
      (await reader.call(routes.listAgreements, { params, query: {} })).body.items;
    // Nobody has acted on it: the program's words stand.
    expect(await versions()).toMatchObject([
      {
        number: 1,
        proposedBy: null,
        signatures: [],
        standing: 'open',
        terms: { minutes: 45, channel: 'Video' },
      },
    ]);
    await asMentor.call(routes.sign, { params, body: { number: 1 } });
    await asMentee.call(routes.sign, { params, body: { number: 1 } });
    expect(await versions()).toMatchObject([{ number: 1, standing: 'holds', signatures: [{}, {}] }]);

    api.clock.advanceDays(1);
    const written = await asMentee.call(routes.setAgreement, { params, version: 3, body: agreement });
    expect(written.body).toMatchObject({
      agreement,
      agreementVersion: { number: 2, proposedBy: mentee.id, heldNumber: 1 },
      version: 4,
    });
    expect(written.headers.get('etag')).toBe('"4"');
    const signed = (role: string) =>
      written.body.members.find((member) => member.role === role)?.signedAt ?? null;
    expect([signed('mentee') === null, signed('mentor')]).toEqual([false, null]);
    // The rhythm stays the signed one until both have agreed; a second thought of the same writer asks nobody twice.
    const rhythm = async () =>
      (
        await api.rows<{ days: number }>('select cadence_days as days from pairings where id = $1', [
          params.pairingId,
        ])
      )[0]?.days;
    expect(await rhythm()).toBe(14);
    const body = { ...agreement, channel: 'In the canteen' };
    await asMentee.call(routes.setAgreement, { params, version: 4, body });
    await api.runJobs();
    expect(api.mails.sent.map(({ to, subject }) => [to, subject])).toEqual([
      [mentor.email, 'Emil Mentee proposes how you work together'],
    ]);
    expect(api.mails.sent[0]?.text).not.toContain('canary');
    const answer = await asMentor.call(routes.sign, { params, body: { number: 3 } });
    expect(answer.body).toMatchObject({ agreementVersion: { number: 3, heldNumber: null } });
    expect(answer.body.members.every(({ signedAt }) => signedAt !== null)).toBe(true);
    expect(await rhythm()).toBe(7);
    for (const reader of [asMentor, asMentee])
      expect(
        (await versions(reader)).map(({ number, standing, proposedBy, terms, signatures }) => [
          number,
          standing,
          proposedBy?.displayName ?? null,
          terms.channel,
          signatures.map(({ displayName }) => displayName),
        ]),
      ).toEqual([
        [3, 'holds', 'Emil Mentee', 'In the canteen', ['Emil Mentee', 'Mona Mentor']],
        [2, 'open', 'Emil Mentee', 'Video', ['Emil Mentee']],
        [1, 'past', null, 'Video', ['Mona Mentor', 'Emil Mentee']],
      ]);

    // Nobody else reads a word of it, and the trail says only which version.
    expect((await asCoordinator.call(routes.listAgreements, { params, query: {} })).status).toBe(404);
    expect((await asCoordinator.call(routes.get, { params })).text).not.toContain('canary');
    const trail = await api.rows<{ text: string; facts: object }>(
      "select a::text as text, facts from audit_rows a where action = 'pairings.setAgreement' and subject_id = $1 order by at, id",
      [params.pairingId],
    );
    expect(trail.map(({ facts }) => facts)).toEqual([{ number: 2 }, { number: 3 }]);
    expect(trail.some(({ text }) => text.includes('canary'))).toBe(false);
  });

  it('refuses to overwrite what somebody else changed meanwhile', async () => {
    const { params } = await pairing();
    await asMentee.call(routes.setAgreement, { params, version: 1, body: agreement });
    const stale = await asMentor.call(routes.setAgreement, { params, version: 1, body: agreement });
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({ code: 'record.changed', facts: { version: 2 } });
    const signed = await asMentor.call(routes.sign, { params, body: { number: 1 } });
    expect([signed.status, signed.body]).toMatchObject([
      412,
      { code: 'record.changed', facts: { number: 2 } },
    ]);
  });

  it('waits until both have accepted, and binds whoever takes part in a circle', async () => {
    const early = { ...(await pairing('offered')), version: 1 };
    expect((await asMentor.call(routes.setAgreement, { ...early, body: agreement })).body.code).toBe(
      'pairing.wrong-state',
    );
    expect((await asMentor.call(routes.sign, { params: early.params, body: { number: 1 } })).status).toBe(
      409,
    );

    const members = await Promise.all([1, 2, 3].map(() => api.given.person(organisation)));
    const [first, ...others] = members as [GivenPerson, ...GivenPerson[]];
    const circle = await api.given.pairing(cohort, await api.given.person(organisation), first, { others });
    const params = { pairingId: circle.id };
    // One has not answered the offer yet: the circle settles without them.
    await api.rows(
      'update pairing_members set inside = false, signed_at = null where pairing_id = $1 and person_id = $2',
      [circle.id, others[1]?.id],
    );
    const asFirst = await api.as(first);
    await asFirst.call(routes.setAgreement, { params, version: 1, body: agreement });
    expect(
      (await (await api.as(circle.mentor)).call(routes.sign, { params, body: { number: 2 } })).status,
    ).toBe(200);
    expect((await asFirst.call(routes.get, { params })).body.agreementVersion).toMatchObject({
      heldNumber: 1,
    });
    expect(
      (await (await api.as(others[0] ?? first)).call(routes.sign, { params, body: { number: 2 } })).status,
    ).toBe(200);
    const { items } = (await asFirst.call(routes.listAgreements, { params, query: {} })).body;
    expect(items.map(({ standing, signatures }) => [standing, signatures.length])).toEqual([
      ['holds', 3],
      ['past', 3],
    ]);

    // Amended again, one has not signed yet and leaves: what all who are left have signed holds.
    await asFirst.call(routes.setAgreement, { params, version: 4, body: { ...agreement, cadenceDays: 21 } });
    await (await api.as(circle.mentor)).call(routes.sign, { params, body: { number: 3 } });
    const left = await (
      await api.as(others[0] ?? first)
    ).call(routes.end, {
      params,
      version: 6,
      body: { outcome: 'ended', reason: 'no-time' },
    });
    expect(left.status).toBe(200);
    const after = (await asFirst.call(routes.listAgreements, { params, query: {} })).body.items;
    expect(after.map(({ standing }) => standing)).toEqual(['holds', 'past', 'past']);
    const [kept] = await api.rows<{ days: number }>(
      'select cadence_days as days from pairings where id = $1',
      [circle.id],
    );
    expect(kept?.days).toBe(21);
  });
});
