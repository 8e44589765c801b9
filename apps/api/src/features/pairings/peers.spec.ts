import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endingRoutes } from '@ithaca/contracts/endings';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { goalRoutes } from '@ithaca/contracts/goals';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { messageRoutes } from '@ithaca/contracts/messages';
import { metricRoutes } from '@ithaca/contracts/metrics';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { cohortRoutes } from '@ithaca/contracts/programs';
import { publicationRoutes } from '@ithaca/contracts/publication';
import { homeRoutes } from '@ithaca/contracts/reports';
import { selfAssessmentRoutes } from '@ithaca/contracts/self-assessments';
import { checkInRoutes } from '@ithaca/contracts/surveys';
import { firstAgreement } from '@ithaca/domain/agreement';
import { locales } from '@ithaca/domain/vocabulary';
import fc from 'fast-check';
import type { GivenEnrolment, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';
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

/** Words that a peer never reads, in each language; what the product is about may be named. */
const ofSides = /\b(mentors?|mentees?|mentor(in|innen|en))\b|مرشد|متدرّب/i;

it('a cohort of seven peers lives from the invitation to the certificate, and one of them waits', async () => {
  const start = new Date('2026-03-02T09:00:00Z');
  api.clock.set(start);
  const organisation = await api.given.organisation({ name: 'Halden Robotics' });
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner' });
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { templateKey: 'peer-learning', name: 'Learn together' });
  const cohort = await api.given.cohort(program, owner, { startsOn: '2026-03-02', endsOn: '2026-07-06' });
  const names = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gil'];
  const people: GivenPerson[] = [];
  for (const [at, displayName] of names.entries())
    people.push(await api.given.person(organisation, { displayName, locale: locales[at % 3] ?? 'en' }));
  const [ada, ben, cleo, dan] = people;
  if (!ada || !ben || !cleo || !dan) throw new Error('seven');
  const asOwner = await api.as(owner);
  const params = { cohortId: cohort.id };
  api.mails.sent.length = 0;

  // Asked to come as what there is: a peer. Both what they want and what they give is asked.
  const asked = await asOwner.call(enrolmentRoutes.invite, {
    params,
    body: { personIds: people.map(({ id }) => id), role: null },
  });
  expect(asked.body.invited).toBe(7);
  // Three times two who each give what the other wants, and one who is nobody's other.
  const trades = [
    ['Finance', 'Design'],
    ['Law', 'Python'],
    ['Writing', 'Hiring'],
    ['Sales', 'Sales'],
  ] as const;
  const callers: TestCaller[] = [];
  for (const [at, person] of people.entries()) {
    const caller = await api.as(person);
    callers.push(caller);
    const open = (await caller.call(cohortRoutes.getOpen, { params })).body;
    expect(open).toMatchObject({ format: 'peer', invitedAs: 'peer' });
    const begun = (await caller.call(enrolmentRoutes.begin, { params, body: { role: 'peer' } })).body;
    const of = { enrolmentId: begun.id };
    const [first, other] = trades[Math.floor(at / 2)] ?? ['', ''];
    const [wants, gives] = at % 2 ? [other, first] : [first, other];
    const answers = {
      ...begun.answers,
      skills: [{ skill: wants, level: 3 }],
      languages: ['en'],
      goals: ['Learn a skill'],
    };
    const saved = await caller.call(enrolmentRoutes.save, {
      params: of,
      version: begun.version,
      body: { answers, capacity: 5, doNotPairWith: [] },
    });
    expect(saved.body).toMatchObject({ capacity: 1 });
    const early = await caller.call(enrolmentRoutes.submit, { params: of, version: saved.body.version });
    expect(early.body).toMatchObject({ code: 'enrolment.incomplete', facts: { missing: ['offers'] } });
    const whole = await caller.call(enrolmentRoutes.save, {
      params: of,
      version: saved.body.version,
      body: {
        answers: { ...answers, offers: [{ skill: gives, level: 3 }] },
        capacity: 1,
        doNotPairWith: [],
      },
    });
    const sent = await caller.call(enrolmentRoutes.submit, { params: of, version: whole.body.version });
    expect(sent.body).toMatchObject({ state: 'in-pool', role: 'peer' });
  }
  const counts = { enrolledMentors: 0, enrolledMentees: 0, enrolledPeers: 7, places: 0 };
  expect((await asOwner.call(cohortRoutes.get, { params })).body.counts).toMatchObject(counts);

  // Three pairs are drafted and published; the seventh is told that nobody is left, and stays in the pool.
  await api.rows("update cohorts set state = 'matching' where id = $1", [cohort.id]);
  const started = await asOwner.call(matchingRoutes.start, { params, body: {} });
  await api.runJobs();
  const run = { runId: started.body.id };
  const draft = (await asOwner.call(matchingRoutes.listProposals, { params: run })).body;
  expect(draft.unmatched).toMatchObject([{ person: { displayName: 'Gil' } }]);
  const published = await asOwner.call(publicationRoutes.publish, {
    params: run,
    version: draft.run.version,
    body: {},
  });
  expect(published.status).toBe(200);
  await api.runJobs();
  await api.rows("update cohorts set state = 'running' where id = $1", [cohort.id]);
  const pairs = await api.rows<{ id: string; names: string[] }>(
    `select m.pairing_id as id, array_agg(p.display_name order by p.display_name) as names from pairing_members m
     join people p on p.organisation_id = m.organisation_id and p.id = m.person_id where m.cohort_id = $1 group by 1 order by 2`,
    [cohort.id],
  );
  expect(pairs.map((one) => one.names.join(' – '))).toEqual(['Ada – Ben', 'Cleo – Dan', 'Eve – Finn']);
  const [pairing, second, third] = pairs.map(({ id }) => ({ pairingId: id }));
  if (!pairing || !second || !third) throw new Error('three pairs');
  const [asAda, asBen, asCleo, asDan] = callers as [TestCaller, TestCaller, TestCaller, TestCaller];
  const offered = (await asAda.call(homeRoutes.get, {})).body.cards;
  expect(offered[0]).toMatchObject({ kind: 'accept-pairing', facts: { partnerNames: ['Ben'] } });

  // Each says yes for themselves, and nobody reads the other's answer before.
  await asAda.call(pairingRoutes.accept, { params: pairing });
  const seen = (await asBen.call(pairingRoutes.get, { params: pairing })).body;
  expect(seen).toMatchObject({ state: 'offered', format: 'peer', myRole: 'peer' });
  expect(seen.members.map(({ role, acceptedAt }) => [role, acceptedAt])).toEqual([
    ['peer', null],
    ['peer', null],
  ]);
  expect((await asBen.call(pairingRoutes.accept, { params: pairing })).body.state).toBe('active');
  for (const caller of callers.slice(4, 6)) await caller.call(pairingRoutes.accept, { params: third });
  // A no brings both back to the pool.
  await asCleo.call(pairingRoutes.accept, { params: second });
  await asDan.call(pairingRoutes.decline, { params: second, body: { reason: 'no-time' } });
  const pool = await api.rows<{ person_id: string }>(
    "select person_id from enrolments where cohort_id = $1 and state = 'in-pool'",
    [cohort.id],
  );
  expect(pool.map(({ person_id }) => person_id).toSorted()).toEqual(
    [cleo, dan, people[6]].map((person) => person?.id).toSorted(),
  );

  // Both sign, both have goals, both write; each sees what is the pair's.
  for (const caller of [asAda, asBen])
    await caller.call(pairingRoutes.sign, { params: pairing, body: { number: 1 } });
  for (const [caller, person, title] of [
    [asAda, ada, 'Read figures'],
    [asBen, ben, 'Sketch ideas'],
  ] as const)
    expect(
      (
        await caller.call(goalRoutes.add, {
          params: pairing,
          body: { title, measure: '', dueOn: '2026-06-01', milestones: [] },
        })
      ).body,
    ).toMatchObject({ ownerId: person.id });
  expect((await asBen.call(goalRoutes.list, { params: pairing })).body.items).toHaveLength(2);
  await asAda.call(messageRoutes.send, { params: pairing, body: { body: 'Hello' } });
  // Each sees the own skills, and what the other shares.
  const look = (caller: TestCaller) => caller.call(selfAssessmentRoutes.get, { params: pairing });
  const skills = [{ skill: 'Negotiation', now: 2 }];
  await asAda.call(selfAssessmentRoutes.save, {
    params: pairing,
    version: 0,
    body: { phase: 'start', skills, note: 'canary' },
  });
  expect((await look(asBen)).body).toMatchObject({ mine: { start: null }, shared: [] });
  await asAda.call(selfAssessmentRoutes.share, { params: pairing, body: { isShared: true } });
  expect((await look(asBen)).body.shared).toMatchObject([{ personId: ada.id, start: { skills } }]);
  expect((await look(asAda)).body.shared).toEqual([]);
  await asBen.call(meetingRoutes.record, {
    params: pairing,
    body: {
      title: '',
      startsAt: start.toISOString(),
      durationMinutes: 60,
      timeZone: 'Europe/Berlin',
      link: '',
      notes: '',
    },
  });

  // Both are asked the same, and read what the other shares.
  api.clock.advanceDays(14);
  for (const sweep of ['ask-check-ins', 'ask-surveys', 'send-nudges'])
    await api.platform.jobs.runSweep(sweep);
  const [ofAda] = (await asAda.call(checkInRoutes.listMine, {})).body.items;
  const [ofBen] = (await asBen.call(checkInRoutes.listMine, {})).body.items;
  expect([ofAda?.partnerNames, ofBen?.partnerNames]).toEqual([['Ben'], ['Ada']]);
  await asAda.call(checkInRoutes.answer, {
    params: { checkInId: ofAda?.id ?? '' },
    version: ofAda?.version ?? 0,
    body: { meetingRegularly: 'yes', usefulness: 5, change: 'More of it', sharedWithPartner: true },
  });
  const shared = (await asBen.call(checkInRoutes.listShared, { params: pairing })).body.items;
  expect(shared).toMatchObject([{ displayName: 'Ada', change: 'More of it' }]);

  // The coordinator reads two names and no mentor's load; what one peer says counts as a peer's.
  const list = (await asOwner.call(pairingRoutes.list, { params, query: { limit: 50 } })).body.items;
  expect(list.find(({ id }) => id === pairing.pairingId)).toMatchObject({
    mentorName: '',
    menteeNames: [],
    peerNames: ['Ada', 'Ben'],
  });
  expect(list.flatMap(({ signals }) => signals.map(({ code }) => code))).not.toContain(
    'mentor-over-capacity',
  );
  const overview = (await asOwner.call(metricRoutes.cohortOverview, { params })).body;
  expect(overview.satisfactionOfMentors).toBeNull();
  // Within their first three weeks: each of the seven is one who looks for a partner.
  expect(overview.metrics.find(({ key }) => key === 'match-rate')).toMatchObject({
    denominator: 0,
    pending: 7,
  });

  // They part as they met: thanks, feedback to the other, a certificate as a peer.
  const { version } = (await asAda.call(pairingRoutes.get, { params: pairing })).body;
  await asAda.call(pairingRoutes.end, {
    params: pairing,
    version,
    body: { outcome: 'completed', reason: 'goals-reached' },
  });
  await asAda.call(endingRoutes.setFarewell, {
    params: pairing,
    body: { thanks: 'Thanks', keepInTouch: true },
  });
  await asAda.call(endingRoutes.setFeedback, {
    params: pairing,
    body: { helped: 'Patience', differently: '', recommends: null },
  });
  expect((await asBen.call(endingRoutes.get, { params: pairing })).body).toMatchObject({
    feedback: { received: [{ helped: 'Patience' }] },
    wishesToMentor: null,
    isCertifiable: true,
  });
  const { certificate } = (await asBen.call(endingRoutes.certify, { params: pairing })).body;
  await asBen.call(endingRoutes.share, { params: pairing, body: { isShared: true } });
  const checked = await api
    .anonymous()
    .call(endingRoutes.check, { params: { code: certificate?.code ?? '' } });
  expect(checked.body).toMatchObject({ displayName: 'Ben', role: 'peer' });

  // Nobody was written to as somebody's mentor or mentee.
  await api.runJobs();
  expect(api.mails.sent.length).toBeGreaterThan(25);
  for (const { subject, text } of api.mails.sent) expect(`${subject}\n${text}`).not.toMatch(ofSides);
}, 60_000);

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
    await api.given.pairing(cohort, one, other);
    const enrolment = await api.given.enrolment(cohort, third, 'peer', { state: 'matched' });
    const [taken] = await api.rows<{ id: string }>(
      'select id from enrolments where cohort_id = $1 and person_id = $2',
      [cohort.id, one.id],
    );
    await expect(
      api.given.pairing(cohort, one, third, {
        mentorEnrolment: { ...enrolment, id: taken?.id ?? '', personId: one.id },
        menteeEnrolment: enrolment,
      }),
    ).rejects.toMatchObject({ constraint: 'pairing_members_one_open_peer' });
  });
});
