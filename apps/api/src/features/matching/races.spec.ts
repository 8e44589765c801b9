import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { publicationRoutes } from '@ithaca/contracts/publication';
import { firstAgreement } from '@ithaca/domain/agreement';
import type { GivenCohort, GivenEnrolment, GivenOrganisation, GivenPerson } from '@ithaca/testkit/given';
import { v7 as uuidv7 } from 'uuid';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';
import { OffersService } from '../pairings/offers.service.ts';
import { PairingsRepository } from '../pairings/pairings.repository.ts';

const ROUNDS = 8;
const CALLS = 60;

let api: TestApi;
let offers: OffersService;

beforeAll(async () => {
  api = await startApi();
  offers = new OffersService(api.platform.db, api.clock, new PairingsRepository(api.platform.db));
});
afterAll(() => api.stop());

/** A small generator of its own, so that a failing round can be repeated. */
function dice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Story {
  organisation: GivenOrganisation;
  coordinator: GivenPerson;
  cohort: GivenCohort;
  mentors: GivenEnrolment[];
  mentees: GivenEnrolment[];
  people: Map<string, GivenPerson>;
}

async function tell(mentorCount: number, menteeCount: number, capacityOf: (index: number) => number) {
  const organisation = await api.given.organisation();
  const coordinator = await api.given.person(organisation);
  await api.given.grant(coordinator, 'coordinator');
  const cohort = await api.given.cohort(await api.given.program(coordinator), coordinator, {
    state: 'matching',
  });
  const people = new Map<string, GivenPerson>();
  const enrol = async (role: 'mentor' | 'mentee', capacity: number) => {
    const person = await api.given.person(organisation, { department: role });
    people.set(person.id, person);
    return api.given.enrolment(cohort, person, role, { capacity });
  };
  const mentors = [];
  for (let index = 0; index < mentorCount; index += 1) mentors.push(await enrol('mentor', capacityOf(index)));
  const mentees = [];
  for (let index = 0; index < menteeCount; index += 1) mentees.push(await enrol('mentee', 1));
  return { organisation, coordinator, cohort, mentors, mentees, people } satisfies Story;
}

/** Drafts that contradict one another, as no coordinator could make them: each wants other mentors for everybody. */
async function givenDrafts(story: Story, count: number, random: (below: number) => number) {
  const { organisation, coordinator, cohort, mentors, mentees } = story;
  const runs: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const runId = uuidv7();
    runs.push(runId);
    await api.given.enter(organisation.id);
    const [program] = await api.rows<{ policy: object }>('select policy from programs where id = $1', [
      cohort.programId,
    ]);
    await api.given.insert('matching_runs', [
      {
        organisationId: organisation.id,
        id: runId,
        cohortId: cohort.id,
        state: 'ready',
        policy: program?.policy,
        seed: 1,
        createdBy: coordinator.id,
        createdAt: api.clock.now(),
      },
    ]);
    await api.given.insert(
      'proposals',
      mentees.map((mentee) => ({
        organisationId: organisation.id,
        id: uuidv7(),
        runId,
        cohortId: cohort.id,
        mentorEnrolmentId: mentors[random(mentors.length)]?.id,
        menteeEnrolmentId: mentee.id,
        score: random(10_000),
      })),
    );
  }
  return runs;
}

/** Calls as a patient client: "busy" is tried again. */
async function patiently<T extends { status: number }>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await call();
    if (answer.status !== 503 || attempt >= 20) return answer;
  }
}

/** Everything that must hold of a cohort, whatever happened at once. Answers the sins found. */
async function sins(cohortId: string) {
  const overfull = await api.rows(
    `select e.id, e.capacity, count(*) from pairing_members m join enrolments e on e.id = m.enrolment_id
     where m.cohort_id = $1 and m.role = 'mentor' and m.open group by e.id, e.capacity having count(*) > e.capacity`,
    [cohortId],
  );
  const twice = await api.rows(
    `select m.person_id from pairing_members m join pairings p on p.id = m.pairing_id
     where m.cohort_id = $1 and m.role = 'mentee' and (m.open or p.state in ('offered', 'active', 'paused'))
     group by m.person_id having count(*) > 1`,
    [cohortId],
  );
  const halfDone = await api.rows(
    `select p.id, p.state from pairings p join pairing_members m on m.pairing_id = p.id where p.cohort_id = $1
     group by p.id, p.state having
       bool_or(m.open) <> (p.state in ('offered', 'active', 'paused')) or bool_and(m.open) <> bool_or(m.open) or count(*) <> 2
       or (p.state = 'active' and not bool_and(m.accepted_at is not null))
       or (p.state = 'offered' and bool_and(m.accepted_at is not null))`,
    [cohortId],
  );
  const astray = await api.rows(
    `select e.id, e.state from enrolments e where e.cohort_id = $1 and (e.state = 'matched') <> exists (
       select 1 from pairing_members m join pairings p on p.id = m.pairing_id
       where m.enrolment_id = e.id and m.open and p.state = 'active')`,
    [cohortId],
  );
  return { overfull, twice, halfDone, astray };
}

const innocent = { overfull: [], twice: [], halfDone: [], astray: [] };

describe('60 publications, answers and offers at the same time', () => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
    'put no mentor over capacity and no mentee into two pairings (round %i)',
    async (round) => {
      const random = dice(round + 1);
      const story = await tell(6, 14, (index) => 1 + (index % 3));
      const { organisation, coordinator, cohort, mentors, mentees, people } = story;
      const terms = {
        cohortId: cohort.id,
        agreement: firstAgreement({ cadenceDays: 14, meetingMinutes: 45, agreement: '' }),
      };
      const offer = (mentor: GivenEnrolment | undefined, mentee: GivenEnrolment | undefined) => ({
        proposalId: null,
        mentorEnrolmentId: mentor?.id ?? '',
        menteeEnrolmentId: mentee?.id ?? '',
        score: null,
        contributions: [],
      });
      const early = await offers.createMany(
        { organisationId: organisation.id },
        terms,
        mentees.slice(0, 6).map((mentee, index) => offer(mentors[index], mentee)),
      );
      const runs = await givenDrafts(story, 5, random);
      const asCoordinator = await api.as(coordinator);
      const callers = new Map<string, TestCaller>();
      for (const { personId } of [...mentors, ...mentees]) {
        const person = people.get(personId);
        if (person) callers.set(personId, await api.as(person));
      }

      const answers = early.flatMap(({ pairingId }, index) => {
        const params = { pairingId: pairingId ?? '' };
        const sides = [mentors[index], mentees[index]].flatMap(
          (side) => callers.get(side?.personId ?? '') ?? [],
        );
        return sides.flatMap((caller) => [
          () => caller.call(pairingRoutes.accept, { params }),
          () =>
            random(3) === 0
              ? caller.call(pairingRoutes.decline, { params, body: {} })
              : caller.call(pairingRoutes.accept, { params }),
        ]);
      });
      const publications = Array.from({ length: 24 }, (_, index) => {
        const runId = runs[index % runs.length] ?? '';
        return () =>
          asCoordinator.call(publicationRoutes.publish, { params: { runId }, version: 1, body: {} });
      });
      const direct = Array.from({ length: CALLS - answers.length - publications.length }, () => {
        const wanted = offer(mentors[random(mentors.length)], mentees[random(mentees.length)]);
        return async () => {
          try {
            await offers.create({ organisationId: organisation.id }, terms, wanted);
            return { status: 200, body: {} };
          } catch (error) {
            const { code } = error as { code?: string };
            if (code === 'pairing.mentor-full' || code === 'pairing.mentee-paired')
              return { status: 409, body: { code } };
            // Waited too long for a lock: an HTTP caller would be told "busy".
            if (code === '55P03' || String(error).includes('timeout')) return { status: 503, body: {} };
            throw error;
          }
        };
      });
      const calls: (() => Promise<{ status: number; body: object }>)[] = [
        ...answers,
        ...publications,
        ...direct,
      ];
      expect(calls).toHaveLength(CALLS);
      const shuffled = calls
        .map((call) => ({ call, place: random(1_000_000) }))
        .toSorted((a, b) => a.place - b.place);
      const results = await Promise.all(shuffled.map(({ call }) => patiently(call)));

      expect(results.filter(({ status }) => ![200, 409, 412, 422].includes(status))).toEqual([]);
      expect(await sins(cohort.id)).toEqual(innocent);
      const published = results.flatMap(({ status, body }) =>
        status === 200 && 'published' in body ? [Number(body.published)] : [],
      );
      const made = await api.rows('select from pairings where cohort_id = $1 and proposal_id is not null', [
        cohort.id,
      ]);
      expect(made).toHaveLength(published.reduce((sum, count) => sum + count, 0));
      expect(made.length).toBeGreaterThan(0);
      const active = await api.rows("select from pairings where cohort_id = $1 and state = 'active'", [
        cohort.id,
      ]);
      expect(active.length).toBeGreaterThan(0);
    },
    60_000,
  );
});

describe('the database alone', () => {
  it('keeps a mentor’s places and a mentee’s only seat, though nobody locks anything first', async () => {
    const story = await tell(1, 30, () => 3);
    const { organisation, cohort, mentors, mentees } = story;
    const insert = (mentee: GivenEnrolment | undefined, role: 'mentor' | 'mentee', pairingId: string) => {
      const enrolment = role === 'mentor' ? mentors[0] : mentee;
      return api.platform.db.execute(
        `insert into pairing_members (organisation_id, pairing_id, person_id, cohort_id, enrolment_id, role)
         values ($1, $2, $3, $4, $5, $6)`,
        [organisation.id, pairingId, enrolment?.personId, cohort.id, enrolment?.id, role],
      );
    };
    const results = await Promise.allSettled(
      Array.from({ length: CALLS }, (_, index) =>
        api.platform.db.write({ organisationId: organisation.id }, async () => {
          const pairingId = uuidv7();
          await api.platform.db.execute(
            'insert into pairings (organisation_id, id, cohort_id, published_at) values ($1, $2, $3, $4)',
            [organisation.id, pairingId, cohort.id, api.clock.now()],
          );
          // Every mentee is tried twice, so that both rules are at work.
          await insert(mentees[index % mentees.length], 'mentee', pairingId);
          await insert(undefined, 'mentor', pairingId);
        }),
      ),
    );
    // Three places for thirty mentees, each tried twice: some fall to the one rule, some to the other, none to a deadlock.
    const constraints = results.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { constraint?: string }).constraint] : [],
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect([...new Set(constraints)].toSorted()).toEqual([
      'pairing_members_mentor_capacity',
      'pairing_members_one_open_mentee',
    ]);
    expect(await sins(cohort.id)).toEqual(innocent);

    const [taken] = await api.rows<{ enrolment_id: string }>(
      "select enrolment_id from pairing_members where cohort_id = $1 and role = 'mentee' and open limit 1",
      [cohort.id],
    );
    const again = api.platform.db.write({ organisationId: organisation.id }, async () => {
      const pairingId = uuidv7();
      await api.platform.db.execute(
        'insert into pairings (organisation_id, id, cohort_id, published_at) values ($1, $2, $3, $4)',
        [organisation.id, pairingId, cohort.id, api.clock.now()],
      );
      await insert(
        mentees.find(({ id }) => id === taken?.enrolment_id),
        'mentee',
        pairingId,
      );
    });
    await expect(again).rejects.toMatchObject({ constraint: 'pairing_members_one_open_mentee' });
  }, 60_000);

  it('refuses to open a closed place again when the mentor is full', async () => {
    const story = await tell(1, 2, () => 1);
    const { organisation, cohort, mentors, mentees } = story;
    const terms = {
      cohortId: cohort.id,
      agreement: firstAgreement({ cadenceDays: 14, meetingMinutes: 45, agreement: '' }),
    };
    const pairingIds: string[] = [];
    for (const mentee of mentees) {
      pairingIds.push(
        await offers.create({ organisationId: organisation.id }, terms, {
          proposalId: null,
          mentorEnrolmentId: mentors[0]?.id ?? '',
          menteeEnrolmentId: mentee.id,
          score: null,
          contributions: [],
        }),
      );
      if (pairingIds.length === 1)
        await api.rows('update pairing_members set open = false where pairing_id = $1', [pairingIds[0]]);
    }
    await expect(
      api.rows('update pairing_members set open = true where pairing_id = $1', [pairingIds[0]]),
    ).rejects.toMatchObject({ constraint: 'pairing_members_mentor_capacity' });
  });
});
