import { CHECK_IN_WAVES } from '@ithaca/domain/check-in';
import type { Employee } from './demo-directory.ts';
import type { SurveyedPairing } from './demo-surveys.ts';
import {
  agendaTopics,
  checkInChanges,
  goalMeasures,
  goalSentences,
  messageTexts,
  milestoneTitles,
} from './demo-words.ts';
import type { Given, GivenCohort, GivenEnrolment } from './given.ts';
import { sequentialId } from './ids.ts';
import type { Random } from '@ithaca/domain/random';

const DAY = 86_400_000;

export interface PairingStory {
  now: Date;
  ended: boolean;
  /** The pairing of the demo's own mentor and mentee: healthy, with a next meeting and something waiting. */
  isFirst: boolean;
  /** One of them left the company on this day, and nobody has looked at the pairing yet. */
  leftOn: string | null;
  mentorEnrolment: GivenEnrolment;
  menteeEnrolment: GivenEnrolment;
}

/** One pairing from its start until now: most keep their rhythm, some slip, a few stall or end. */
export async function playPairing(
  given: Given,
  random: Random,
  cohort: GivenCohort,
  mentor: Employee,
  mentee: Employee,
  story: PairingStory,
): Promise<SurveyedPairing> {
  const startedAt = new Date(Date.parse(`${cohort.startsOn}T10:00:00Z`) + random.between(0, 4) * DAY);
  const diligence = story.isFirst ? 0.97 : random.pick([0.95, 0.93, 0.9, 0.9, 0.85, 0.8, 0.6, 0.4]);
  const stallsAfter = !story.isFirst && random.chance(0.12) ? random.between(0, 70) : null;
  const until = story.ended
    ? new Date(startedAt.getTime() + 170 * DAY)
    : story.leftOn === null
      ? story.now
      : new Date(`${story.leftOn}T12:00:00Z`);
  const pairing = await given.pairing(cohort, mentor.person, mentee.person, {
    state: story.ended ? (stallsAfter === null ? 'completed' : 'ended') : 'active',
    startedAt,
    endedAt: stallsAfter === null ? until : new Date(startedAt.getTime() + (stallsAfter + 30) * DAY),
    cadenceDays: 14,
    ...reasonsOf(random, mentor, mentee),
    mentorEnrolment: story.mentorEnrolment,
    menteeEnrolment: story.menteeEnrolment,
  });

  let firstHeld: Date | null = null;
  for (
    let at = startedAt.getTime() + random.between(3, 12) * DAY;
    at < until.getTime() - DAY;
    at += 14 * DAY + random.between(-3, 4) * DAY
  ) {
    if (stallsAfter !== null && at > startedAt.getTime() + stallsAfter * DAY) break;
    const startsAt = atWorkingHour(random, new Date(at));
    // Moved from a weekend or to a later hour, it may lie ahead: what is told here is over.
    if (startsAt.getTime() > until.getTime() - DAY / 24) break;
    const held = random.chance(diligence);
    if (held) firstHeld ??= startsAt;
    await given.meeting(pairing, {
      state: held ? 'held' : random.pick(['cancelled', 'missed']),
      startsAt,
      minutes: random.pick([30, 45, 45, 60]),
      title: random.pick(agendaTopics),
      confirmedBy: held ? (random.chance(0.8) ? [mentor.person, mentee.person] : [mentee.person]) : [],
    });
  }
  if (firstHeld)
    for (const [person, role] of [
      [mentor.person, 'mentor'],
      [mentee.person, 'mentee'],
    ] as const)
      await given.stages(cohort, person.id, role, { active: firstHeld });
  if (story.ended && stallsAfter === null)
    for (const [person, role] of [
      [mentor.person, 'mentor'],
      [mentee.person, 'mentee'],
    ] as const)
      await given.stages(cohort, person.id, role, { completed: until });

  const goals = await playGoals(given, random, pairing, story, startedAt, until);
  await playCheckIns(given, random, pairing, startedAt, story, diligence);
  if (!story.ended && !story.leftOn && (story.isFirst || (stallsAfter === null && random.chance(0.7))))
    await given.meeting(pairing, {
      state: 'planned',
      startsAt: atWorkingHour(random, new Date(story.now.getTime() + random.between(1, 9) * DAY)),
      minutes: 45,
      title: random.pick(agendaTopics),
      ...(story.isFirst && {
        link: 'https://meet.example/miriam-and-emil',
        agenda: ['What has happened since last time', 'The outline of the talk', 'Who else to ask'],
      }),
    });
  if (story.isFirst) await playActions(given, pairing, story.now, goals[0]?.id ?? null);
  if (story.isFirst || random.chance(0.4)) await playMessages(given, random, pairing, story.now);
  return { pairing, startedAt, firstHeld, endedEarly: story.ended && stallsAfter !== null };
}

type Pairing = Awaited<ReturnType<Given['pairing']>>;

async function playGoals(
  given: Given,
  random: Random,
  pairing: Pairing,
  story: PairingStory,
  startedAt: Date,
  until: Date,
): Promise<{ id: string }[]> {
  const lived = (share: number) =>
    new Date(startedAt.getTime() + (until.getTime() - startedAt.getTime()) * share);
  const goals: { id: string }[] = [];
  for (const title of random.sample(goalSentences, story.isFirst ? 2 : random.between(0, 2))) {
    const done = story.ended ? 4 : random.between(0, 3);
    const goal = await given.goal(pairing, {
      title,
      measure: random.pick(goalMeasures),
      dueOn: new Date((story.ended ? until : story.now).getTime() + random.between(-10, 90) * DAY)
        .toISOString()
        .slice(0, 10),
      state: story.ended ? random.pick(['reached', 'reached', 'abandoned']) : 'open',
      milestones: random
        .sample(milestoneTitles, 4)
        .map((step, index) => ({ title: step, done: index < done })),
      setAt: lived(0.1),
      movedAt: lived(0.9),
    });
    goals.push(goal);
  }
  // What the mentor is asked to confirm.
  if (story.isFirst)
    await given.goal(pairing, {
      title: 'Hold a meeting without slides',
      measure: 'Everybody spoke, and we decided something',
      state: 'claimed',
      milestones: [
        { title: 'Write down the three questions', done: true },
        { title: 'Hold it', done: true },
      ],
    });
  return goals;
}

async function playCheckIns(
  given: Given,
  random: Random,
  pairing: Pairing,
  startedAt: Date,
  story: PairingStory,
  diligence: number,
): Promise<void> {
  for (const [index, day] of CHECK_IN_WAVES.entries()) {
    const askedAt = new Date(startedAt.getTime() + day * DAY);
    if (askedAt > story.now) break;
    for (const person of [pairing.mentor, pairing.mentee]) {
      const isOpen = askedAt.getTime() + 14 * DAY > story.now.getTime();
      const answers = random.chance(isOpen ? 0.35 : 0.74) && !(story.isFirst && isOpen);
      const usefulness = diligence > 0.7 ? random.pick([5, 5, 4, 4, 4, 3]) : random.pick([4, 3, 3, 2, 2]);
      await given.checkIn(pairing, person, {
        wave: index + 1,
        askedAt,
        answeredAt: answers
          ? new Date(Math.min(story.now.getTime(), askedAt.getTime() + random.between(1, 9) * DAY))
          : null,
        usefulness: answers ? usefulness : null,
        change: answers ? random.pick(checkInChanges) : '',
      });
    }
  }
}

async function playMessages(given: Given, random: Random, pairing: Pairing, now: Date): Promise<void> {
  const texts = random.sample(messageTexts, random.between(2, messageTexts.length));
  await given.insert(
    'messages',
    texts.map(({ from, text }, index) => ({
      organisationId: pairing.organisationId,
      id: sequentialId(now),
      pairingId: pairing.id,
      authorId: pairing[from].id,
      body: text,
      sentAt: atWorkingHour(random, new Date(now.getTime() - (texts.length - index) * 3 * DAY)),
    })),
  );
}

/** Why two people of the demo fit, as a matching run would have said it. */
export function reasonsOf(
  random: Random,
  mentor: Employee,
  mentee: Employee,
): { score: number; contributions: object[] } {
  const languages = mentor.site.languages.filter((language) => mentee.site.languages.includes(language));
  const reason = (criterion: string, points: number, most: number, facts: object) => ({
    criterion,
    value: points / most,
    points,
    most,
    evidence: { code: criterion, facts },
  });
  const contributions = [
    reason('skills', 3600, 4000, { covered: random.sample(mentor.department.skills, 2) }),
    reason('goals', 2400, 3000, { shared: ['Grow as a leader'] }),
    reason('language', 1800, 1800, { shared: languages }),
  ];
  return { score: contributions.reduce((sum, one) => sum + one.points, 0), contributions };
}

/** Two things the demo's own pair has agreed: one done, one due. */
async function playActions(given: Given, pairing: Pairing, now: Date, goalId: string | null): Promise<void> {
  const action = (title: string, ownerId: string, dueInDays: number, doneAt: Date | null) => ({
    organisationId: pairing.organisationId,
    id: sequentialId(now),
    pairingId: pairing.id,
    title,
    ownerId,
    goalId,
    dueOn: new Date(now.getTime() + dueInDays * DAY).toISOString().slice(0, 10),
    doneAt,
    createdAt: new Date(now.getTime() - 12 * DAY),
  });
  await given.insert('actions', [
    action('Draft the outline of the talk', pairing.mentee.id, 3, null),
    action('Introduce Emil to the platform team', pairing.mentor.id, -4, new Date(now.getTime() - 5 * DAY)),
  ]);
}

/** Moves an instant to a quarter of an hour between 8 and 14 UTC of a weekday. */
function atWorkingHour(random: Random, at: Date): Date {
  const day = new Date(at);
  const weekday = day.getUTCDay();
  if (weekday === 0) day.setUTCDate(day.getUTCDate() + 1);
  if (weekday === 6) day.setUTCDate(day.getUTCDate() + 2);
  day.setUTCHours(random.between(8, 14), random.pick([0, 15, 30]), 0, 0);
  return day;
}
