import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { meetingRoutes as routes } from '@ithaca/contracts/meetings';
import { allRoutes } from '@ithaca/contracts/routes';
import type { GivenPerson } from '@ithaca/testkit/given';

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
        await browser.call(routes.getPairingNote, { params }),
        await browser.call(routes.listActions, { params }),
        await browser.call(routes.addAction, {
          params,
          body: { title: 'x', ownerId: mentee.id, dueOn: null, meetingId: null },
        }),
      ];
      expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 404));
    }
  });

  it('reads no private note by any route, nor does the database: not the partner, the owner, the coordinator or the auditor', async () => {
    const { asMentee, mentee, mentor, owner, organisation, program, cohort, pairing, params } = await scene();
    const { id: meetingId } = await api.given.meeting(pairing);
    const canary = 'canary-7f3a91';
    const ofMeeting = { params: { meetingId } };
    const write = async (body: string) => [
      (await asMentee.call(routes.setPrivateNote, { ...ofMeeting, body: { body } })).status,
      (await asMentee.call(routes.setPairingNote, { params, body: { body: `${body} of us` } })).status,
    ];
    expect(await write('a first thought')).toEqual([204, 204]);
    expect(await write(canary)).toEqual([204, 204]);
    const read = async (caller = asMentee) => [
      (await caller.call(routes.getPrivateNote, ofMeeting)).body,
      (await caller.call(routes.getPairingNote, { params })).body,
    ];
    expect(await read()).toEqual([
      { body: canary, updatedAt: expect.any(String) },
      { body: `${canary} of us`, updatedAt: expect.any(String) },
    ]);
    expect(await read(await api.as(mentor))).toEqual([
      { body: '', updatedAt: null },
      { body: '', updatedAt: null },
    ]);

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
    const answers = async (reader: GivenPerson, of: typeof allRoutes) => {
      const browser = await api.as(reader);
      const texts: string[] = [];
      for (const route of of) {
        const path = route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => ids[name] ?? meetingId);
        texts.push((await browser.raw(route.method, path)).text);
      }
      return texts.join();
    };
    const reading = allRoutes.filter((one) => one.method === 'GET');
    for (const person of [mentor, owner, coordinator, auditor]) {
      expect(await answers(person, reading)).not.toContain(canary);
      const rows = await api.platform.db.read({ organisationId: organisation.id, personId: person.id }, () =>
        api.platform.db.query('select * from private_notes'),
      );
      expect(rows).toEqual([]);
    }
    // Of its author's own answers, too, only the two that are for it.
    const others = reading.filter((one) => !one.path.endsWith('/private-note'));
    expect(await answers(mentee, others)).not.toContain(canary);
    // Not one row of the whole database holds it as text.
    const tables = await api.rows<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'identity', 'pgboss')",
    );
    for (const { name } of tables)
      expect(
        await api.rows(`select from ${name} t where t::text like $1 or t::text like $2`, [
          `%${canary}%`,
          `%${Buffer.from(canary).toString('hex')}%`,
        ]),
      ).toEqual([]);

    // Sealed to its place: put beside another meeting it does not open.
    const { id: elsewhere } = await api.given.meeting(pairing);
    await api.rows('update private_notes set meeting_id = $2 where meeting_id = $1', [meetingId, elsewhere]);
    expect((await asMentee.call(routes.getPrivateNote, { params: { meetingId: elsewhere } })).status).toBe(
      500,
    );
    // An emptied note is none, and what is left goes with the person.
    await asMentee.call(routes.setPrivateNote, { params: { meetingId: elsewhere }, body: { body: ' ' } });
    const left = () => api.rows('select from private_notes where author_id = $1', [mentee.id]);
    expect(await left()).toHaveLength(1);
    await api.rows('delete from pairings where id = $1', [pairing.id]);
    expect(await left()).toEqual([]);
  });

  it('cannot be written to by its author after the pairing has ended, and can still be read', async () => {
    const { asMentee, pairing, params } = await scene();
    await asMentee.call(routes.setPairingNote, { params, body: { body: 'kept' } });
    await api.rows("update pairings set state = 'ended', ended_at = now() where id = $1", [pairing.id]);
    const refused = await asMentee.call(routes.setPairingNote, { params, body: { body: 'x' } });
    expect([refused.status, refused.text.includes('pairing.wrong-state')]).toEqual([409, true]);
    expect((await asMentee.call(routes.getPairingNote, { params })).body.body).toBe('kept');
  });
});
