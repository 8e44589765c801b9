import type { ScoreReport } from '@ithaca/contracts/score-quality';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { FIT_QUESTION } from '@ithaca/domain/survey';
import { FULL_SCORE } from '@ithaca/matching/score';
import { fewestOutcomes, judgeScore, outcomeDay } from '@ithaca/metrics/score-quality';
import type { ScoredPairing } from '@ithaca/metrics/score-quality';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';

type Row = Omit<ScoredPairing, 'score'> & { score: number; policyVersion: number | null };

/**
 * Do pairings with a higher score do better? Grain: one program. Only those that a run proposed and both accepted, each
 * with the score it was proposed with; under the present policy where enough of them are known, else under all it has had.
 */
export async function readScoreQuality(
  db: Database,
  actor: Actor,
  programId: string,
  now: Date,
): Promise<ScoreReport> {
  const head = await db.first<{ timeZone: string; policyVersion: number }>(
    `select o.time_zone as "timeZone", g.policy_version as "policyVersion" from programs g
     join organisations o on o.organisation_id = g.organisation_id where g.organisation_id = $1 and g.id = $2`,
    [actor.organisationId, programId],
  );
  if (!head) throw new Refusal('record.not-found');
  const asOf = dayIn(now, head.timeZone);
  const rows = await listScored(db, actor.organisationId, programId, head.timeZone);
  const pairings = (of: readonly Row[]) => of.map((row) => ({ ...row, score: row.score / FULL_SCORE }));
  const ofPresent = judgeScore(
    pairings(rows.filter(({ policyVersion }) => policyVersion === head.policyVersion)),
    asOf,
  );
  const isPresent = ofPresent.status === 'judged';
  const versions = new Set(rows.map(({ policyVersion }) => policyVersion)).size;
  return {
    asOf: now.toISOString(),
    policyVersion: isPresent ? head.policyVersion : null,
    versions: isPresent ? 1 : versions,
    fewest: fewestOutcomes,
    ...(isPresent ? ofPresent : judgeScore(pairings(rows), asOf)),
  };
}

/** Grain: one pairing of a run that has begun. What somebody answered about their partner counts once it has been counted. */
function listScored(
  db: Database,
  organisationId: string,
  programId: string,
  timeZone: string,
): Promise<Row[]> {
  return db.query<Row>(
    `select p.id, p.score, r.policy_version as "policyVersion", p.cadence_days as "cadenceDays",
       (p.started_at at time zone $3)::date::text as "startedOn", (p.ended_at at time zone $3)::date::text as "endedOn",
       (select max((m.starts_at at time zone $3)::date)::text from meetings m
         where m.organisation_id = $1 and m.pairing_id = p.id and m.state = 'held'
           and m.starts_at < ((p.started_at at time zone $3)::date + ${outcomeDay + 1})::timestamp at time zone $3) as "metByDay90",
       coalesce((select json_agg((w.answers ->> $4)::int) from pairing_members s
         left join survey_asks a on a.organisation_id = $1 and a.pairing_id = s.pairing_id and a.person_id = s.person_id and a.moment = 'fit'
         left join survey_answers w on w.organisation_id = $1 and w.ask_id = a.id and w.round is not null
         where s.organisation_id = $1 and s.pairing_id = p.id and s.declined_at is null), '[]'::json) as fits
     from pairings p
     join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id
     join proposals o on o.organisation_id = p.organisation_id and o.id = p.proposal_id and o.origin = 'run'
     join matching_runs r on r.organisation_id = o.organisation_id and r.id = o.run_id
     where p.organisation_id = $1 and c.program_id = $2 and p.score is not null and p.started_at is not null
     order by p.id`,
    [organisationId, programId, timeZone, FIT_QUESTION],
  );
}
