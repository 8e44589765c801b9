import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { locales } from '@ithaca/domain/vocabulary';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../database/database.ts';
import type { MailKind } from './catalogue.ts';
import { writtenWord } from './words.ts';

/** The words of one mail in one language, ICU MessageFormat; paragraphs of the body are parted by an empty line. */
export interface Wording {
  subject: string;
  body: string;
  button: string;
}

export const wordingParts = ['subject', 'body', 'button'] as const;
export type WordingPart = (typeof wordingParts)[number];

/** As the catalogue says it. */
export const writtenWording = (kind: MailKind, locale: Locale): Wording => ({
  subject: writtenWord(locale, `${kind}.subject`) ?? '',
  body: writtenWord(locale, `${kind}.body`) ?? '',
  button: writtenWord(locale, `${kind}.button`) ?? '',
});

/** As the letter's program says it; undefined when it leaves the words to the catalogue. */
export function findWording(
  db: Database,
  organisationId: string,
  { programId, kind, locale }: { programId: string | null; kind: MailKind; locale: Locale },
): Promise<Wording | undefined> {
  if (programId === null) return Promise.resolve(undefined);
  return db.first<Wording>(
    `select subject, body, button from mail_texts
     where organisation_id = $1 and program_id = $2 and kind = $3 and locale = $4 and subject is not null`,
    [organisationId, programId, kind, locale],
  );
}

/** The values that a kind of mail has: those that its own texts use in any language, and the organisation's name. */
export function variablesOf(kind: MailKind): string[] {
  const found = new Set(['organisation']);
  for (const locale of locales)
    for (const text of Object.values(writtenWording(kind, locale)))
      for (const variable of read(text)) found.add(variable);
  return [...found].toSorted();
}

/** Why a text cannot be used. */
export type WordingFault =
  { code: 'unknown-variable'; part: WordingPart; variable: string } | { code: 'broken'; part: WordingPart };

/** The first thing that is wrong with a wording, if any: a brace too many, a form of choice without `other`, a value that the mail has not. */
export function findFault(wording: Wording, known: readonly string[]): WordingFault | null {
  for (const part of wordingParts) {
    let used: string[];
    try {
      used = read(wording[part]);
    } catch {
      return { code: 'broken', part };
    }
    const variable = used.find((one) => !known.includes(one));
    if (variable !== undefined) return { code: 'unknown-variable', part, variable };
  }
  return null;
}

const CHOICES = ['select', 'plural', 'selectordinal'];

/** The variables of a text. Throws when it cannot be read, or asks for a format that mails do not have. */
function read(text: string): string[] {
  return listIn(compileMessageOrThrow(text));
}

function listIn(tokens: ReturnType<typeof compileMessageOrThrow>): string[] {
  if (!Array.isArray(tokens)) return [];
  return tokens.flatMap((token): string[] => {
    if (!Array.isArray(token)) return [];
    const [name, format, cases] = token as [string, string?, Record<string, unknown>?];
    if (format === undefined || format === 'number') return [name];
    if (!CHOICES.includes(format) || typeof cases !== 'object' || !('other' in cases))
      throw new Error(`No mail has the format ${format}.`);
    const { offset: _, ...forms } = cases;
    return [name, ...Object.values(forms).flatMap((form) => listIn(form as typeof tokens))];
  });
}
