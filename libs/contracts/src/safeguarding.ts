import { concernOutcomes, concernReasons, MOST_REVIEWERS } from '@ithaca/domain/concern';
import * as z from 'zod/mini';

import { attachment } from './messages.ts';
import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { id, instant, optionalParagraph } from './text.ts';

const reviewer = z.object({ personId: id, name: z.string(), jobTitle: z.string() });
const reviewers = z.object({ items: z.array(reviewer) });

/** A reported message in a reviewer's list: nothing of what it says, nobody's name. */
export const concern = z.object({
  id,
  reason: z.enum(concernReasons),
  programName: z.string(),
  raisedAt: instant,
  closedAt: z.nullable(instant),
  outcome: z.nullable(z.enum(concernOutcomes)),
});
export type Concern = z.infer<typeof concern>;

/** What a reviewer reads: the message, up to five before it, and what was said about it. */
export const concernContent = z.object({
  ...concern.shape,
  raisedBy: z.string(),
  note: z.string(),
  messages: z.array(
    z.object({
      id,
      authorId: id,
      authorName: z.string(),
      body: z.string(),
      attachments: z.array(attachment),
      sentAt: instant,
      isReported: z.boolean(),
    }),
  ),
});
export type ConcernContent = z.infer<typeof concernContent>;

const concernParams = z.strictObject({ concernId: id });

export const safeguardingRoutes = defineRoutes('concerns', {
  listReviewers: {
    method: 'GET',
    path: '/api/safeguarding/reviewers',
    summary: 'Whom the organisation has named to review reported messages',
    access: 'organisation.read',
    reply: reviewers,
  },
  nameReviewers: {
    method: 'PUT',
    path: '/api/safeguarding/reviewers',
    summary: 'Name the reviewers; who is left out reads nothing from then on',
    access: 'organisation.administer',
    body: z.strictObject({ personIds: z.array(id).check(z.maxLength(MOST_REVIEWERS)) }),
    reply: reviewers,
  },
  listReaders: {
    method: 'GET',
    path: '/api/pairings/:pairingId/reviewers',
    summary: 'Who would read a message of this pairing if I reported it: reviewers who are no members of it',
    access: 'pairing.take-part',
    params: z.strictObject({ pairingId: id }),
    reply: reviewers,
  },
  // Under its message it can be raised once by each member, so raising it again changes nothing.
  raise: {
    method: 'PUT',
    path: '/api/pairings/:pairingId/messages/:messageId/concern',
    summary: 'Report a message to the reviewers; no other member is told',
    access: 'pairing.take-part',
    params: z.strictObject({ pairingId: id, messageId: id }),
    body: z.strictObject({ reason: z.enum(concernReasons), note: optionalParagraph(1000) }),
    status: 204,
    // Its audit row names nobody: whom it is about may be among those who read the trail.
    passing: true,
  },
  list: {
    method: 'GET',
    path: '/api/concerns',
    summary: 'Reported messages that I review, open ones first',
    access: 'concerns.read',
    query: z.strictObject(pageQuery),
    reply: pageOf(concern),
  },
  look: {
    method: 'POST',
    path: '/api/concerns/:concernId/look',
    summary: 'Read a reported message and what was said before it; each look is recorded',
    access: 'concern.review',
    params: concernParams,
    reply: concernContent,
  },
  lookAtFile: {
    method: 'POST',
    path: '/api/concerns/:concernId/files/:fileId/look',
    summary: 'Save a file of one of these messages; each look is recorded',
    access: 'concern.review',
    params: z.strictObject({ concernId: id, fileId: id }),
    produces: 'file',
  },
  close: {
    method: 'POST',
    path: '/api/concerns/:concernId/close',
    summary: 'Close it with an outcome, of which its reporter is told; nobody reads the messages any more',
    access: 'concern.review',
    params: concernParams,
    body: z.strictObject({ outcome: z.enum(concernOutcomes) }),
    reply: concern,
  },
});
