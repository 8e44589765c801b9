import { locales, sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant, line, locale, optionalLine, paragraph } from './text.ts';

/** One of the catalogue of mails; the API knows which there are. */
const kind = z.string().check(z.regex(/^[a-z][a-z-]{1,59}$/));

/** The words of a mail, ICU MessageFormat; an empty line parts the paragraphs of the body. */
export const mailWording = z.strictObject({
  subject: line(300),
  body: paragraph(6000),
  button: line(80),
});
export type MailWording = z.infer<typeof mailWording>;

const wordingShown = z.object({ subject: z.string(), body: z.string(), button: z.string() });

/** What a mail is about, in the order of the journey. */
export const mailAreas = [
  'joining',
  'matching',
  'meeting',
  'together',
  'listening',
  'reminders',
  'ending',
  'coordinating',
] as const;
export type MailArea = (typeof mailAreas)[number];

export const programMail = z.object({
  kind: z.string(),
  area: z.enum(mailAreas),
  /** Its subject as an invented person would read it. */
  title: z.string(),
  /** Who gets it, and when; empty when nothing is written about it. */
  when: z.string(),
  /** answer: at once, at any hour; news: waits through quiet hours; reminder: in a working morning, only so many a week. */
  cause: z.enum(['answer', 'news', 'reminder']),
  canBeStopped: z.boolean(),
  texts: z.array(
    z.object({
      locale,
      /** missing: worded in another language, and people read in this one. */
      state: z.enum(['default', 'edited', 'missing']),
    }),
  ),
  sentLast30Days: z.int(),
});
export type ProgramMail = z.infer<typeof programMail>;

export const mailText = z.object({
  kind: z.string(),
  locale,
  standard: wordingShown,
  /** Null: the standard is sent. */
  edited: z.nullable(wordingShown),
  /** The values that the texts may name, with what stands for them in the preview of an invented person. */
  variables: z.array(z.object({ name: z.string(), example: z.string() })),
  changedByName: z.nullable(z.string()),
  changedAt: z.nullable(instant),
  version: z.int(),
});
export type MailText = z.infer<typeof mailText>;

export const mailPreview = z.object({
  /** Null: an invented person. */
  reader: z.nullable(z.object({ id, displayName: z.string(), locale, takesPartAs: z.enum(sides) })),
  locale,
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});
export type MailPreview = z.infer<typeof mailPreview>;

const programParams = z.strictObject({ programId: id });
const kindParams = z.strictObject({ programId: id, kind });
const textParams = z.strictObject({ programId: id, kind, locale });
const previewBody = z.strictObject({
  /** Somebody of the program; without one, an invented person. */
  personId: z.optional(id),
  /** The reader's own language unless another is asked for. */
  locale: z.optional(z.enum(locales)),
  /** Words that are not saved yet. */
  wording: z.optional(mailWording),
});

export const programMailRoutes = defineRoutes('program-mails', {
  list: {
    method: 'GET',
    path: '/api/programs/:programId/mails',
    summary: 'Every mail of the program: who gets it, when, and in which languages it was worded anew',
    access: 'program.read',
    params: programParams,
    query: z.strictObject({ locale: z.optional(z.enum(locales)) }),
    reply: z.object({
      items: z.array(programMail),
      languages: z.array(z.object({ locale, people: z.int() })),
      remindersPerWeek: z.int(),
    }),
  },
  getText: {
    method: 'GET',
    path: '/api/programs/:programId/mails/:kind/texts/:locale',
    summary: 'The words of a mail in one language: the standard, and what the program says instead',
    access: 'program.read',
    params: textParams,
    reply: mailText,
  },
  saveText: {
    method: 'PUT',
    path: '/api/programs/:programId/mails/:kind/texts/:locale',
    summary: 'Word a mail of the program in one language',
    access: 'program.coordinate',
    params: textParams,
    body: mailWording,
    reply: mailText,
    versioned: true,
  },
  restoreText: {
    method: 'DELETE',
    path: '/api/programs/:programId/mails/:kind/texts/:locale',
    summary: 'Send the standard words again in one language',
    access: 'program.coordinate',
    params: textParams,
    reply: mailText,
    versioned: true,
  },
  listReaders: {
    method: 'GET',
    path: '/api/programs/:programId/mail-readers',
    summary: 'People of the program for whom a mail can be previewed, by name',
    access: 'program.coordinate',
    params: programParams,
    query: z.strictObject({ name: z._default(optionalLine(120), '') }),
    reply: z.object({
      items: z.array(z.object({ id, displayName: z.string(), locale, takesPartAs: z.enum(sides) })),
    }),
  },
  preview: {
    method: 'POST',
    path: '/api/programs/:programId/mails/:kind/preview',
    summary: 'A mail as somebody of the program would read it, in words that need not be saved yet',
    access: 'program.coordinate',
    params: kindParams,
    body: previewBody,
    reply: mailPreview,
    reads: true,
  },
  sendTest: {
    method: 'POST',
    path: '/api/programs/:programId/mails/:kind/test',
    summary: 'Send the same mail to oneself',
    access: 'program.coordinate',
    params: kindParams,
    body: previewBody,
    reply: z.object({ to: z.string() }),
    status: 202,
    creates: true,
  },
});
