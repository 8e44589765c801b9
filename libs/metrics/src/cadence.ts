import { addDays, addMonths, daysBetween, type Day } from './days.ts';

/** How often a pairing agreed to meet, from a day on: every 2 weeks = { unit: 'week', every: 2 }. */
export type Cadence = { from: Day; unit: 'day' | 'week' | 'month'; every: number };

/** A pause [from, to); to null = still paused. */
export type Pause = { from: Day; to: Day | null };

/** The life of one pairing as the metrics read it. `endedOn` is the first day it is no longer open. */
export type PairingLife = {
  pairingId: string;
  startedOn: Day;
  endedOn: Day | null;
  cadences: readonly Cadence[];
  pauses: readonly Pause[];
  heldOn: readonly Day[];
};

export type Period = { from: Day; to: Day };

const meanMonthDays = 30.4375;

/** Length of one period in days; a month is 30.4375. */
export function cadenceDays(cadence: Cadence): number {
  return cadence.every * { day: 1, week: 7, month: meanMonthDays }[cadence.unit];
}

/** The cadence in force on a day: the last one agreed by then, else the first there is; null when none was agreed. */
export function cadenceAt(cadences: readonly Cadence[], day: Day): Cadence | null {
  const sorted = sortCadences(cadences);
  return sorted.findLast((cadence) => cadence.from <= day) ?? sorted[0] ?? null;
}

/**
 * The full periods of [start, min(end, as-of)): each cadence splits its own stretch from its first day (the first
 * cadence from the start of the pairing); what is cut short by a new cadence, the end or the as-of day is not full.
 * Months are calendar months. Throws RangeError on a cadence that is not a whole number from 1 up.
 */
export function listFullPeriods(life: PairingLife, asOf: Day): Period[] {
  const end = life.endedOn !== null && life.endedOn < asOf ? life.endedOn : asOf;
  const cadences = sortCadences(life.cadences);
  return cadences.flatMap((cadence, index) => {
    const from = index === 0 || cadence.from < life.startedOn ? life.startedOn : cadence.from;
    const next = cadences[index + 1]?.from;
    return splitStretch(cadence, from, next !== undefined && next < end ? next : end);
  });
}

function splitStretch(cadence: Cadence, start: Day, end: Day): Period[] {
  if (!Number.isInteger(cadence.every) || cadence.every < 1)
    throw new RangeError(`not a cadence: ${cadence.every}`);
  const periods: Period[] = [];
  // Each boundary is counted from the start, so that the 31st comes back after a short month.
  for (let i = 1, from = start; ; i++) {
    const to = addPeriods(cadence, start, i);
    if (to > end) return periods;
    periods.push({ from, to });
    from = to;
  }
}

function addPeriods(cadence: Cadence, start: Day, count: number): Day {
  const steps = cadence.every * count;
  if (cadence.unit === 'month') return addMonths(start, steps);
  return addDays(start, cadence.unit === 'week' ? 7 * steps : steps);
}

function sortCadences(cadences: readonly Cadence[]): Cadence[] {
  return [...cadences].sort((x, y) => (x.from < y.from ? -1 : x.from > y.from ? 1 : 0));
}

/** Whether any pause touches [from, to). */
export function isPausedWithin(pauses: readonly Pause[], from: Day, to: Day): boolean {
  return pauses.some((pause) => pause.from < to && (pause.to === null || pause.to > from));
}

/** Whether a pause holds on a day. */
export function isPausedOn(pauses: readonly Pause[], day: Day): boolean {
  return isPausedWithin(pauses, day, addDays(day, 1));
}

/** Days of [from, to) that were not paused; overlapping pauses count once. */
export function countUnpausedDays(pauses: readonly Pause[], from: Day, to: Day): number {
  let days = daysBetween(from, to);
  let counted = from;
  for (const pause of [...pauses].sort((x, y) => (x.from < y.from ? -1 : 1))) {
    const start = pause.from > counted ? pause.from : counted;
    const end = pause.to === null || pause.to > to ? to : pause.to;
    if (end <= start) continue;
    days -= daysBetween(start, end);
    counted = end;
  }
  return Math.max(0, days);
}

/** Whether the pairing has begun and not ended on a day. */
export function isOpenOn(life: PairingLife, day: Day): boolean {
  return life.startedOn <= day && (life.endedOn === null || day < life.endedOn);
}

/** The last day a meeting was held, up to and with `asOf`; null when none was. */
export function lastHeldOn(life: PairingLife, asOf: Day): Day | null {
  let last: Day | null = null;
  for (const day of life.heldOn) if (day <= asOf && (last === null || day > last)) last = day;
  return last;
}
