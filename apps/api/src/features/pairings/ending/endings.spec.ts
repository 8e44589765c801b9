import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { endingRoutes as routes } from '@ithaca/contracts/endings';
import { pairingRoutes } from '@ithaca/contracts/pairings';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: new Date('2026-06-30T09:00:00Z'), ticks: true });
});
afterAll(() => api.stop());

it('a pairing that ends leaves thanks, those who stay in touch, and a certificate that can be checked', async () => {
  const organisation = await api.given.organisation({ name: 'Halden Robotics' });
  const coordinator = await api.given.person(organisation);
  const program = await api.given.program(coordinator, { name: 'Career growth' });
  await api.given.grant(coordinator, 'coordinator', program.id);
  const cohort = await api.given.cohort(program, coordinator, { state: 'running', startsOn: '2026-01-01' });
  const mentor = await api.given.person(organisation, { displayName: 'Mona Mentor', locale: 'ar' });
  const mentee = await api.given.person(organisation, { displayName: 'Łukasz Żółć' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, {
    startedAt: new Date('2026-01-05T09:00:00Z'),
  });
  await api.given.meeting(pairing, { minutes: 90 });
  await api.given.goal(pairing, { title: 'Speak up', milestones: [] });
  const params = { pairingId: pairing.id };
  const [asMentor, asMentee] = [await api.as(mentor), await api.as(mentee)];
  const thank = (caller: typeof asMentor, thanks: string, keepInTouch: boolean) =>
    caller.call(routes.setFarewell, { params, body: { thanks, keepInTouch } });

  // Before it is completed there is nothing to certify; thanks need not wait.
  expect((await asMentee.call(routes.certify, { params })).body.code).toBe('certificate.not-earned');
  expect((await thank(asMentee, 'canary-thanks', true)).body).toMatchObject({
    lookBack: { heldMeetings: 1, minutes: 90, goals: 1, goalsReached: 0 },
    mine: { thanks: 'canary-thanks', keepInTouch: true },
    inTouch: [],
    isCertifiable: false,
  });
  await thank(asMentee, 'canary-thanks again', true);
  await api.runJobs();
  expect(api.mails.sent.map(({ to, subject }) => [to, subject])).toEqual([
    [mentor.email, 'Łukasz Żółć يشكرك'],
  ]);
  expect(JSON.stringify(api.mails.sent)).not.toContain('canary');
  // A yes that is not returned is told to nobody.
  const seen = (await thank(asMentor, '', false)).body;
  expect([seen.thanks.map(({ thanks }) => thanks), seen.inTouch]).toEqual([['canary-thanks again'], []]);
  expect((await asMentor.call(routes.get, { params })).text).not.toContain(mentee.email);
  const both = (await thank(asMentor, '', true)).body;
  expect(both.inTouch).toEqual([{ personId: mentee.id, displayName: 'Łukasz Żółć', email: mentee.email }]);

  await asMentee.call(pairingRoutes.end, {
    params,
    version: 1,
    body: { outcome: 'completed', reason: 'goals-reached' },
  });
  const issued = (await asMentee.call(routes.certify, { params })).body;
  const again = (await asMentee.call(routes.certify, { params })).body;
  expect(again.certificate).toEqual(issued.certificate);
  expect(issued).toMatchObject({ isCertifiable: true, certificate: { isShared: false } });
  const code = issued.certificate?.code ?? '';
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);

  // Nobody is told anything until its owner says so, and it is theirs alone to say.
  const check = (typed: string) => api.anonymous().call(routes.check, { params: { code: typed } });
  const unknown = await check('0000-0000-0000-0000');
  expect([(await check(code)).status, unknown.status, unknown.body.code]).toEqual([
    404,
    404,
    'record.not-found',
  ]);
  const share = (caller: typeof asMentor, isShared: boolean) =>
    caller.call(routes.share, { params, body: { isShared } });
  expect((await share(asMentor, true)).status).toBe(200);
  expect((await check(code)).status).toBe(404);
  await share(asMentee, true);
  expect((await check(code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o'))).body).toEqual({
    displayName: 'Łukasz Żółć',
    organisationName: 'Halden Robotics',
    programName: 'Career growth',
    role: 'mentee',
    startedOn: '2026-01-05',
    endedOn: '2026-06-30',
    issuedAt: issued.certificate?.issuedAt,
  });
  await share(asMentee, false);
  expect((await check(code)).status).toBe(404);

  await asMentor.call(routes.certify, { params });
  for (const caller of [asMentee, asMentor]) {
    const file = await caller.raw<string>('GET', `/api/pairings/${pairing.id}/certificate/file`);
    expect([file.status, file.headers.get('content-type'), file.text.slice(0, 8)]).toEqual([
      200,
      'application/pdf',
      '%PDF-1.7',
    ]);
  }

  // What the two said is theirs.
  const asCoordinator = await api.as(coordinator);
  expect((await asCoordinator.call(routes.get, { params })).status).toBe(404);
  expect((await asCoordinator.raw('GET', `/api/pairings/${pairing.id}/certificate/file`)).status).toBe(404);
  const [trail] = await api.rows<{ text: string }>(
    "select string_agg(a::text, '') as text from audit_rows a where organisation_id = $1",
    [organisation.id],
  );
  expect(trail?.text).toContain('endings.share');
  expect(trail?.text).not.toMatch(new RegExp(`canary|${code}|${code.replaceAll('-', '')}`));
});
