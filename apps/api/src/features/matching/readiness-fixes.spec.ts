import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('what would help a cohort', () => {
  it('is told with the effect of each fix, and nothing of who avoids whom', async () => {
    const organisation = await api.given.organisation();
    const owner = await api.given.person(organisation);
    await api.given.grant(owner, 'owner');
    const cohort = await api.given.cohort(await api.given.program(owner), owner, { state: 'matching' });
    const answers = { skills: [{ skill: 'Sales', level: 3 }], languages: ['en'] };
    const mentor = await api.given.person(organisation, { department: 'Sales', grade: 9 });
    await api.given.enrolment(cohort, mentor, 'mentor', { capacity: 1, answers });
    for (let one = 0; one < 3; one += 1) {
      const mentee = await api.given.person(organisation, { department: 'Finance', grade: 3 });
      const doNotPairWith = one === 0 ? [mentor.id] : [];
      await api.given.enrolment(cohort, mentee, 'mentee', { answers, doNotPairWith });
    }
    const { status, body, text } = await (
      await api.as(owner)
    ).call(routes.fixes, { params: { cohortId: cohort.id } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ mentees: 3, matchable: 1 });
    expect(body.fixes).toEqual([
      { fix: { kind: 'invite', skill: 'Sales', count: 2 }, more: 2 },
      { fix: { kind: 'capacity', mentors: 1 }, more: 1 },
    ]);
    expect(text).not.toMatch(/do-not-pair/);
  });
});
