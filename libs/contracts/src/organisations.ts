import { isMeetingLink } from '@ithaca/domain/meeting-link';
import { snoozeChoices } from '@ithaca/domain/snooze-choice';
import * as z from 'zod/mini';

import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { mailStates } from './sent-mails.ts';
import { colour, day, id, instant, line, locale, optionalLine, timeZone } from './text.ts';

export const organisation = z.object({
  id,
  name: z.string(),
  slug: z.string(),
  timeZone: z.string(),
  locale,
  brandColour: z.string(),
  /** How many reminders one person is mailed in seven days. */
  remindersPerWeek: z.int(),
  /** The template of new meetings' video links, with {pairing} or {random}; empty: none. */
  meetingLink: z.string(),
  /** Links to reports open without signing in. */
  openReportLinks: z.boolean(),
  demo: z.boolean(),
  version: z.int(),
});
export type Organisation = z.infer<typeof organisation>;

export const mail = z.object({
  id,
  toAddress: z.string(),
  personId: z.nullable(id),
  kind: z.string(),
  locale,
  subject: z.string(),
  bodyText: z.string(),
  bodyHtml: z.string(),
  /** It holds a personal link, so its text is shown to nobody but its reader. */
  hidden: z.boolean(),
  state: z.enum(mailStates),
  problem: z.nullable(z.string()),
  createdAt: instant,
  sentAt: z.nullable(instant),
});

export const auditRow = z.object({
  id,
  at: instant,
  actorId: z.nullable(id),
  actorName: z.nullable(z.string()),
  action: z.string(),
  subjectType: z.nullable(z.string()),
  subjectId: z.nullable(id),
  outcome: z.enum(['done', 'denied']),
});

export const organisationRoutes = defineRoutes('organisations', {
  get: {
    method: 'GET',
    path: '/api/organisation',
    summary: 'My organisation',
    access: 'organisation.read',
    reply: organisation,
  },
  update: {
    method: 'PATCH',
    path: '/api/organisation',
    summary:
      'Change name, language, time zone, brand colour, reminders, the video link of meetings or whether links to reports open to everybody',
    access: 'organisation.administer',
    body: z.strictObject({
      name: z.optional(line(120)),
      timeZone: z.optional(timeZone),
      locale: z.optional(locale),
      brandColour: z.optional(colour),
      remindersPerWeek: z.optional(z.int().check(z.minimum(0), z.maximum(7))),
      meetingLink: z.optional(
        optionalLine(300).check(
          z.refine(isMeetingLink, {
            error: 'A link that starts with https:// and holds {pairing} or {random} behind its host.',
          }),
        ),
      ),
      openReportLinks: z.optional(z.boolean()),
    }),
    reply: organisation,
    versioned: true,
  },
  listMails: {
    method: 'GET',
    path: '/api/outbox',
    summary: 'Mails of the organisation, newest first',
    access: 'organisation.administer',
    query: z.strictObject(pageQuery),
    reply: pageOf(mail),
  },
  listAudit: {
    method: 'GET',
    path: '/api/audit',
    summary: 'Who did what, newest first',
    access: 'organisation.audit',
    query: z.strictObject(pageQuery),
    reply: pageOf(auditRow),
  },
});

export const inboxItem = z.object({
  id,
  kind: z.string(),
  subject: z.string(),
  path: z.string(),
  createdAt: instant,
  /** Where it stands in the list: when it came, or when it came back. */
  at: instant,
  readAt: z.nullable(instant),
  snoozedUntil: z.nullable(instant),
  /** What it is about: a pairing with these partners, or else a program, or neither. */
  group: z.object({
    pairingId: z.nullable(id),
    partnerNames: z.array(z.string()),
    programId: z.nullable(id),
    programName: z.nullable(z.string()),
  }),
});
export type InboxItem = z.infer<typeof inboxItem>;

/** The inbox is what the product has sent me: the same record as the mail. */
export const inboxRoutes = defineRoutes('inbox', {
  list: {
    method: 'GET',
    path: '/api/inbox',
    summary: 'What changed that concerns me, newest first',
    access: 'member.act',
    query: z.strictObject({
      ...pageQuery,
      unread: z.optional(z.stringbool()),
      snoozed: z.optional(z.stringbool()),
    }),
    reply: z.object({ items: z.array(inboxItem), nextCursor: z.nullable(z.string()), unreadCount: z.int() }),
  },
  markRead: {
    method: 'POST',
    path: '/api/inbox/read',
    summary: 'Mark items as read, or as unread again; without ids all that are in sight are read',
    access: 'member.act',
    body: z
      .strictObject({
        ids: z.optional(z.array(id).check(z.maxLength(100))),
        isRead: z._default(z.boolean(), true),
      })
      .check(
        z.refine(({ ids, isRead }) => isRead || ids !== undefined, {
          path: ['ids'],
          error: 'Name what is unread again.',
        }),
      ),
    status: 204,
  },
  snooze: {
    method: 'POST',
    path: '/api/inbox/snooze',
    summary: 'Put items off until a morning of mine: tomorrow, next week or a day; null brings them back now',
    access: 'member.act',
    body: z.strictObject({
      ids: z.array(id).check(z.minLength(1), z.maxLength(100)),
      until: z.nullable(z.union([z.enum(snoozeChoices), z.strictObject({ day })])),
    }),
    status: 204,
  },
  watch: {
    method: 'GET',
    path: '/api/inbox/live',
    summary:
      'Server-sent events while the connection is open: `inbox` when there is something to read anew; never what',
    access: 'member.act',
    produces: 'text/event-stream',
  },
});
