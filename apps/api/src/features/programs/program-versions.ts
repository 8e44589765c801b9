import type { Actor } from '@ithaca/domain/permissions';
import { v7 as uuidv7 } from 'uuid';

import type { Database } from '../../platform/database/database.ts';
import type { Program } from './program.entity.ts';

export interface PartVersion {
  part: 'form' | 'eligibility';
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
