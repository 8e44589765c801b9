import type { CohortOverview } from '@ithaca/contracts/metrics';
import type { Actor } from '@ithaca/domain/permissions';
import { measureDropOuts } from '@ithaca/metrics/drop-outs';
import type { LeaverRow } from '@ithaca/metrics/drop-outs';
import { countHealth } from '@ithaca/metrics/health';
import { atRiskRecord, listPairingsAtRisk } from '@ithaca/metrics/pairings-at-risk';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { isClosed, readCohortFacts } from '../facts/cohort-facts.queries.ts';
import type { CohortFacts, CohortHead } from '../facts/cohort-facts.queries.ts';
import { coordinators, countEvidence, measureCohort, measureStages } from './cohort-numbers.queries.ts';
import { KeptOfCohort, readCohortNow, restamped } from '../facts/kept-of-cohort.queries.ts';
import { groupByWeek } from '../facts/meeting-weeks.ts';
import { metricOf, stageOf } from '../metric-records.ts';
import { stampOfCohort } from '../stamp.queries.ts';
import type { Unstamped } from '../stamp.queries.ts';
import { pairingItemOf, readPairingLines } from '../facts/pairing-facts.queries.ts';
import { ratesOfDays, readCohortDays, weeksOfDays } from '../store/cohort-days.queries.ts';
import { readStandings } from '../store/pairing-standings.queries.ts';

const QUEUE_LENGTH = 12;

/**
 * Is this cohort on plan? Grain: one cohort; the numbers, the funnel, the weeks and the pairings worth a look. What is formed from
 * the rows is kept until something is written or a day is over; what goes on with the hour is read each time.
 */
export async function readCohortOverview(
  db: Database,
  actor: Actor,
  cohortId: string,
  now: Date,
): Promise<CohortOverview> {
  const { organisationId } = actor;
  const { cohort, dataVersion } = await readCohortNow(db, organisationId, cohortId);
  const stamp = stampOfCohort(organisationId, cohort, { computedAt: now, dataVersion });
  const form = async () => {
    const facts = await readCohortFacts(db, organisationId, cohortId, now, {
      meetings: 'summed',
      workforce: 'left out',
    });
    return overviewOf(facts, await readLeavers(db, organisationId, facts.cohort));
  };
  const formed = await kept.find(organisationId, { cohort, dataVersion, now }, form);
  if (isClosed(cohort)) return { ...formed, stamp };
  const { told, ...ofTheHour } = await readOfTheHour(db, organisationId, cohort, now);
  return {
    ...formed,
    ...ofTheHour,
    stamp,
    asOf: now.toISOString(),
    metrics: formed.metrics.map(
      (metric) => told.find(({ key }) => key === metric.key) ?? restamped(metric, now),
    ),
    satisfactionOfMentors: formed.satisfactionOfMentors && restamped(formed.satisfactionOfMentors, now),
  };
}

const kept = new KeptOfCohort<Unstamped<CohortOverview>>();

/** What a meeting changes by beginning or ending, though nothing is written: the queue, and which meetings are due today. */
async function readOfTheHour(db: Database, organisationId: string, { id, timeZone }: CohortHead, now: Date) {
  const day = dayIn(now, timeZone);
  const frame = { asOf: day, minimumGroup: coordinators.minimum.named };
  const [days, { running, atRisk, health, worst }] = await Promise.all([
    readCohortDays(db, organisationId, id, { now, today: day }),
    readStandings(db, organisationId, [id], { now, timeZone }, QUEUE_LENGTH),
  ]);
  const { all, confirmed, evidence } = ratesOfDays(days, frame);
  const lines = await readPairingLines(
    db,
    organisationId,
    worst.map(({ pairingId }) => pairingId),
    now,
  );
  const byId = new Map(lines.map((line) => [line.id, line]));
  return {
    told: [all, confirmed, atRiskRecord({ running, atRisk, paused: health.paused }, frame)].map((record) =>
      metricOf(record, now),
    ),
    meetingEvidence: evidence,
    health,
    queue: worst.flatMap((found) => {
      const line = byId.get(found.pairingId);
      return line ? [pairingItemOf(line, found)] : [];
    }),
  };
}

/** The overview formed from facts; pure, so that a spec can form it from its own. */
export function overviewOf(facts: CohortFacts, leavers: readonly LeaverRow[]): Unstamped<CohortOverview> {
  const { cohort, asOf, pairings } = facts;
  const numbers = measureCohort(facts, coordinators);
  const funnel = measureStages(facts, coordinators.minimum.named);
  const wasAnyoneInvited = facts.stages.some((row) => row.reachedOn.invited != null);
  const byId = new Map(pairings.map((pairing) => [pairing.id, pairing]));
  return {
    cohort: {
      id: cohort.id,
      name: cohort.name,
      programId: cohort.programId,
      programName: cohort.programName,
      state: cohort.state,
      startsOn: cohort.startsOn,
      endsOn: cohort.endsOn,
    },
    asOf: asOf.at.toISOString(),
    metrics: [
      numbers.matchRate,
      numbers.matchedToday,
      numbers.activePairings,
      numbers.adherence,
      numbers.atRisk,
      numbers.satisfaction,
      numbers.response,
      numbers.meetingsHeld,
      numbers.meetingsConfirmed,
    ],
    satisfactionOfMentors: numbers.satisfactionOfMentors,
    satisfactionBounds: numbers.satisfactionBounds,
    funnel: (wasAnyoneInvited ? funnel.invited : funnel.walkIns).map(stageOf),
    walkIns: (wasAnyoneInvited ? funnel.walkIns : []).map(stageOf),
    dropOuts: measureDropOuts(facts.stages, leavers, { asOf: asOf.day }),
    heldByWeek: facts.days
      ? weeksOfDays(facts.days, cohort, asOf.day)
      : groupByWeek(facts.meetings, cohort, asOf.day).map((week) => ({
          weekStartsOn: week.weekStartsOn,
          held: week.held.length,
          planned: week.planned.length,
        })),
    meetingEvidence: countEvidence(facts),
    health: countHealth(
      pairings.map((pairing) => pairing.life),
      asOf.day,
    ),
    queue: listPairingsAtRisk(pairings, asOf.day)
      .slice(0, QUEUE_LENGTH)
      .flatMap((found) => {
        const pairing = byId.get(found.pairingId);
        return pairing ? [pairingItemOf(pairing, found)] : [];
      }),
  };
}

/**
 * Grain: one enrolment that is over before its end, with why: not admitted, as the last pairing ended, still without a partner at
 * the close, or withdrawn.
 */
export function readLeavers(
  db: Database,
  organisationId: string,
  { id, closedAt }: CohortHead,
): Promise<LeaverRow[]> {
  return db.query<LeaverRow>(
    `select e.person_id as "personId", e.role, case when e.state = 'declined' then 'not-admitted'
         when last.reason is not null then last.reason
         when e.ended_at >= $3 then 'no-partner' else 'withdrew' end as reason
     from enrolments e
     left join lateral (
       select coalesce(m.end_reason, p.end_reason) as reason from pairing_members m
       join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id
       where m.organisation_id = $1 and m.person_id = e.person_id and not m.open and m.enrolment_id = e.id and p.started_at is not null
         and coalesce(m.end_reason, p.end_reason) is not null
       order by p.ended_at desc nulls last, p.id limit 1
     ) last on true
     where e.organisation_id = $1 and e.cohort_id = $2 and e.state in ('withdrawn', 'declined')`,
    [organisationId, id, closedAt],
  );
}
