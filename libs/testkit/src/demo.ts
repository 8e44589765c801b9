import { addDays } from '@ithaca/domain/cohort';
import type { CohortState } from '@ithaca/domain/cohort';
import type { Side } from '@ithaca/domain/vocabulary';

import { tellAdmission } from './demo-admission.ts';
import { tellCircles } from './demo-circles.ts';
import { commonAnswers, directory } from './demo-directory.ts';
import type { Company, Employee } from './demo-directory.ts';
import { tellIntroductions } from './demo-introductions.ts';
import { tellLibrary } from './demo-library.ts';
import { playPairing } from './demo-pairing.ts';
import { tellPeers } from './demo-peers.ts';
import { tellReports } from './demo-reports.ts';
import { tellSurveyPlan, tellSurveys } from './demo-surveys.ts';
import type { SurveyedPairing } from './demo-surveys.ts';
import { tellSelfService } from './demo-self-service.ts';
import { giveCourse, giveInvitations } from './demo-trail.ts';
import { tellVoices } from './demo-voices.ts';
import type { Given, GivenCohort, GivenEnrolment, GivenPerson, GivenProgram } from './given.ts';
import { Random } from '@ithaca/domain/random';

/** The password of every demo sign-in. */
export const DEMO_PASSWORD = 'try-ithaca-today';

/** Who can sign in to the demo, in the order in which it is told. */
export const demoSignIns = [
  { role: 'owner', email: 'owner@halden.example', name: 'Ingrid Halden' },
  { role: 'coordinator', email: 'coordinator@halden.example', name: 'Carla Moreau' },
  { role: 'manager', email: 'manager@halden.example', name: 'Marcus Weiss' },
  { role: 'mentor', email: 'mentor@halden.example', name: 'Miriam Okafor' },
  { role: 'mentee', email: 'mentee@halden.example', name: 'Emil Lindqvist' },
] as const;

export interface DemoOptions {
  now: Date;
  passwordHash: string;
  /** Also builds an organisation of 5,000 people. */
  large?: boolean;
}

/** Tells the whole demo: three organisations, each in its own unit of work given by `inOrganisation`. */
export async function tellDemo(
  inOrganisation: (tell: (given: Given) => Promise<void>) => Promise<void>,
  options: DemoOptions,
): Promise<void> {
  await inOrganisation((given) => tellHalden(given, options));
  await inOrganisation((given) => tellMarlow(given, options));
  if (options.large) await inOrganisation((given) => tellOrbis(given, options));
}

const dayOf = (at: Date, offset: number) => addDays(at.toISOString().slice(0, 10), offset);

/** A company of the demo, with an owner in office. */
async function openCompany(
  given: Given,
  random: Random,
  options: DemoOptions,
  about: Omit<Parameters<typeof directory>[3], 'passwordHash'>,
): Promise<{ company: Company; owner: GivenPerson }> {
  const company = await directory(given, random, options.now, {
    ...about,
    passwordHash: options.passwordHash,
  });
  const [owner] = company.signIns;
  if (!owner) throw new Error(`${about.name} needs its owner.`);
  await given.grant(owner.person, 'owner');
  return { company, owner: owner.person };
}

/** A cohort that runs from one day to another, both counted from today. */
const runOf = async (
  given: Given,
  { now }: DemoOptions,
  program: GivenProgram,
  runner: GivenPerson,
  [from, to]: readonly [number, number],
  about: { name: string; state: CohortState; menteeGoal: number; closedAt?: Date },
) => {
  const cohort = await given.cohort(program, runner, {
    ...about,
    startsOn: dayOf(now, from),
    endsOn: dayOf(now, to),
  });
  await giveCourse(given, cohort, { by: runner, now, state: about.state });
  return cohort;
};

/** The typical organisation: 400 people, two running cohorts, one of self-service and one of circles, two that wait for matching, one open to enrolment, three with approvals, a waiting list and a lottery, one long closed. */
async function tellHalden(given: Given, options: DemoOptions): Promise<void> {
  const { now } = options;
  const random = new Random(20_260_301);
  const { company, owner } = await openCompany(given, random, options, {
    name: 'Halden Robotics',
    slug: 'halden',
    domain: 'halden.example',
    people: 400,
    timeZone: 'Europe/Berlin',
    brandColour: '#3b4fd8',
    signIns: demoSignIns.map((one) => ({ email: one.email, name: one.name, kind: one.role })),
  });
  const [, coordinator, manager, mentor, mentee] = company.signIns;
  if (!coordinator || !manager || !mentor || !mentee) throw new Error('The demo needs its five sign-ins.');
  await given.grant(coordinator.person, 'coordinator');

  const growth = await given.program(coordinator.person, {
    name: 'Career growth',
    slug: 'career-growth',
    templateKey: 'career-growth',
  });
  const pipeline = await given.program(coordinator.person, {
    name: 'Leadership pipeline',
    slug: 'leadership-pipeline',
    templateKey: 'leadership',
  });
  const buddies = await given.program(coordinator.person, {
    name: 'Onboarding buddy',
    slug: 'onboarding-buddy',
    templateKey: 'onboarding-buddy',
  });

  const closed = await runOf(given, options, growth, coordinator.person, [-560, -378], {
    name: 'First cohort',
    state: 'closed',
    closedAt: new Date(`${dayOf(now, -376)}T12:00:00Z`),
    menteeGoal: 40,
  });
  const spring = await runOf(given, options, growth, coordinator.person, [-126, 56], {
    name: 'Spring cohort',
    state: 'running',
    menteeGoal: 45,
  });
  const leaders = await runOf(given, options, pipeline, coordinator.person, [-63, 210], {
    name: 'Leaders of tomorrow',
    state: 'running',
    menteeGoal: 30,
  });
  const autumn = await runOf(given, options, growth, coordinator.person, [6, 188], {
    name: 'Autumn cohort',
    state: 'matching',
    menteeGoal: 50,
  });
  const newcomers = await runOf(given, options, buddies, coordinator.person, [18, 108], {
    name: 'New joiners',
    state: 'enrolling',
    menteeGoal: 25,
  });

  for (const program of [growth, pipeline]) await tellSurveyPlan(given, program, now);
  const { mentees: alumni } = await tellHistory(given, random, company, closed, {
    pairs: 42,
    now,
    by: coordinator.person,
    invited: 120,
    ended: true,
    first: null,
  });
  const { firstEnrolment } = await tellHistory(given, random, company, spring, {
    pairs: 44,
    now,
    by: coordinator.person,
    invited: 130,
    ended: false,
    first: [mentor, mentee],
    apart: alumni,
    hasLeaver: true,
  });
  await tellHistory(given, random, company, leaders, {
    pairs: 28,
    now,
    by: coordinator.person,
    invited: 80,
    ended: false,
    first: null,
    apart: alumni,
  });
  await tellPool(given, random, company, autumn, { mentees: 46, mentors: 30, now, by: coordinator.person });
  await tellPool(given, random, company, newcomers, {
    mentees: 9,
    mentors: 12,
    now,
    by: coordinator.person,
    drafts: 4,
  });
  await tellSelfService(given, company, { now, coordinator, mentor, mentee });
  await tellCircles(given, company, { now, coordinator });
  await tellAdmission(given, company, { now, coordinator, manager, mentee });
  if (firstEnrolment)
    await given.selfAssessment(mentee.person, firstEnrolment, {
      phase: 'start',
      skills: Object.fromEntries(
        mentor.department.skills.slice(0, 4).map((skill, at) => [skill, 1 + (at % 3)]),
      ),
      at: new Date(`${dayOf(now, -120)}T10:00:00Z`),
    });
  await tellVoices(given, company, { now, coordinator, mentee });
  await tellPeers(given, company, { now, coordinator });
  const readers = company.employees.filter(
    ({ leftOn, person }) => leftOn === null && person.id !== mentee.person.id,
  );
  await tellLibrary(given, [growth, pipeline], readers, { now, by: coordinator.person });
  await tellReports(given, spring, {
    now,
    by: coordinator.person,
    readers: [owner, coordinator.person, manager.person],
  });
  await given.flush();
}

/** A small organisation on its first cohort. */
async function tellMarlow(given: Given, options: DemoOptions): Promise<void> {
  const { now } = options;
  const random = new Random(77);
  const { company, owner } = await openCompany(given, random, options, {
    name: 'Marlow Studio',
    slug: 'marlow',
    domain: 'marlow.example',
    people: 34,
    timeZone: 'Europe/London',
    brandColour: '#0f766e',
    signIns: [{ email: 'owner@marlow.example', name: 'Grace Marlow', kind: 'owner' }],
  });
  const flash = await given.program(owner, {
    name: 'Flash mentoring',
    slug: 'flash',
    templateKey: 'flash',
  });
  const cohort = await runOf(given, options, flash, owner, [14, 56], {
    name: 'First try',
    state: 'enrolling',
    menteeGoal: 8,
  });
  await tellPool(given, random, company, cohort, { mentees: 5, mentors: 4, now, by: owner });
  await given.flush();
}

/** A large organisation, for looking at lists and matching at size. */
async function tellOrbis(given: Given, options: DemoOptions): Promise<void> {
  const { now } = options;
  const random = new Random(5000);
  const { company, owner } = await openCompany(given, random, options, {
    name: 'Orbis Group',
    slug: 'orbis',
    domain: 'orbis.example',
    people: 5000,
    timeZone: 'Europe/Berlin',
    brandColour: '#b45309',
    signIns: [{ email: 'owner@orbis.example', name: 'Olaf Orbis', kind: 'owner' }],
  });
  const growth = await given.program(owner, {
    name: 'Career growth',
    slug: 'career-growth',
    templateKey: 'career-growth',
  });
  const running = await runOf(given, options, growth, owner, [-100, 82], {
    name: 'Running cohort',
    state: 'running',
    menteeGoal: 600,
  });
  const next = await runOf(given, options, growth, owner, [10, 192], {
    name: 'Next cohort',
    state: 'matching',
    menteeGoal: 800,
  });
  await tellSurveyPlan(given, growth, now);
  await tellHistory(given, random, company, running, {
    pairs: 560,
    now,
    by: owner,
    invited: 1500,
    ended: false,
    first: null,
  });
  await tellPool(given, random, company, next, { mentees: 760, mentors: 420, now, by: owner });
  await given.flush();
}

/** A cohort that has lived: invitations, enrolments, pairings with their meetings, goals, messages and check-ins. */
async function tellHistory(
  given: Given,
  random: Random,
  company: Company,
  cohort: GivenCohort,
  story: {
    pairs: number;
    now: Date;
    by: GivenPerson;
    invited: number;
    ended: boolean;
    first: readonly [Employee, Employee] | null;
    apart?: ReadonlySet<string>;
    /** One of the mentors has left the company, and the pairings wait for somebody to see to them. */
    hasLeaver?: boolean;
  },
): Promise<{ mentees: ReadonlySet<string>; firstEnrolment: GivenEnrolment | null }> {
  const enrolledAt = new Date(Date.parse(`${cohort.startsOn}T08:00:00Z`) - 16 * 86_400_000);
  const staff = random.shuffle(
    company.employees.filter(
      (one) =>
        one.hiredOn < addDays(cohort.startsOn, -90) &&
        (one.leftOn === null || one.leftOn > addDays(cohort.startsOn, 60)) &&
        !story.apart?.has(one.person.id),
    ),
  );
  const named = new Set(company.signIns.map((one) => one.person.id));
  // Who has left stands in no open pairing, but for the one of the story.
  const stays = (one: Employee) => (story.ended || one.leftOn === null) && !named.has(one.person.id);
  const leaver = story.hasLeaver
    ? staff
        .filter((one) => one.grade >= 6 && one.leftOn !== null)
        .toSorted((a, b) => (b.leftOn ?? '').localeCompare(a.leftOn ?? ''))
        .slice(0, 1)
    : [];
  const seniors = [...leaver, ...staff.filter((one) => one.grade >= 6 && stays(one))];
  const juniors = staff.filter((one) => one.grade <= 5 && stays(one));
  const pairs: [Employee, Employee][] = story.first ? [[...story.first]] : [];
  for (const [index, mentee] of juniors.slice(0, story.pairs - pairs.length).entries()) {
    const mentor = seniors[index % Math.max(1, Math.min(seniors.length, Math.ceil(story.pairs * 0.7)))];
    if (mentor && mentor.managerId !== mentee.managerId && mentee.managerId !== mentor.person.id)
      pairs.push([mentor, mentee]);
  }
  const taking = new Set(pairs.flatMap((pair) => pair.map((one) => one.person.id)));
  const invited = [
    ...staff.filter((one) => taking.has(one.person.id)),
    ...staff
      .filter((one) => !taking.has(one.person.id) && !named.has(one.person.id))
      .slice(0, Math.max(0, story.invited - taking.size)),
  ];
  const invitedAt = new Date(enrolledAt.getTime() - 9 * 86_400_000);
  await giveInvitations(
    given,
    cohort,
    invited.map(({ person }) => person),
    { by: story.by, at: invitedAt },
  );
  // People who enrolled and found no partner, or withdrew.
  for (const one of invited
    .filter((person) => !taking.has(person.person.id))
    .slice(0, Math.round(story.pairs / 9)))
    await given.enrolment(cohort, one.person, 'mentee', {
      state: story.ended ? 'withdrawn' : 'in-pool',
      answers: commonAnswers(random, one, 'mentee', []),
      // In a cohort that runs, those who came when the pairings were published already.
      submittedAt: new Date(enrolledAt.getTime() + (story.ended ? 0 : 30) * 86_400_000),
    });

  const enrolments = new Map<string, Awaited<ReturnType<Given['enrolment']>>>();
  const enrol = async (one: Employee, role: Side, places: number) => {
    const key = `${role} ${one.person.id}`;
    const known = enrolments.get(key);
    if (known) return known;
    const made = await given.enrolment(cohort, one.person, role, {
      state: story.ended ? 'completed' : 'matched',
      capacity: role === 'mentor' ? places : 1,
      answers: commonAnswers(random, one, role, []),
      submittedAt: new Date(enrolledAt.getTime() + random.between(0, 6) * 86_400_000),
    });
    enrolments.set(key, made);
    return made;
  };
  const surveyed: SurveyedPairing[] = [];
  for (const [mentor, mentee] of pairs) {
    const places =
      Math.max(1, pairs.filter((pair) => pair[0] === mentor).length) + (random.chance(0.3) ? 1 : 0);
    const played = await playPairing(given, random, cohort, mentor, mentee, {
      now: story.now,
      ended: story.ended,
      isFirst: story.first?.[0] === mentor && story.first[1] === mentee,
      leftOn: story.ended ? null : mentor.leftOn,
      mentorEnrolment: await enrol(mentor, 'mentor', Math.min(8, places)),
      menteeEnrolment: await enrol(mentee, 'mentee', 1),
    });
    surveyed.push(played);
  }
  await tellSurveys(given, cohort, surveyed, story.now);
  const [, mentee] = story.first ?? [];
  const manager = company.signIns.find(({ person }) => person.email === 'manager@halden.example');
  if (mentee && manager)
    await tellIntroductions(given, surveyed, staff, { now: story.now, own: { mentee, manager, named } });
  return {
    mentees: new Set(pairs.map((pair) => pair[1].person.id)),
    firstEnrolment: (mentee && enrolments.get(`mentee ${mentee.person.id}`)) ?? null,
  };
}

/** A cohort whose pool fills: enrolments with answers, some drafts, nobody matched yet. */
async function tellPool(
  given: Given,
  random: Random,
  company: Company,
  cohort: GivenCohort,
  story: { mentees: number; mentors: number; now: Date; by: GivenPerson; drafts?: number },
): Promise<void> {
  const today = story.now.toISOString().slice(0, 10);
  const named = new Set(company.signIns.map((one) => one.person.id));
  const staff = random.shuffle(
    company.employees.filter(
      (one) => (one.leftOn === null || one.leftOn > today) && !named.has(one.person.id),
    ),
  );
  const mentors = staff.filter((one) => one.grade >= 6).slice(0, story.mentors);
  const mentees = staff.filter((one) => one.grade <= 5).slice(0, story.mentees);
  const invitedAt = new Date(story.now.getTime() - 18 * 86_400_000);
  const invited = staff.slice(0, (story.mentees + story.mentors) * 2).map(({ person }) => person);
  await giveInvitations(given, cohort, invited, { by: story.by, at: invitedAt });
  const wishable: GivenPerson[] = mentors.map((one) => one.person);
  const submittedAt = () => new Date(story.now.getTime() - random.between(2, 15) * 86_400_000);
  for (const one of mentors)
    await given.enrolment(cohort, one.person, 'mentor', {
      capacity: random.pick([1, 1, 2, 2, 3]),
      answers: commonAnswers(random, one, 'mentor', []),
      submittedAt: submittedAt(),
    });
  for (const [index, one] of mentees.entries())
    await given.enrolment(cohort, one.person, 'mentee', {
      state: index < (story.drafts ?? 0) ? 'draft' : 'in-pool',
      answers: commonAnswers(random, one, 'mentee', wishable),
      submittedAt: submittedAt(),
    });
}
