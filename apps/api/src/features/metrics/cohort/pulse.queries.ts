import type { PulseReport } from '@ithaca/contracts/measures';
import type { Actor } from '@ithaca/domain/permissions';
import { sidesOf } from '@ithaca/domain/vocabulary';
import type { Side } from '@ithaca/domain/vocabulary';
import { measureResponseByWave, recommendationRecord } from '@ithaca/metrics/pulse';
import { hide } from '@ithaca/metrics/records';
import type { MetricRecord } from '@ithaca/metrics/records';
import { measureResponse } from '@ithaca/metrics/response-rate';
import { measureSatisfaction } from '@ithaca/metrics/satisfaction';

import type { Database } from '../../../platform/database/database.ts';
import { readSurveyResults } from '../../surveys/moments/survey-results.queries.ts';
import { isClosed, readCohortFacts } from '../facts/cohort-facts.queries.ts';
import type { CohortFacts } from '../facts/cohort-facts.queries.ts';
import { coordinators, measureCohort } from './cohort-numbers.queries.ts';
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
  const [{ cohort, dataVersion }, surveys] = await Promise.all([
    readCohortNow(db, organisationId, cohortId),
    readSurveyResults(db, actor, cohortId, now),
  ]);
  const form = async () =>
    pulseOf(
      await readCohortFacts(db, organisationId, cohortId, now, {
        meetings: 'summed',
        workforce: 'left out',
      }),
    );
  const { sides, ...formed } = await kept.find(organisationId, { cohort, dataVersion, now }, form);
  const at = isClosed(cohort) ? formed.at : now;
  return {
    asOf: at.toISOString(),
    stamp: stampOfCohort(organisationId, cohort, { computedAt: now, dataVersion }),
    sides: sides.map((side) => ({
      ...side,
      satisfaction: restamped(side.satisfaction, at),
      mean: restamped(side.mean, at),
      response: restamped(side.response, at),
      waves: side.waves.map((wave) => ({ ...wave, response: restamped(wave.response, at) })),
    })),
    recommendations: surveys.items.flatMap(({ moment, questions }) =>
      questions
        .filter(({ question }) => question.kind === 'nps')
        .map((result) => ({
          moment,
          question: result.question.label,
          recommendation: metricOf(recommendationRecord(result, { asOf: formed.day }), at),
        })),
    ),
  };
}

/** What each side answered to check-ins, kept until something is written or a day is over. */
type OfSides = Pick<PulseReport, 'sides'> & CohortFacts['asOf'];

const kept = new KeptOfCohort<OfSides>();

function pulseOf(facts: CohortFacts): OfSides {
  const { at, day } = facts.asOf;
  const { answers: minimumGroup } = coordinators.minimum;
  const frame = { asOf: day, minimumGroup };
  const numbers = measureCohort(facts, coordinators);
  const say = (record: MetricRecord, side: Side) => metricOf(concealLeftOut(record, minimumGroup), at, side);
  return {
    ...facts.asOf,
    sides: sidesOf(facts.cohort.format).map((side) => {
      const asks = facts.asks.filter(({ role }) => role === side);
      const { mean, bounds } = measureSatisfaction(asks, frame);
      const satisfaction = (side === 'mentor' ? numbers.satisfactionOfMentors : null) ?? numbers.satisfaction;
      const { suppressed } = satisfaction;
      const firstAsked = (wave: string) =>
        asks.flatMap((ask) => (ask.wave === wave ? (ask.deliveredOn ?? []) : [])).sort()[0] ?? day;
      return {
        side,
        satisfaction,
        // Of the same people as the share, and withheld with it.
        mean: say(suppressed ? hide(mean, 'protects-others') : mean, side),
        bounds: suppressed || !bounds ? null : { lo: bounds.lower, hi: bounds.upper },
        response: say(measureResponse('check-in-response', asks, frame), side),
        waves: measureResponseByWave(asks, frame).map(({ wave, record }) => ({
          wave: Number(wave),
          askedOn: firstAsked(wave),
          response: say(record, side),
        })),
      };
    }),
  };
}
