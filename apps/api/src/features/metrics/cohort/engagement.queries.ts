import type { EngagementReport, PairingEngagement } from '@ithaca/contracts/measures';
import type { Actor } from '@ithaca/domain/permissions';
import { addDays, quarterOf } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { engagementHolds, engagementReadingDay, judgeEngagement } from '@ithaca/metrics/engagement-judgement';
import type { EngagementJudgement, LivedPairing } from '@ithaca/metrics/engagement-judgement';
import { measureEngagement } from '@ithaca/metrics/engagement-score';
import type { EngagementRow } from '@ithaca/metrics/engagement-score';
import type { GoalRow } from '@ithaca/metrics/goals';
import type { AskRow } from '@ithaca/metrics/response-rate';
import { fewestOutcomes } from '@ithaca/metrics/score-quality';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { ASK_LIFE, GOAL_LIFE } from '../facts/cohort-facts.queries.ts';
import type { CohortHead } from '../facts/cohort-facts.queries.ts';
import { coordinators } from './cohort-numbers.queries.ts';
import { KeptOfCohort, readCohortNow, restamped } from '../facts/kept-of-cohort.queries.ts';
import type { CohortNow } from '../facts/kept-of-cohort.queries.ts';
import { metricOf } from '../metric-records.ts';
import { readPairingLines } from '../facts/pairing-facts.queries.ts';
import { stampOfCohort } from '../stamp.queries.ts';
import { KeptResults } from '../store/kept-results.queries.ts';
import { readConfirmedLives } from '../store/pairing-lives.queries.ts';

/** So many pairings are shown, the lowest first: an order of what to look at, no register. */
const MOST = 15;

type Scored = Omit<
  EngagementReport['pairings'][number],
  'mentorName' | 'menteeNames' | 'peerNames' | 'format'
>;
type Formed = Pick<EngagementReport, 'metric' | 'parts'> & { scores: Scored[] };

/**
 * Which running pairings are least engaged, by what? Grain: one pairing, for those who see each by name. The score is withdrawn where
 * the program's earlier pairings show that it does not tell what becomes of them.
 */
export async function readEngagement(
  db: Database,
  actor: Actor,
  cohortId: string,
  now: Date,
): Promise<EngagementReport> {
  const { organisationId } = actor;
  const { cohort, dataVersion } = await readCohortNow(db, organisationId, cohortId);
  const judgement = await findJudgement(db, organisationId, cohort, now);
  const { metric, parts, scores } = await findEngagement(db, organisationId, { cohort, dataVersion, now });
  const isWithdrawn = judgement.holds === false;
  const told = isWithdrawn ? [] : scores.slice(0, MOST);
  const lines = await readPairingLines(
    db,
    organisationId,
    told.map(({ id }) => id),
    now,
  );
  const byId = new Map(lines.map((line) => [line.id, line]));
  const { status, holds, since, counted, pending, unknown, auc, measures } = judgement;
  return {
    asOf: now.toISOString(),
    stamp: stampOfCohort(organisationId, cohort, { computedAt: now, dataVersion }),
    isWithdrawn,
    metric: restamped(isWithdrawn ? withoutValue(metric) : metric, now),
    parts,
    most: MOST,
    pairings: told.flatMap((one) => {
      const line = byId.get(one.id);
      if (!line) return [];
      const { format, mentorName, menteeNames, peerNames } = line;
      return [{ ...one, format, mentorName, menteeNames, peerNames }];
    }),
    judgement: {
      status,
      holds,
      since,
      counted,
      fewest: fewestOutcomes,
      pending,
      unknown,
      auc,
      slope: measures?.slope ?? null,
      limits: engagementHolds,
    },
  };
}

/**
 * How engaged is one pairing, by what? Grain: one running pairing, for those who look after it and see it by name; the two are not told.
 * Where the score is withdrawn there is none here either.
 */
export async function readEngagementOfPairing(
  db: Database,
  actor: Actor,
  pairingId: string,
  now: Date,
): Promise<PairingEngagement> {
  const { organisationId } = actor;
  const asOf = now.toISOString();
  const running = await db.first<{ cohortId: string }>(
    `select cohort_id as "cohortId" from pairings where organisation_id = $1 and id = $2 and state = 'active'`,
    [organisationId, pairingId],
  );
  if (!running) return { asOf, pairing: null };
  const { cohort, dataVersion } = await readCohortNow(db, organisationId, running.cohortId);
  const { holds } = await findJudgement(db, organisationId, cohort, now);
  if (holds === false) return { asOf, pairing: null };
  const { parts, scores } = await findEngagement(db, organisationId, { cohort, dataVersion, now });
  const own = scores.find(({ id }) => id === pairingId);
  const weights = new Map(parts.map(({ part, weight }) => [part, weight]));
  return {
    asOf,
    pairing: own
      ? {
          score: own.score,
          parts: own.parts.map((one) => ({ ...one, weight: weights.get(one.part) ?? 0 })),
        }
      : null,
  };
}

const kept = new KeptOfCohort<Formed>();

const findEngagement = (db: Database, organisationId: string, of: CohortNow & { now: Date }) =>
  kept.find(organisationId, of, () => formEngagement(db, organisationId, of.cohort, of.now));

const withoutValue = (metric: Formed['metric']): Formed['metric'] => ({
  ...metric,
  estimate: null,
  lo: null,
  hi: null,
  method: null,
});

async function formEngagement(
  db: Database,
  organisationId: string,
  { id, timeZone }: CohortHead,
  now: Date,
): Promise<Formed> {
  const rows = await readEngagementRows(db, organisationId, [id], timeZone);
  const asOf = dayIn(now, timeZone);
  const { record, parts, scores } = measureEngagement(rows, {
    asOf,
    minimumGroup: coordinators.minimum.named,
  });
  return {
    metric: metricOf(record, now),
    parts,
    scores: scores.map(({ pairing, score, parts: of }) => ({ id: pairing.life.pairingId, score, parts: of })),
  };
}

/** What the score of each pairing of these cohorts is formed from? Grain: one pairing that has ever begun. */
async function readEngagementRows(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
  timeZone: string,
): Promise<(EngagementRow & { cohortId: string })[]> {
  const of = [organisationId, cohortIds, timeZone];
  const lives = await readConfirmedLives(db, organisationId, cohortIds, timeZone);
  const goals = await db.query<GoalRow & { pairingId: string }>(
    `select g.pairing_id as "pairingId", ${GOAL_LIFE} from goals g where g.organisation_id = $1 and g.cohort_id = any($2)`,
    of,
  );
  const asks = await db.query<AskRow & { pairingId: string }>(
    `select i.pairing_id as "pairingId", ${ASK_LIFE} where i.organisation_id = $1 and i.cohort_id = any($2)`,
    of,
  );
  const goalsOf = Map.groupBy(goals, ({ pairingId }) => pairingId);
  const asksOf = Map.groupBy(asks, ({ pairingId }) => pairingId);
  return lives.map((row) => ({
    ...row,
    goals: goalsOf.get(row.life.pairingId) ?? [],
    asks: asksOf.get(row.life.pairingId) ?? [],
  }));
}

const judgements = new KeptResults<EngagementJudgement>();

/** Judged anew each quarter by what was over before it, so it is kept for a day: what is entered late still comes in. */
function findJudgement(
  db: Database,
  organisationId: string,
  { programId, timeZone }: CohortHead,
  now: Date,
): Promise<EngagementJudgement> {
  const asOf = dayIn(now, timeZone);
  return judgements.find({ organisationId, programId, asOf }, async () =>
    judgeEngagement(
      await listLived(db, organisationId, programId, { timeZone, since: quarterOf(asOf).from }),
      asOf,
    ),
  );
}

/** How did the pairings of a program end that were old enough before the quarter? Grain: one pairing; answers are only judged in sums. */
async function listLived(
  db: Database,
  organisationId: string,
  programId: string,
  { timeZone, since }: { timeZone: string; since: Day },
): Promise<LivedPairing[]> {
  const ends = await db.query<Pick<LivedPairing, 'cohortId' | 'isCompleted' | 'ratings'> & { id: string }>(
    `select p.id, p.cohort_id as "cohortId", p.state = 'completed' as "isCompleted",
       coalesce((select json_agg((select i.usefulness from check_ins i
           where i.organisation_id = $1 and i.pairing_id = s.pairing_id and i.person_id = s.person_id and i.usefulness is not null
             and greatest(i.answered_at, i.due_at) < $4::date::timestamp at time zone $3
           order by i.answered_at desc limit 1)) from pairing_members s
         where s.organisation_id = $1 and s.pairing_id = p.id and s.declined_at is null), '[]'::json) as ratings
     from cohorts c
     join pairings p on p.organisation_id = $1 and p.cohort_id = c.id
     where c.organisation_id = $1 and c.program_id = $2 and p.started_at < $5::date::timestamp at time zone $3
     order by p.id`,
    [organisationId, programId, timeZone, since, addDays(since, -engagementReadingDay)],
  );
  if (ends.length === 0) return [];
  const cohortIds = [...new Set(ends.map(({ cohortId }) => cohortId))];
  const rows = await readEngagementRows(db, organisationId, cohortIds, timeZone);
  const byId = new Map(rows.map((row) => [row.life.pairingId, row]));
  return ends.flatMap(({ id, isCompleted, ratings }) => {
    const row = byId.get(id);
    return row ? [{ ...row, isCompleted, ratings }] : [];
  });
}
