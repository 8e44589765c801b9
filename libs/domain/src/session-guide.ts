import { addDays } from './cohort.ts';
import type { Locale } from './vocabulary.ts';

/** How much a guide holds; an agenda of a meeting takes all of its points. */
export const GUIDE_LIMITS = { text: 4000, agenda: 12, point: 300, minutes: 480 } as const;

/** What helps a pair with a milestone: a text (a few marks of Markdown), how long to take, points for the agenda. */
export interface GuideWords {
  title: string;
  guide: string;
  agenda?: readonly string[] | undefined;
}

export interface Milestone extends GuideWords {
  /** Counted from the start of the cohort, which is day 0. */
  dayOfCohort: number;
  minutes?: number | null | undefined;
  texts?: Readonly<Partial<Record<Locale, Partial<GuideWords> | undefined>>> | undefined;
}

/** A milestone in a reader's language; what is not said in it stays as it was written. */
export function milestoneWords(
  milestone: Omit<Milestone, 'dayOfCohort'>,
  locale: Locale,
): { title: string; guide: string; agenda: readonly string[] } {
  const words = milestone.texts?.[locale];
  return {
    title: words?.title || milestone.title,
    guide: words?.guide || milestone.guide,
    agenda: words?.agenda?.length ? words.agenda : (milestone.agenda ?? []),
  };
}

/** The day a milestone is due for a pair: counted from the cohort's start, for one that began later from its own. */
export const dueDayOf = (
  dayOfCohort: number,
  cohortStartsOn: string,
  pairingStartedOn: string | null,
): string =>
  addDays(
    pairingStartedOn !== null && pairingStartedOn > cohortStartsOn ? pairingStartedOn : cohortStartsOn,
    dayOfCohort,
  );

/**
 * Which meeting each milestone belongs to: the one before whose usual successor (`cadenceDays` later) it comes due,
 * so that a pair has it in time; what has come due since the meeting before is made up for. Answers the index of the
 * meeting for each day, null where no meeting reaches it yet. Days are `YYYY-MM-DD`; meetings may come in any order.
 */
export function meetingsOfMilestones(
  dueDays: readonly string[],
  meetingDays: readonly string[],
  cadenceDays: number,
): (number | null)[] {
  const reaches = meetingDays
    .map((day, index) => ({ index, day, until: addDays(day, cadenceDays) }))
    .toSorted((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : one.index - other.index));
  return dueDays.map((due) => reaches.find(({ until }) => due < until)?.index ?? null);
}
