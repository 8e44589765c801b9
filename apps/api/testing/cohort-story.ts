import { expect } from '@jest/globals';
import { metricRoutes } from '@ithaca/contracts/metrics';
import type { CohortOverview } from '@ithaca/contracts/metrics';
import type { GivenCohort, GivenOrganisation, GivenPairing, GivenPerson } from '@ithaca/testkit/given';

import type { TestApi, TestCaller } from './api.ts';

/** The clock of these stories stands at 2 March 2026, 10:00 in Berlin; the cohort began 91 days before. */
export const START = '2025-12-01';
export const at = (day: string) => new Date(`${day}T12:00:00Z`);
export const dayOf = (number: number) => new Date(at(START).getTime() + number * 86_400_000);

/** A cohort that runs, with its owner signed in. */
export interface CohortStory {
  organisation: GivenOrganisation;
  owner: GivenPerson;
  cohort: GivenCohort;
  browser: TestCaller;
  overview: () => Promise<CohortOverview>;
}

/** Of an organisation of its own. */
export async function tellCohort(
  api: TestApi,
  more: { startsOn?: string; state?: 'running' | 'closed' } = {},
): Promise<CohortStory> {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: START, ...more });
  const browser = await api.as(owner);
  const overview = async () => {
    const answer = await browser.call(metricRoutes.cohortOverview, { params: { cohortId: cohort.id } });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  return { organisation, owner, cohort, browser, overview };
}

/** With the meetings that were held on days of the cohort. */
export async function tellPairing(
  api: TestApi,
  story: CohortStory,
  more: {
    startedAt?: Date;
    state?: 'active' | 'paused' | 'ended';
    submittedAt?: Date;
    heldOn?: number[];
  } = {},
): Promise<GivenPairing> {
  const { organisation, cohort } = story;
  const mentor = await api.given.person(organisation);
  const mentee = await api.given.person(organisation);
  const submittedAt = more.submittedAt ?? at('2025-11-15');
  const enrolled = { state: 'matched' as const, submittedAt };
  const pairing = await api.given.pairing(cohort, mentor, mentee, {
    state: more.state ?? 'active',
    startedAt: more.startedAt ?? dayOf(0),
    mentorEnrolment: await api.given.enrolment(cohort, mentor, 'mentor', enrolled),
    menteeEnrolment: await api.given.enrolment(cohort, mentee, 'mentee', enrolled),
  });
  for (const day of more.heldOn ?? []) await api.given.meeting(pairing, { startsAt: dayOf(day) });
  return pairing;
}
