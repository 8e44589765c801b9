import type { PulseReport } from '@ithaca/contracts/measures';
import type { Metric } from '@ithaca/contracts/metrics';
import type { Actor } from '@ithaca/domain/permissions';
import { sidesOf } from '@ithaca/domain/vocabulary';
import type { Side } from '@ithaca/domain/vocabulary';
import { earliest } from '@ithaca/metrics/days';
import { measureResponseByWave, recommendationRecord } from '@ithaca/metrics/pulse';
import { hide } from '@ithaca/metrics/records';
import type { Frame, MetricRecord } from '@ithaca/metrics/records';
import { Remembered } from '@ithaca/metrics/remembered';
import { measureResponse } from '@ithaca/metrics/response-rate';
import { measureRecommendationChange, measureSatisfactionChange } from '@ithaca/metrics/wave-change';
import type { SatisfactionChange } from '@ithaca/metrics/wave-change';

import type { Database } from '../../../platform/database/database.ts';
import { readRecommendations } from '../../surveys/moments/survey-results.queries.ts';
import type { AskedRecommendation } from '../../surveys/moments/survey-results.queries.ts';
import { isClosed, readCohortFacts } from '../facts/cohort-facts.queries.ts';
import type { PageFacts } from '../facts/cohort-facts.queries.ts';
import { asksOfSide, readPageFacts } from '../facts/cohort-rows.queries.ts';
import { coordinators, measureCohort, measureSatisfactionOf } from './cohort-numbers.queries.ts';
import { KeptOfCohort, readCohortNow, restamped } from '../facts/kept-of-cohort.queries.ts';
import { concealLeftOut, metricOf } from '../metric-records.ts';
import { stampOfCohort } from '../stamp.queries.ts';

/**
 * What do check-ins say? Grain: one side; the response by wave, too. What was answered is told over all waves at once and by
 * the same batches as on the overview, recommendations from ten people on.
 */
export async function readPulse(
  db: Database,
  actor: Actor,
  cohortId: string,
  now: Date,
): Promise<PulseReport> {
  const { organisationId } = actor;
  const { cohort, dataVersion } = await readCohortNow(db, organisationId, cohortId);
  const form = async () =>
    pulseOf(
      isClosed(cohort)
        ? await readCohortFacts(db, organisationId, cohortId, now, {
            meetings: 'summed',
            workforce: 'left out',
          })
        : await readPageFacts(db, organisationId, cohort, now),
    );
  const { sides, ...formed } = await kept.find(organisationId, { cohort, dataVersion, now }, form);
  const at = isClosed(cohort) ? formed.at : now;
  const asked = await readRecommendations(db, organisationId, cohort);
  return {
    asOf: at.toISOString(),
    stamp: stampOfCohort(organisationId, cohort, { computedAt: now, dataVersion }),
    sides: sides.map((side) => ({
      ...side,
      satisfaction: restamped(side.satisfaction, at),
      mean: restamped(side.mean, at),
      response: restamped(side.response, at),
      waves: side.waves.map((wave) => ({ ...wave, response: restamped(wave.response, at) })),
      change: side.change && { ...side.change, difference: restamped(side.change.difference, at) },
    })),
    recommendations: asked.map(({ moment, question, measure }, index) => ({
      moment,
      question: question.label,
      recommendation: metricOf(recommendationRecord(measure, { asOf: formed.day }), at),
      change: changeOf(asked, index, (record) => metricOf(record, at), { asOf: formed.day }),
    })),
  };
}

/** A question that is worded in another way is another question. */
function changeOf(
  asked: readonly AskedRecommendation[],
  index: number,
  say: (record: MetricRecord) => Metric,
  frame: Frame,
): PulseReport['recommendations'][number]['change'] {
  const latest = asked[index];
  const before = asked
    .slice(0, index)
    .findLast(
      ({ question: { key, label } }) => key === latest?.question.key && label === latest.question.label,
    );
  const found = latest && before && measureRecommendationChange(latest.measure, before.measure, frame);
  return found ? { since: before.moment, difference: say(found.difference), verdict: found.verdict } : null;
}

/** What each side answered to check-ins, kept until something is written or a day is over. */
type OfSides = Pick<PulseReport, 'sides'> & PageFacts['asOf'];

const kept = new KeptOfCohort<OfSides>();

function pulseOf(facts: PageFacts): OfSides {
  const { asOf, asks, cohort } = facts;
  return {
    ...asOf,
    sides: sidesOf(cohort.format).map((side) =>
      known.find(asksOfSide(asks, side), JSON.stringify([side, asOf.day]), () => formSide(facts, side)),
    ),
  };
}

/** As long as nobody of the side was asked or has answered. */
const known = new Remembered<PageFacts['asks'], OfSides['sides'][number]>();

function formSide(facts: PageFacts, side: Side): OfSides['sides'][number] {
  const { at, day } = facts.asOf;
  const { answers: minimumGroup } = coordinators.minimum;
  const frame = { asOf: day, minimumGroup };
  const numbers = measureCohort(facts, coordinators);
  const say = (record: MetricRecord) => metricOf(concealLeftOut(record, minimumGroup), at, side);
  const asks = asksOfSide(facts.asks, side);
  const { mean, bounds } = measureSatisfactionOf(asks, frame);
  const satisfaction = (side === 'mentor' ? numbers.satisfactionOfMentors : null) ?? numbers.satisfaction;
  const { suppressed } = satisfaction;
  const firstAsked = (wave: string) =>
    earliest(asks.map((ask) => (ask.wave === wave ? ask.deliveredOn : null))) ?? day;
  return {
    side,
    satisfaction,
    // Of the same people as the share, and withheld with it.
    mean: say(suppressed ? hide(mean, 'protects-others') : mean),
    bounds: suppressed || !bounds ? null : { lo: bounds.lower, hi: bounds.upper },
    response: say(measureResponse('check-in-response', asks, frame)),
    waves: measureResponseByWave(asks, frame).map(({ wave, record }) => ({
      wave: Number(wave),
      askedOn: firstAsked(wave),
      response: say(record),
    })),
    // What is withheld over all waves is not told of two of them.
    change: suppressed ? null : tellChange(measureSatisfactionChange(asks, frame), say),
  };
}

function tellChange(
  found: SatisfactionChange | null,
  say: (record: MetricRecord) => Metric,
): PulseReport['sides'][number]['change'] {
  if (!found) return null;
  const numbered = ({ wave, ...counts }: SatisfactionChange['latest']) => ({ ...counts, wave: Number(wave) });
  return {
    latest: numbered(found.latest),
    before: numbered(found.before),
    difference: say(found.difference),
    verdict: found.verdict,
  };
}
