import type { CohortWorkforce } from '@ithaca/contracts/metrics';
import type { Actor } from '@ithaca/domain/permissions';

import type { Database } from '../../../platform/database/database.ts';
import { readCohortFacts } from '../facts/cohort-facts.queries.ts';
import type { CohortFacts } from '../facts/cohort-facts.queries.ts';
import {
  coordinators,
  countParticipating,
  measureMentorRetention,
  measureParticipating,
  measureRetention,
} from './cohort-numbers.queries.ts';
import { stampOfCohort } from '../stamp.queries.ts';
import type { Unstamped } from '../stamp.queries.ts';
import {
  dataVersionOf,
  findCohortStates,
  findWorkforceVersion,
  KeptResults,
} from '../store/kept-results.queries.ts';
import { readWorkforce } from '../facts/workforce.queries.ts';

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
  const how = { pairings: 'left out' } as const;
  const { organisationId } = actor;
  const { facts, dataVersion } = await readAmongEverybody(db, organisationId, cohortId, now, how);
  const stamp = stampOfCohort(organisationId, facts.cohort, { computedAt: now, dataVersion });
  return { ...workforceOf(facts), stamp };
}

/** Formed from facts; pure, so that a spec can form it from its own. */
export function workforceOf(facts: CohortFacts): Unstamped<CohortWorkforce> {
  return {
    asOf: facts.asOf.at.toISOString(),
    participation: measureParticipating(facts, coordinators),
    retention: measureRetention(facts),
    retentionOfMentors: measureMentorRetention(facts),
  };
}

/** The facts of a cohort with what is formed from everybody in the directory instead of everybody. */
export interface AmongEverybody {
  facts: CohortFacts;
  /** Of the cohort and of everybody. */
  dataVersion: string;
  /** What else is formed from everybody in the directory, kept until any of them changes, anybody of the cohort, or what stands `beside`. */
  find<T>(kept: KeptResults<T>, form: (facts: CohortFacts) => T | Promise<T>, beside?: unknown): Promise<T>;
}

/**
 * What happened in a cohort up to now, beside everybody in the directory? What is formed from all of them takes a second for 100,000
 * people, and changes seldom: they are read when something of it is not kept, and then once for all of it. Whoever reads other
 * cohorts `beside` names them, so that their state is in the version, too.
 */
export async function readAmongEverybody(
  db: Database,
  organisationId: string,
  cohortId: string,
  now: Date,
  { beside = [], ...how }: { pairings?: 'left out'; beside?: readonly string[] } = {},
): Promise<AmongEverybody> {
  // Found before anything is read, so that nothing kept can be older than its version.
  const version = await findWorkforceVersion(db, organisationId);
  const states = await findCohortStates(db, organisationId, [cohortId, ...beside]);
  const facts = await readCohortFacts(db, organisationId, cohortId, now, { ...how, workforce: 'left out' });
  const { cohort, asOf, stages, enrolments, entrants } = facts;
  const from = {
    organisationId,
    version,
    cohort,
    on: [asOf.day, asOf.today],
    stages,
    enrolments,
    entrants,
  };
  let all: Promise<CohortFacts> | null = null;
  const readAll = async () => ({
    ...facts,
    workforce: await readWorkforce(db, organisationId, cohort, cohort.timeZone),
  });
  const find: AmongEverybody['find'] = (kept, form, beside) =>
    kept.find({ ...from, beside }, async () => form(await (all ??= readAll())));
  const everybody = await find(keptOfEverybody, (every) => ({
    participation: countParticipating(every),
    retention: measureRetention(every),
    retentionOfMentors: measureMentorRetention(every),
  }));
  return { facts: { ...facts, everybody }, dataVersion: dataVersionOf(states, version), find };
}

const keptOfEverybody = new KeptResults<NonNullable<CohortFacts['everybody']>>();
