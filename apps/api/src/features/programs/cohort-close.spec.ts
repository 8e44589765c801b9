import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cohortRoutes } from '@ithaca/contracts/programs';
import type { CohortState } from '@ithaca/domain/cohort';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

const now = new Date('2026-03-02T09:00:00Z');
let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now, ticks: true });
});
beforeEach(() => api.clock.set(now));
afterAll(() => api.stop());

async function story() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner);
  return { organisation, owner, program, caller: await api.as(owner) };
}

const move = (caller: TestCaller, cohortId: string, version: number, to: CohortState) =>
  caller.call(cohortRoutes.move, { params: { cohortId }, version, body: { to } });

describe('a closed cohort', () => {
  it('can be taken up again for 30 days, not longer', async () => {
    const { owner, program, caller } = await story();
    const cohort = await api.given.cohort(program, owner, {
      state: 'closed',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      closedAt: new Date('2026-03-01T09:00:00Z'),
    });
    api.clock.set(new Date('2026-03-31T09:00:01Z'));
    const late = await move(caller, cohort.id, 1, 'closing');
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ code: 'cohort.reopen-expired' });
    api.clock.set(new Date('2026-03-30T09:00:00Z'));
    expect((await move(caller, cohort.id, 1, 'closing')).body).toMatchObject({
      state: 'closing',
      closedAt: null,
    });
  });
});

describe('what is open before the close', () => {
  it('is counted: pairings, late meetings, goals and whoever waits', async () => {
    const { organisation, owner, program, caller } = await story();
    const cohort = await api.given.cohort(program, owner, {
      state: 'running',
      startsOn: '2026-01-01',
      endsOn: '2026-03-10',
    });
    const [mentor, mentee, waiting] = [
      await api.given.person(organisation),
      await api.given.person(organisation),
      await api.given.person(organisation),
    ];
    const pairing = await api.given.pairing(cohort, mentor, mentee, { state: 'active' });
    await api.given.enrolment(cohort, waiting, 'mentee', { state: 'in-pool' });
    const meet = (startsAt: string, state: string) =>
      api.rows(
        `insert into meetings (organisation_id, id, pairing_id, cohort_id, state, starts_at, duration_minutes, time_zone, created_by)
         values ($1, gen_random_uuid(), $2, $3, $4, $5, 30, 'UTC', $6)`,
        [organisation.id, pairing.id, cohort.id, state, startsAt, mentor.id],
      );
    await meet('2026-03-12T10:00:00Z', 'planned');
    await meet('2026-03-12T10:00:00Z', 'cancelled');
    await meet('2026-03-09T10:00:00Z', 'planned');
    const { body } = await caller.call(cohortRoutes.closing, { params: { cohortId: cohort.id } });
    expect(body).toMatchObject({ pairings: 1, meetingsAfterEnd: 1, waitingPeople: 1, reopenUntil: null });
  });
});
