import type { measureRoutes, RhythmReport } from '@ithaca/contracts/measures';
import type { RequestOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { measureRhythm, measureWeeklyRhythm } from '@ithaca/metrics/rhythm';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { isClosed, readCohortFacts } from '../facts/cohort-facts.queries.ts';
import type { CohortHead } from '../facts/cohort-facts.queries.ts';
import { coordinators, countEvidence, measureCohort } from './cohort-numbers.queries.ts';
import { KeptOfCohort, readCohortNow, restamped } from '../facts/kept-of-cohort.queries.ts';
import { groupByWeek } from '../facts/meeting-weeks.ts';
import { metricOf } from '../metric-records.ts';
import { stampOfCohort } from '../stamp.queries.ts';
import type { Unstamped } from '../stamp.queries.ts';
import { pairingGroups, readGuided } from '../facts/pairing-groups.queries.ts';
import { ratesOfDays, readCohortDays, weeksOfDays } from '../store/cohort-days.queries.ts';
import { readWorkforce } from '../facts/workforce.queries.ts';

type Query = NonNullable<RequestOf<(typeof measureRoutes)['rhythm']>['query']>;

/**
 * Do pairs meet? Grain: one group of pairings in one week; a pairing is of its mentees' group, that of peers of theirs. Whoever
 * asks this sees every pairing by name, so nothing is hidden.
 */
export async function readRhythm(
  db: Database,
  actor: Actor,
  cohortId: string,
  { by = 'department' }: Query,
  now: Date,
): Promise<RhythmReport> {
  const { organisationId } = actor;
  // Where somebody works is of the cohorts they are in: a change there is one of their state.
  const { cohort, dataVersion } = await readCohortNow(db, organisationId, cohortId);
  const stamp = stampOfCohort(organisationId, cohort, { filter: { by }, computedAt: now, dataVersion });
  const form = () => formRhythm(db, organisationId, cohort, by, now);
  const formed = await kept.find(organisationId, { cohort, dataVersion, by, now }, form);
  if (isClosed(cohort)) return { ...formed, stamp };
  // Which meetings of today are due goes on with the hour.
  const day = dayIn(now, cohort.timeZone);
  const days = await readCohortDays(db, organisationId, cohortId, { now, today: day });
  const rates = ratesOfDays(days, { asOf: day, minimumGroup: coordinators.minimum.named });
  const told = [rates.all, rates.confirmed].map((record) => metricOf(record, now));
  return {
    ...formed,
    stamp,
    asOf: now.toISOString(),
    evidence: rates.evidence,
    metrics: formed.metrics.map(
      (metric) => told.find(({ key }) => key === metric.key) ?? restamped(metric, now),
    ),
  };
}

const kept = new KeptOfCohort<Unstamped<RhythmReport>>();

async function formRhythm(
  db: Database,
  organisationId: string,
  { id: cohortId, startsOn, timeZone }: CohortHead,
  by: NonNullable<Query['by']>,
  now: Date,
): Promise<Unstamped<RhythmReport>> {
  const facts = await readCohortFacts(db, organisationId, cohortId, now, {
    meetings: 'summed',
    workforce: 'left out',
  });
  const { day, at } = facts.asOf;
  const frame = { asOf: day, minimumGroup: coordinators.minimum.named };
  const guided = await readGuided(db, organisationId, cohortId);
  const of = { id: cohortId, startsOn };
  const workforce = await readWorkforce(db, organisationId, of, timeZone, [...guided.values()].flat());
  const groupOf = pairingGroups({ workforce, asOf: facts.asOf }, guided, by);
  const inWeeks = facts.days
    ? weeksOfDays(facts.days, facts.cohort, day)
    : groupByWeek(facts.meetings, facts.cohort, day);
  const weeks = inWeeks.map(({ weekStartsOn }) => weekStartsOn);
  const lives = facts.pairings.map(({ life }) => life);
  const numbers = measureCohort(facts, coordinators);
  return {
    asOf: at.toISOString(),
    by,
    metrics: [
      metricOf(measureWeeklyRhythm(lives, frame), at),
      numbers.meetingsHeld,
      numbers.meetingsConfirmed,
      numbers.adherence,
      numbers.volume,
      numbers.activePairings,
    ],
    evidence: countEvidence(facts),
    ...measureRhythm(
      facts.pairings.map(({ id, life }) => ({ group: groupOf(id), life })),
      weeks,
      frame,
    ),
  };
}
