import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { programMailRoutes as routes } from '@ithaca/contracts/program-mails';
import { pairingRoutes } from '@ithaca/contracts/pairings';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function scene() {
  api.mails.sent.length = 0;
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner' });
  await api.given.grant(owner, 'owner');
  const coordinator = await api.given.person(organisation, { displayName: 'Cora Coordinator' });
  const program = await api.given.program(owner, { name: 'Growth' });
  await api.given.grant(coordinator, 'coordinator', program.id);
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const mentor = await api.given.person(organisation, { displayName: 'Mira Mentor', locale: 'en' });
  const mentee = await api.given.person(organisation, { displayName: 'Mani Mentee', locale: 'de' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, { state: 'active' });
  return {
    organisation,
    program,
    mentor,
    mentee,
    coordinator,
    pairing,
    params: { programId: program.id, kind: 'pairing-ended' },
    asOwner: await api.as(owner),
    asCoordinator: await api.as(coordinator),
  };
}

const own = {
  subject: 'Farewell from {partner}, {name}',
  body: 'Dear {name},\n\n{program} says goodbye. {meetings, plural, =0 {Nothing was planned.} other {# meetings fall away.}}',
  button: 'Look',
};

describe('the words of a program’s mails', () => {
  it('are a coordinator’s by language, and what is not worded is sent as the catalogue says it', async () => {
    const { params, asCoordinator, mentor, mentee, pairing, program } = await scene();
    const before = await asCoordinator.call(routes.getText, { params: { ...params, locale: 'en' } });
    expect(before.body).toMatchObject({ edited: null, version: 0, changedByName: null });
    expect(before.body.variables).toContainEqual({ name: 'program', example: 'Growth' });

    const saved = await asCoordinator.call(routes.saveText, {
      params: { ...params, locale: 'en' },
      body: own,
      version: 0,
    });
    expect([saved.status, saved.body.edited, saved.body.version]).toEqual([200, own, 1]);
    expect(saved.body.changedByName).toBe('Cora Coordinator');
    const stale = await asCoordinator.call(routes.saveText, {
      params: { ...params, locale: 'en' },
      body: own,
      version: 0,
    });
    expect([stale.status, stale.body.code]).toEqual([412, 'record.changed']);

    const list = await asCoordinator.call(routes.list, { params: { programId: program.id }, query: {} });
    expect(list.body.items.find(({ kind }) => kind === 'pairing-ended')?.texts).toEqual(
      expect.arrayContaining([
        { locale: 'en', state: 'edited' },
        { locale: 'de', state: 'missing' },
      ]),
    );
    expect(list.body.items.map(({ kind }) => kind)).not.toContain('sign-in-link');
    for (const { title } of list.body.items) expect(title).not.toMatch(/[{}]/);
    expect(list.body.items.find(({ kind }) => kind === 'pairing-ended')).toMatchObject({
      cause: 'news',
      when: 'To both sides, when their pairing ends',
    });

    const asMentee = await api.as(mentee);
    const ended = await asMentee.call(pairingRoutes.end, {
      params: { pairingId: pairing.id },
      body: { outcome: 'completed', reason: 'goals-reached' },
      version: 1,
    });
    expect(ended.status).toBe(200);
    await api.runJobs();
    expect(api.mails.sent.find(({ to }) => to === mentor.email)?.subject).toBe(
      'Farewell from Mani Mentee, Mira',
    );
    expect(api.mails.sent.find(({ to }) => to === mentor.email)?.text).toContain('Nothing was planned.');
    expect(api.mails.sent.find(({ to }) => to === mentee.email)?.subject).toContain('Mira Mentor');
    expect(api.mails.sent.find(({ to }) => to === mentee.email)?.subject).not.toContain('Farewell');

    const restored = await asCoordinator.call(routes.restoreText, {
      params: { ...params, locale: 'en' },
      version: 1,
    });
    expect(restored.body).toMatchObject({ edited: null, version: 2 });
    const rows = await api.rows<{ action: string }>(
      `select action from audit_rows where program_id = $1 and action like 'program-mails.%' order by at, id`,
      [program.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['program-mails.saveText', 'program-mails.restoreText']);
  });

  it('cannot name a value that the mail does not have, nor leave a brace open', async () => {
    const { params, asCoordinator } = await scene();
    const save = (wording: typeof own) =>
      asCoordinator.call(routes.saveText, { params: { ...params, locale: 'en' }, body: wording, version: 0 });
    const unknown = await save({ ...own, body: 'Hello {salary}' });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'mail-text.unknown-variable']);
    expect(unknown.body.facts).toMatchObject({ field: 'body', variable: 'salary' });
    expect(unknown.body.facts?.known).toContain('partner');
    for (const broken of ['Hello {name', '{meetings, plural, one {x}}', '{name, date, ::yyyy}', '{a b}']) {
      const answer = await save({ ...own, subject: broken });
      expect([broken, answer.status, answer.body.code]).toEqual([broken, 422, 'mail-text.broken']);
    }
  });

  it('are shown as somebody of the program would read them, and can be tried in one’s own mailbox', async () => {
    const { params, program, mentee, coordinator, organisation, asCoordinator } = await scene();
    const stranger = await api.given.person(organisation, { displayName: 'Sam Stranger' });
    const readers = await asCoordinator.call(routes.listReaders, {
      params: { programId: program.id },
      query: { name: 'mentee' },
    });
    expect(readers.body.items).toEqual([
      { id: mentee.id, displayName: 'Mani Mentee', locale: 'de', takesPartAs: 'mentee' },
    ]);
    const shown = await asCoordinator.call(routes.preview, { params, body: { personId: mentee.id } });
    expect(shown.body).toMatchObject({ locale: 'de', reader: { displayName: 'Mani Mentee' } });
    expect(shown.body.subject).toContain('Mira Mentor');
    expect(shown.body.html).toContain('lang="de"');
    const wording = { ...own, subject: '<script>{name}</script>' };
    const draft = await asCoordinator.call(routes.preview, {
      params,
      body: { personId: mentee.id, wording, locale: 'ar' },
    });
    expect(draft.body.html).toContain('dir="rtl"');
    expect(draft.body.html).not.toContain('<script>');
    const other = await asCoordinator.call(routes.preview, { params, body: { personId: stranger.id } });
    expect(other.status).toBe(404);

    const tried = await asCoordinator.call(routes.sendTest, {
      params,
      body: { personId: mentee.id, wording: own },
    });
    expect([tried.status, tried.body]).toEqual([202, { to: coordinator.email }]);
    await api.runJobs();
    expect(api.mails.sent.map(({ to, subject }) => [to, subject])).toEqual([
      [coordinator.email, 'Test: Farewell from Mira Mentor, Mani'],
    ]);
    expect(api.mails.sent[0]?.text).toContain('Growth says goodbye.');
    const asCoordinatorInbox = await api.rows('select 1 from mails where in_inbox and person_id = $1', [
      coordinator.id,
    ]);
    expect(asCoordinatorInbox).toEqual([]);
  });
});
