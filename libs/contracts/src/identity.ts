import { grantableRoles } from '@ithaca/domain/permissions';
import { sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { day, email, id, instant, line, locale, token } from './text.ts';

const password = z.string().check(z.minLength(1), z.maxLength(128));
/** A path inside the product, kept through sign-in. One line: browsers drop tabs and breaks, which would join two slashes. */
const path = line(500).check(z.regex(/^\/(?![/\\])/, { error: 'A path that starts with one slash.' }));

export const membership = z.object({ organisationId: id, personId: id, organisationName: z.string() });

/** Who is signed in, in which organisation, with which rights; `actor` is null outside any organisation. */
export const session = z.object({
  account: z.nullable(z.object({ id, email: z.string(), locale })),
  memberships: z.array(membership),
  actor: z.nullable(
    z.object({
      accountId: id,
      personId: id,
      organisationId: id,
      grants: z.array(z.object({ role: z.enum(grantableRoles), programId: z.nullable(id) })),
      isManager: z.boolean(),
      isReviewer: z.optional(z.boolean()),
    }),
  ),
  person: z.nullable(z.object({ displayName: z.string(), locale, timeZone: z.string() })),
  organisation: z.nullable(
    z.object({
      name: z.string(),
      brandColour: z.string(),
      timeZone: z.string(),
      locale,
      demo: z.boolean(),
      /** Set where nothing is real: what is rehearsed, and the way back. `seat` is the invented person I look through. */
      rehearsal: z.nullable(
        z.object({
          homeId: id,
          homeProgramId: id,
          homeCohortId: id,
          programId: id,
          cohortId: id,
          /** The day of the real cohort that today stands for. */
          day: z.string(),
          seat: z.nullable(z.string()),
        }),
      ),
    }),
  ),
});
export type Session = z.infer<typeof session>;

export const sessionItem = z.object({
  id,
  userAgent: z.string(),
  createdAt: instant,
  lastSeenAt: instant,
  current: z.boolean(),
});

export const identityRoutes = defineRoutes('identity', {
  session: {
    method: 'GET',
    path: '/api/session',
    summary: 'Who is signed in',
    access: 'public',
    reply: session,
  },
  signIn: {
    method: 'POST',
    path: '/api/sign-in',
    summary: 'Sign in with a password',
    access: 'public',
    body: z.strictObject({ email, password }),
    reply: session,
    status: 200,
  },
  requestLink: {
    method: 'POST',
    path: '/api/sign-in-links',
    summary: 'Ask for a sign-in link by mail; answers the same whether or not the address is known',
    access: 'public',
    body: z.strictObject({ email, path: z._default(path, '/') }),
    reply: z.object({ sentTo: z.string(), minutes: z.int() }),
    status: 202,
  },
  consumeLink: {
    method: 'POST',
    path: '/api/sign-in-links/consume',
    summary: 'Sign in with a link that was mailed; works once and only in the browser that asked for it',
    access: 'public',
    body: z.strictObject({ token }),
    reply: z.object({ session, path: z.string() }),
    status: 200,
  },
  signOut: { method: 'DELETE', path: '/api/session', summary: 'Sign out', access: 'account', status: 204 },
  switchOrganisation: {
    method: 'PUT',
    path: '/api/session/organisation',
    summary: 'Act in another of my organisations',
    access: 'account',
    body: z.strictObject({ organisationId: id }),
    reply: session,
  },
  listSessions: {
    method: 'GET',
    path: '/api/sessions',
    summary: 'Where I am signed in',
    access: 'account',
    reply: z.object({ items: z.array(sessionItem) }),
  },
  endSession: {
    method: 'DELETE',
    path: '/api/sessions/:sessionId',
    summary: 'Sign out elsewhere',
    access: 'account',
    params: z.strictObject({ sessionId: id }),
    status: 204,
  },
  setPassword: {
    method: 'PUT',
    path: '/api/password',
    summary: 'Set or change my password; signs out everywhere else',
    access: 'account',
    body: z.strictObject({ current: z.optional(password), next: password }),
    status: 204,
  },
  lookAtInvitation: {
    method: 'POST',
    path: '/api/invitations/look',
    summary: 'What an invitation is for; changes nothing',
    access: 'public',
    body: z.strictObject({ token }),
    reply: z.object({
      state: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
      organisationName: z.string(),
      invitedBy: z.string(),
      personName: z.string(),
      email: z.string(),
      cohort: z.nullable(
        z.object({
          id,
          name: z.string(),
          programName: z.string(),
          purpose: z.string(),
          role: z.nullable(z.enum(sides)),
          hoursPerMonth: z.number(),
          startsOn: z.string(),
          endsOn: z.string(),
          enrolmentClosesOn: z.string(),
        }),
      ),
    }),
    status: 200,
  },
  acceptInvitation: {
    method: 'POST',
    path: '/api/invitations/accept',
    summary: 'Accept an invitation: signs the invited address in and leads to the cohort',
    access: 'public',
    body: z.strictObject({ token }),
    reply: z.object({ session, path: z.string() }),
    status: 200,
  },
});

export const grant = z.object({
  id,
  personId: id,
  personName: z.string(),
  role: z.enum(grantableRoles),
  programId: z.nullable(id),
  programName: z.nullable(z.string()),
  grantedAt: instant,
  /** From this moment on the role is gone by itself; null: until it is taken back. */
  expiresAt: z.nullable(instant),
});

export const accessRoutes = defineRoutes('access', {
  listGrants: {
    method: 'GET',
    path: '/api/grants',
    summary: 'Who holds which role',
    access: 'organisation.audit',
    reply: z.object({ items: z.array(grant) }),
  },
  grant: {
    method: 'POST',
    path: '/api/grants',
    summary: 'Give a person a role',
    access: 'organisation.administer',
    body: z.strictObject({
      personId: id,
      role: z.enum(grantableRoles),
      programId: z.nullable(id),
      /** The last day of the role, in the organisation's time zone. */
      lastsUntil: z.optional(day),
    }),
    reply: grant,
    status: 201,
    creates: true,
  },
  revoke: {
    method: 'DELETE',
    path: '/api/grants/:grantId',
    summary: 'Take a role back; the last owner stays',
    access: 'organisation.administer',
    params: z.strictObject({ grantId: id }),
    status: 204,
  },
  invitePerson: {
    method: 'POST',
    path: '/api/people/:personId/invitation',
    summary: 'Invite a person of the directory to sign in',
    access: 'directory.write',
    params: z.strictObject({ personId: id }),
    body: z.strictObject({ note: z.optional(line(300)) }),
    reply: z.object({ invitationId: id }),
    status: 201,
    creates: true,
  },
});
