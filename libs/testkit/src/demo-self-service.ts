import { addDays } from '@ithaca/domain/cohort';
import type { MentorRequestState } from '@ithaca/domain/mentor-request';

import { commonAnswers } from './demo-directory.ts';
import type { Company, Employee } from './demo-directory.ts';
import { reasonsOf } from './demo-pairing.ts';
import { giveCourse, giveInvitations } from './demo-trail.ts';
import type { Given, GivenEnrolment } from './given.ts';
import { Random } from '@ithaca/domain/random';

const DAY = 86_400_000;

interface Enrolled {
  one: Employee;
  enrolment: GivenEnrolment;
}

/** A small running cohort in which mentees ask mentors themselves, with requests in every state. */
export async function tellSelfService(
  given: Given,
  company: Company,
  story: { now: Date; coordinator: Employee; mentor: Employee; mentee: Employee },
): Promise<void> {
  const { now } = story;
  const random = new Random(4_711);
  const day = (offset: number) => addDays(now.toISOString().slice(0, 10), offset);
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY);
  const program = await given.program(story.coordinator.person, {
    name: 'Skills exchange',
    slug: 'skills-exchange',
    purpose: 'Ask a colleague who knows what you want to learn, and meet for three months.',
    templateKey: 'career-growth',
    pairingMode: 'self-service',
  });
  const cohort = await given.cohort(program, story.coordinator.person, {
    name: 'Winter exchange',
    state: 'running',
    startsOn: day(-20),
    endsOn: day(72),
    menteeGoal: 10,
  });

  const named = new Set(company.signIns.map((one) => one.person.id));
  const staff = random.shuffle(
    company.employees.filter(
      (one) => one.leftOn === null && one.hiredOn < day(-200) && !named.has(one.person.id),
    ),
  );
  // People who share a site share language and hours, so that every request of the story is one the rules allow.
  const near = (one: Employee) => one.site === story.mentee.site && one.managerId !== story.mentee.managerId;
  const teams = new Set<string | null>();
  const ofOwnTeam = (one: Employee) => !teams.has(one.managerId) && teams.add(one.managerId);
  const mentors = staff.filter((one) => one.grade >= 6 && near(one)).slice(0, 7);
  for (const one of [story.mentor, ...mentors]) teams.add(one.managerId).add(one.person.id);
  const mentees = staff.filter((one) => one.grade <= 5 && near(one) && ofOwnTeam(one)).slice(0, 10);

  const by = story.coordinator.person;
  await giveCourse(given, cohort, { by, now, state: 'running' });
  const invited = [story.mentor, story.mentee, ...mentors, ...mentees, ...staff.slice(0, 20)];
  await giveInvitations(given, cohort, [...new Set(invited.map(({ person }) => person))], {
    by,
    at: daysAgo(48),
  });

  const enrol = async (
    one: Employee,
    role: 'mentor' | 'mentee',
    more: { capacity?: number; isMatched?: boolean; daysAgo?: number } = {},
  ): Promise<Enrolled> => ({
    one,
    enrolment: await given.enrolment(cohort, one.person, role, {
      state: more.isMatched ? 'matched' : 'in-pool',
      capacity: more.capacity ?? 1,
      answers: {
        ...commonAnswers(random, one, role, []),
        languages: [...new Set([...one.site.languages, 'en'])],
      },
      submittedAt: daysAgo(more.daysAgo ?? 19),
    }),
  });
  const take = <T>(from: T[]): T => {
    const next = from.shift();
    if (!next) throw new Error('The demo needs more people at the site of its mentee.');
    return next;
  };
  const ask = (
    mentee: Enrolled,
    mentor: Enrolled,
    state: MentorRequestState,
    more: { days?: number; rank?: number; note?: string; declineReason?: string; endedAt?: Date } = {},
  ) =>
    given.mentorRequest(mentee.enrolment, mentor.enrolment, {
      state,
      askedAt: daysAgo(more.days ?? 0),
      rank: more.rank ?? 1,
      ...(more.note ? { note: more.note } : {}),
      ...(more.declineReason ? { declineReason: more.declineReason } : {}),
      ...(more.endedAt ? { endedAt: more.endedAt } : {}),
    });
  const pair = (mentee: Enrolled, mentor: Enrolled, more: { startedDaysAgo: number; endedAt?: Date }) =>
    given.pairing(cohort, mentor.one.person, mentee.one.person, {
      state: more.endedAt ? 'ended' : 'active',
      startedAt: daysAgo(more.startedDaysAgo),
      ...(more.endedAt ? { endedAt: more.endedAt } : {}),
      ...reasonsOf(random, mentor.one, mentee.one),
      mentorEnrolment: mentor.enrolment,
      menteeEnrolment: mentee.enrolment,
    });

  const mentor = await enrol(story.mentor, 'mentor', { capacity: 3, isMatched: true });
  const full = await enrol(take(mentors), 'mentor', { isMatched: true });
  const asked = await enrol(take(mentors), 'mentor', { capacity: 2 });
  const busy = await enrol(take(mentors), 'mentor');
  const silent = await enrol(take(mentors), 'mentor');
  const late = await enrol(take(mentors), 'mentor');
  const former = await enrol(take(mentors), 'mentor');
  const quick = await enrol(take(mentors), 'mentor');

  const mentee = await enrol(story.mentee, 'mentee');
  await ask(mentee, busy, 'declined', { days: 6, declineReason: 'I am on parental leave from next month.' });
  await ask(mentee, asked, 'asked', {
    days: 1,
    rank: 2,
    note: 'I want to get better at leading a discussion.',
  });
  await ask(mentee, full, 'waiting', { rank: 3 });

  await ask(await enrol(take(mentees), 'mentee'), mentor, 'asked', {
    days: 1,
    note: 'Your talk on product decisions made me curious. Could we go through one of mine?',
  });
  const learner = await enrol(take(mentees), 'mentee', { isMatched: true });
  await ask(learner, mentor, 'accepted', { days: 12, note: 'I would like to learn how you plan.' });
  await pair(learner, mentor, { startedDaysAgo: 11 });
  const placed = await enrol(take(mentees), 'mentee', { isMatched: true });
  await ask(placed, full, 'accepted', { days: 14 });
  await pair(placed, full, { startedDaysAgo: 13 });

  await ask(await enrol(take(mentees), 'mentee'), silent, 'asked', { days: 4 });
  await ask(await enrol(take(mentees), 'mentee'), late, 'lapsed', { days: 9, endedAt: daysAgo(4) });
  const twice = await enrol(take(mentees), 'mentee');
  await ask(twice, mentor, 'declined', { days: 10, declineReason: 'My field is too far from these goals.' });
  await ask(twice, busy, 'declined', { days: 8, rank: 2 });
  const alone = await enrol(take(mentees), 'mentee');
  await ask(alone, former, 'accepted', { days: 17 });
  await pair(alone, former, { startedDaysAgo: 16, endedAt: daysAgo(3) });
  await ask(await enrol(take(mentees), 'mentee'), full, 'waiting');
  const changed = await enrol(take(mentees), 'mentee');
  await ask(changed, asked, 'withdrawn', { days: 5 });
  await ask(changed, quick, 'asked', { days: 1 });
  await enrol(take(mentees), 'mentee', { daysAgo: 9 });
}
