import { identityRoutes, type Session } from '@ithaca/contracts/identity';
import { can, type Permission, type Scope } from '@ithaca/domain/permissions';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { call } from '../lib/api.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(identityRoutes.session, {}, { signal }),
  staleTime: 60_000,
});

type Known<T> = { [K in keyof T]: NonNullable<T[K]> };
/** A session inside an organisation: everything about it is known. */
export type Member = Known<Session>;

export function isMember(session: Session): session is Member {
  return Boolean(session.account && session.actor && session.person && session.organisation);
}

/** Who is signed in, in which organisation. For pages of members; the router lets nobody else in. */
export function useSession(): Member {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!isMember(data)) throw new Error('This page is for members of an organisation');
  return data;
}

/** The same rule the API guards with: to hide what somebody cannot do, or to say why a button is off. */
export function useCan(permission: Permission, scope?: Scope): boolean {
  return can(useSession().actor, permission, scope);
}
