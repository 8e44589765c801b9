import { cadenceAt, cadenceDays, isOpenOn, isPausedOn, lastHeldOn, type PairingLife } from './cadence.ts';
import { daysBetween, type Day } from './days.ts';
import { rateRecord, type Frame, type MetricRecord } from './records.ts';

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

/**
 * Share of open pairings older than the span that held a meeting within it. Younger ones are pending; paused ones
 * are excluded and counted; ended ones and those still to begin are not open and not in it.
 */
export function measureActivePairings(lives: readonly PairingLife[], frame: Frame): MetricRecord {
  const { asOf } = frame;
  const open = lives.filter((life) => isOpenOn(life, asOf));
  const running = open.filter((life) => !isPausedOn(life.pauses, asOf));
  const due = running.filter((life) => daysBetween(life.startedOn, asOf) > activeSpanDays(life, asOf));
  const paused = open.length - running.length;
  return rateRecord(
    'active-pairings',
    {
      numerator: due.filter((life) => isActive(life, asOf)).length,
      denominator: due.length,
      pending: running.length - due.length,
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
  for (const life of lives) {
    const held = life.heldOn.toSorted();
    let next = 0;
    for (const [at, asOf] of days.entries()) {
      while (next < held.length && (held[next] ?? '') <= asOf) next++;
      const count = counts[at];
      if (!count || !isOpenOn(life, asOf)) continue;
      if (life.pauses.length > 0 && isPausedOn(life.pauses, asOf)) continue;
      const span = activeSpanDays(life, asOf);
      if (daysBetween(life.startedOn, asOf) <= span) continue;
      count.of += 1;
      const last = held[next - 1];
      if (last !== undefined && daysBetween(last, asOf) <= span) count.active += 1;
    }
  }
  return counts;
}
