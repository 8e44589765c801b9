import type { Survey, SurveyPlan } from '@ithaca/contracts/survey-plans';
import { Refusal } from '@ithaca/domain/refusal';
import type { SurveyMoment } from '@ithaca/domain/survey';
import { defaultSurveys } from '@ithaca/domain/survey-defaults';
import type { Format, Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../../platform/database/database.ts';
import { listLanguages } from '../form/forms.queries.ts';

export interface PlanInForce {
  number: number;
  surveys: Survey[];
  version: number;
}

/** What does the program ask now? One row: the latest version, or the defaults of its format when nobody has changed them. */
export async function readPlan(
  db: Database,
  organisationId: string,
  programId: string,
): Promise<PlanInForce> {
  const row = await db.first<{
    number: number | null;
    surveys: Survey[] | null;
    version: number | null;
    format: Format;
    locale: Locale;
  }>(
    `select p.format, o.locale, s.number, s.content as surveys, s.version
     from programs p join organisations o on o.organisation_id = p.organisation_id
     left join lateral (select number, content, version from survey_plans s
       where s.organisation_id = p.organisation_id and s.program_id = p.id order by number desc limit 1) s on true
     where p.organisation_id = $1 and p.id = $2`,
    [organisationId, programId],
  );
  if (!row) throw new Refusal('record.not-found');
  return {
    number: row.number ?? 1,
    surveys: row.surveys ?? (defaultSurveys(row.format, row.locale) as Survey[]),
    version: row.version ?? 1,
  };
}

/** What was asked at a moment under this number? Empty when there was no such survey. */
export async function readAskedSurvey(
  db: Database,
  organisationId: string,
  programId: string,
  { number, moment }: { number: number; moment: SurveyMoment },
): Promise<Survey | undefined> {
  const row = await db.first<{ content: Survey[] }>(
    'select content from survey_plans where organisation_id = $1 and program_id = $2 and number = $3',
    [organisationId, programId, number],
  );
  return row?.content.find((survey) => survey.moment === moment);
}

/** The plan as its page shows it. Grain: one program; a version. */
export async function getSurveyPlan(
  db: Database,
  organisationId: string,
  programId: string,
): Promise<SurveyPlan> {
  const { number, surveys, version } = await readPlan(db, organisationId, programId);
  const rows = await db.query<{
    number: number;
    savedAt: Date;
    savedByName: string | null;
    asked: number;
    answered: number;
  }>(
    `select s.number, s.saved_at as "savedAt", p.display_name as "savedByName",
       coalesce(a.asked, 0) as asked, coalesce(a.answered, 0) as answered
     from survey_plans s
     left join people p on p.organisation_id = s.organisation_id and p.id = s.saved_by
     left join lateral (
       select count(*)::int as asked, (count(*) filter (where a.is_answered))::int as answered
       from survey_asks a join cohorts c on c.organisation_id = a.organisation_id and c.id = a.cohort_id
       where a.organisation_id = s.organisation_id and c.program_id = s.program_id and a.plan_number = s.number) a on true
     where s.organisation_id = $1 and s.program_id = $2 order by s.number desc`,
    [organisationId, programId],
  );
  const versions = rows.map(({ savedAt, ...row }) => ({ ...row, savedAt: savedAt.toISOString() }));
  return {
    programId,
    number,
    surveys,
    isAsked: (versions[0]?.asked ?? 0) > 0,
    versions:
      versions.length > 0
        ? versions
        : [{ number: 1, savedAt: null, savedByName: null, asked: 0, answered: 0 }],
    languages: await listLanguages(db, organisationId),
    version,
  };
}
