import { cadenceAt, cadenceDays, isOpenOn, isPausedOn, lastHeldOn, type PairingLife } from './cadence.ts';
import { daysBetween, type Day } from './days.ts';
import { rateRecord, type Frame, type MetricRecord } from './records.ts';
import { Remembered } from './remembered.ts';

const shortestSpanDays = 30;
const spanCadences = 1.5;

/** Days within which a meeting keeps a pairing active: 30, or one and a half cadences if that is longer. */
export function activeSpanDays(life: PairingLife, asOf: Day): number {
  const cadence = cadenceAt(life.cadences, asOf);
  return Math.max(shortestSpanDays, cadence ? spanCadences * cadenceDays(cadence) : 0);
}

/** Whether an open pairing has held a meeting recently enough, whatever its age. */
export function isActive(life: PairingLife, asOf: Day): boolean {
  const last = lastHeldOn(life, asOf);
  return isOpenOn(life, asOf) && last !== null && daysBetween(last, asOf) <= activeSpanDays(life, asOf);
}

/** What a pairing is counted as on a day: null where it is not open. */
export type Activity = 'active' | 'inactive' | 'paused' | 'young' | null;

/** Whether a pairing is active on a day, or why that is not asked of it: it is paused, or not older than the span. */
export function activityOf(life: PairingLife, asOf: Day): Activity {
  return known.find(life, asOf, () => {
    if (!isOpenOn(life, asOf)) return null;
    if (isPausedOn(life.pauses, asOf)) return 'paused';
    if (daysBetween(life.startedOn, asOf) <= activeSpanDays(life, asOf)) return 'young';
    return isActive(life, asOf) ? 'active' : 'inactive';
  });
}

const known = new Remembered<PairingLife, Activity>();

/**
 * Share of open pairings older than the span that held a meeting within it. Younger ones are pending; paused ones
 * are excluded and counted; ended ones and those still to begin are not open and not in it.
 */
export function measureActivePairings(lives: readonly PairingLife[], frame: Frame): MetricRecord {
  const counts = { active: 0, inactive: 0, paused: 0, young: 0 };
  for (const life of lives) {
    const activity = activityOf(life, frame.asOf);
    if (activity) counts[activity] += 1;
  }
  const { active, inactive, paused, young } = counts;
  return rateRecord(
    'active-pairings',
    {
      numerator: active,
      denominator: active + inactive,
      pending: young,
      excluded: paused > 0 ? { paused } : {},
    },
    frame,
  );
}

/**
 * Numerator and denominator of `measureActivePairings` for each of some growing days, in one pass over the meetings: for a
 * history of a year, where 53 passes would take 53 times as long.
 */
export function countActiveByDay(
  lives: readonly PairingLife[],
  days: readonly Day[],
): { active: number; of: number }[] {
  const counts = days.map(() => ({ active: 0, of: 0 }));
  const by = days.join();
  for (const life of lives)
    inHistory
      .find(life, by, () => listActivity(life, days))
      .forEach((isActiveThen, at) => {
        const count = counts[at];
        if (!count || isActiveThen === null) return;
        count.of += 1;
        if (isActiveThen) count.active += 1;
      });
  return counts;
}

const inHistory = new Remembered<PairingLife, (boolean | null)[]>();

/** Whether a pairing was active on each of some growing days; null where it is not counted. */
function listActivity(life: PairingLife, days: readonly Day[]): (boolean | null)[] {
  const held = life.heldOn.toSorted();
  let next = 0;
  return days.map((asOf) => {
    while (next < held.length && (held[next] ?? '') <= asOf) next++;
    if (!isOpenOn(life, asOf)) return null;
    if (life.pauses.length > 0 && isPausedOn(life.pauses, asOf)) return null;
    const span = activeSpanDays(life, asOf);
    if (daysBetween(life.startedOn, asOf) <= span) return null;
    const last = held[next - 1];
    return last !== undefined && daysBetween(last, asOf) <= span;
  });
}
