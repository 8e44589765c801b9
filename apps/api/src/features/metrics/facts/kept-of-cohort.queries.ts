import type { Metric } from '@ithaca/contracts/metrics';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { isClosed } from './cohort-facts.queries.ts';
import type { CohortHead } from './cohort-facts.queries.ts';
import { findCohortState, KeptResults } from '../store/kept-results.queries.ts';

/**
 * What was formed from the rows of a cohort, kept until something is written there or a day is over. Of a closed cohort it is formed
 * each time: it does not change, but the names in it may.
 */
export class KeptOfCohort<T> {
  readonly #kept = new KeptResults<T>();

  /** `by`: what else it depends on. The state is found before anything is read, so that nothing kept can be older than its number. */
  async find(
    db: Database,
    organisationId: string,
    of: { cohort: CohortHead; by?: string; now: Date },
    form: () => Promise<T>,
  ): Promise<T> {
    const { cohort, by, now } = of;
    if (isClosed(cohort)) return form();
    const state = await findCohortState(db, organisationId, cohort.id);
    return this.#kept.find({ organisationId, state, cohort, by, day: dayIn(now, cohort.timeZone) }, form);
  }
}

/** A number that was formed earlier and is still true. */
export const restamped = (metric: Metric, at: Date): Metric => ({ ...metric, asOf: at.toISOString() });
