import type { Format } from './vocabulary.ts';

/** How many invented people a rehearsal may have, and how many of them mentors: the share lies in hundredths. */
export const REHEARSAL = {
  least: 12,
  usual: 24,
  most: 60,
  leastShare: 10,
  usualShare: 40,
  mostShare: 80,
  /** Days after which a rehearsal is thrown away by itself. */
  days: 14,
  /** Rehearsals that an organisation may have open at one time. */
  open: 5,
} as const;

/** Days that can be walked at one time: the longest cohort and its closing. */
export const MOST_DAYS = 1200;

/** The two sides of a rehearsal of so many people; each side has at least two. Of peers all are on the side that is looking. */
export function castSizes(
  format: Format,
  people: number,
  mentorShare: number,
): { mentors: number; mentees: number } {
  if (format === 'peer') return { mentors: 0, mentees: people };
  const mentors = Math.min(people - 2, Math.max(2, Math.round((people * mentorShare) / 100)));
  return { mentors, mentees: people - mentors };
}

export interface RehearsalDates {
  enrolmentOpensOn: string;
  enrolmentClosesOn: string;
  startsOn: string;
  endsOn: string;
}

/** The days of a cohort that are worth walking to, each counted from the day enrolment opens, in order: the day after the list closes, the start, each milestone, the end. */
export function rehearsalStops(
  dates: RehearsalDates,
  milestones: readonly { title: string; dayOfCohort: number }[],
): { kind: 'enrolment-over' | 'start' | 'milestone' | 'end'; title: string; day: number }[] {
  const first = Date.parse(dates.enrolmentOpensOn);
  const dayOf = (date: string) => Math.round((Date.parse(date) - first) / 86_400_000);
  const start = dayOf(dates.startsOn);
  const end = dayOf(dates.endsOn) + 1;
  return [
    { kind: 'enrolment-over' as const, title: '', day: dayOf(dates.enrolmentClosesOn) + 1 },
    { kind: 'start' as const, title: '', day: start },
    ...milestones
      .filter(({ dayOfCohort }) => dayOfCohort > 0 && start + dayOfCohort < end)
      .map(({ title, dayOfCohort }) => ({ kind: 'milestone' as const, title, day: start + dayOfCohort })),
    { kind: 'end' as const, title: '', day: end },
  ].toSorted((one, other) => one.day - other.day);
}

export const temperaments = ['keen', 'slow', 'silent'] as const;
export type Temperament = (typeof temperaments)[number];

/**
 * How somebody of the cast behaves in enrolling, and then in mentoring, which is another matter: most act soon, every sixth takes
 * days, every tenth never does. Follows from the seed of the rehearsal and the place in the cast, so it stays the same.
 */
export function temperamentOf(seed: number, place: number, during: 'enrolment' | 'mentoring'): Temperament {
  // Another stride and another start, so that never the same people are silent in both.
  const turn = (((seed >>> 0) + (during === 'enrolment' ? place * 7 : place * 11 + 3)) % 30) + 1;
  if (turn % 10 === 0) return 'silent';
  return turn % 6 === 0 ? 'slow' : 'keen';
}
