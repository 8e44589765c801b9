import type { GoalPlan } from '@ithaca/contracts/goal-plans';
import type { Program as ProgramReply } from '@ithaca/contracts/programs';
import { goalPlansOf } from '@ithaca/domain/goal-plan';
import { nudgeSettingsOf } from '@ithaca/domain/nudge';
import type { NudgeSettings } from '@ithaca/domain/nudge';
import type { Actor } from '@ithaca/domain/permissions';
import { can } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { listCohorts } from './cohorts.queries.ts';

type ProgramRow = Omit<ProgramReply, 'cohorts' | 'nudges' | 'goalPlans'> & {
  changed: Partial<NudgeSettings>;
  ownPlans: GoalPlan[] | null;
  locale: Locale;
};

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
       goal_plans as "ownPlans", (select o.locale from organisations o where o.organisation_id = $1) as locale,
       pairing_mode as "pairingMode", answer_days as "answerDays", nudges as changed, version
     from programs where organisation_id = $1 and id = $2`,
    [organisationId, programId],
  );
  if (!row) throw new Refusal('record.not-found');
  const { changed, ownPlans, locale, ...program } = row;
  return {
    ...program,
    nudges: nudgeSettingsOf(changed),
    goalPlans: goalPlansOf(ownPlans, program.templateKey, locale) as GoalPlan[],
    cohorts: await listCohorts(db, clock, organisationId, { programIds: [row.id] }),
  };
}

/** What did the program offer to start a goal from over time? Grain: a version, the present one first; none while it never changed. */
export async function listGoalPlansVersions(db: Database, organisationId: string, programId: string) {
  const rows = await db.query<{ number: number; plans: GoalPlan[]; savedAt: Date; savedByName: string }>(
    `select v.number, v.content as plans, v.saved_at as "savedAt", p.display_name as "savedByName"
     from program_versions v join people p on p.organisation_id = v.organisation_id and p.id = v.saved_by
     where v.organisation_id = $1 and v.program_id = $2 and v.part = 'goals'
     order by v.number desc limit 200`,
    [organisationId, programId],
  );
  return rows.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() }));
}
