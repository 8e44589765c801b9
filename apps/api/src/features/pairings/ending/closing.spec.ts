import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { closingRoutes as routes } from '@ithaca/contracts/closing';
import { endingRoutes } from '@ithaca/contracts/endings';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { messageRoutes } from '@ithaca/contracts/messages';
import { cohortRoutes } from '@ithaca/contracts/programs';
import { reportRoutes } from '@ithaca/contracts/reports';
import type { ClosingItem, CohortState } from '@ithaca/domain/cohort';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: new Date('2026-06-24T09:00:00Z'), ticks: true });
});
afterAll(() => api.stop());

it('a cohort is closed: what is open is asked for, people are thanked, numbers stand, and what was written goes at its day', async () => {
  const organisation = await api.given.organisation();
  const coordinator = await api.given.person(organisation);
  const program = await api.given.program(coordinator, { name: 'Career growth' });
  await api.given.grant(coordinator, 'coordinator', program.id);
  const cohort = await api.given.cohort(program, coordinator, {
    state: 'running',
    startsOn: '2026-01-01',
    endsOn: '2026-06-30',
  });
  const person = () => api.given.person(organisation);
  const pairings = [];
  for (let k = 0; k < 12; k += 1)
    pairings.push(
      await api.given.pairing(cohort, await person(), await person(), {
        startedAt: new Date('2026-01-05T09:00:00Z'),
      }),
    );
  const [pairing, unmet] = pairings;
  if (!pairing || !unmet) throw new Error('There are pairings.');
  for (const one of pairings.filter((each) => each !== unmet)) await api.given.meeting(one, { minutes: 60 });
  await api.given.goal(pairing);
  await api.given.meeting(pairing, { state: 'planned', startsAt: new Date('2026-07-08T09:00:00Z') });
  await api.given.meeting(pairing, { state: 'planned', startsAt: new Date('2026-06-29T09:00:00Z') });
  const params = { cohortId: cohort.id };
  const [asCoordinator, asMentee] = [await api.as(coordinator), await api.as(pairing.mentee)];
  await asMentee.call(messageRoutes.send, {
    params: { pairingId: pairing.id },
    body: { body: 'canary-message' },
  });
  await asMentee.call(meetingRoutes.setPairingNote, {
    params: { pairingId: pairing.id },
    body: { body: 'canary-note' },
  });
  await api.runJobs();
  api.mails.sent.length = 0;

  // One act for all by whom something is open; nobody twice in a week.
  const closing = async () => (await asCoordinator.call(cohortRoutes.closing, { params })).body;
  expect(await closing()).toMatchObject({
    pairings: 12,
    meetingsAfterEnd: 1,
    openGoals: 1,
    unsignedAgreements: 0,
    thanked: 24,
    certified: 22,
    contentUntil: null,
  });
  const remind = async (item: ClosingItem) =>
    (await asCoordinator.call(routes.remind, { params, body: { item } })).body.people;
  expect([await remind('openGoals'), await remind('openGoals'), await remind('pairings')]).toEqual([
    1, 0, 24,
  ]);
  expect((await asCoordinator.call(routes.callOff, { params })).body.meetings).toBe(1);
  expect((await closing()).meetingsAfterEnd).toBe(0);
  expect((await asMentee.call(routes.callOff, { params })).status).toBe(403);
  await api.runJobs();
  const asked = api.mails.sent.filter(({ to }) => to === pairing.mentee.email).map(({ subject }) => subject);
  expect(asked.filter((subject) => subject === 'Career growth: before it closes')).toHaveLength(2);

  // Closing completes, thanks and certifies; a pairing that never met gets no certificate.
  const move = async (to: CohortState) => {
    const { version } = (await asCoordinator.call(cohortRoutes.get, { params })).body;
    const moved = await asCoordinator.call(cohortRoutes.move, { params, version, body: { to } });
    await api.runJobs();
    return moved.body;
  };
  api.clock.set(new Date('2026-07-01T09:00:00Z'));
  await move('closing');
  api.mails.sent.length = 0;
  await move('closed');
  expect(api.mails.sent).toHaveLength(24);
  expect(api.mails.sent.filter(({ text }) => text.includes('certificate is ready'))).toHaveLength(22);
  const ending = async () =>
    (await asMentee.call(endingRoutes.get, { params: { pairingId: pairing.id } })).body;
  expect((await ending()).certificate).toMatchObject({ isShared: false });
  expect(await closing()).toMatchObject({ contentUntil: '2027-07-01', pairings: 0 });

  // The numbers stand: what is said later of meetings, goals and answers does not move them.
  const report = async () => (await asCoordinator.call(reportRoutes.get, { params })).body;
  const frozen = await report();
  await api.rows(`update meetings set state = 'missed' where cohort_id = $1`, [cohort.id]);
  await api.rows(`update goals set state = 'abandoned' where cohort_id = $1`, [cohort.id]);
  const said = expect.any(String);
  const stamp = { ...frozen.stamp, computedAt: said, dataVersion: said };
  expect(await report()).toEqual({ ...frozen, asOf: said, stamp });
  const [snapshot] = await api.rows<{ text: string }>(
    'select facts::text as text from cohort_snapshots where cohort_id = $1',
    [cohort.id],
  );
  expect(snapshot?.text).not.toMatch(/mentorName|menteeNames/);

  // Taken up again, they live; closed again, they are frozen anew.
  await move('closing');
  const heldOf = async () => (await report()).metrics.find(({ key }) => key === 'meetings-held')?.estimate;
  expect(frozen.metrics.find(({ key }) => key === 'meetings-held')?.estimate).toBe(1);
  expect(await heldOf()).toBe(0);
  expect((await closing()).contentUntil).toBeNull();
  await move('closed');
  await api.rows(`update meetings set state = 'held' where cohort_id = $1`, [cohort.id]);
  expect(await heldOf()).toBe(0);

  // Until its day what was written is kept; afterwards it is gone, and nothing else is.
  const keep = async (untilOn: string) => {
    const { version } = (await asCoordinator.call(cohortRoutes.get, { params })).body;
    return asCoordinator.call(cohortRoutes.keepContent, { params, version, body: { untilOn } });
  };
  expect((await keep('2026-07-15')).body).toMatchObject({
    code: 'cohort.content-until',
    facts: { from: '2026-07-31', to: '2028-06-30' },
  });
  expect((await keep('2026-09-30')).status).toBe(200);
  expect((await ending()).contentUntil).toBe('2026-09-30');
  const counts = async () =>
    (
      await api.rows<{ messages: number; notes: number; meetings: number; certificates: number }>(
        `select (select count(*)::int from messages) as messages, (select count(*)::int from private_notes) as notes,
           (select count(*)::int from meetings) as meetings, (select count(*)::int from certificates) as certificates`,
      )
    )[0];
  api.clock.set(new Date('2026-09-30T12:00:00Z'));
  await api.platform.jobs.runSweep('remove-old-content');
  const before = await counts();
  expect(before).toMatchObject({ messages: 1, notes: 1, certificates: 22 });
  api.clock.set(new Date('2026-10-01T12:00:00Z'));
  await api.platform.jobs.runSweep('remove-old-content');
  expect(await counts()).toEqual({ ...before, messages: 0, notes: 0 });
  expect(await api.rows(`select 1 from audit_rows where action = 'messages.remove-old'`)).toHaveLength(1);
});
