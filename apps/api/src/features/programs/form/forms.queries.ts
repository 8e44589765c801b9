import type { ProgramForm } from '@ithaca/contracts/program-forms';
import type { EnrolmentForm } from '@ithaca/contracts/programs';
import { formChanges } from '@ithaca/domain/enrolment-form';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../../platform/database/database.ts';

/** Enrolments of a program that somebody has sent: `$1` organisation, `$2` program. */
const SENT = `enrolments e join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
  where e.organisation_id = $1 and c.program_id = $2 and e.submitted_at is not null`;

/** Has the present form been answered, so that a change must not alter what people were asked? */
export async function needsPublication(
  db: Database,
  program: { organisationId: string; id: string; formVersion: number },
): Promise<boolean> {
  if (program.formVersion > 1) return true;
  const row = await db.first(`select 1 from ${SENT} limit 1`, [program.organisationId, program.id]);
  return row !== undefined;
}

interface VersionRow {
  number: number;
  content: EnrolmentForm;
  savedAt: Date;
  savedByName: string;
  answers: number;
}

/** What do we ask now, what waits to be published, what was asked before and by how many answered? Grain: one program; a version. */
export async function getProgramForm(
  db: Database,
  organisationId: string,
  programId: string,
): Promise<ProgramForm> {
  const program = await db.first<{
    form: EnrolmentForm;
    draft: EnrolmentForm | null;
    number: number;
    version: number;
  }>(
    `select form, form_draft as draft, form_version as number, version
     from programs where organisation_id = $1 and id = $2`,
    [organisationId, programId],
  );
  if (!program) throw new Refusal('record.not-found');
  return {
    programId,
    ...program,
    needsPublication: await needsPublication(db, {
      organisationId,
      id: programId,
      formVersion: program.number,
    }),
    versions: await listVersions(db, organisationId, programId),
    languages: await listLanguages(db, organisationId),
  };
}

async function listVersions(
  db: Database,
  organisationId: string,
  programId: string,
): Promise<ProgramForm['versions']> {
  const rows = await db.query<VersionRow>(
    `with saved as (
       select number, content, saved_by, saved_at from program_versions
       where organisation_id = $1 and program_id = $2 and part = 'form'
       union all
       select form_version, form, created_by, created_at from programs
       where organisation_id = $1 and id = $2 and not exists (
         select from program_versions where organisation_id = $1 and program_id = $2 and part = 'form')),
     answered as (
       select coalesce(e.form_version, 1) as number, count(*)::int as answers from ${SENT} group by 1)
     select s.number, s.content, s.saved_at as "savedAt", p.display_name as "savedByName",
       coalesce(a.answers, 0) as answers
     from saved s join people p on p.organisation_id = $1 and p.id = s.saved_by
     left join answered a on a.number = s.number
     order by s.number`,
    [organisationId, programId],
  );
  return rows
    .map((row, index) => {
      const before = rows[index - 1];
      return {
        number: row.number,
        savedAt: row.savedAt.toISOString(),
        savedByName: row.savedByName,
        answers: row.answers,
        questions: row.content.questions.length,
        changes: before ? formChanges(before.content.questions, row.content.questions) : null,
      };
    })
    .toReversed();
}

/** Who has to be able to read the questions? The organisation's own language first. */
export function listLanguages(db: Database, organisationId: string) {
  return db.query<{ locale: Locale; people: number }>(
    `select o.locale, count(p.id)::int as people
     from (select organisation_id, locale from organisations where organisation_id = $1
       union select organisation_id, locale from people where organisation_id = $1 and left_on is null) o
     left join people p on p.organisation_id = o.organisation_id and p.locale = o.locale and p.left_on is null
     group by o.locale
     order by o.locale = (select locale from organisations where organisation_id = $1) desc, people desc, o.locale`,
    [organisationId],
  );
}

/** What was asked under this number? Grain: one version. */
export async function getFormVersion(
  db: Database,
  organisationId: string,
  programId: string,
  number: number,
): Promise<{ number: number; form: EnrolmentForm }> {
  const row = await db.first<{ form: EnrolmentForm }>(
    `select content as form from program_versions
     where organisation_id = $1 and program_id = $2 and part = 'form' and number = $3
     union all
     select form from programs where organisation_id = $1 and id = $2 and form_version = $3
     limit 1`,
    [organisationId, programId, number],
  );
  if (!row) throw new Refusal('record.not-found');
  return { number, form: row.form };
}
