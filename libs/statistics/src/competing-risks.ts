import { twoSidedZ } from './distributions.ts';
import { notEstimable, type NotEstimable } from './estimates.ts';
import { isAtRisk, timelineOf, weigher } from './timeline.ts';

/** Time under observation that ends by one of several causes; no cause = observation ended first. `weight` as of a spell. */
export type CompetingSpell = { enter?: number; exit: number; cause: string | null; weight?: number };

/** The share that has gone by this cause up to and including `time`; limits are on the complementary log-log scale. */
export type IncidenceStep = {
  time: number;
  atRisk: number;
  events: number;
  incidence: number;
  standardError: number;
  lower: number | null;
  upper: number | null;
};

/** A step for each time at which anybody went, per cause; at every time the incidences and `survival` add up to 1. */
export type CumulativeIncidence = {
  status: 'estimated';
  causes: Record<string, IncidenceStep[]>;
  survival: { time: number; survival: number }[];
  n: number;
  excluded: number;
};

type Cause = {
  name: string;
  /** Events of this cause by time. */
  events: Map<number, number>;
  weights: Map<number, number>;
  incidence: number;
  /** Variances of the incidence and of the survival of all causes, and their covariance. */
  variance: number;
  ofSurvival: number;
  shared: number;
};

/**
 * Aalen–Johansen: cumulative incidence of each cause with the others competing, with delayed entry and the
 * delta-method variance, weighted where there are weights. 1 - Kaplan–Meier of one cause would count those gone by another as if they could still go.
 * Source: Aalen & Johansen 1978; Klein & Moeschberger 4.7; Andersen et al., Statistical Models Based on Counting Processes,
 * IV.4.1.3 for the variance (Greenwood's, as `etm` of R gives it).
 */
export function aalenJohansen(
  spells: readonly CompetingSpell[],
  level = 0.95,
): CumulativeIncidence | NotEstimable {
  const kept = spells.filter(isAtRisk);
  const timeline = timelineOf(kept.map((spell) => ({ ...spell, event: spell.cause !== null })));
  if (timeline.n === 0) return notEstimable('no-observations');
  const names = [...new Set(kept.flatMap((spell) => spell.cause ?? []))].sort();
  if (names.length === 0) return notEstimable('no-events');
  const causes = names.map((name) => causeOf(name, kept));
  const z = twoSidedZ(level);
  const result: CumulativeIncidence = {
    status: 'estimated',
    causes: Object.fromEntries(names.map((name) => [name, []])),
    survival: [],
    n: timeline.n,
    excluded: spells.length - kept.length,
  };
  let before = 1;
  for (let k = 0; k < timeline.times.length; k++) {
    const time = timeline.times[k] ?? 0;
    const { weighted } = timeline;
    const atRisk = timeline.atRisk[k] ?? 0;
    if (timeline.events[k] === 0) continue;
    const worth = weighted?.worth[k] ?? atRisk;
    const died = timeline.events[k] === atRisk ? worth : (weighted?.events[k] ?? timeline.events[k] ?? 0);
    for (const cause of causes) {
      const events = cause.events.get(time) ?? 0;
      const gone = weighted ? (cause.weights.get(time) ?? 0) * (weighted.scale[k] ?? 1) : events;
      advance(cause, { before, atRisk: worth, died, events: Math.min(gone, died) });
      const standardError = Math.sqrt(Math.max(0, cause.variance));
      result.causes[cause.name]?.push({
        time,
        atRisk,
        events,
        incidence: cause.incidence,
        standardError,
        ...limitsOf(cause.incidence, standardError, z),
      });
    }
    before *= 1 - died / worth;
    result.survival.push({ time, survival: before });
  }
  return result;
}

function causeOf(name: string, spells: readonly CompetingSpell[]): Cause {
  const events = new Map<number, number>();
  const weights = new Map<number, number>();
  const weightOf = weigher(spells);
  for (const spell of spells) {
    const { cause, exit } = spell;
    if (cause !== name) continue;
    events.set(exit, (events.get(exit) ?? 0) + 1);
    weights.set(exit, (weights.get(exit) ?? 0) + weightOf(spell));
  }
  return { name, events, weights, incidence: 0, variance: 0, ofSurvival: 0, shared: 0 };
}

/**
 * Takes in one time. With S survival just before, n at risk, d gone and e of them by this cause, incidence and survival go on
 * as I + S e/n and S (1 - d/n); their errors go with them, and those of d and e, multinomial counts of n, are added.
 */
function advance(cause: Cause, at: { before: number; atRisk: number; died: number; events: number }): void {
  const { before, atRisk: n, died, events } = at;
  const own = events / n;
  const stays = 1 - died / n;
  const chance = before ** 2 / n;
  cause.incidence += before * own;
  cause.variance += 2 * own * cause.shared + own ** 2 * cause.ofSurvival + chance * own * (1 - own);
  cause.shared = stays * (cause.shared + own * cause.ofSurvival - chance * own);
  cause.ofSurvival = stays * (stays * cause.ofSurvival + chance * (died / n));
}

function limitsOf(
  incidence: number,
  standardError: number,
  z: number,
): { lower: number | null; upper: number | null } {
  // Where all have gone rounding may leave a trace of the last, of which no limits can be told.
  if (incidence <= 0 || incidence > 1 - 1e-12) return { lower: null, upper: null };
  const width = (z * standardError) / ((1 - incidence) * Math.abs(Math.log1p(-incidence)));
  return {
    lower: Math.min(incidence, 1 - (1 - incidence) ** Math.exp(-width)),
    upper: Math.max(incidence, 1 - (1 - incidence) ** Math.exp(width)),
  };
}
