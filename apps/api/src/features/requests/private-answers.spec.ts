import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { mentorRequestRoutes as routes } from '@ithaca/contracts/mentor-requests';
import { inboxRoutes } from '@ithaca/contracts/organisations';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { peopleRoutes } from '@ithaca/contracts/people';
import { cohortRoutes } from '@ithaca/contracts/programs';
import { homeRoutes } from '@ithaca/contracts/reports';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: new Date('2026-03-02T09:00:00Z') });
});
afterAll(() => api.stop());

const SECRET = 'Too far from my field';
const SCORE = 7345;

it('shows participants their reasons in words, never a score, and nobody a mentor’s decline', async () => {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { pairingMode: 'self-service' });
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const enrol = async (displayName: string, role: 'mentor' | 'mentee', state: 'in-pool' | 'matched') => {
    const person = await api.given.person(organisation, { displayName });
    return { person, ...(await api.given.enrolment(cohort, person, role, { state, capacity: 3 })) };
  };
  const paired = await enrol('Mina Paired', 'mentee', 'matched');
  const mentor = await enrol('Ada Mentor', 'mentor', 'matched');
  const searching = await enrol('Sam Searching', 'mentee', 'in-pool');
  const silent = await enrol('Cy Silent', 'mentor', 'in-pool');
  const pairing = await api.given.pairing(cohort, mentor.person, paired.person, {
    mentorEnrolment: mentor,
    menteeEnrolment: paired,
    score: SCORE,
    contributions: [
      {
        criterion: 'skills',
        value: 0.9,
        points: 3611,
        most: 4000,
        evidence: { code: 'skills', facts: { covered: ['Design'] } },
      },
    ],
  });
  const asSearching = await api.as(searching.person);
  await asSearching.call(routes.choose, {
    params: { enrolmentId: searching.id },
    body: { mentors: [mentor.id, silent.id], note: '' },
  });
  const asMentor = await api.as(mentor.person);
  const { body: asked } = await asMentor.call(routes.listAsked, {});
  const params = { requestId: asked.items[0]?.id ?? '' };
  await asMentor.call(routes.answer, { params, body: { answer: 'decline', reason: SECRET } });
  await api.runJobs();

  const seen: string[] = [];
  for (const one of [paired, mentor, searching, silent]) {
    const caller = await api.as(one.person);
    const reads = [
      await caller.call(pairingRoutes.listMine, {}),
      await caller.call(pairingRoutes.get, { params: { pairingId: pairing.id } }),
      await caller.call(enrolmentRoutes.listMine, {}),
      await caller.call(routes.getChoices, { params: { enrolmentId: one.id } }),
      await caller.call(routes.listMentors, { params: { enrolmentId: one.id }, query: {} }),
      await caller.call(routes.listPlaces, {}),
      await caller.call(homeRoutes.get, {}),
      await caller.call(inboxRoutes.list, { query: {} }),
      await caller.call(cohortRoutes.listOpen, {}),
      await caller.call(peopleRoutes.get, { params: { personId: mentor.person.id } }),
      ...(one === mentor ? [] : [await caller.call(routes.listAsked, {})]),
    ];
    for (const closed of [
      await caller.call(routes.listOfCohort, { params: { cohortId: cohort.id }, query: {} }),
      await caller.call(routes.listWaiting, { params: { cohortId: cohort.id } }),
      await caller.call(matchingRoutes.overview, { params: { cohortId: cohort.id } }),
    ])
      expect(closed.status).toBe(403);
    seen.push(...reads.map(({ text }) => text));
  }
  for (const mail of api.mails.sent) seen.push(mail.subject, mail.text, mail.html);
  for (const text of seen) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toMatch(/"(score|points|value|contributions|most)"|declined|lapsed/);
    expect(text).not.toContain(String(SCORE));
  }
  // The same screens do give the reasons.
  const mine = await (
    await api.as(paired.person)
  ).call(pairingRoutes.get, { params: { pairingId: pairing.id } });
  expect(mine.body.reasons).toEqual([{ code: 'skills', facts: { covered: ['Design'] } }]);
  const told = api.mails.sent.find(({ to }) => to === searching.person.email);
  expect(told?.text).toMatch(/Ada Mentor has no place at the moment/);
}, 20_000);
