import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { firstAgreement } from '@ithaca/domain/agreement';
import fc from 'fast-check';
import type { GivenEnrolment } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { OffersService } from './offers.service.ts';
import { PairingsRepository } from './pairings.repository.ts';

let api: TestApi;
let offers: OffersService;
beforeAll(async () => {
  api = await startApi({ ticks: true });
  offers = new OffersService(api.platform.db, api.clock, new PairingsRepository(api.platform.db));
});
afterAll(() => api.stop());

/** A program of peers that enrols, and so many colleagues. */
async function peers(count: number) {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { format: 'peer' });
  const cohort = await api.given.cohort(program, owner);
  const people = [];
  for (let at = 0; at < count; at += 1) people.push(await api.given.person(organisation));
  return { organisation, owner, cohort, people };
}

const terms = (cohortId: string) => ({
  cohortId,
  agreement: firstAgreement({ cadenceDays: 14, meetingMinutes: 45, agreement: '' }),
});

const asPair = (one: GivenEnrolment | undefined, other: GivenEnrolment | undefined) => ({
  proposalId: null,
  mentorEnrolmentId: one?.id ?? '',
  menteeEnrolmentId: other?.id ?? '',
  score: null,
  contributions: [],
});

describe('taking part as a peer', () => {
  it('is one enrolment, as a peer and as nothing else', async () => {
    const { owner, cohort, people } = await peers(1);
    const caller = await api.as(people[0] ?? owner);
    const params = { cohortId: cohort.id };
    expect(await caller.call(enrolmentRoutes.begin, { params, body: { role: 'mentor' } })).toMatchObject({
      status: 422,
      body: { code: 'enrolment.wrong-side', facts: { role: 'mentor', possible: ['peer'] } },
    });
    const begun = await caller.call(enrolmentRoutes.begin, { params, body: { role: 'peer' } });
    expect(begun).toMatchObject({ status: 201, body: { role: 'peer', capacity: 1 } });
    const again = await caller.call(enrolmentRoutes.begin, { params, body: { role: 'peer' } });
    expect(again.body.id).toBe(begun.body.id);
    await expect(
      api.given.enrolment(cohort, people[0] ?? owner, 'mentee', { state: 'in-pool' }),
    ).rejects.toMatchObject({ constraint: 'enrolments_side_of_format' });
  });
});

describe('two peers in a pairing', () => {
  it('each have one open pairing in a cohort, however many are offered at one moment', async () => {
    const { organisation, cohort, people } = await peers(7);
    const enrolments: GivenEnrolment[] = [];
    for (const person of people) enrolments.push(await api.given.enrolment(cohort, person, 'peer'));
    const at = fc.nat({ max: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(at, at), { minLength: 6, maxLength: 14 }), async (wanted) => {
        const made = await Promise.allSettled(
          wanted.map(([one, other]) =>
            offers.create(
              { organisationId: organisation.id },
              terms(cohort.id),
              asPair(enrolments[one], enrolments[other]),
            ),
          ),
        );
        const codes = made.flatMap((one) =>
          one.status === 'rejected' ? [(one.reason as { code?: string }).code] : [],
        );
        for (const code of codes) expect(['pairing.peer-paired', 'record.not-found']).toContain(code);
        const held = await api.rows<{ most: number; members: number }>(
          `select max(open)::int as most, min(members)::int as members from (
             select count(*) filter (where m.open) as open, 2 as members from pairing_members m where m.cohort_id = $1 group by m.person_id
             union all select 0, count(*) from pairing_members m where m.cohort_id = $1 group by m.pairing_id) x`,
          [cohort.id],
        );
        if (made.some(({ status }) => status === 'fulfilled'))
          expect(held).toEqual([{ most: 1, members: 2 }]);
        await api.rows('delete from pairings where cohort_id = $1', [cohort.id]);
      }),
      { numRuns: 8 },
    );
  });

  it('is kept by the database as well', async () => {
    const { cohort, people } = await peers(3);
    const [one, other, third] = people;
    if (!one || !other || !third) throw new Error('three');
    await api.given.pairing(cohort, one, other, { ofPeers: true });
    const enrolment = await api.given.enrolment(cohort, third, 'peer', { state: 'matched' });
    const [taken] = await api.rows<{ id: string }>(
      'select id from enrolments where cohort_id = $1 and person_id = $2',
      [cohort.id, one.id],
    );
    await expect(
      api.given.pairing(cohort, one, third, {
        ofPeers: true,
        mentorEnrolment: { ...enrolment, id: taken?.id ?? '', personId: one.id },
        menteeEnrolment: enrolment,
      }),
    ).rejects.toMatchObject({ constraint: 'pairing_members_one_open_peer' });
  });
});
