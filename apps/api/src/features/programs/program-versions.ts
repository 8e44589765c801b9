import type { Actor } from '@ithaca/domain/permissions';
import { v7 as uuidv7 } from 'uuid';

import type { Database } from '../../platform/database/database.ts';
import type { Program } from './program.entity.ts';

export interface PartVersion {
  part: 'form' | 'eligibility' | 'goals';
  number: number;
  content: unknown;
}

/** Keeps a part of a program as it is from now on; what it began with becomes the first version when there is none yet. */
export async function appendVersion(
  db: Database,
  actor: Actor,
  program: Program,
  { part, number, content }: PartVersion,
  before: unknown,
  at: Date,
): Promise<void> {
  const append = (of: number, kept: unknown, by: string, when: Date) =>
    db.execute(
      `insert into program_versions (organisation_id, id, program_id, part, number, content, saved_by, saved_at)
       values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8) on conflict do nothing`,
      [program.organisationId, uuidv7(), program.id, part, of, JSON.stringify(kept), by, when],
    );
  await append(number - 1, before, program.createdBy, program.createdAt);
  await append(number, content, actor.personId, at);
}

/**
 * Keeps a changed part of a program that was launched, and answers the number it has from now on. What one person changes
 * within minutes is one version, because every key stroke is saved.
 */
export async function keepVersion(
  db: Database,
  actor: Actor,
  program: Program,
  { part, number, content }: PartVersion,
  before: unknown,
  at: Date,
): Promise<number> {
  const { rowCount: reworded } = await db.execute(
    `update program_versions set content = $5::jsonb, saved_at = $6
     where organisation_id = $1 and program_id = $2 and part = $7 and number = $3 and saved_by = $4
       and number > 1 and saved_at > $6::timestamptz - interval '10 minutes'`,
    [program.organisationId, program.id, number, actor.personId, JSON.stringify(content), at, part],
  );
  if (reworded > 0) return number;
  await appendVersion(db, actor, program, { part, number: number + 1, content }, before, at);
  return number + 1;
}
