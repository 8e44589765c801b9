import type { CohortOverview, Metric } from '@ithaca/contracts/metrics';
import type { Actor } from '@ithaca/domain/permissions';
import { measureDropOuts } from '@ithaca/metrics/drop-outs';
import type { DropOut, LeaverRow } from '@ithaca/metrics/drop-outs';
import { countHealth } from '@ithaca/metrics/health';
import { atRiskRecord, listPairingsAtRisk, measurePairingsAtRisk } from '@ithaca/metrics/pairings-at-risk';
import type { PairingAtRisk } from '@ithaca/metrics/pairings-at-risk';
import { Remembered } from '@ithaca/metrics/remembered';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { isClosed, readCohortFacts } from '../facts/cohort-facts.queries.ts';
import type { CohortFacts, CohortHead, PageFacts } from '../facts/cohort-facts.queries.ts';
import { readPageFacts } from '../facts/cohort-rows.queries.ts';
import { coordinators, measureCohort, measureStages, tellMeetings } from './cohort-numbers.queries.ts';
import { KeptOfCohort, readCohortNow, restamped } from '../facts/kept-of-cohort.queries.ts';
import { metricOf, stageOf } from '../metric-records.ts';
import { stampOfCohort } from '../stamp.queries.ts';
import type { Unstamped } from '../stamp.queries.ts';
import { pairingItemOf, readPairingLines } from '../facts/pairing-facts.queries.ts';
import type { PairingLine } from '../facts/pairing-facts.queries.ts';
import { readCohortDays } from '../store/cohort-days.queries.ts';
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
  if (isClosed(cohort)) {
    const how = { meetings: 'summed', workforce: 'left out' } as const;
    const facts = await readCohortFacts(db, organisationId, cohortId, now, how);
    const leavers = await readLeavers(db, organisationId, cohort);
    return { ...overviewOf(facts, leavers), stamp };
  }
  const form = async () => {
    const [facts, leavers] = await Promise.all([
      readPageFacts(db, organisationId, cohort, now),
      readLeavers(db, organisationId, cohort),
    ]);
    return formOverview(facts, leavers);
  };
  const formed = await kept.find(organisationId, { cohort, dataVersion, now }, form);
  return {
    ...tellOverview(cohort, formed, await readOfTheHour(db, organisationId, cohort, now), now),
    stamp,
  };
}

/** The overview formed from all facts, pairing by pairing; pure, so that a spec can form it from its own. */
export function overviewOf(facts: CohortFacts, leavers: readonly LeaverRow[]): Unstamped<CohortOverview> {
  return tellOverview(facts.cohort, formOverview(facts, leavers), ofTheHourFrom(facts), facts.asOf.at);
}

/** What holds until something is written or a day is over. */
type Formed = ReturnType<typeof formOverview>;

/** What a meeting changes by beginning or ending, though nothing is written: the queue, and which meetings are due today. */
interface OfTheHour extends Pick<CohortOverview, 'health' | 'queue'> {
  meetings: ReturnType<typeof tellMeetings>;
  atRisk: Metric;
}

const kept = new KeptOfCohort<Formed>();

function formOverview(facts: PageFacts, leavers: readonly LeaverRow[]) {
  const numbers = measureCohort(facts, coordinators);
  const { matchRate, matchedToday, activePairings, adherence, satisfaction, response } = numbers;
  const funnel = measureStages(facts, coordinators.minimum.named);
  const wasAnyoneInvited = facts.stages.some((row) => row.reachedOn.invited != null);
  return {
    metrics: { matchRate, matchedToday, activePairings, adherence, satisfaction, response },
    satisfactionOfMentors: numbers.satisfactionOfMentors,
    satisfactionBounds: numbers.satisfactionBounds,
    funnel: (wasAnyoneInvited ? funnel.invited : funnel.walkIns).map(stageOf),
    walkIns: (wasAnyoneInvited ? funnel.walkIns : []).map(stageOf),
    dropOuts: dropOutsOf(facts, leavers),
  };
}

const dropOutsOf = ({ stages, asOf: { day } }: PageFacts, leavers: readonly LeaverRow[]): DropOut[] =>
  dropOuts.find(stages, JSON.stringify([day, leavers]), () =>
    measureDropOuts(stages, leavers, { asOf: day }),
  );

const dropOuts = new Remembered<PageFacts['stages'], DropOut[]>();

function tellOverview(
  cohort: CohortHead,
  { metrics: formed, satisfactionOfMentors, ...rest }: Formed,
  { meetings, atRisk, health, queue }: OfTheHour,
  at: Date,
): Unstamped<CohortOverview> {
  const { matchRate, matchedToday, activePairings, adherence, satisfaction, response } = formed;
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
    asOf: at.toISOString(),
    metrics: [
      matchRate,
      matchedToday,
      activePairings,
      adherence,
      atRisk,
      satisfaction,
      response,
      meetings.held,
      meetings.confirmed,
    ].map((metric) => restamped(metric, at)),
    satisfactionOfMentors: satisfactionOfMentors && restamped(satisfactionOfMentors, at),
    ...rest,
    heldByWeek: meetings.weeks,
    meetingEvidence: meetings.evidence,
    health,
    queue,
  };
}

async function readOfTheHour(
  db: Database,
  organisationId: string,
  cohort: CohortHead,
  now: Date,
): Promise<OfTheHour> {
  const { id, timeZone } = cohort;
  const day = dayIn(now, timeZone);
  const [days, { running, atRisk, health, worst }] = await Promise.all([
    readCohortDays(db, organisationId, id, { now, today: day }),
    readStandings(db, organisationId, [id], { now, timeZone }, QUEUE_LENGTH),
  ]);
  const ids = worst.map(({ pairingId }) => pairingId);
  const lines = await readPairingLines(db, organisationId, ids, now);
  const frame = { asOf: day, minimumGroup: coordinators.minimum.named };
  return {
    meetings: tellMeetings({ cohort, asOf: { at: now, day, today: day }, meetings: [], days }),
    atRisk: metricOf(atRiskRecord({ running, atRisk, paused: health.paused }, frame), now),
    health,
    queue: queueOf(worst, lines),
  };
}

/** The same from all facts of each pairing. */
function ofTheHourFrom(facts: CohortFacts): OfTheHour {
  const { asOf, pairings } = facts;
  const frame = { asOf: asOf.day, minimumGroup: coordinators.minimum.named };
  const lives = pairings.map(({ life }) => life);
  return {
    meetings: tellMeetings(facts),
    atRisk: metricOf(measurePairingsAtRisk(pairings, frame), asOf.at),
    health: countHealth(lives, asOf.day),
    queue: queueOf(listPairingsAtRisk(pairings, asOf.day).slice(0, QUEUE_LENGTH), pairings),
  };
}

function queueOf(worst: readonly PairingAtRisk[], lines: readonly PairingLine[]): CohortOverview['queue'] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  return worst.flatMap((found) => {
    const line = byId.get(found.pairingId);
    return line ? [pairingItemOf(line, found)] : [];
  });
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
