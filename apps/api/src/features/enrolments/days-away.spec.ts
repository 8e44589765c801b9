import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enrolmentRoutes as routes } from '@ithaca/contracts/enrolments';
import { meetingRoutes } from '@ithaca/contracts/meetings';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ ticks: true });
});
afterAll(() => api.stop());

const answers = {
  skills: [],
  goals: ['Grow as a leader'],
  goalText: '',
  interests: [],
  workingStyle: null,
  languages: ['en'],
  wishes: [],
  own: {},
};

/** A mentee's draft in an enrolling cohort. */
async function story() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  const cohort = await api.given.cohort(await api.given.program(owner), owner);
  const person = await api.given.person(organisation, { languages: ['de', 'en'] });
  const caller = await api.as(person);
  const draft = await caller.call(routes.begin, {
    params: { cohortId: cohort.id },
    body: { role: 'mentee' },
  });
  const save = (version: number, blackouts?: { fromOn: string; untilOn: string }[]) =>
    caller.call(routes.save, {
      params: { enrolmentId: draft.body.id },
      version,
      body: { answers, capacity: 1, doNotPairWith: [], ...(blackouts ? { blackouts } : {}) },
    });
  return { organisation, cohort, person, draft: draft.body, save };
}

describe('days away', () => {
  it('are kept for the person, whatever the enrolment, and no meeting is suggested on them', async () => {
    const { organisation, cohort, person, draft, save } = await story();
    const away = [{ fromOn: '2026-03-02', untilOn: '2026-03-11' }];
    const saved = await save(draft.version, away);
    expect(saved.body.blackouts).toEqual(away);
    const mentor = await api.given.person(organisation);
    const pairing = await api.given.pairing(cohort, mentor, person, {
      menteeEnrolment: { ...draft, organisationId: organisation.id, personId: person.id },
    });
    const asMentor = await api.as(mentor);
    const times = await asMentor.call(meetingRoutes.suggestTimes, { params: { pairingId: pairing.id } });
    expect(times.body.slots.length).toBeGreaterThan(0);
    for (const { startsAt } of times.body.slots) expect(startsAt >= '2026-03-11').toBe(true);
    // The other side learns nothing but the effect.
    expect(times.text).not.toMatch(/blackout|2026-03-0[2-9]/);
    // Saving without naming them leaves them.
    expect((await save(saved.body.version)).body.blackouts).toEqual(away);
  });

  it('are refused when the first day back does not lie after the first day away', async () => {
    const { draft, save } = await story();
    const { status, body } = await save(draft.version, [{ fromOn: '2026-03-05', untilOn: '2026-03-05' }]);
    expect([status, body.code]).toEqual([400, 'request.fields']);
  });
});
