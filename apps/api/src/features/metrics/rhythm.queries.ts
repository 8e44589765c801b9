import type { measureRoutes, RhythmReport } from '@ithaca/contracts/measures';
import type { RequestOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { measureRhythm, measureWeeklyRhythm } from '@ithaca/metrics/rhythm';

import { dayIn } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { isClosed, readCohortFacts, readHead } from './cohort-facts.queries.ts';
import type { CohortHead } from './cohort-facts.queries.ts';
import { coordinators, countEvidence, measureCohort } from './cohort-numbers.queries.ts';
import { directoryGroups, NOT_STATED } from './directory-groups.ts';
import { KeptOfCohort, restamped } from './kept-of-cohort.queries.ts';
import { groupByWeek } from './meeting-weeks.ts';
import { metricOf } from './metric-records.ts';
import { ratesOfDays, readCohortDays, weeksOfDays } from './store/cohort-days.queries.ts';
import { readWorkforce } from './workforce.queries.ts';

type Query = NonNullable<RequestOf<(typeof measureRoutes)['rhythm']>['query']>;

/** The group of a pairing whose mentees, or peers, are not of one group. */
const SEVERAL = 'several';

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
  const cohort = await readHead(db, organisationId, cohortId);
  const form = () => formRhythm(db, organisationId, cohort, by, now);
  const formed = await kept.find(db, organisationId, { cohort, by, now }, form);
  if (isClosed(cohort)) return formed;
  // Which meetings of today are due goes on with the hour.
  const day = dayIn(now, cohort.timeZone);
  const days = await readCohortDays(db, organisationId, cohortId, { now, today: day });
  const rates = ratesOfDays(days, { asOf: day, minimumGroup: coordinators.minimum.named });
  const told = [rates.all, rates.confirmed].map((record) => metricOf(record, now));
  return {
    ...formed,
    asOf: now.toISOString(),
    evidence: rates.evidence,
    metrics: formed.metrics.map(
      (metric) => told.find(({ key }) => key === metric.key) ?? restamped(metric, now),
    ),
  };
}

const kept = new KeptOfCohort<RhythmReport>();

async function formRhythm(
  db: Database,
  organisationId: string,
  { id: cohortId, startsOn, timeZone }: CohortHead,
  by: NonNullable<Query['by']>,
  now: Date,
): Promise<RhythmReport> {
  const facts = await readCohortFacts(db, organisationId, cohortId, now, {
    meetings: 'summed',
    workforce: 'left out',
  });
  const { day, at } = facts.asOf;
  const frame = { asOf: day, minimumGroup: coordinators.minimum.named };
  const guided = await readGuided(db, organisationId, cohortId);
  const of = { id: cohortId, startsOn };
  const workforce = await readWorkforce(db, organisationId, of, timeZone, [...guided.values()].flat());
  const people = new Map(workforce.map((person) => [person.id, person]));
  const groupOf = (pairingId: string): string => {
    const groups = new Set(
      (guided.get(pairingId) ?? []).map((id) => {
        const person = people.get(id);
        return person ? directoryGroups[by](person, day) : NOT_STATED;
      }),
    );
    const [first = NOT_STATED] = groups;
    return groups.size > 1 ? SEVERAL : first;
  };
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

/** Whose development a pairing is about? Grain: one pairing with its mentees, or its peers. */
async function readGuided(
  db: Database,
  organisationId: string,
  cohortId: string,
): Promise<Map<string, string[]>> {
  const rows = await db.query<{ id: string; people: string[] }>(
    `select m.pairing_id as id, array_agg(m.person_id order by m.person_id) as people
     from pairings p
     join pairing_members m on m.organisation_id = $1 and m.pairing_id = p.id and m.role in ('mentee', 'peer')
     where p.organisation_id = $1 and p.cohort_id = $2 group by m.pairing_id`,
    [organisationId, cohortId],
  );
  return new Map(rows.map(({ id, people }) => [id, people]));
}
