import type { MailText, ProgramMail } from '@ithaca/contracts/program-mails';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../platform/database/database.ts';
import { mannersOf, programMailKinds } from '../../platform/mail/catalogue.ts';
import type { MailKind } from '../../platform/mail/catalogue.ts';
import { variablesOf, writtenWording } from '../../platform/mail/wording.ts';
import { say } from '../../platform/mail/words.ts';
import { localeOf } from '../pairings/letters.service.ts';
import { listLanguages } from '../programs/form/forms.queries.ts';
import { exampleLetter } from './example-letter.ts';
import type { ExampleProgram } from './example-letter.ts';
import { areaOf } from './mail-areas.ts';
import { whenOf } from './mail-words.ts';

/** The kind by this name, of those that belong to programs. */
export function kindOf(name: string): MailKind {
  const kind = programMailKinds.find((one) => one === name);
  if (!kind) throw new Refusal('record.not-found');
  return kind;
}

/** The program as examples of its mails need it, and how its organisation signs. One row. */
export async function getExampleProgram(
  db: Database,
  { organisationId, personId }: Pick<Actor, 'organisationId' | 'personId'>,
  programId: string,
): Promise<
  ExampleProgram & { organisation: string; brandColour: string; remindersPerWeek: number; ownLocale: Locale }
> {
  const row = await db.first<
    ExampleProgram & {
      organisation: string;
      brandColour: string;
      remindersPerWeek: number;
      ownLocale: string;
    }
  >(
    `select g.id, g.name, g.purpose, g.format, coalesce((g.journey ->> 'hoursPerMonth')::float, 2) as "hoursPerMonth", g.journey #>> '{milestones,0,title}' as milestone,
       me.display_name as "coordinatorName", me.locale as "ownLocale", o.name as organisation, o.brand_colour as "brandColour",
       o.reminders_per_week as "remindersPerWeek"
     from programs g join organisations o on o.organisation_id = g.organisation_id
     join people me on me.organisation_id = g.organisation_id and me.id = $3
     where g.organisation_id = $1 and g.id = $2`,
    [organisationId, programId, personId],
  );
  if (!row) throw new Refusal('record.not-found');
  return { ...row, ownLocale: localeOf(row.ownLocale) };
}

/** Who gets what, when, and in which words? Grain: one kind of mail. */
export async function listProgramMails(
  db: Database,
  actor: Actor,
  programId: string,
  now: Date,
  wanted?: Locale,
): Promise<{
  items: ProgramMail[];
  languages: { locale: Locale; people: number }[];
  remindersPerWeek: number;
}> {
  const { organisationId } = actor;
  const program = await getExampleProgram(db, actor, programId);
  const locale = wanted ?? program.ownLocale;
  const languages = await listLanguages(db, organisationId);
  const edited = await db.query<{ kind: string; locale: string }>(
    'select kind, locale from mail_texts where organisation_id = $1 and program_id = $2 and subject is not null',
    [organisationId, programId],
  );
  const sent = await db.query<{ kind: string; count: number }>(
    `select kind, count(*)::int as count from mails
     where organisation_id = $1 and program_id = $2 and created_at > $3::timestamptz - interval '30 days' and state in ('sent', 'kept') group by kind`,
    [organisationId, programId, now],
  );
  return {
    languages,
    remindersPerWeek: program.remindersPerWeek,
    items: programMailKinds.map((kind) => {
      const { cause, stop, between } = mannersOf(kind);
      const worded = edited.filter((one) => one.kind === kind).map((one) => one.locale);
      const { facts } = exampleLetter(kind, program, null, locale, now);
      return {
        kind,
        area: areaOf(kind),
        title: say(locale, writtenWording(kind, locale).subject, {
          ...facts,
          organisation: program.organisation,
        }),
        when: whenOf(kind, locale),
        cause,
        canBeStopped: stop !== undefined,
        texts: languages.map(({ locale: one }) => ({
          locale: one,
          state: worded.includes(one) ? 'edited' : worded.length > 0 ? 'missing' : 'default',
        })),
        // How often partners write to each other is nobody's business but theirs.
        sentLast30Days: between ? 0 : (sent.find((one) => one.kind === kind)?.count ?? 0),
      };
    }),
  };
}

/** How is this mail worded in this language? One row. */
export async function getMailText(
  db: Database,
  actor: Actor,
  at: { programId: string; kind: string; locale: Locale },
  now: Date,
): Promise<MailText> {
  const kind = kindOf(at.kind);
  const { organisationId } = actor;
  const program = await getExampleProgram(db, actor, at.programId);
  const row = await db.first<{
    subject: string | null;
    body: string;
    button: string;
    version: number;
    changedAt: Date;
    changedByName: string;
  }>(
    `select t.subject, t.body, t.button, t.version, t.changed_at as "changedAt", p.display_name as "changedByName"
     from mail_texts t join people p on p.organisation_id = t.organisation_id and p.id = t.changed_by
     where t.organisation_id = $1 and t.program_id = $2 and t.kind = $3 and t.locale = $4`,
    [organisationId, at.programId, kind, at.locale],
  );
  const { facts } = exampleLetter(kind, program, null, at.locale, now);
  return {
    kind,
    locale: at.locale,
    standard: writtenWording(kind, at.locale),
    edited: row && row.subject !== null ? { subject: row.subject, body: row.body, button: row.button } : null,
    variables: variablesOf(kind).map((name) => ({
      name,
      example: name === 'organisation' ? program.organisation : String(facts[name] ?? ''),
    })),
    changedByName: row?.changedByName ?? null,
    changedAt: row?.changedAt.toISOString() ?? null,
    version: row?.version ?? 0,
  };
}
