import { cox, type CoxModel } from '@ithaca/statistics/cox';
import { testProportionality } from '@ithaca/statistics/cox-proportionality';
import { layOut, type CoxRow, type LaidOut } from '@ithaca/statistics/cox-risk-sets';
import { eValue } from '@ithaca/statistics/e-value';
import { notEstimable, type NotEstimable } from '@ithaca/statistics/estimates';
import { daysBetween, hasHappened, type Day } from './days.ts';
import type { Compared, RetentionRow } from './retention-arms.ts';

/**
 * How often participants left for each leaver of the others, at any time: 0.7 = 30 % less often. `isProportional` =
 * nothing speaks against one ratio for all times (p >= 0.05); else the days of employment say it better. `eValue` is how
 * strong a hidden cause would have to be to explain the ratio, `eValueLimit` to explain the end of its interval.
 */
export type Hazard = {
  status: 'estimated';
  ratio: number;
  lower: number;
  upper: number;
  pValue: number;
  isProportional: boolean;
  eValue: number;
  eValueLimit: number;
};

const fewestEventsPerGroup = 5;
const leastProportionalP = 0.05;

/**
 * Cox's model of the two groups from the landmark on, within strata, with errors that hold when whole teams leave.
 * Fewer than 5 exits in a group are too few for a ratio. (metrics, 2.5.)
 */
export function compareHazards(people: readonly Compared[]): Hazard | NotEstimable {
  return fit(
    people.map(({ row, spell, takesPart }) => ({
      stop: spell.exit,
      event: spell.event,
      covariates: takesPart ? participant : other,
      stratum: row.stratum,
      cluster: clusterOf(row),
    })),
  );
}

/**
 * The same with everybody followed from the start of the cohort, who counts as a participant from the day of the match
 * on and as one of the others before it: no time is given to a group that it could not have had. Whoever is matched on the other
 * side first is followed up to that day. (metrics, 2.5.)
 */
export function compareHazardsOverTime(
  people: readonly RetentionRow[],
  startsOn: Day,
  asOf: Day,
): Hazard | NotEstimable {
  return fit(
    people.flatMap((row): CoxRow[] => {
      const hasLeft = hasHappened(row.leftOn, asOf);
      const end = daysBetween(startsOn, hasLeft && row.leftOn !== null ? row.leftOn : asOf);
      const matched = row.matchedOn === null ? Infinity : daysBetween(startsOn, row.matchedOn);
      const otherSide = row.otherSideOn == null ? Infinity : daysBetween(startsOn, row.otherSideOn);
      const turnsAway = otherSide <= matched && otherSide < end;
      if (turnsAway && otherSide <= 0) return [];
      const stop = turnsAway ? otherSide : end;
      const event = hasLeft && !turnsAway;
      const { stratum } = row;
      const cluster = clusterOf(row);
      if (matched <= 0) return [{ stop, event, covariates: participant, stratum, cluster }];
      if (matched >= stop) return [{ stop, event, covariates: other, stratum, cluster }];
      return [
        { stop: matched, event: false, covariates: other, stratum, cluster },
        { start: matched, stop, event, covariates: participant, stratum, cluster },
      ];
    }),
  );
}

/** The one covariate of the models, which tells the groups apart. */
export const participant: readonly number[] = [1];
export const other: readonly number[] = [0];

/** The people whose errors go together: a team, or somebody without one. */
export const clusterOf = (row: RetentionRow): string => row.team ?? row.personId;

/** Whether each group has events enough for a ratio; the first covariate tells the groups apart. */
export function hasEventsForRatio(rows: readonly CoxRow[]): boolean {
  return [0, 1].every(
    (group) => rows.filter((row) => row.event && row.covariates[0] === group).length >= fewestEventsPerGroup,
  );
}

function fit(rows: readonly CoxRow[]): Hazard | NotEstimable {
  if (!hasEventsForRatio(rows)) return notEstimable('too-few-observations');
  const laidOut = layOut(rows);
  const model = cox(rows, { laidOut });
  return model.status === 'estimated' ? hazardOf(rows, laidOut, model) : model;
}

function hazardOf(rows: readonly CoxRow[], laidOut: LaidOut, model: CoxModel): Hazard | NotEstimable {
  const found = model.coefficients[0];
  if (!found) return notEstimable('no-variation');
  const proportional = testProportionality(rows, model, laidOut);
  const hidden = eValue(found.hazardRatio, found.lower, found.upper);
  if (hidden.status === 'not-estimable') return hidden;
  return {
    status: 'estimated',
    ratio: found.hazardRatio,
    lower: found.lower,
    upper: found.upper,
    pValue: found.pValue,
    isProportional:
      proportional.status === 'not-estimable' || proportional.overall.pValue >= leastProportionalP,
    eValue: hidden.estimate,
    eValueLimit: hidden.limit,
  };
}
