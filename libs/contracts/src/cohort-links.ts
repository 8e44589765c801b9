import { COHORT_LINKS } from '@ithaca/domain/cohort-link';
import { sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { day, email, id, instant, line, token } from './text.ts';

/** A link that opens a cohort to people of the directory; its secret is shown once, to whoever makes it. */
export const cohortLink = z.object({
  id,
  role: z.nullable(z.enum(sides)),
  domains: z.array(z.string()),
  /** The last day on which it opens. */
  untilOn: z.string(),
  createdByName: z.nullable(z.string()),
  createdAt: instant,
  /** It opens now: neither past its day nor removed. */
  isOpen: z.boolean(),
  /** People who came by it and were not invited before. */
  came: z.int(),
});
export type CohortLink = z.infer<typeof cohortLink>;

const cohortParams = z.strictObject({ cohortId: id });

export const cohortLinkRoutes = defineRoutes('cohort-links', {
  list: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/links',
    summary: 'Links of a cohort that were not removed, newest first, and the mail domains a link may name',
    access: 'program.read',
    params: cohortParams,
    reply: z.object({
      items: z.array(cohortLink),
      /** Domains of the directory, the most common first. */
      domains: z.array(z.object({ domain: z.string(), people: z.int() })),
    }),
  },
  create: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/links',
    summary: 'Make a link by which people of the directory with an address of these domains come to a cohort',
    access: 'program.coordinate',
    params: cohortParams,
    body: z.strictObject({
      domains: z.array(line(253)).check(z.minLength(1), z.maxLength(COHORT_LINKS.mostDomains)),
      untilOn: day,
      role: z.nullable(z.enum(sides)),
    }),
    /** `path` carries the secret and is told this once: no record of the reply is kept, so it takes no Idempotency-Key. */
    reply: z.object({ link: cohortLink, path: z.string() }),
    status: 201,
  },
  revoke: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/links/:linkId/revocation',
    summary: 'Remove a link: from now on it opens to nobody',
    access: 'program.coordinate',
    params: z.strictObject({ cohortId: id, linkId: id }),
    status: 204,
  },
  follow: {
    method: 'POST',
    path: '/api/cohort-links/visit',
    summary: 'Come to a cohort by a link; whoever may enrol counts as invited from then on',
    access: 'member.act',
    body: z.strictObject({ token }),
    reply: z.object({ cohortId: id }),
    status: 200,
  },
  write: {
    method: 'POST',
    path: '/api/cohort-links/mail',
    summary:
      'Ask for a mail by which somebody without an account comes in by a link; answers the same whether or not the link opens to the address',
    access: 'public',
    body: z.strictObject({ token, email }),
    reply: z.object({ sentTo: z.string() }),
    status: 202,
  },
});
