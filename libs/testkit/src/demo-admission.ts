import { addDays } from '@ithaca/domain/cohort';
import type { CohortState } from '@ithaca/domain/cohort';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import type { Side } from '@ithaca/domain/vocabulary';

import { commonAnswers } from './demo-directory.ts';
import type { Company, Employee } from './demo-directory.ts';
import { giveApproval, giveLottery, giveSeatOffer } from './given-admission.ts';
import { giveCourse, giveDeeds, giveInvitations } from './demo-trail.ts';
import type { Given, GivenCohort, GivenEnrolment } from './given.ts';
import { Random } from '@ithaca/domain/random';

const DAY = 86_400_000;

interface Story {
  now: Date;
  coordinator: Employee;
  manager: Employee;
  mentee: Employee;
}

/** Three cohorts that not everybody simply joins: one asks managers, one has a waiting list with a seat on offer, one has drawn lots. */
export async function tellAdmission(given: Given, company: Company, story: Story): Promise<void> {
  const { now, coordinator, manager, mentee } = story;
  const random = new Random(9_241);
  const day = (offset: number) => addDays(now.toISOString().slice(0, 10), offset);
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  const named = new Set(company.signIns.map((one) => one.person.id));
  const staff = random.shuffle(
    company.employees.filter(
      (one) => one.leftOn === null && one.hiredOn < day(-120) && !named.has(one.person.id),
    ),
  );
  const reports = staff.filter((one) => one.managerId === manager.person.id);
  const others = staff.filter((one) => one.managerId !== manager.person.id);
  const seniors = others.filter(({ grade }) => grade >= 6);
  const juniors = others.filter(({ grade }) => grade <= 5);
  const take = (from: Employee[]): Employee => {
    const next = from.shift();
    if (!next) throw new Error('The demo needs more people for its waiting lists.');
    return next;
  };
  const times = async (count: number, tell: (at: number) => Promise<unknown>) => {
    for (let at = 0; at < count; at += 1) await tell(at);
  };
  const enrol = (
    cohort: GivenCohort,
    one: Employee,
    role: Side,
    more: { state?: EnrolmentState; submittedAt: Date; waitingNumber?: number; id?: string },
  ): Promise<GivenEnrolment> =>
    given.enrolment(cohort, one.person, role, {
      ...more,
      capacity: role === 'mentor' ? random.pick([1, 2]) : 1,
      answers: { ...commonAnswers(random, one, role, []), languages: ['en'] },
    });

  const by = coordinator.person;
  const open = async (cohort: GivenCohort, state: CohortState, invited: readonly Employee[]) => {
    await giveCourse(given, cohort, { by, now, state });
    await giveInvitations(
      given,
      cohort,
      invited.map(({ person }) => person),
      { by, at: ago(16) },
    );
  };

  const asking = await given.cohort(
    await given.program(coordinator.person, {
      name: 'Reverse mentoring',
      slug: 'reverse-mentoring',
      templateKey: 'reverse',
    }),
    coordinator.person,
    {
      name: 'Leads and newcomers',
      startsOn: day(15),
      endsOn: day(136),
      menteeGoal: 12,
      admission: { approval: 'manager' },
    },
  );
  const managerOf = (one: Employee) =>
    company.employees.find(({ person }) => person.id === one.managerId)?.person ?? manager.person;
  const ask = async (
    one: Employee,
    role: Side,
    state: 'asked' | 'approved' | 'declined',
    daysAgo: number,
    reason = '',
  ) => {
    const enrolment = await enrol(asking, one, role, {
      state: state === 'asked' ? 'awaiting-approval' : state === 'approved' ? 'in-pool' : 'declined',
      submittedAt: ago(daysAgo),
    });
    await giveApproval(given, enrolment, { manager: managerOf(one), askedAt: ago(daysAgo), state, reason });
  };
  await open(asking, 'enrolling', [...reports.slice(0, 6), ...seniors.slice(0, 10), ...juniors.slice(0, 12)]);
  await times(3, (at) => ask(take(reports), 'mentee', 'asked', 1 + 2 * at));
  await ask(take(reports), 'mentee', 'approved', 8);
  await times(2, (at) => ask(take(seniors), 'mentee', 'asked', 3 + at));
  await times(3, (at) => ask(take(seniors), 'mentee', 'approved', 6 + at));
  await ask(
    take(seniors),
    'mentee',
    'declined',
    7,
    'The release needs all hours until spring. Next round, gladly.',
  );
  await times(5, (at) => ask(take(juniors), 'mentor', 'approved', 5 + at));

  const seats = 8;
  const waiting = await given.cohort(
    await given.program(coordinator.person, {
      name: 'Shadowing',
      slug: 'shadowing',
      purpose: 'Go along with a senior colleague for some days a month and talk about what you saw.',
      templateKey: 'career-growth',
    }),
    coordinator.person,
    {
      name: 'Winter round',
      startsOn: day(13),
      endsOn: day(104),
      menteeGoal: seats,
      admission: { seats },
    },
  );
  await open(waiting, 'enrolling', [...seniors.slice(0, 14), ...juniors.slice(0, 34)]);
  await times(7, () => enrol(waiting, take(seniors), 'mentor', { submittedAt: ago(14) }));
  // Three of the first eight left again; their seats were taken twice, left to the next once, and kept for the demo's mentee now.
  await times(5, (at) => enrol(waiting, take(juniors), 'mentee', { submittedAt: ago(14 - at * 0.2) }));
  await times(3, () =>
    enrol(waiting, take(juniors), 'mentee', { state: 'withdrawn', submittedAt: ago(13.5) }),
  );
  const list = (number: number, one: Employee, state: EnrolmentState) =>
    enrol(waiting, one, 'mentee', { state, submittedAt: ago(12 - number / 2), waitingNumber: number });
  const offer = async (
    number: number,
    one: Employee,
    state: 'open' | 'accepted' | 'declined',
    days: number,
  ) =>
    giveSeatOffer(
      given,
      await list(
        number,
        one,
        state === 'open' ? 'waitlisted' : state === 'accepted' ? 'in-pool' : 'withdrawn',
      ),
      { offeredAt: ago(days), state },
    );
  await giveDeeds(
    given,
    waiting,
    [8, 6, 3, 0.5].map((days) => ({
      action: 'admission.offer-seat',
      at: ago(days),
      by: null,
      subject: { type: 'cohort', id: waiting.id },
    })),
  );
  await offer(1, take(juniors), 'accepted', 8);
  await offer(2, take(juniors), 'accepted', 6);
  await offer(3, take(juniors), 'declined', 3);
  await offer(4, mentee, 'open', 0.5);
  await times(5, (at) => list(5 + at, take(juniors), 'waitlisted'));

  const drawn = await given.cohort(
    await given.program(coordinator.person, {
      name: 'Speaking on stage',
      slug: 'speaking-on-stage',
      purpose: 'Prepare a talk with somebody who has given many, and give it.',
      templateKey: 'career-growth',
    }),
    coordinator.person,
    {
      name: 'First round',
      state: 'matching',
      startsOn: day(6),
      endsOn: day(97),
      menteeGoal: 6,
      admission: { seats: 6, order: 'lottery' },
    },
  );
  await open(drawn, 'matching', [...seniors.slice(0, 12), ...juniors.slice(0, 26)]);
  await times(5, () => enrol(drawn, take(seniors), 'mentor', { submittedAt: ago(12) }));
  await giveDeeds(given, drawn, [
    { action: 'admission.draw', at: ago(0.8), by, subject: { type: 'cohort', id: drawn.id } },
  ]);
  const entrants = Array.from({ length: 11 }, () => take(juniors));
  await giveLottery(given, drawn, {
    seed: 'halden-speaking-on-stage-first-round-drawn!',
    preparedAt: ago(24),
    drawnAt: ago(0.8),
    drawnBy: coordinator.person,
    seats: 6,
    people: entrants.map(({ person }) => person),
    enrol: (person, { won, ...lot }) => {
      const one = entrants.find((entrant) => entrant.person.id === person.id);
      if (!one) throw new Error('A draw orders only its entrants.');
      return enrol(drawn, one, 'mentee', {
        ...lot,
        state: won ? 'in-pool' : 'waitlisted',
        submittedAt: ago(random.between(3, 15)),
      });
    },
  });
}
