import { measureActivePairings } from '@ithaca/metrics/active-pairings';
import { measureCadenceAdherence } from '@ithaca/metrics/adherence';
import { isOpenOn, lastHeldOn } from '@ithaca/metrics/cadence';
import type { PairingLife } from '@ithaca/metrics/cadence';
import { daysBetween } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { countHealth } from '@ithaca/metrics/health';
import type { HealthState } from '@ithaca/metrics/health';

/** How the pairings of a cohort stand on a day: what cannot be added up over days or cohorts, and so has to be noted. */
export interface Standing {
  open: number;
  active: number;
  activeOf: number;
  health: Record<HealthState, number>;
  adherence: number | null;
  medianDaysSinceHeld: number | null;
}

export function standingOf(lives: readonly PairingLife[], day: Day): Standing {
  const begun = lives.filter((life) => life.startedOn <= day);
  const open = begun.filter((life) => isOpenOn(life, day));
  // Nobody reads these but those who may see every pairing; whoever shows them suppresses first.
  const frame = { asOf: day, minimumGroup: 0 };
  const active = measureActivePairings(begun, frame);
  const waits = open
    .flatMap((life) => {
      const last = lastHeldOn(life, day);
      return last === null ? [] : [daysBetween(last, day)];
    })
    .toSorted((one, other) => one - other);
  return {
    open: open.length,
    active: active.numerator ?? 0,
    activeOf: active.denominator ?? 0,
    health: countHealth(begun, day),
    adherence: measureCadenceAdherence(begun, frame).estimate,
    medianDaysSinceHeld: waits[Math.floor((waits.length - 1) / 2)] ?? null,
  };
}
