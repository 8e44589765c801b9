import { countUnpausedDays } from '@ithaca/metrics/cadence';
import type { PairingLife } from '@ithaca/metrics/cadence';
import { addDays, dayFromNumber, dayNumber } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';

import type { MeetingFacts } from './cohort-facts.queries.ts';

interface MeetingWeek {
  weekStartsOn: Day;
  held: MeetingFacts[];
  /** Meetings set for the week, held or not, except cancelled ones. */
  planned: MeetingFacts[];
}

/** The Monday of a day's week. */
export function weekOf(day: Day): Day {
  const number = dayNumber(day);
  // Day 0, 1970-01-01, was a Thursday.
  return dayFromNumber(number - ((((number + 3) % 7) + 7) % 7));
}

/**
 * Meetings by week, without a gap: from the start of the cohort (or an earlier meeting) to the as-of day or the cohort's
 * end, whichever comes first, and on to the last meeting that is set. Nothing before a cohort has begun.
 */
export function groupByWeek(
  meetings: readonly MeetingFacts[],
  cohort: { startsOn: Day; endsOn: Day },
  asOf: Day,
): MeetingWeek[] {
  const byDay = Map.groupBy(
    meetings.filter((meeting) => meeting.state !== 'cancelled'),
    (meeting) => meeting.on,
  );
  return listWeeks([...byDay.keys()], cohort, asOf).map((week) => {
    const planned = [0, 1, 2, 3, 4, 5, 6].flatMap((day) => byDay.get(addDays(week, day)) ?? []);
    return { weekStartsOn: week, planned, held: planned.filter((meeting) => meeting.state === 'held') };
  });
}

/** The Mondays of the weeks that are shown, as `groupByWeek` says; `days` are those with meetings that were not cancelled. */
export function listWeeks(days: readonly Day[], cohort: { startsOn: Day; endsOn: Day }, asOf: Day): Day[] {
  const sorted = [...days].sort();
  const first = sorted[0] !== undefined && sorted[0] < cohort.startsOn ? sorted[0] : cohort.startsOn;
  const quiet = asOf < cohort.endsOn ? asOf : cohort.endsOn;
  const last = sorted.at(-1) ?? quiet;
  const weeks: Day[] = [];
  for (let week = weekOf(first); week <= (last > quiet ? last : quiet); week = addDays(week, 7))
    weeks.push(week);
  return weeks;
}

/** Meetings that the agreed cadences ask for in a week up to the as-of day, pauses left out, rounded. */
export function countExpected(lives: readonly PairingLife[], weekStartsOn: Day, asOf: Day): number {
  const end = [addDays(weekStartsOn, 7), addDays(asOf, 1)].sort()[0] ?? asOf;
  const sum = lives.reduce((total, life) => {
    const from = life.startedOn > weekStartsOn ? life.startedOn : weekStartsOn;
    const to = life.endedOn !== null && life.endedOn < end ? life.endedOn : end;
    const every = life.cadences[0]?.every ?? 0;
    return to <= from || every === 0 ? total : total + countUnpausedDays(life.pauses, from, to) / every;
  }, 0);
  return Math.round(sum);
}

/** Whether a pairing is open on any day of a week. */
export function isOpenInWeek(life: PairingLife, weekStartsOn: Day): boolean {
  return life.startedOn < addDays(weekStartsOn, 7) && (life.endedOn === null || life.endedOn > weekStartsOn);
}
