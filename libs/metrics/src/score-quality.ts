import { calibrate, type Calibration } from '@ithaca/statistics/calibration';
import type { IntervalEstimate, NotEstimable } from '@ithaca/statistics/estimates';

import { addDays, type Day } from './days.ts';
import { countedInBatches } from './releases.ts';
import { publicReason, suppress, type PublicReason } from './suppression.ts';

/**
 * A pairing that a run proposed, with its score as it was frozen then, and what became of it: `metByDay90` the last held
 * meeting up to the ninetieth day, `fits` what its sides answered to whether they suit (1 to 5), as many as are to answer.
 */
export type ScoredPairing = {
  id: string;
  /** 0 to 1. */
  score: number;
  startedOn: Day;
  endedOn: Day | null;
  metByDay90: Day | null;
  cadenceDays: number;
  fits: readonly (number | null)[];
};

/** Day on which it is seen whether a pairing came to something, and how many outcomes it takes to judge a score. */
export const outcomeDay = 90;
export const fewestOutcomes = { all: 100, ofEachKind: 20 } as const;
const suitsFrom = 4;
const smallestBin = 10;

/** `yes`: active on day 90 and both said that they suit. `unknown`: still active, but somebody has not said. */
export type PairingOutcome = 'yes' | 'no' | 'pending' | 'unknown';

/** What became of a pairing, seen from a day. An end before day 90, or no meeting for long, is a no whatever was answered. */
export function outcomeOf(pairing: ScoredPairing, asOf: Day): PairingOutcome {
  const dueOn = addDays(pairing.startedOn, outcomeDay);
  if (dueOn > asOf) return 'pending';
  if (pairing.endedOn !== null && pairing.endedOn <= dueOn) return 'no';
  const span = Math.max(30, Math.ceil(1.5 * pairing.cadenceDays));
  if (pairing.metByDay90 === null || pairing.metByDay90 < addDays(dueOn, -span)) return 'no';
  if (pairing.fits.some((fit) => fit !== null && fit < suitsFrom)) return 'no';
  return pairing.fits.length > 0 && pairing.fits.every((fit) => fit !== null) ? 'yes' : 'unknown';
}

type Range = { estimate: number; lo: number; hi: number };

/** A tenth of the pairings by score: the mean score, and the share that came to something, hidden where it would tell. */
export type ScoreBin = {
  n: number | null;
  score: number;
  share: Range | null;
  suppressed: PublicReason | null;
};

export type ScoreQuality = {
  status: 'not-yet' | 'judged';
  /** Does a pairing with a higher score do better? Only where the whole interval of the area lies on one side of a half. */
  verdict: 'better' | 'worse' | 'no-difference' | null;
  counted: number;
  yes: number | null;
  no: number | null;
  pending: number;
  unknown: number;
  auc: Range | null;
  measures:
    | (Pick<Calibration, 'brier' | 'skill' | 'kendallTau' | 'expectedError'> & {
        slope: Range | null;
        inTheLarge: Range | null;
      })
    | null;
  bins: ScoreBin[];
};

/**
 * Is the score any good? Outcomes are let in ten pairings at a time, by the day they were due, so that the newest is never
 * the difference of two readings. The score is read as a chance, which it does not claim to be: slope and calibration in the
 * large say how far from one it is. Source: metrics 2.3.
 */
export function judgeScore(pairings: readonly ScoredPairing[], asOf: Day): ScoreQuality {
  const outcomes = pairings.map((pairing) => ({ pairing, outcome: outcomeOf(pairing, asOf) }));
  const known = outcomes.flatMap(({ pairing, outcome }) =>
    outcome === 'yes' || outcome === 'no'
      ? [
          {
            pairingId: pairing.id,
            settledOn: addDays(pairing.startedOn, outcomeDay),
            isYes: outcome === 'yes',
            score: pairing.score,
          },
        ]
      : [],
  );
  const count = (of: PairingOutcome) => outcomes.filter(({ outcome }) => outcome === of).length;
  return judgeForecasts(known, { asOf, pending: count('pending'), unknown: count('unknown') });
}

/** What a score from 0 to 1 said of a pairing, whether that came true, and the day on which it was settled. */
export type SettledForecast = { pairingId: string; settledOn: Day; isYes: boolean; score: number };

/** Judges a score by its settled forecasts, ten at a time; under 100 outcomes, or 20 of a kind, it is not yet known. */
export function judgeForecasts(
  settled: readonly SettledForecast[],
  { asOf, pending, unknown }: { asOf: Day; pending: number; unknown: number },
): ScoreQuality {
  const known = settled.map(({ pairingId, settledOn, isYes, score }) => ({
    personId: pairingId,
    answeredOn: settledOn,
    isYes,
    predicted: Math.min(0.999, Math.max(0.001, score)),
  }));
  const counted = countedInBatches(known, { asOf, minimumGroup: smallestBin });
  const yes = counted.filter(({ isYes }) => isYes).length;
  const no = counted.length - yes;
  const found = calibrate(counted.map(({ predicted, isYes }) => ({ predicted, happened: isYes })));
  const isEnough =
    counted.length >= fewestOutcomes.all &&
    Math.min(yes, no) >= fewestOutcomes.ofEachKind &&
    found.status === 'estimated';
  const rest = {
    counted: counted.length,
    pending: pending + known.length - counted.length,
    unknown,
  };
  if (!isEnough)
    return {
      ...rest,
      status: 'not-yet',
      verdict: null,
      yes: null,
      no: null,
      auc: null,
      measures: null,
      bins: [],
    };
  const auc = rangeOf(found.auc);
  const { brier, skill, kendallTau, slope, inTheLarge, expectedError } = found;
  return {
    ...rest,
    status: 'judged',
    verdict: auc && auc.lo > 0.5 ? 'better' : auc && auc.hi < 0.5 ? 'worse' : 'no-difference',
    yes,
    no,
    auc,
    measures: {
      brier,
      skill,
      kendallTau,
      expectedError,
      slope: slope && { estimate: slope.estimate, lo: slope.lower, hi: slope.upper },
      inTheLarge: inTheLarge && {
        estimate: inTheLarge.estimate,
        lo: inTheLarge.lower,
        hi: inTheLarge.upper,
      },
    },
    bins: binsOf(found),
  };
}

const rangeOf = (found: IntervalEstimate | NotEstimable): Range | null =>
  found.status === 'estimated' ? { estimate: found.estimate, lo: found.lower, hi: found.upper } : null;

function binsOf({ bins }: Calibration): ScoreBin[] {
  const events = bins.map(({ n, observed }) =>
    observed.status === 'estimated' ? Math.round(observed.estimate * n) : 0,
  );
  const { cells } = suppress(
    bins.map(({ n }, at) => ({ key: String(at), n, numerator: events[at] ?? 0 })),
    { k: smallestBin },
  );
  return bins.map(({ n, predicted, observed }, at) => {
    const reason = cells[at]?.suppressed?.reason;
    if (reason !== undefined || observed.status === 'not-estimable')
      return {
        n: null,
        score: predicted,
        share: null,
        suppressed: reason ? publicReason(reason) : 'too-few-to-tell',
      };
    return {
      n,
      score: predicted,
      share: rangeOf(observed),
      suppressed: null,
    };
  });
}
