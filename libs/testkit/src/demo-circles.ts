import { addDays } from '@ithaca/domain/cohort';
import type { CohortState } from '@ithaca/domain/cohort';

import { commonAnswers } from './demo-directory.ts';
import type { Company, Employee } from './demo-directory.ts';
import { giveCourse, giveInvitations } from './demo-trail.ts';
import type { Given, GivenCohort } from './given.ts';
import { Random } from '@ithaca/domain/random';

const DAY = 86_400_000;
const PLACES = 5;

/** Two cohorts of circles: one whose circles have met twice, and one that waits for its draft. */
export async function tellCircles(
  given: Given,
  company: Company,
  { now, coordinator }: { now: Date; coordinator: Employee },
): Promise<void> {
  const random = new Random(5_113);
  const day = (offset: number) => addDays(now.toISOString().slice(0, 10), offset);
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY);
  const program = await given.program(coordinator.person, {
    name: 'Leadership circles',
    slug: 'leadership-circles',
    purpose: 'A mentor and a small group of colleagues on their way to lead learn from one another.',
    templateKey: 'erg-circle',
  });
  const named = new Set(company.signIns.map((one) => one.person.id));
  const staff = random.shuffle(
    company.employees.filter(
      (one) => one.leftOn === null && one.hiredOn < day(-250) && !named.has(one.person.id),
    ),
  );
  const leaders = staff.filter(({ grade }) => grade >= 7);
  const learners = staff.filter(({ grade }) => grade <= 5);
  const take = (from: Employee[]): Employee => {
    const next = from.shift();
    if (!next) throw new Error('The demo needs more people for its circles.');
    return next;
  };

  const running = await given.cohort(program, coordinator.person, {
    name: 'Spring circles',
    state: 'running',
    startsOn: day(-70),
    endsOn: day(112),
    menteeGoal: 10,
  });
  const open = async (cohort: GivenCohort, state: CohortState, at: Date) => {
    const by = coordinator.person;
    await giveCourse(given, cohort, { by, now, state });
    const people = [...leaders.slice(0, 8), ...learners.slice(0, 30)].map(({ person }) => person);
    await giveInvitations(given, cohort, people, { by, at });
  };
  await open(running, 'running', daysAgo(96));
  for (let circle = 0; circle < 2; circle += 1) {
    const mentor = take(leaders);
    const [first, ...others] = Array.from({ length: PLACES }, () => take(learners).person);
    if (!first) throw new Error('A circle needs a mentee.');
    const pairing = await given.pairing(running, mentor.person, first, {
      others,
      startedAt: daysAgo(66),
      cadenceDays: 28,
    });
    const members = [mentor.person, first, ...others];
    for (const ago of [52, 24])
      await given.meeting(pairing, {
        title: ago === 52 ? 'Circle agreement' : 'What I learnt from a mistake',
        startsAt: daysAgo(ago),
        minutes: 75,
        // Somebody is always away.
        confirmedBy: members.filter((_, at) => at !== 1 + ((ago + circle) % PLACES)),
      });
    await given.meeting(pairing, {
      state: 'planned',
      title: 'Saying no',
      startsAt: new Date(now.getTime() + (4 + circle) * DAY),
      minutes: 75,
    });
  }

  const next = await given.cohort(program, coordinator.person, {
    name: 'Autumn circles',
    state: 'matching',
    startsOn: day(12),
    endsOn: day(194),
    menteeGoal: 15,
  });
  await open(next, 'matching', daysAgo(17));
  const enrol = (one: Employee, role: 'mentor' | 'mentee') =>
    given.enrolment(next, one.person, role, {
      capacity: role === 'mentor' ? PLACES : 1,
      answers: { ...commonAnswers(random, one, role, []), languages: ['en'] },
      submittedAt: daysAgo(9),
    });
  for (let count = 0; count < 4; count += 1) await enrol(take(leaders), 'mentor');
  for (let count = 0; count < 14; count += 1) await enrol(take(learners), 'mentee');
}
