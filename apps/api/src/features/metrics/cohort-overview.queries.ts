import type { CohortOverview } from '@ithaca/contracts/metrics';
import type { Actor } from '@ithaca/domain/permissions';
import { countHealth } from '@ithaca/metrics/health';
import { listPairingsAtRisk } from '@ithaca/metrics/pairings-at-risk';

import type { Database } from '../../platform/database/database.ts';
import { readCohortFacts } from './cohort-facts.queries.ts';
import type { CohortFacts } from './cohort-facts.queries.ts';
import {
  coordinators,
  countEvidence,
  measureCohort,
  measureRetention,
  measureStages,
} from './cohort-numbers.queries.ts';
import { groupByWeek } from './meeting-weeks.ts';
import { stageOf } from './metric-records.ts';
import { pairingItemOf } from './pairing-facts.queries.ts';
import { weeksOfDays } from './store/cohort-days.queries.ts';
import { findWorkforceVersion, KeptResults } from './store/kept-results.queries.ts';
import { readWorkforce } from './workforce.queries.ts';

const QUEUE_LENGTH = 12;

/** Is this cohort on plan? Grain: one cohort; the numbers, the funnel, the weeks and the pairings worth a look. */
export async function readCohortOverview(
  db: Database,
  actor: Actor,
  cohortId: string,
  now: Date,
): Promise<CohortOverview> {
  const { organisationId } = actor;
  const version = await findWorkforceVersion(db, organisationId);
  const facts = await readCohortFacts(db, organisationId, cohortId, now, {
    meetings: 'summed',
    workforce: 'left out',
  });
  const { cohort, asOf, stages, enrolments } = facts;
  const ofWorkforce = await kept.find(
    { version, cohort, on: [asOf.day, asOf.today], stages, enrolments },
    async () =>
      measureWorkforce({
        ...facts,
        workforce: await readWorkforce(db, organisationId, cohort, cohort.timeZone),
      }),
  );
  return overviewOf(facts, ofWorkforce);
}

type OfWorkforce = ReturnType<typeof measureWorkforce>;

/** What is computed over everybody in the directory takes a second for 100,000 people, and changes seldom. */
const kept = new KeptResults<OfWorkforce>();

function measureWorkforce(facts: CohortFacts) {
  return {
    participation: measureCohort(facts, coordinators).participation,
    retention: measureRetention(facts),
  };
}

/** The overview formed from facts; pure, so that a spec can form it from its own. */
export function overviewOf(
  facts: CohortFacts,
  ofWorkforce: OfWorkforce = measureWorkforce(facts),
): CohortOverview {
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
      { ...ofWorkforce.participation, asOf: asOf.at.toISOString() },
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
    retention: ofWorkforce.retention,
  };
}
