import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { selfAssessmentRoutes as routes } from '@ithaca/contracts/self-assessments';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
const start = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: start });
});
afterAll(() => api.stop());

it('a self-assessment is the mentee’s alone at start and end, until it is shared with the mentor of the pairing', async () => {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, {
    state: 'running',
    startsOn: '2026-03-02',
    endsOn: '2026-08-29',
  });
  const mentor = await api.given.person(organisation);
  const mentee = await api.given.person(organisation, { displayName: 'Mani' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, { startedAt: start });
  const params = { pairingId: pairing.id };
  const [asMentee, asMentor] = [await api.as(mentee), await api.as(mentor)];
  const save = (version: number, phase: 'start' | 'end', now: number, note = 'Speaking up is hard for me.') =>
    asMentee.call(routes.save, {
      params,
      version,
      body: {
        phase,
        skills: [
          { skill: 'Leadership', now },
          { skill: 'Coaching', now: 3 },
        ],
        note,
      },
    });

  expect((await asMentee.call(routes.get, { params })).body).toEqual({
    mine: { suggested: ['Leadership'], open: 'start', start: null, end: null, isShared: false },
    shared: [],
  });
  const first = await save(0, 'start', 2);
  expect(first.body.mine?.start).toMatchObject({ note: 'Speaking up is hard for me.', version: 1 });
  expect((await save(0, 'start', 3)).body.code).toBe('record.changed');
  expect((await save(0, 'end', 3)).body.code).toBe('self-assessment.closed');
  const twice = await asMentee.call(routes.save, {
    params,
    version: 1,
    body: {
      phase: 'start',
      skills: [
        { skill: 'A', now: 1 },
        { skill: 'A', now: 2 },
      ],
      note: '',
    },
  });
  expect(twice.status).toBe(400);

  // Nobody else: not the mentor, not who runs the program, not by any table that a forgotten filter would open.
  expect((await asMentor.call(routes.get, { params })).body).toEqual({ mine: null, shared: [] });
  expect(
    (
      await asMentor.call(routes.save, {
        params,
        version: 0,
        body: { phase: 'start', skills: [{ skill: 'A', now: 1 }], note: '' },
      })
    ).status,
  ).toBe(404);
  expect((await (await api.as(owner)).call(routes.get, { params })).status).toBe(404);
  const seenBy = (personId: string) =>
    api.platform.db.read({ organisationId: organisation.id, personId }, () =>
      api.platform.db.query('select 1 from self_assessments'),
    );
  expect([(await seenBy(mentee.id)).length, (await seenBy(owner.id)).length]).toEqual([1, 0]);

  await asMentee.call(routes.share, { params, body: { isShared: true } });
  expect((await asMentor.call(routes.get, { params })).body.shared).toEqual([
    expect.objectContaining({
      displayName: 'Mani',
      start: expect.objectContaining({ note: 'Speaking up is hard for me.' }),
      end: null,
    }),
  ]);
  api.clock.set(new Date('2026-07-20T09:00:00Z'));
  const last = await save(0, 'end', 4, 'I ask first now.');
  expect(last.body.mine).toMatchObject({ open: 'end', isShared: true, end: { note: 'I ask first now.' } });
  expect((await asMentor.call(routes.get, { params })).body.shared[0]?.end?.skills[0]).toEqual({
    skill: 'Leadership',
    now: 4,
  });
  await asMentee.call(routes.share, { params, body: { isShared: false } });
  expect((await asMentor.call(routes.get, { params })).body.shared).toEqual([]);
  const trail = await api.rows<{ text: string }>(
    'select facts::text as text from audit_rows where organisation_id = $1',
    [organisation.id],
  );
  expect(trail.some(({ text }) => text.includes('Speaking'))).toBe(false);
});
