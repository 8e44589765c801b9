import { accessRoutes, identityRoutes } from '@ithaca/contracts/identity';
import type { GrantableRole } from '@ithaca/domain/permissions';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

const showsProblem = { showsProblem: true };

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
