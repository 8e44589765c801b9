import { locales } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { id, instant, locale, optionalLine } from './text.ts';

export const mailStates = [
  'queued',
  'sent',
  'kept',
  'failed',
  'bounced',
  'held',
  'stopped',
  'gathered',
] as const;
export type MailState = (typeof mailStates)[number];

/** That a mail of the program was written, to whom, and how it fared; never what it says. */
export const sentMail = z.object({
  id,
  kind: z.string(),
  /** The kind, as the subject an invented person would read. */
  title: z.string(),
  person: z.nullable(z.object({ id, displayName: z.string() })),
  toAddress: z.string(),
  locale,
  /** queued: waits for its hour; kept: no mail server is set; held: inbox only, as there were enough reminders or the address bounces; stopped: the reader wants none; gathered: told of in the reader's summary of the day. */
  state: z.enum(mailStates),
  /** Why it failed or came back. */
  problem: z.nullable(z.string()),
  createdAt: instant,
  /** The hour it waits for. */
  sendAfter: z.nullable(instant),
  sentAt: z.nullable(instant),
  canBeSentAgain: z.boolean(),
});
export type SentMail = z.infer<typeof sentMail>;

export const sentMailRoutes = defineRoutes('sent-mails', {
  list: {
    method: 'GET',
    path: '/api/programs/:programId/sent-mails',
    summary: 'Who got which mail of the program when, newest first; mails between partners are not listed',
    access: 'program.coordinate',
    params: z.strictObject({ programId: id }),
    query: z.strictObject({
      ...pageQuery,
      state: z.optional(z.enum(mailStates)),
      kind: z.optional(z.string().check(z.regex(/^[a-z][a-z-]{1,59}$/))),
      name: z._default(optionalLine(120), ''),
      locale: z.optional(z.enum(locales)),
    }),
    reply: z.object({
      ...pageOf(sentMail).shape,
      /** Of the last 30 days: what went wrong. */
      failed: z.int(),
      bounced: z.int(),
      /** No mail server is set, so nothing leaves the product. */
      isPaused: z.boolean(),
    }),
  },
  sendAgain: {
    method: 'POST',
    path: '/api/programs/:programId/sent-mails/:mailId/again',
    summary: 'Send a mail that failed or came back once more',
    access: 'program.coordinate',
    params: z.strictObject({ programId: id, mailId: id }),
    status: 204,
  },
});

export const bounceRoutes = defineRoutes('bounces', {
  report: {
    method: 'POST',
    path: '/api/inbound/bounces',
    summary:
      'Hand in a report of non-delivery (RFC 3464), as the mail server received it; with the secret of the settings',
    access: 'public',
    body: z.strictObject({ report: z.string().check(z.maxLength(90_000)) }),
    reply: z.object({ recorded: z.boolean() }),
    status: 200,
  },
});
