import type { Program as ProgramReply } from '@ithaca/contracts/programs';
import { nudgeSettingsOf } from '@ithaca/domain/nudge';
import type { NudgeSettings } from '@ithaca/domain/nudge';
import type { Actor } from '@ithaca/domain/permissions';
import { can } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { listCohorts } from './cohorts.queries.ts';

type ProgramRow = Omit<ProgramReply, 'cohorts' | 'nudges'> & { changed: Partial<NudgeSettings> };

/** Which programs may I run or audit, and at which stage are their cohorts? Grain: a program; the newest first, archived ones last. */
export async function listPrograms(db: Database, clock: Clock, actor: Actor) {
  const rows = await db.query<Pick<ProgramRow, 'id' | 'slug' | 'name' | 'purpose' | 'format' | 'state'>>(
    `select id, slug, name, purpose, format, state from programs
     where organisation_id = $1 order by state = 'archived', created_at desc, id desc`,
    [actor.organisationId],
  );
  // The permission's own rule decides, so that the list can never show more than `get` would.
  const mine = rows.filter((row) => can(actor, 'program.read', { programId: row.id }));
  if (mine.length === 0) return [];
  const cohorts = await listCohorts(db, clock, actor.organisationId, {
    programIds: mine.map((row) => row.id),
  });
  return mine.map((row) => ({ ...row, cohorts: cohorts.filter((cohort) => cohort.programId === row.id) }));
}

/** What is this program, in full? Grain: one program. */
export async function getProgram(
  db: Database,
  clock: Clock,
  organisationId: string,
  programId: string,
): Promise<ProgramReply> {
  const row = await db.first<ProgramRow>(
    `select id, slug, name, purpose, format, template_key as "templateKey", state, eligibility, form, form_draft as "formDraft",
       form_version as "formVersion", policy, journey,
       pairing_mode as "pairingMode", answer_days as "answerDays", nudges as changed, version
     from programs where organisation_id = $1 and id = $2`,
    [organisationId, programId],
  );
  if (!row) throw new Refusal('record.not-found');
  const { changed, ...program } = row;
  return {
    ...program,
    nudges: nudgeSettingsOf(changed),
    cohorts: await listCohorts(db, clock, organisationId, { programIds: [row.id] }),
  };
}
