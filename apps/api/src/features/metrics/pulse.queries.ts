import type { PulseReport } from '@ithaca/contracts/measures';
import type { Actor } from '@ithaca/domain/permissions';
import { sidesOf } from '@ithaca/domain/vocabulary';
import { measurePulse, recommendationRecord } from '@ithaca/metrics/pulse';
import type { PulseReading } from '@ithaca/metrics/pulse';

import type { Database } from '../../platform/database/database.ts';
import { readSurveyResults } from '../surveys/moments/survey-results.queries.ts';
import { readCohortFacts } from './cohort-facts.queries.ts';
import { coordinators } from './cohort-numbers.queries.ts';
import { concealLeftOut, metricOf } from './metric-records.ts';

/** What do check-ins say? Grain: one wave of one side; sums of answers from five people on, recommendations from ten. */
export async function readPulse(
  db: Database,
  actor: Actor,
  cohortId: string,
  now: Date,
): Promise<PulseReport> {
  const facts = await readCohortFacts(db, actor.organisationId, cohortId, now);
  const { at, day } = facts.asOf;
  const { answers: minimumGroup } = coordinators.minimum;
  const surveys = await readSurveyResults(db, actor, cohortId, now);
  return {
    asOf: at.toISOString(),
    sides: sidesOf(facts.cohort.format).map((side) => {
      const asks = facts.asks.filter(({ role }) => role === side);
      const { all, waves } = measurePulse(asks, { asOf: day, minimumGroup });
      const firstAsked = (wave: string) =>
        asks.flatMap((ask) => (ask.wave === wave ? (ask.deliveredOn ?? []) : [])).sort()[0] ?? day;
      const told = ({ response, share, mean, bounds }: PulseReading) => ({
        response: metricOf(concealLeftOut(response, minimumGroup), at, side),
        satisfaction: metricOf(concealLeftOut(share, minimumGroup), at, side),
        mean: metricOf(concealLeftOut(mean, minimumGroup), at, side),
        bounds: bounds && { lo: bounds.lower, hi: bounds.upper },
      });
      return {
        side,
        all: told(all),
        waves: waves.map((one) => ({
          wave: Number(one.wave),
          askedOn: firstAsked(one.wave),
          ...told(one),
        })),
      };
    }),
    recommendations: surveys.items.flatMap(({ moment, questions }) =>
      questions
        .filter(({ question }) => question.kind === 'nps')
        .map((result) => ({
          moment,
          question: result.question.label,
          recommendation: metricOf(recommendationRecord(result, { asOf: day }), at),
        })),
    ),
  };
}
