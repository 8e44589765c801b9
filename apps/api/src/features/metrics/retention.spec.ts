import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metricRoutes } from '@ithaca/contracts/metrics';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

/** The clock of these stories stands at 2 March 2026. */
const at = (day: string) => new Date(`${day}T12:00:00Z`);

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function aCohort(startsOn: string) {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn });
  const retention = async () => {
    const browser = await api.as(owner);
    const { body } = await browser.call(metricRoutes.cohortOverview, { params: { cohortId: cohort.id } });
    return body.retention;
  };
  return { organisation, owner, cohort, retention };
}

describe('retention', () => {
  it('says too few to tell on small data', async () => {
    const story = await aCohort('2025-03-01');
    const mentee = await api.given.person(story.organisation);
    await api.given.stages(story.cohort, mentee.id, 'mentee', { matched: at('2025-03-05') });
    expect(await story.retention()).toMatchObject({
      verdict: 'too-few',
      status: 'too-few-to-tell',
      landmarkOn: '2025-04-30',
      participants: { n: null, events: null },
      difference: null,
      curves: null,
    });
  });

  it('is not due before the landmark', async () => {
    const story = await aCohort('2026-02-01');
    expect(await story.retention()).toMatchObject({ verdict: 'too-few', status: 'not-due' });
  });

  it('compares those matched by the landmark with the others who were there, of like department and grade', async () => {
    const story = await aCohort('2024-12-01');
    const { organisation, cohort } = story;
    const directory = (more: Parameters<typeof api.given.person>[1] = {}) =>
      api.given.person(organisation, { account: false, ...more });
    // 24 participants, one of whom leaves; 30 others, fifteen of whom leave; the owner is one more other.
    for (let index = 0; index < 24; index += 1) {
      const person = await directory(index < 1 ? { leftOn: '2025-08-01' } : {});
      await api.given.stages(cohort, person.id, 'mentee', { matched: at('2024-12-20') });
    }
    for (let index = 0; index < 30; index += 1)
      await directory(index < 15 ? { leftOn: `2025-${index < 6 ? '05' : '09'}-15` } : {});
    // Nobody of these is compared: gone before the landmark, hired after the start, a department without participants.
    await directory({ leftOn: '2025-01-10' });
    await directory({ hiredOn: '2025-02-01' });
    await directory({ department: 'Kitchen' });
    // Matched long after the landmark: stays with the others.
    const late = await directory();
    await api.given.stages(cohort, late.id, 'mentee', { matched: at('2025-09-01') });
    const retention = await story.retention();
    expect(retention).toMatchObject({
      status: 'compared',
      verdict: 'longer',
      participants: { n: 24, events: 1 },
      others: { n: 32, events: 15 },
    });
    expect(retention.difference?.estimate).toBeCloseTo(23 / 24 - 17 / 32);
    expect(retention.curves?.participants.n).toBe(24);
    expect(retention.smallestDetectableHazardRatio).toBeLessThan(0.5);
  });

  it('compares by the job that somebody had at the start, and gives the ratio of leaving with its second analysis', async () => {
    const story = await aCohort('2024-12-01');
    const { organisation, cohort } = story;
    // Everybody was in Research at the start; the others have moved since, and all of them would lose their counterparts.
    for (let index = 0; index < 70; index += 1) {
      const takesPart = index < 30;
      const person = await api.given.person(organisation, {
        account: false,
        department: takesPart ? 'Research' : 'Sales',
        ...((takesPart ? index < 6 : index < 52) ? { leftOn: `2025-0${4 + (index % 5)}-15` } : {}),
      });
      await api.rows("update job_spells set department = 'Research' where person_id = $1", [person.id]);
      if (takesPart) await api.given.stages(cohort, person.id, 'mentee', { matched: at('2024-12-20') });
    }
    const retention = await story.retention();
    expect(retention).toMatchObject({ status: 'compared', participants: { n: 30 }, others: { n: 40 } });
    expect(retention.hazard).toMatchObject({ proportional: expect.any(Boolean) });
    expect(retention.hazard?.hi).toBeLessThan(1);
    expect(retention.overTime?.ratio).toBeCloseTo(retention.hazard?.ratio ?? 0, 1);
  });

  it('joins the spells of somebody rehired within 30 days', async () => {
    const story = await aCohort('2024-12-01');
    const person = await api.given.person(story.organisation, { leftOn: '2025-06-01' });
    await api.rows('update people set left_on = null where id = $1', [person.id]);
    await api.given.insert('employment_spells', [
      {
        organisationId: story.organisation.id,
        id: crypto.randomUUID(),
        personId: person.id,
        startsOn: '2025-06-20',
        endsOn: null,
      },
    ]);
    await api.given.stages(story.cohort, person.id, 'mentee', { matched: at('2024-12-20') });
    for (let index = 0; index < 24; index += 1) {
      const other = await api.given.person(story.organisation, { account: false });
      if (index < 11) await api.given.stages(story.cohort, other.id, 'mentor', { matched: at('2024-12-20') });
    }
    expect((await story.retention()).participants).toEqual({ n: 12, events: 0 });
  });

  it('leaves out who took part in another cohort in the year before, and who was not eligible', async () => {
    const story = await aCohort('2025-06-01');
    const { organisation, owner, cohort } = story;
    await api.rows(
      "update programs set eligibility = jsonb_set(eligibility, '{leastTenureDays}', '90') where id = $1",
      [cohort.programId],
    );
    const earlier = await api.given.cohort(await api.given.program(owner), owner, {
      state: 'closed',
      startsOn: '2025-01-01',
    });
    for (let index = 0; index < 25; index += 1) {
      const person = await api.given.person(organisation, {
        account: false,
        hiredOn: index < 2 ? '2025-05-01' : '2020-01-01',
      });
      if (index < 15) await api.given.stages(cohort, person.id, 'mentee', { matched: at('2025-06-10') });
      // The fifth had been matched in the year before, the sixth longer ago.
      if (index === 5) await api.given.stages(earlier, person.id, 'mentee', { matched: at('2025-01-10') });
      if (index === 6) await api.given.stages(earlier, person.id, 'mentee', { matched: at('2024-01-10') });
    }
    expect(await story.retention()).toMatchObject({
      participants: { n: 15 - 2 - 1, events: 0 },
      others: { n: 10 + 1, events: 0 },
    });
  });
});
