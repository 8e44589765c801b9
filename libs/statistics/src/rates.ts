import { gammaQuantile } from './distributions.ts';
import { ifFinite, notEstimable, type IntervalEstimate, type NotEstimable } from './estimates.ts';

/**
 * Events per unit of time with Garwood's exact Poisson interval: `events` whole, `time` in any unit and above 0
 * (person-years, say). No event has the lower limit exactly 0. Source: Garwood, Biometrika 28 (1936) 437.
 */
export function poissonRate(events: number, time: number, level = 0.95): IntervalEstimate | NotEstimable {
  if (!Number.isFinite(events) || !Number.isFinite(time)) return notEstimable('not-finite');
  if (!Number.isInteger(events) || events < 0 || time < 0) return notEstimable('counts-out-of-range');
  if (time === 0) return notEstimable('no-observations');
  const tail = (1 - level) / 2;
  return ifFinite({
    status: 'estimated',
    estimate: events / time,
    lower: events === 0 ? 0 : gammaQuantile(tail, events) / time,
    upper: gammaQuantile(1 - tail, events + 1) / time,
    n: events,
    method: 'garwood',
  });
}
