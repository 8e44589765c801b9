import type { measureRoutes, RhythmReport } from '@ithaca/contracts/measures';
import type { RequestOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Day } from '@ithaca/metrics/days';
import { measureRhythm, measureWeeklyRhythm } from '@ithaca/metrics/rhythm';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { isClosed, readCohortFacts } from '../facts/cohort-facts.queries.ts';
import type { CohortHead, PageFacts } from '../facts/cohort-facts.queries.ts';
import { readPageFacts } from '../facts/cohort-rows.queries.ts';
import { coordinators, measureCohort, tellMeetings } from './cohort-numbers.queries.ts';
import { NOT_STATED } from '../facts/directory-groups.ts';
import { KeptOfCohort, readCohortNow, restamped } from '../facts/kept-of-cohort.queries.ts';
import { metricOf } from '../metric-records.ts';
import { stampOfCohort } from '../stamp.queries.ts';
import type { Unstamped } from '../stamp.queries.ts';
import { groupOfPlaces, pairingGroups, readGuided } from '../facts/pairing-groups.queries.ts';
import { readCohortDays } from '../store/cohort-days.queries.ts';
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
  if (isClosed(cohort)) return { ...(await readClosed(db, organisationId, cohort, by, now)), stamp };
  const day = dayIn(now, cohort.timeZone);
  const asOf = { at: now, day, today: day };
  // Which meetings of today are due goes on with the hour.
  const days = await readCohortDays(db, organisationId, cohortId, { now, today: day });
  const meetings = tellMeetings({ cohort, asOf, meetings: [], days });
  const weeks = meetings.weeks.map(({ weekStartsOn }) => weekStartsOn);
  const form = async () => {
    const facts = await readPageFacts(db, organisationId, cohort, now);
    const groups = new Map(
      facts.pairings.map(({ id, guided }) => [
        id,
        groupOfPlaces(
          guided.map(({ place }) => place),
          by,
          day,
        ),
      ]),
    );
    return formRhythm(facts, weeks, (id) => groups.get(id) ?? NOT_STATED);
  };
  const formed = await kept.find(organisationId, { cohort, dataVersion, by, now }, form);
  return { ...tellRhythm(formed, meetings, by, now), stamp };
}

type Formed = ReturnType<typeof formRhythm>;

const kept = new KeptOfCohort<Formed>();

async function readClosed(
  db: Database,
  organisationId: string,
  { id, startsOn, timeZone }: CohortHead,
  by: NonNullable<Query['by']>,
  now: Date,
): Promise<Unstamped<RhythmReport>> {
  const facts = await readCohortFacts(db, organisationId, id, now, {
    meetings: 'summed',
    workforce: 'left out',
  });
  const guided = await readGuided(db, organisationId, id);
  const people = [...guided.values()].flat();
  const workforce = await readWorkforce(db, organisationId, { id, startsOn }, timeZone, people);
  const groupOf = pairingGroups({ workforce, asOf: facts.asOf }, guided, by);
  const meetings = tellMeetings(facts);
  const weeks = meetings.weeks.map(({ weekStartsOn }) => weekStartsOn);
  return tellRhythm(formRhythm(facts, weeks, groupOf), meetings, by, facts.asOf.at);
}

function formRhythm(facts: PageFacts, weeks: readonly Day[], groupOf: (pairingId: string) => string) {
  const { day, at } = facts.asOf;
  const frame = { asOf: day, minimumGroup: coordinators.minimum.named };
  const lives = facts.pairings.map(({ life }) => life);
  const { adherence, volume, activePairings } = measureCohort(facts, coordinators);
  const rows = facts.pairings.map(({ id, life }) => ({ group: groupOf(id), life }));
  return {
    metrics: { weekly: metricOf(measureWeeklyRhythm(lives, frame), at), adherence, volume, activePairings },
    rhythm: measureRhythm(rows, weeks, frame),
  };
}

function tellRhythm(
  { metrics: { weekly, adherence, volume, activePairings }, rhythm }: Formed,
  { held, confirmed, evidence }: ReturnType<typeof tellMeetings>,
  by: NonNullable<Query['by']>,
  at: Date,
): Unstamped<RhythmReport> {
  return {
    asOf: at.toISOString(),
    by,
    metrics: [weekly, held, confirmed, adherence, volume, activePairings].map((metric) =>
      restamped(metric, at),
    ),
    evidence,
    ...rhythm,
  };
}
