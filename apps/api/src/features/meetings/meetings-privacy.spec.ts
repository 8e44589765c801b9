import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { meetingRoutes as routes } from '@ithaca/contracts/meetings';
import { allRoutes } from '@ithaca/contracts/routes';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: new Date('2026-03-02T09:00:00Z') });
});
afterAll(() => api.stop());

async function scene() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const mentor = await api.given.person(organisation);
  const mentee = await api.given.person(organisation);
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const pairing = await api.given.pairing(cohort, mentor, mentee);
  return {
    organisation,
    owner,
    mentor,
    mentee,
    program,
    cohort,
    pairing,
    asMentee: await api.as(mentee),
    params: { pairingId: pairing.id },
  };
}

const plan = {
  title: 'Meeting',
  startsAt: '2026-03-10T09:00:00Z',
  durationMinutes: 45,
  timeZone: 'Europe/Berlin',
  link: '',
};

describe('everybody else', () => {
  it('does not learn that a meeting exists', async () => {
    const { owner, organisation, program, pairing, mentee, params } = await scene();
    const { id: meetingId } = await api.given.meeting(pairing, { state: 'planned' });
    const coordinator = await api.given.person(organisation);
    await api.given.grant(coordinator, 'coordinator', program.id);
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    const abroad = await api.given.person(await api.given.organisation());
    for (const person of [owner, coordinator, auditor, abroad, await api.given.person(organisation)]) {
      const browser = await api.as(person);
      const answers = [
        await browser.call(routes.list, { params }),
        await browser.call(routes.suggestTimes, { params }),
        await browser.call(routes.plan, { params, body: { ...plan, agenda: [] } }),
        await browser.call(routes.record, { params, body: { ...plan, notes: '' } }),
        await browser.call(routes.get, { params: { meetingId } }),
        await browser.call(routes.update, { params: { meetingId }, version: 1, body: {} }),
        await browser.call(routes.answer, { params: { meetingId }, body: { answer: 'held' } }),
        await browser.call(routes.cancel, { params: { meetingId }, version: 1, body: {} }),
        await browser.call(routes.setPrivateNote, { params: { meetingId }, body: { body: 'x' } }),
        await browser.call(routes.listActions, { params }),
        await browser.call(routes.addAction, {
          params,
          body: { title: 'x', ownerId: mentee.id, dueOn: null, meetingId: null },
        }),
      ];
      expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 404));
    }
  });

  it('reads no private note by any route: not the partner, the owner, the coordinator or the auditor', async () => {
    const { asMentee, mentee, mentor, owner, organisation, program, cohort, pairing } = await scene();
    const { id: meetingId } = await api.given.meeting(pairing);
    const canary = 'canary-7f3a91';
    const written = await asMentee.call(routes.setPrivateNote, {
      params: { meetingId },
      body: { body: canary },
    });
    expect(written.status).toBe(204);
    expect((await asMentee.call(routes.get, { params: { meetingId } })).body.privateNote).toBe(canary);

    const coordinator = await api.given.person(organisation);
    await api.given.grant(coordinator, 'coordinator', program.id);
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    const ids: Record<string, string> = {
      meetingId,
      pairingId: pairing.id,
      cohortId: cohort.id,
      programId: program.id,
      personId: mentee.id,
    };
    for (const person of [mentor, owner, coordinator, auditor]) {
      const browser = await api.as(person);
      for (const route of allRoutes.filter((one) => one.method === 'GET')) {
        const path = route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => ids[name] ?? meetingId);
        expect((await browser.raw(route.method, path)).text).not.toContain(canary);
      }
      const rows = await api.platform.db.read({ organisationId: organisation.id, personId: person.id }, () =>
        api.platform.db.query('select * from private_notes'),
      );
      expect(rows).toEqual([]);
    }
    const audit = await api.rows<{ text: string }>(
      'select string_agg(a::text, chr(10)) as text from audit_rows a where organisation_id = $1',
      [organisation.id],
    );
    expect(audit[0]?.text).not.toContain(canary);
  });

  it('cannot be written to by its author after the pairing has ended, and can still be read', async () => {
    const { asMentee, pairing } = await scene();
    const { id: meetingId } = await api.given.meeting(pairing);
    await asMentee.call(routes.setPrivateNote, { params: { meetingId }, body: { body: 'kept' } });
    await api.rows("update pairings set state = 'ended', ended_at = now() where id = $1", [pairing.id]);
    const refused = await asMentee.call(routes.setPrivateNote, {
      params: { meetingId },
      body: { body: 'x' },
    });
    expect([refused.status, refused.text.includes('pairing.wrong-state')]).toEqual([409, true]);
    expect((await asMentee.call(routes.get, { params: { meetingId } })).body.privateNote).toBe('kept');
  });
});
