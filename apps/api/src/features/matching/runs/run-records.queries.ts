import type { Replay } from '@ithaca/contracts/matching-runs';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../../platform/database/database.ts';
import { unpack } from './run-files.ts';

/** The text of a run's kept problem. Grain: one run, or a refusal `record.not-found`. */
export async function getProblemFile(db: Database, actor: Actor, runId: string): Promise<string> {
  const row = await db.first<{ file: Buffer }>(
    'select problem as file from matching_run_records where organisation_id = $1 and run_id = $2',
    [actor.organisationId, runId],
  );
  if (!row) throw new Refusal('record.not-found');
  return unpack(row.file);
}

/** What a run found, as kept, together with every decision that people took on its draft since. Grain: one run. */
export async function getResultFile(db: Database, actor: Actor, runId: string): Promise<string> {
  const result = await readResult(db, actor, runId);
  const decisions = await db.query<object>(
    `select a.kind, a.changes, a.reason, a.actor_id as "personId", a.at from review_acts a
     where a.organisation_id = $1 and a.run_id = $2 order by a.position`,
    [actor.organisationId, runId],
  );
  return JSON.stringify({ runId, ...result, decisions });
}

/** The proof alone: figures and prices. Grain: one run. */
export async function getCertificateFile(db: Database, actor: Actor, runId: string): Promise<string> {
  const { certificate } = await readResult(db, actor, runId);
  return JSON.stringify(certificate);
}

async function readResult(db: Database, actor: Actor, runId: string): Promise<Record<string, unknown>> {
  const row = await db.first<{ file: Buffer }>(
    'select result as file from matching_run_records where organisation_id = $1 and run_id = $2',
    [actor.organisationId, runId],
  );
  if (!row) throw new Refusal('record.not-found');
  return JSON.parse(unpack(row.file)) as Record<string, unknown>;
}

interface ReplayRow extends Omit<Replay, 'createdAt' | 'finishedAt'> {
  createdAt: Date;
  finishedAt: Date | null;
}

/** Does a run still give the same? Grain: one replay, the newest first; at most twenty. */
export async function listReplays(db: Database, actor: Actor, runId: string): Promise<Replay[]> {
  const rows = await db.query<ReplayRow>(
    `select y.id, y.state, y.same_pairings as "samePairings", y.same_scores as "sameScores", y.changes, y.problem,
       y.created_at as "createdAt", y.finished_at as "finishedAt", p.display_name as "createdByName"
     from matching_replays y join people p on p.organisation_id = y.organisation_id and p.id = y.created_by
     where y.organisation_id = $1 and y.run_id = $2 order by y.created_at desc, y.id desc limit 20`,
    [actor.organisationId, runId],
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }));
}
