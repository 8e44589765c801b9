import { addDays } from './cohort.ts';
import type { PairingState } from './pairing.ts';
import { Refusal } from './refusal.ts';
import type { Format } from './vocabulary.ts';

/** Weeks after the cohort's end up to which its pairings may go on; a program says how many, 0 for none. */
export const EXTENSION_WEEKS = { usual: 12, most: 52 } as const;

/** Whether somebody would recommend mentoring in this program to a colleague. */
export const recommendations = ['yes', 'perhaps', 'no'] as const;
export type Recommendation = (typeof recommendations)[number];

/** From how many answers on it is said how many would recommend it. */
const LEAST_ANSWERS = 5;

/** How many of all would recommend the program; null where the figure would tell what one person said: too few, or all alike. */
export function recommendedBy(
  answers: Record<Recommendation, number>,
): { yes: number; answers: number } | null {
  const all = answers.yes + answers.perhaps + answers.no;
  return all < LEAST_ANSWERS || answers.yes === 0 || answers.yes === all
    ? null
    : { yes: answers.yes, answers: all };
}

/** A pairing as it decides whether it may go on longer; days as `2026-03-01`. */
export interface Extendable {
  state: PairingState;
  format: Format;
  cohortEndsOn: string;
  /** What its sides agreed on before, null for the cohort's own end. */
  extendedTo: string | null;
  /** As the program says; undefined: as usual. */
  weeks: number | undefined;
  today: string;
}

/** The day a pairing ends on: its cohort's, or the later one that its sides agreed on. */
export const endOf = ({
  cohortEndsOn,
  extendedTo,
}: Pick<Extendable, 'cohortEndsOn' | 'extendedTo'>): string =>
  extendedTo !== null && extendedTo > cohortEndsOn ? extendedTo : cohortEndsOn;

/** The first and the last day a pairing may be extended to; null when it cannot be: not running, one conversation only, or no week left. */
export function extensionRange(pairing: Extendable): { from: string; to: string } | null {
  const { state, format, cohortEndsOn, weeks = EXTENSION_WEEKS.usual, today } = pairing;
  if (format === 'flash' || (state !== 'active' && state !== 'paused')) return null;
  const end = endOf(pairing);
  const from = addDays(end > today ? end : today, 1);
  const to = addDays(cohortEndsOn, weeks * 7);
  return from <= to ? { from, to } : null;
}

/** Refuses an end that the pairing may not have: `extension.not-possible`, or `extension.out-of-range` with the days that it may. */
export function assertExtendable(pairing: Extendable, untilOn: string): void {
  const range = extensionRange(pairing);
  if (range === null)
    throw new Refusal('extension.not-possible', { state: pairing.state, endsOn: endOf(pairing) });
  if (untilOn < range.from || untilOn > range.to) throw new Refusal('extension.out-of-range', range);
}

/** True while an agreed end holds a pairing open that its closed cohort would complete. */
export const goesOn = (extendedTo: string | null, today: string): boolean =>
  extendedTo !== null && extendedTo >= today;
