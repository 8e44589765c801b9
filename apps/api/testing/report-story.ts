import { expect } from '@jest/globals';
import type { GivenCohort, GivenOrganisation, GivenPerson } from '@ithaca/testkit/given';

import type { TestApi } from './api.ts';

const START = '2025-12-01';
const dayOf = (number: number) => new Date(Date.parse(`${START}T12:00:00Z`) + number * 86_400_000);

export interface ReportStory {
  organisation: GivenOrganisation;
  owner: GivenPerson;
  /** Of all mentees. */
  manager: GivenPerson;
  cohort: GivenCohort;
}

/** A cohort of twelve pairings, each with two meetings, a goal and an answered check-in; what is named in it looks like formulas. */
export async function givenReportStory({ given }: TestApi): Promise<ReportStory> {
  const organisation = await given.organisation();
  const owner = await given.person(organisation);
  await given.grant(owner, 'owner');
  const manager = await given.person(organisation);
  const program = await given.program(owner);
  const cohort = await given.cohort(program, owner, { state: 'running', startsOn: START, name: '=1+1' });
  for (let index = 0; index < 12; index += 1) {
    const mentor = await given.person(organisation, { account: false, department: '@SUM(A1:A9)' });
    const mentee = await given.person(organisation, { account: false, managerId: manager.id });
    const pairing = await given.pairing(cohort, mentor, mentee, { startedAt: dayOf(0) });
    for (const day of [3, 31]) await given.meeting(pairing, { startsAt: dayOf(day) });
    await given.goal(pairing, { state: index < 10 ? 'reached' : 'open' });
    await given.checkIn(pairing, mentee, { askedAt: dayOf(60), answeredAt: dayOf(62), usefulness: 5 });
  }
  return { organisation, owner, manager, cohort };
}

/** What somebody downloads. */
export async function bytesOf(api: TestApi, by: GivenPerson, path: string): Promise<Buffer> {
  const caller = await api.as(by);
  const response = await fetch(`${api.baseUrl}${path}`, {
    headers: { cookie: [...caller.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
  });
  expect([path, response.status]).toEqual([path, 200]);
  return Buffer.from(await response.arrayBuffer());
}
