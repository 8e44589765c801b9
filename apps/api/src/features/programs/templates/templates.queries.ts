import type { GoalPlan } from '@ithaca/contracts/goal-plans';
import type { ProgramTemplate, TemplateItem } from '@ithaca/contracts/program-templates';
import { goalPlansOf } from '@ithaca/domain/goal-plan';
import { nudgeSettingsOf } from '@ithaca/domain/nudge';
import { programTemplates } from '@ithaca/domain/program-templates';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../../platform/database/database.ts';
import { keptShape, standardShape } from '../program-shape.ts';
import type { ProgramShape } from '../program-shape.ts';

interface TemplateRow {
  id: string;
  name: string;
  description: string;
  content: Partial<ProgramShape>;
  coordinatorMinutesPerWeek: number;
  state: 'open' | 'retired';
  programs: number;
  version: number;
  programId: string;
  programName: string;
  byName: string;
  at: Date;
}

const ROWS = `select t.id, t.name, t.description, t.content, t.coordinator_minutes_per_week as "coordinatorMinutesPerWeek",
    t.state, t.version, g.id as "programId", g.name as "programName", p.display_name as "byName", t.created_at as at,
    (select count(*)::int from programs m where m.organisation_id = t.organisation_id and m.template_id = t.id) as programs
  from program_templates t
  join programs g on g.organisation_id = t.organisation_id and g.id = t.made_from
  join people p on p.organisation_id = t.organisation_id and p.id = t.created_by
  where t.organisation_id = $1`;

/** What can a coordinator start from, and what effort does it ask? Grain: a template; our own first, retired ones after them, then Ithaca's. */
export async function listTemplates(db: Database, organisationId: string): Promise<TemplateItem[]> {
  const ours = await db.query<TemplateRow>(`${ROWS} order by t.state = 'retired', lower(t.name), t.id`, [
    organisationId,
  ]);
  const made = await listProgramsByKey(db, organisationId);
  return [
    ...ours.map((row) => itemOf(row)),
    ...programTemplates.map(({ key }) => standardItem(key, made.get(key) ?? 0)),
  ];
}

/** One of our own templates, in full. */
export async function getTemplate(
  db: Database,
  organisationId: string,
  templateId: string,
): Promise<ProgramTemplate> {
  const row = await db.first<TemplateRow>(`${ROWS} and t.id = $2`, [organisationId, templateId]);
  if (!row) throw new Refusal('record.not-found');
  const { programId, programName, byName, at } = row;
  return {
    ...itemOf(row),
    ...contentOf(keptShape(row.content)),
    kept: { programId, programName, byName, at: at.toISOString() },
  };
}

/** One of Ithaca's templates, in full. */
export async function getStandardTemplate(
  db: Database,
  organisationId: string,
  templateKey: string,
): Promise<ProgramTemplate> {
  const shape = standardShape(templateKey, 'en');
  const made = await listProgramsByKey(db, organisationId);
  return { ...standardItem(templateKey, made.get(templateKey) ?? 0), ...contentOf(shape), kept: null };
}

/** What a program made from this template begins with; refused when there is no such template, or when it is retired. */
export async function findOpenTemplate(
  db: Database,
  organisationId: string,
  templateId: string,
): Promise<ProgramShape> {
  // Held until the program stands, so that nobody retires it in between.
  const row = await db.first<Pick<TemplateRow, 'content' | 'state'>>(
    'select content, state from program_templates where organisation_id = $1 and id = $2 for key share',
    [organisationId, templateId],
  );
  if (!row) throw new Refusal('record.not-found', { field: 'templateId' });
  if (row.state !== 'open') throw new Refusal('template.retired');
  return keptShape(row.content);
}

/** Programs by the template of Ithaca's that they go back to, those apart that were made from one of our own. */
async function listProgramsByKey(db: Database, organisationId: string): Promise<Map<string, number>> {
  const rows = await db.query<{ key: string; programs: number }>(
    `select template_key as key, count(*)::int as programs from programs
     where organisation_id = $1 and template_id is null group by template_key`,
    [organisationId],
  );
  return new Map(rows.map(({ key, programs }) => [key, programs]));
}

const contentOf = ({
  purpose,
  eligibility,
  form,
  policy,
  journey,
  goalPlans,
  templateKey,
  nudges,
  pairingMode,
  answerDays,
}: ProgramShape) => ({
  purpose,
  eligibility,
  form,
  policy,
  journey,
  goalPlans: goalPlansOf(goalPlans, templateKey, 'en') as GoalPlan[],
  nudges: nudgeSettingsOf(nudges),
  pairingMode,
  answerDays,
});

const effortOf = ({ format, form, journey }: ProgramShape) => ({
  format,
  hoursPerMonth: journey.hoursPerMonth,
  cadenceDays: journey.cadenceDays,
  meetingMinutes: journey.meetingMinutes,
  lengthDays: journey.lengthDays,
  questions: form.questions.length,
  milestones: journey.milestones.length,
});

function itemOf({ id, name, description, content, ...row }: TemplateRow): TemplateItem {
  const { coordinatorMinutesPerWeek, state, programs, version } = row;
  return {
    key: null,
    id,
    name,
    description,
    example: '',
    ...effortOf(keptShape(content)),
    coordinatorMinutesPerWeek,
    programs,
    state,
    version,
  };
}

function standardItem(templateKey: string, programs: number): TemplateItem {
  const template = programTemplates.find(({ key }) => key === templateKey);
  if (!template) throw new Refusal('record.not-found', { field: 'templateKey' });
  const { key, name, purpose, example, coordinatorMinutesPerWeek } = template;
  return {
    key,
    id: null,
    name,
    description: purpose,
    example,
    ...effortOf(standardShape(key, 'en')),
    coordinatorMinutesPerWeek,
    programs,
    state: 'open',
    version: 0,
  };
}
