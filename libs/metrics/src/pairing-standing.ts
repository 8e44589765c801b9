import { cadenceAt, cadenceDays } from './cadence.ts';
import { addDays, daysBetween, type Day } from './days.ts';
import { listEarlySignals, type EarlySignal } from './early-signals.ts';
import { defaultHealthThresholds, healthOf, type HealthState } from './health.ts';
import { isRunning, isWorthALook, weightOf, type PairingAtRisk, type RiskRow } from './pairings-at-risk.ts';

/**
 * How a pairing stands, said so that it stays true while days pass: days since when, instead of how many. `weight` is its
 * place among those worth a look (0 the worst), null where it is not one of them; `waitsSince`: the day from which it has
 * waited without a pause for its next meeting, null where it waits for none; `cadence` in days.
 */
export type PairingStanding = {
  health: HealthState;
  isRunning: boolean;
  weight: number | null;
  waitsSince: Day | null;
  cadence: number;
  reasons: { signal: EarlySignal; since: Day | null }[];
};

/** The standing of one pairing on a day, by the definitions of health and early signals. */
export function standingOfPairing({ life, facts }: RiskRow, asOf: Day): PairingStanding {
  const { state, overdueDays } = healthOf(life, asOf);
  const reasons = listEarlySignals(life, facts, asOf);
  const agreed = cadenceAt(life.cadences, asOf);
  const runs = isRunning(life, asOf);
  return {
    health: state,
    isRunning: runs,
    weight: runs && isWorthALook({ state, reasons }) ? weightOf({ state, reasons }) : null,
    waitsSince: overdueDays === null ? null : addDays(asOf, -overdueDays),
    cadence: agreed ? cadenceDays(agreed) : defaultHealthThresholds.cadenceDaysIfNone,
    reasons: reasons.map(({ signal, days }) => ({
      signal,
      since: days === null ? null : addDays(asOf, -days),
    })),
  };
}

/**
 * The first later day on which the standing is another one although nothing has happened; at most so many days ahead. It
 * asks the definitions day by day, so that no limit of theirs has to be known here.
 */
export function standsUntil(row: RiskRow, asOf: Day, atMostDays: number): Day {
  const standing = JSON.stringify(standingOfPairing(row, asOf));
  for (let ahead = 1; ahead < atMostDays; ahead += 1) {
    const day = addDays(asOf, ahead);
    if (JSON.stringify(standingOfPairing(row, day)) !== standing) return day;
  }
  return addDays(asOf, atMostDays);
}

/** What `listPairingsAtRisk` says of a pairing, from its standing on a day for which that is true. */
export function atRiskOf(
  pairingId: string,
  { health, waitsSince, cadence, reasons }: PairingStanding,
  asOf: Day,
): PairingAtRisk {
  const overdueDays = waitsSince === null ? null : daysBetween(waitsSince, asOf);
  return {
    pairingId,
    state: health,
    overdueDays,
    overdueRatio: overdueDays === null ? null : overdueDays / cadence,
    reasons: reasons.map(({ signal, since }) => ({
      signal,
      days: since === null ? null : daysBetween(since, asOf),
    })),
  };
}
