import { addDays } from '@ithaca/domain/cohort';
import { Random } from '@ithaca/domain/random';

import { commonAnswers } from './demo-directory.ts';
import type { Company, Employee } from './demo-directory.ts';
import { giveCourse, giveInvitations } from './demo-trail.ts';
import type { Given, GivenCohort } from './given.ts';

const DAY = 86_400_000;
const PAIRS = 5;

const aims = [
  'Write so that others read on',
  'Read figures without help',
  'Lead a workshop',
  'Say no in time',
];

/** Two cohorts of peers: one whose pairs have met three times, and one of an odd number that waits for its draft. */
export async function tellPeers(
  given: Given,
  company: Company,
  { now, coordinator }: { now: Date; coordinator: Employee },
): Promise<void> {
  const random = new Random(7_207);
  const day = (offset: number) => addDays(now.toISOString().slice(0, 10), offset);
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY);
  const by = coordinator.person;
  const program = await given.program(by, {
    name: 'Learning tandems',
    slug: 'learning-tandems',
    purpose: 'Two colleagues of similar experience learn from one another as equals.',
    templateKey: 'peer-learning',
  });
  const named = new Set(company.signIns.map((one) => one.person.id));
  const staff = random.shuffle(
    company.employees.filter(
      (one) => one.leftOn === null && one.hiredOn < day(-250) && one.grade <= 6 && !named.has(one.person.id),
    ),
  );
  const take = (): Employee => {
    const next = staff.shift();
    if (!next) throw new Error('The demo needs more people for its peers.');
    return next;
  };
  const open = async (cohort: GivenCohort, state: 'running' | 'matching', at: Date) => {
    await giveCourse(given, cohort, { by, now, state });
    const people = staff.slice(0, 24).map(({ person }) => person);
    await giveInvitations(given, cohort, people, { by, at });
  };
  const enrol = (cohort: GivenCohort, one: Employee, state: 'matched' | 'in-pool', submittedAt: Date) =>
    given.enrolment(cohort, one.person, 'peer', {
      state,
      answers: commonAnswers(random, one, 'peer', []),
      submittedAt,
    });

  const running = await given.cohort(program, by, {
    name: 'Spring tandems',
    state: 'running',
    startsOn: day(-45),
    endsOn: day(81),
    menteeGoal: 10,
  });
  await open(running, 'running', daysAgo(66));
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const [one, other] = [take(), take()];
    const pairing = await given.pairing(running, one.person, other.person, {
      mentorEnrolment: await enrol(running, one, 'matched', daysAgo(60 - pair)),
      menteeEnrolment: await enrol(running, other, 'matched', daysAgo(57 - pair)),
      startedAt: daysAgo(43),
      cadenceDays: 14,
    });
    for (const [at, ago] of [37, 23, 9].entries())
      await given.meeting(pairing, {
        title: ['First meeting', 'What each of us tried', 'A text taken apart'][at] ?? '',
        startsAt: daysAgo(ago - (pair % 3)),
        minutes: 60,
        confirmedBy: [one.person, other.person],
      });
    await given.meeting(pairing, {
      state: 'planned',
      title: 'Halfway: is it balanced?',
      startsAt: new Date(now.getTime() + (4 + pair) * DAY),
      minutes: 60,
    });
    for (const person of [one.person, other.person]) {
      await given.goal(pairing, { title: random.pick(aims), owner: person, milestones: [] });
      await given.checkIn(pairing, person, {
        askedAt: daysAgo(29),
        answeredAt: daysAgo(27),
        usefulness: random.between(3, 5),
      });
    }
  }

  const next = await given.cohort(program, by, {
    name: 'Autumn tandems',
    state: 'matching',
    startsOn: day(12),
    endsOn: day(138),
    menteeGoal: 12,
  });
  await open(next, 'matching', daysAgo(17));
  for (let count = 0; count < 11; count += 1) await enrol(next, take(), 'in-pool', daysAgo(9));
}
