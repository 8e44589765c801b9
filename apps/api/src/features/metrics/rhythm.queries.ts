import type { measureRoutes, RhythmReport } from '@ithaca/contracts/measures';
import type { RequestOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { measureRhythm, measureWeeklyRhythm } from '@ithaca/metrics/rhythm';

import type { Database } from '../../platform/database/database.ts';
import { readCohortFacts } from './cohort-facts.queries.ts';
import { coordinators, countEvidence, measureCohort } from './cohort-numbers.queries.ts';
import { directoryGroups, NOT_STATED } from './directory-groups.ts';
import { groupByWeek } from './meeting-weeks.ts';
import { metricOf } from './metric-records.ts';
import { weeksOfDays } from './store/cohort-days.queries.ts';

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
  const facts = await readCohortFacts(db, organisationId, cohortId, now, { meetings: 'summed' });
  const { day, at } = facts.asOf;
  const frame = { asOf: day, minimumGroup: coordinators.minimum.named };
  const people = new Map(facts.workforce.map((person) => [person.id, person]));
  const guided = await readGuided(db, organisationId, cohortId);
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
