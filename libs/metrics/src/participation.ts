import { hasHappened, type Day } from './days.ts';
import { rateRecord, tally, type Frame, type LeftOut, type MetricRecord } from './records.ts';

/** A span of days [from, to); to null = open. */
export type Span = { from: Day; to: Day | null };

/** One person of the directory; `eligible` by the rule in force at the as-of day, null when a fact it needs is missing. */
export type ParticipationRow = {
  personId: string;
  employed: readonly Span[];
  eligible: boolean | null;
  enrolments: readonly Span[];
};

/** How many of the employed and eligible take part, and who is in neither number; for any smallest group. */
export type ParticipationCounts = { numerator: number; denominator: number } & LeftOut;

/**
 * Share of the employed and eligible who have an open enrolment on the as-of day. Several rows of one person count
 * once: employed, eligible and enrolled if any of them says so.
 */
export function measureParticipation(rows: readonly ParticipationRow[], frame: Frame): MetricRecord {
  return participationRecord(countParticipation(rows, frame.asOf), frame);
}

/** The record of what was counted on the as-of day of the frame. */
export function participationRecord(counts: ParticipationCounts, frame: Frame): MetricRecord {
  return rateRecord('participation-rate', counts, frame);
}

/** Counts what `measureParticipation` tells. */
export function countParticipation(rows: readonly ParticipationRow[], asOf: Day): ParticipationCounts {
  const excluded: Record<string, number> = {};
  let numerator = 0;
  let denominator = 0;
  let unknown = 0;
  for (const group of Map.groupBy(rows, (row) => row.personId).values()) {
    if (!group.some((row) => row.employed.some((span) => covers(span, asOf))))
      tally(excluded, 'not-employed');
    else if (group.some((row) => row.eligible === true)) {
      denominator += 1;
      if (group.some((row) => row.enrolments.some((span) => covers(span, asOf)))) numerator += 1;
    } else if (group.some((row) => row.eligible === null)) unknown += 1;
    else tally(excluded, 'not-eligible');
  }
  return { numerator, denominator, excluded, unknown };
}

/**
 * `eligible` is by the rule and the job on the first day. Share of a closed group with an open enrolment on any day of the year [from, asOf]: those employed and eligible on its first day
 * who are employed on its last one. Who left within it is left out and counted, who came within it is no part of the group.
 */
export function measureParticipationOfYear(
  rows: readonly ParticipationRow[],
  frame: Frame & { from: Day },
): MetricRecord {
  const { from, asOf } = frame;
  const excluded: Record<string, number> = {};
  const counts = { numerator: 0, denominator: 0, unknown: 0 };
  for (const group of Map.groupBy(rows, (row) => row.personId).values()) {
    const isEmployedOn = (day: Day) => group.some((row) => row.employed.some((span) => covers(span, day)));
    const isWithin = ({ from: begins, to }: Span) => begins <= asOf && (to === null || to > from);
    if (!isEmployedOn(from)) tally(excluded, 'not-employed');
    else if (group.every(({ eligible }) => eligible === false)) tally(excluded, 'not-eligible');
    else if (!isEmployedOn(asOf)) tally(excluded, 'left-within');
    else if (!group.some(({ eligible }) => eligible === true)) counts.unknown += 1;
    else {
      counts.denominator += 1;
      if (group.some((row) => row.enrolments.some(isWithin))) counts.numerator += 1;
    }
  }
  return rateRecord('participation-year', { ...counts, excluded }, frame);
}

/** Whether a half-open span holds a day. */
export function covers(span: Span, day: Day): boolean {
  return hasHappened(span.from, day) && (span.to === null || day < span.to);
}
