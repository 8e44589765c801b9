import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageRoutes } from '@ithaca/contracts/messages';
import { organisationRoutes, inboxRoutes } from '@ithaca/contracts/organisations';
import { safeguardingRoutes as routes } from '@ithaca/contracts/safeguarding';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: new Date('2026-03-02T09:00:00Z') });
});
afterAll(() => api.stop());

async function scene() {
  const organisation = await api.given.organisation();
  const person = (displayName: string) => api.given.person(organisation, { displayName });
  const owner = await person('Olga Owner');
  await api.given.grant(owner, 'owner');
  const [mentor, mentee, rana, other, late] = [
    await person('Mira Mentor'),
    await person('Emil Mentee'),
    await person('Rana Reviewer'),
    await person('Otto Other'),
    await person('Lea Late'),
  ];
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, { state: 'active' });
  const callers = {
    owner: await api.as(owner),
    mentor: await api.as(mentor),
    mentee: await api.as(mentee),
    rana: await api.as(rana),
    other: await api.as(other),
    late: await api.as(late),
  };
  const params = { pairingId: pairing.id };
  const name = (...personIds: string[]) => callers.owner.call(routes.nameReviewers, { body: { personIds } });
  const write = async (caller: TestCaller, body: string, fileIds: string[] = []) => {
    api.clock.set(new Date(api.clock.now().getTime() + 1000));
    return (await caller.call(messageRoutes.send, { params, body: { body, fileIds } })).body.id;
  };
  const raise = (caller: TestCaller, messageId: string) =>
    caller.call(routes.raise, {
      params: { ...params, messageId },
      body: { reason: 'pressure', note: 'Canary-note' },
    });
  return { organisation, mentor, mentee, rana, other, late, owner, params, callers, name, write, raise };
}

describe('a reported message', () => {
  it('is read by the named reviewers with five before it, each look recorded, until it is closed', async () => {
    const { organisation, mentor, mentee, rana, other, late, params, callers, name, write, raise } =
      await scene();
    const before = [];
    for (const word of ['one', 'two', 'three', 'four', 'five', 'six'])
      before.push(await write(callers.mentee, `Canary ${word}`));
    const file = await callers.mentor.call(messageRoutes.upload, {
      params,
      query: { fileName: 'a.txt' },
      body: Buffer.from('Canary file'),
    });
    const reported = await write(callers.mentor, 'Canary reported', [file.body.id]);
    await write(callers.mentor, 'Canary afterwards');

    expect((await raise(callers.mentee, reported)).body.code).toBe('concern.no-reviewer');
    // One of them is a member, so only Rana and Otto would read it.
    expect((await name(rana.id, other.id, mentor.id)).status).toBe(200);
    expect(
      (await callers.mentee.call(routes.listReaders, { params })).body.items.map((one) => one.name),
    ).toEqual(['Otto Other', 'Rana Reviewer']);
    expect((await raise(callers.mentor, reported)).status).toBe(404);
    expect((await raise(callers.mentee, reported)).status).toBe(204);
    expect((await raise(callers.mentee, reported)).status).toBe(204);
    await name(rana.id, mentor.id, late.id);

    const list = async (caller: TestCaller) => (await caller.call(routes.list, {})).body.items;
    const [concern] = await list(callers.rana);
    expect(await list(callers.rana)).toHaveLength(1);
    expect(JSON.stringify(concern)).not.toMatch(/Canary|Mira|Emil/);
    const concernId = concern?.id ?? '';
    const look = (caller: TestCaller) => caller.call(routes.look, { params: { concernId } });
    const shown = await look(callers.rana);
    expect(shown.body.messages.map(({ body, isReported }) => [body, isReported])).toEqual([
      ['Canary two', false],
      ['Canary three', false],
      ['Canary four', false],
      ['Canary five', false],
      ['Canary six', false],
      ['Canary reported', true],
    ]);
    expect([shown.body.raisedBy, shown.body.note]).toEqual(['Emil Mentee', 'Canary-note']);
    const lookAtFile = (fileId: string) =>
      callers.rana.call(routes.lookAtFile, { params: { concernId, fileId } });
    expect((await lookAtFile(file.body.id)).text).toBe('Canary file');
    expect((await lookAtFile(before[0] ?? '')).status).toBe(404);
    // Named too late, named no more, a member, an owner: none of them.
    for (const who of ['late', 'other', 'mentor', 'mentee', 'owner'] as const)
      expect((await look(callers[who])).status).toBe(404);
    const looks = await api.rows<{ action: string; actor_id: string }>(
      "select action, actor_id from audit_rows where organisation_id = $1 and action like 'concerns.look%' and outcome = 'done' order by at, id",
      [organisation.id],
    );
    expect(looks).toEqual([
      { action: 'concerns.look', actor_id: rana.id },
      { action: 'concerns.lookAtFile', actor_id: rana.id },
    ]);

    await api.runJobs();
    const mailsTo = (person: { email: string | null }) =>
      api.mails.sent.filter((mail) => mail.to === person.email);
    expect(mailsTo(rana).map(({ subject }) => subject)).toEqual(['A message was reported']);
    expect(JSON.stringify(mailsTo(rana))).not.toMatch(/Canary|Mira|Emil/);
    const close = (caller: TestCaller) =>
      caller.call(routes.close, { params: { concernId }, body: { outcome: 'talked' } });
    expect((await close(callers.late)).status).toBe(404);
    expect((await close(callers.rana)).body.outcome).toBe('talked');
    expect((await close(callers.rana)).status).toBe(404);
    expect((await look(callers.rana)).status).toBe(404);
    expect((await lookAtFile(file.body.id)).status).toBe(404);
    expect(await list(callers.rana)).toMatchObject([{ outcome: 'talked' }]);

    await api.runJobs();
    expect(mailsTo(mentee).map(({ subject }) => subject)).toContain('Your report was looked at');
    const thread = async (caller: TestCaller) =>
      (await caller.call(messageRoutes.list, { params })).body.items.find(({ id }) => id === reported)
        ?.concern;
    expect([(await thread(callers.mentee))?.outcome, await thread(callers.mentor)]).toEqual(['talked', null]);

    // Nobody whom it may be about learns who it was: not by mail, inbox, outbox or trail.
    expect(JSON.stringify(mailsTo(mentor))).not.toMatch(/report/i);
    expect(JSON.stringify((await callers.mentor.call(inboxRoutes.list, {})).body)).not.toMatch(/report/i);
    const outbox = (await callers.owner.call(organisationRoutes.listMails, {})).body.items;
    expect(outbox.length).toBeGreaterThan(0);
    expect(outbox.filter(({ kind }) => kind.startsWith('concern'))).toEqual([]);
    const trail = await api.rows<{ text: string }>(
      "select a::text as text from audit_rows a where organisation_id = $1 and action like 'concerns.%'",
      [organisation.id],
    );
    const raised = trail.filter(({ text }) => text.includes('concerns.raise'));
    expect(raised).toHaveLength(1);
    expect(JSON.stringify(raised)).not.toMatch(
      new RegExp([mentee.id, mentor.id, params.pairingId, reported].join('|')),
    );
    expect(JSON.stringify(trail)).not.toMatch(/Canary/);
  });

  it('is for reviewers of its own organisation, whom an owner names', async () => {
    const { rana, callers, name } = await scene();
    const abroad = await api.given.person(await api.given.organisation());
    expect((await name(abroad.id)).status).toBe(404);
    expect((await callers.rana.call(routes.nameReviewers, { body: { personIds: [rana.id] } })).status).toBe(
      403,
    );
    expect((await callers.rana.call(routes.list, {})).status).toBe(403);
    await name(rana.id);
    expect((await callers.rana.call(routes.list, {})).body.items).toEqual([]);
    await api.rows("update people set left_on = '2026-02-27' where id = $1", [rana.id]);
    expect((await callers.owner.call(routes.listReviewers, {})).body.items).toEqual([]);
  });
});
