import type { Metric } from '@ithaca/contracts/metrics';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { isClosed, readHead } from './cohort-facts.queries.ts';
import type { CohortHead } from './cohort-facts.queries.ts';
import { findDataVersion, KeptResults } from '../store/kept-results.queries.ts';

/** A cohort and the state of what is written of it. */
export interface CohortNow {
  cohort: CohortHead;
  dataVersion: string;
}

/** The version is asked for first, and so found before anything is read: no number is older than it. */
export async function readCohortNow(
  db: Database,
  organisationId: string,
  cohortId: string,
): Promise<CohortNow> {
  const [dataVersion, cohort] = await Promise.all([
    findDataVersion(db, organisationId, [cohortId], 'cohorts'),
    readHead(db, organisationId, cohortId),
  ]);
  return { cohort, dataVersion };
}

/**
 * What was formed from the rows of a cohort, kept until something is written there or a day is over. Of a closed cohort it is formed
 * each time: it does not change, but the names in it may.
 */
export class KeptOfCohort<T> {
  readonly #kept = new KeptResults<T>();

  /** `by`: what else it depends on. */
  find(
    organisationId: string,
    { cohort, dataVersion, by, now }: CohortNow & { by?: string; now: Date },
    form: () => Promise<T>,
  ): Promise<T> {
    if (isClosed(cohort)) return form();
    const day = dayIn(now, cohort.timeZone);
    return this.#kept.find({ organisationId, dataVersion, cohort, by, day }, form);
  }
}

/** A number that was formed earlier and is still true. */
export const restamped = (metric: Metric, at: Date): Metric => ({ ...metric, asOf: at.toISOString() });
