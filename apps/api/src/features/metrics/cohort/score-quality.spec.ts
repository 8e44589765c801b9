import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { scoreRoutes } from '@ithaca/contracts/score-quality';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

it('counts the outcomes of pairings that a run proposed, by the score they were proposed with', async () => {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: '2025-06-01' });
  const ago = (days: number) => new Date(api.clock.now().getTime() - days * 86_400_000);
  const [run] = await api.rows<{ id: string }>(
    `insert into matching_runs (organisation_id, id, cohort_id, state, policy, seed, created_by, policy_version)
     values ($1, gen_random_uuid(), $2, 'published', '{}', 1, $3, 1) returning id`,
    [organisation.id, cohort.id, owner.id],
  );
  const ask = async () =>
    (await (await api.as(owner)).call(scoreRoutes.get, { params: { programId: program.id } })).body;
  expect(await ask()).toMatchObject({ status: 'not-yet', counted: 0, pending: 0, unknown: 0 });
  for (let index = 0; index < 14; index += 1) {
    const [mentor, mentee] = [
      await api.given.person(organisation, { account: false }),
      await api.given.person(organisation, { account: false }),
    ];
    // One is younger than ninety days; one was paired by a person, outside the run.
    const pairing = await api.given.pairing(cohort, mentor, mentee, {
      startedAt: ago(index === 12 ? 50 : 120),
    });
    if (index >= 10) await api.given.meeting(pairing, { startsAt: ago(index === 12 ? 20 : 40), minutes: 30 });
    const [proposal] = await api.rows<{ id: string }>(
      `insert into proposals (organisation_id, id, run_id, cohort_id, mentor_enrolment_id, mentee_enrolment_id, score, state, origin)
       select $1, gen_random_uuid(), $2, $3, a.enrolment_id, b.enrolment_id, 6000, 'published', $5
       from pairing_members a join pairing_members b on b.pairing_id = a.pairing_id and b.role = 'mentee'
       where a.pairing_id = $4 and a.role = 'mentor' returning id`,
      [organisation.id, run?.id, cohort.id, pairing.id, index === 13 ? 'person' : 'run'],
    );
    await api.rows('update pairings set proposal_id = $2, score = 6000 where id = $1', [
      pairing.id,
      proposal?.id,
    ]);
  }
  // Ten came to nothing: all alike, so they wait. Two still meet, and nobody has said whether they suit.
  expect(await ask()).toMatchObject({
    status: 'not-yet',
    counted: 0,
    pending: 11,
    unknown: 2,
    fewest: { all: 100, ofEachKind: 20 },
  });
  const stranger = await api.given.person(await api.given.organisation());
  await api.given.grant(stranger, 'owner');
  const elsewhere = await (
    await api.as(stranger)
  ).call(scoreRoutes.get, { params: { programId: program.id } });
  expect(elsewhere.status).toBe(404);
});
