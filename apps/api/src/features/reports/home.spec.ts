import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { homeRoutes } from '@ithaca/contracts/reports';
import { metricRoutes } from '@ithaca/contracts/metrics';
import { giveApproval, giveSeatOffer } from '@ithaca/testkit/given-admission';
import type { GivenCohort, GivenOrganisation, GivenPairing, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

/** The clock stands at 2 March 2026, 9:00 in UTC. */
const hours = (count: number) => new Date(Date.parse('2026-03-02T09:00:00Z') + count * 3_600_000);
const days = (count: number) => hours(24 * count);

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ ticks: true });
});
afterAll(() => api.stop());

const homeOf = async (person: GivenPerson) => (await (await api.as(person)).call(homeRoutes.get, {})).body;

interface Story {
  organisation: GivenOrganisation;
  owner: GivenPerson;
  cohort: GivenCohort;
  mentor: GivenPerson;
  mentee: GivenPerson;
}

async function aCohort(state: 'enrolling' | 'matching' | 'running' = 'running'): Promise<Story> {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { name: 'Growing' });
  const cohort = await api.given.cohort(program, owner, {
    state,
    name: 'Spring',
    startsOn: state === 'running' ? '2026-02-01' : '2026-03-22',
  });
  const mentor = await api.given.person(organisation, { displayName: 'Omar Mentor' });
  const mentee = await api.given.person(organisation, { displayName: 'Mia Mentee' });
  return { organisation, owner, cohort, mentor, mentee };
}

const aPairing = (
  { cohort, mentor, mentee }: Story,
  more: { state?: 'offered' | 'active' | 'paused'; startedAt?: Date } = {},
): Promise<GivenPairing> => api.given.pairing(cohort, mentor, mentee, { startedAt: days(-20), ...more });

describe('the start page of a mentee', () => {
  it('asks first to accept a mentor', async () => {
    const story = await aCohort();
    const pairing = await aPairing(story, { state: 'offered' });
    const { cards } = await homeOf(story.mentee);
    expect(cards).toEqual([
      {
        kind: 'accept-pairing',
        path: `/pairings/${pairing.id}`,
        at: days(-20).toISOString(),
        facts: { partnerNames: ['Omar Mentor'], programName: 'Growing' },
      },
    ]);
    await api.rows('update pairing_members set accepted_at = now() where person_id = $1', [story.mentee.id]);
    expect((await homeOf(story.mentee)).cards).toEqual([]);
    expect((await homeOf(story.mentor)).cards).toHaveLength(1);
  });

  it('puts everything a pairing asks for in the order of urgency', async () => {
    const story = await aCohort();
    const { mentee, mentor } = story;
    const pairing = await aPairing(story);
    const past = await api.given.meeting(pairing, { state: 'planned', startsAt: days(-1), title: 'Hello' });
    await api.rows('update pairing_members set signed_at = null where person_id = $1', [mentee.id]);
    const checkIn = await api.given.checkIn(pairing, mentee, { askedAt: days(-6) });
    await api.given.checkIn(pairing, mentee, { wave: 2, askedAt: days(-30) });
    await api.given.insert('messages', [
      {
        organisationId: pairing.organisationId,
        id: crypto.randomUUID(),
        pairingId: pairing.id,
        authorId: mentor.id,
        body: 'Hi',
        sentAt: hours(-5),
      },
      {
        organisationId: pairing.organisationId,
        id: crypto.randomUUID(),
        pairingId: pairing.id,
        authorId: mentee.id,
        body: 'Hey',
        sentAt: hours(-4),
      },
    ]);
    const action = (title: string, dueOn: string | null) => ({
      organisationId: pairing.organisationId,
      id: crypto.randomUUID(),
      pairingId: pairing.id,
      title,
      ownerId: mentee.id,
      dueOn,
    });
    await api.given.insert('actions', [
      action('Write it down', '2026-03-05'),
      action('Some day', null),
      action('Later', '2026-03-06'),
    ]);
    const { cards, nextDate } = await homeOf(mentee);
    expect(cards.map(({ kind, path }) => [kind, path])).toEqual([
      ['check-in', `/check-ins/${checkIn.id}`],
      ['confirm-meeting', `/pairings/${pairing.id}/meetings/${past.id}`],
      ['sign-agreement', `/pairings/${pairing.id}#agreement`],
      ['plan-meeting', `/pairings/${pairing.id}/meetings/new`],
      ['unread-messages', `/pairings/${pairing.id}/messages`],
      ['action-due', `/pairings/${pairing.id}`],
    ]);
    expect(cards[1]?.facts).toMatchObject({ title: 'Hello', partnerNames: ['Omar Mentor'] });
    expect(cards[4]?.facts).toMatchObject({ count: 1 });
    expect(cards[5]).toMatchObject({ at: '2026-03-05', facts: { title: 'Write it down' } });
    expect(nextDate).toBeNull();
  });

  it('asks for no second meeting where the program has one', async () => {
    const story = await aCohort();
    const pairing = await aPairing(story);
    const kinds = async () => (await homeOf(story.mentee)).cards.map(({ kind }) => kind);
    const cards = async () => (await homeOf(story.mentee)).cards;
    expect((await cards()).at(-1)?.facts).toMatchObject({ isFirst: true });
    await api.given.meeting(pairing, { state: 'planned', startsAt: days(-1) });
    expect(await kinds()).toEqual(['confirm-meeting', 'plan-meeting']);
    expect((await cards()).at(-1)?.facts).toMatchObject({ isFirst: false });
    await api.rows(
      "update programs set format = 'flash' where id = (select program_id from cohorts where id = $1)",
      [story.cohort.id],
    );
    expect(await kinds()).toEqual(['confirm-meeting']);
  });

  it('asks each side for its own answer to a meeting, and for two weeks', async () => {
    const story = await aCohort();
    const pairing = await aPairing(story);
    await api.given.meeting(pairing, { state: 'planned', startsAt: days(2) });
    const meeting = await api.given.meeting(pairing, { startsAt: days(-3), confirmedBy: [story.mentor] });
    await api.given.meeting(pairing, { startsAt: days(-15), confirmedBy: [story.mentor] });
    expect((await homeOf(story.mentee)).nextDate).toBeNull();
    expect((await homeOf(story.mentee)).cards).toMatchObject([
      { kind: 'confirm-meeting', path: `/pairings/${pairing.id}/meetings/${meeting.id}` },
      { kind: 'next-meeting', at: days(2).toISOString() },
    ]);
    expect((await homeOf(story.mentor)).cards).toMatchObject([{ kind: 'next-meeting' }]);

    // Further ahead it is nothing to do yet, and is named beside what is.
    await api.rows("update meetings set starts_at = $2 where pairing_id = $1 and state = 'planned'", [
      pairing.id,
      days(9),
    ]);
    expect(await homeOf(story.mentee)).toMatchObject({
      cards: [{ kind: 'confirm-meeting' }],
      nextDate: { kind: 'next-meeting', facts: { partnerNames: ['Omar Mentor'] } },
    });
  });

  it('says that nothing is due and names the next date', async () => {
    const story = await aCohort();
    const pairing = await aPairing(story);
    await api.given.meeting(pairing, { state: 'planned', startsAt: new Date('2026-03-20T23:30:00Z') });
    expect(await homeOf(story.mentee)).toMatchObject({
      cards: [],
      // Half past midnight in Berlin.
      nextDate: { kind: 'next-meeting', on: '2026-03-21', facts: { partnerNames: ['Omar Mentor'] } },
    });
  });

  it('asks nothing of a paused pairing but the answers that are owed', async () => {
    const story = await aCohort();
    const pairing = await aPairing(story, { state: 'paused' });
    await api.given.meeting(pairing, { state: 'planned', startsAt: days(2) });
    expect(await homeOf(story.mentee)).toMatchObject({ cards: [], nextDate: null });
  });
});

describe('the start page of somebody who is not paired', () => {
  it('offers a cohort that is open to me, then asks to finish the draft, then tells that I wait', async () => {
    const { cohort, mentor, mentee } = await aCohort('enrolling');
    expect((await homeOf(mentee)).cards).toMatchObject([
      {
        kind: 'open-cohort',
        path: `/programs/${cohort.id}`,
        at: '2026-03-15',
        facts: { cohortName: 'Spring' },
      },
    ]);
    const enrolment = await api.given.enrolment(cohort, mentee, 'mentee', { state: 'draft' });
    expect((await homeOf(mentee)).cards).toMatchObject([
      { kind: 'finish-enrolment', path: `/programs/${cohort.id}/enrol`, facts: { role: 'mentee' } },
    ]);
    await api.rows("update enrolments set state = 'in-pool' where id = $1", [enrolment.id]);
    expect(await homeOf(mentee)).toMatchObject({
      cards: [{ kind: 'waiting-for-match', path: '/my', at: '2026-03-22', facts: { canEdit: true } }],
      nextDate: { kind: 'cohort-starts', on: '2026-03-22' },
    });
    // Whoever joins a cohort that has begun is promised no day that has gone by.
    await api.rows(
      "update cohorts set state = 'running', enrolment_opens_on = '2026-01-20', enrolment_closes_on = '2026-02-10', starts_on = '2026-02-20' where id = $1",
      [cohort.id],
    );
    expect((await homeOf(mentee)).cards).toMatchObject([{ kind: 'waiting-for-match', at: null }]);
    // While a mentor is asked, that is what to wait for.
    const asked = await api.given.enrolment(cohort, mentor, 'mentor');
    await api.given.mentorRequest(enrolment, asked, { askedAt: days(-1) });
    expect((await homeOf(mentee)).cards).toMatchObject([
      {
        kind: 'waiting-for-answer',
        path: `/my/choices/${enrolment.id}`,
        at: days(4).toISOString(),
        facts: { partnerNames: ['Omar Mentor'] },
      },
    ]);
    await api.rows("update mentor_requests set state = 'withdrawn', ended_at = asked_at");
    await api.rows("update enrolments set state = 'withdrawn' where id = $1", [enrolment.id]);
    expect((await homeOf(mentee)).cards).toEqual([]);
    // Whom a pairing is offered to does not wait for one.
    await api.rows("update enrolments set state = 'in-pool' where id = $1", [enrolment.id]);
    const more = { state: 'offered', menteeEnrolment: enrolment, mentorEnrolment: asked } as const;
    await api.given.pairing(cohort, mentor, mentee, more);
    expect((await homeOf(mentee)).cards).toMatchObject([{ kind: 'accept-pairing' }]);
  });

  it('asks first to take a seat that is kept, and the others are told their place', async () => {
    const { cohort, organisation, mentee } = await aCohort('enrolling');
    await api.rows('update cohorts set seats = 1 where id = $1', [cohort.id]);
    const list = (person: GivenPerson, waitingNumber: number) =>
      api.given.enrolment(cohort, person, 'mentee', { state: 'waitlisted', waitingNumber });
    const offered = await list(mentee, 1);
    await giveSeatOffer(api.given, offered, { offeredAt: hours(-1) });
    const next = await api.given.person(organisation);
    await list(next, 2);
    expect((await homeOf(mentee)).cards).toMatchObject([
      {
        kind: 'take-seat',
        path: '/my',
        at: hours(71).toISOString(),
        facts: { enrolmentId: offered.id, programName: 'Growing' },
      },
    ]);
    expect((await homeOf(next)).cards).toMatchObject([
      { kind: 'waiting-for-seat', path: '/my', facts: { place: 1, waiting: 1 } },
    ]);
    await api.rows("update cohorts set admission_order = 'lottery' where id = $1", [cohort.id]);
    expect((await homeOf(next)).cards).toMatchObject([{ kind: 'waiting-for-draw', at: '2026-03-16' }]);
  });

  it('says whose yes is missing, and asks the manager for it', async () => {
    const { cohort, organisation } = await aCohort('enrolling');
    const manager = await api.given.person(organisation, { displayName: 'Max Manager' });
    const report = await api.given.person(organisation, {
      displayName: 'Rita Report',
      managerId: manager.id,
    });
    const stranger = await api.given.person(organisation);
    const enrolment = await api.given.enrolment(cohort, report, 'mentee', { state: 'awaiting-approval' });
    await giveApproval(api.given, enrolment, { manager, askedAt: hours(-2) });
    expect((await homeOf(report)).cards).toMatchObject([
      { kind: 'waiting-for-approval', facts: { managerName: 'Max Manager' } },
    ]);
    const asked = (person: GivenPerson) =>
      homeOf(person).then(({ cards }) => cards.filter(({ kind }) => kind === 'decide-approvals'));
    expect(await asked(manager)).toEqual([
      {
        kind: 'decide-approvals',
        path: '/team',
        at: hours(-2).toISOString(),
        facts: { count: 1, partnerNames: ['Rita Report'], programName: 'Growing' },
      },
    ]);
    expect(await asked(stranger)).toEqual([]);
    await api.rows("update approvals set state = 'void' where enrolment_id = $1", [enrolment.id]);
    expect(await asked(manager)).toEqual([]);
  });

  it('offers nothing that the rule keeps from me', async () => {
    const { cohort, mentee } = await aCohort('enrolling');
    await api.rows(
      "update programs set eligibility = jsonb_set(eligibility, '{leastGrade}', '9') where id = $1",
      [cohort.programId],
    );
    expect(await homeOf(mentee)).toMatchObject({ cards: [], nextDate: null });
  });
});

describe('the start page of a coordinator', () => {
  it('asks to review a matching run that is ready, the newest of its cohort', async () => {
    const { organisation, owner, cohort, mentee } = await aCohort('matching');
    const run = (id: string, state: string, createdAt: Date) => ({
      organisationId: organisation.id,
      id,
      cohortId: cohort.id,
      state,
      policy: {},
      seed: 1,
      statistics: { matched: 7, mentees: 8 },
      createdBy: owner.id,
      createdAt,
      finishedAt: createdAt,
    });
    const [older, newer] = [crypto.randomUUID(), crypto.randomUUID()];
    await api.given.insert('matching_runs', [run(older, 'ready', hours(-9)), run(newer, 'ready', hours(-2))]);
    expect((await homeOf(owner)).cards).toEqual([
      {
        kind: 'review-matching',
        path: `/manage/${cohort.programId}/matching/${newer}?cohort=${cohort.id}`,
        at: hours(-2).toISOString(),
        facts: { cohortName: 'Spring', programName: 'Growing', matched: 7, mentees: 8 },
      },
    ]);
    const elsewhere = await api.given.person(organisation);
    await api.given.grant(elsewhere, 'coordinator', (await api.given.program(owner)).id);
    expect((await homeOf(elsewhere)).cards).toEqual([]);
    expect((await homeOf(mentee)).cards).toEqual([]);
    await api.rows("update matching_runs set state = 'superseded' where id = $1", [newer]);
    expect((await homeOf(owner)).cards).toEqual([]);
  });

  it('counts the pairings that need help as today does', async () => {
    const story = await aCohort();
    await aPairing(story);
    const browser = await api.as(story.owner);
    const today = await browser.call(metricRoutes.today, {});
    expect(today.body.queue).toHaveLength(1);
    expect((await homeOf(story.owner)).cards).toMatchObject([
      { kind: 'help-pairings', path: '/today', facts: { count: 1 } },
    ]);
    const auditor = await api.given.person(story.organisation);
    await api.given.grant(auditor, 'auditor');
    expect((await homeOf(auditor)).cards).toEqual([]);
  });

  it('names the next date of the own programs when nothing is due', async () => {
    const { owner } = await aCohort('matching');
    expect(await homeOf(owner)).toMatchObject({
      cards: [],
      nextDate: { kind: 'matching-due', on: '2026-03-22', facts: { cohortName: 'Spring' } },
    });
  });
});
