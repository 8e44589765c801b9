import type { CohortWorkforce } from '@ithaca/contracts/metrics';
import type { Actor } from '@ithaca/domain/permissions';

import type { Database } from '../../platform/database/database.ts';
import { readCohortFacts } from './cohort-facts.queries.ts';
import type { CohortFacts } from './cohort-facts.queries.ts';
import { coordinators, measureParticipating, measureRetention } from './cohort-numbers.queries.ts';
import { findWorkforceVersion, KeptResults } from './store/kept-results.queries.ts';
import { readWorkforce } from './workforce.queries.ts';

/**
 * Who of all who could take part does, and do participants stay? Grain: one cohort against everybody in the directory. Apart from
 * the overview, which does not wait for it.
 */
export async function readCohortWorkforce(
  db: Database,
  actor: Actor,
  cohortId: string,
  now: Date,
): Promise<CohortWorkforce> {
  const { organisationId } = actor;
  const version = await findWorkforceVersion(db, organisationId);
  const facts = await readCohortFacts(db, organisationId, cohortId, now, {
    pairings: 'left out',
    workforce: 'left out',
  });
  const { cohort, asOf, stages, enrolments, entrants } = facts;
  const found = await kept.find(
    { organisationId, version, cohort, on: [asOf.day, asOf.today], stages, enrolments, entrants },
    async () =>
      workforceOf({
        ...facts,
        workforce: await readWorkforce(db, organisationId, cohort, cohort.timeZone),
      }),
  );
  const at = asOf.at.toISOString();
  return { ...found, asOf: at, participation: { ...found.participation, asOf: at } };
}

/** Formed from facts; pure, so that a spec can form it from its own. */
export function workforceOf(facts: CohortFacts): CohortWorkforce {
  return {
    asOf: facts.asOf.at.toISOString(),
    participation: measureParticipating(facts, coordinators),
    retention: measureRetention(facts),
  };
}

/** What is computed over everybody in the directory takes a second for 100,000 people, and changes seldom. */
const kept = new KeptResults<CohortWorkforce>();
