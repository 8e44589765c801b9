import { accessRoutes, identityRoutes } from '@ithaca/contracts/identity';
import type { GrantableRole } from '@ithaca/domain/permissions';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { goTo } from '../../lib/history.ts';
import { isMember, useEnter } from '../../shell/session.tsx';

/** Where to go after signing in: a path of this app, never another site. */
export function safePath(path: string | null | undefined): string {
  return path && /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-in') ? path : '/';
}

const showsProblem = { showsProblem: true };

/** Signs in with a password and goes on to where the person wanted to be. */
export function useSignIn(to: string) {
  const enter = useEnter();
  return useMutation({
    mutationFn: (body: { email: string; password: string }) => call(identityRoutes.signIn, { body }),
    onSuccess: (session) => {
      enter(session);
      goTo(isMember(session) ? to : '/choose-organisation', { replace: true });
    },
    meta: showsProblem,
  });
}

export function useRequestLink(to: string) {
  return useMutation({
    mutationFn: (email: string) => call(identityRoutes.requestLink, { body: { email, path: to } }),
    meta: showsProblem,
  });
}

export function useConsumeLink() {
  const enter = useEnter();
  return useMutation({
    mutationFn: (token: string) => call(identityRoutes.consumeLink, { body: { token } }),
    onSuccess: ({ session, path }) => {
      enter(session);
      goTo(isMember(session) ? safePath(path) : '/choose-organisation', { replace: true });
    },
    meta: showsProblem,
  });
}

/** A POST that changes nothing, so that the secret stays out of addresses and logs. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(identityRoutes.lookAtInvitation, { body: { token } }, { signal }),
    staleTime: Infinity,
  });

export function useAcceptInvitation(token: string) {
  const enter = useEnter();
  return useMutation({
    mutationFn: () => call(identityRoutes.acceptInvitation, { body: { token } }),
    onSuccess: ({ session, path }) => {
      enter(session);
      goTo(session.account ? safePath(path) : path, { replace: true });
    },
    meta: showsProblem,
  });
}

export function useChooseOrganisation() {
  return useMutation({
    mutationFn: (organisationId: string) =>
      call(identityRoutes.switchOrganisation, { body: { organisationId } }),
    onSuccess: () => window.location.assign('/'),
    meta: showsProblem,
  });
}

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => call(identityRoutes.listSessions, {}, { signal }),
});

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string) => call(identityRoutes.endSession, { params: { sessionId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
}

export function useSetPassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { current?: string; next: string }) => call(identityRoutes.setPassword, { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
    meta: showsProblem,
  });
}

export const grantsQuery = queryOptions({
  queryKey: ['grants'],
  queryFn: ({ signal }) => call(accessRoutes.listGrants, {}, { signal }),
});

export function useGrant() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { personId: string; role: GrantableRole; programId: string | null }) =>
      call(accessRoutes.grant, { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['grants'] }),
    meta: showsProblem,
  });
}

export function useRevoke() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (grantId: string) => call(accessRoutes.revoke, { params: { grantId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['grants'] }),
  });
}
