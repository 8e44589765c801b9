import { accessRoutes } from '@ithaca/contracts/identity';
import { peopleRoutes, type Person } from '@ithaca/contracts/people';
import type { RequestOf } from '@ithaca/contracts/route';
import { can } from '@ithaca/domain/permissions';
import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../lib/api.ts';
import { history } from '../../../lib/history.ts';
import { pagedQuery } from '../../../lib/paging.ts';
import { sessionQuery } from '../../../shell/session.tsx';
import { personQuery } from '../people.queries.ts';

export type NewPerson = RequestOf<typeof peopleRoutes.create>['body'];
export type PersonChange = RequestOf<typeof peopleRoutes.update>['body'];

export interface DirectoryFilters {
  q: string;
  department: string;
  site: string;
  /** Undefined: those who left as well. */
  employed: boolean | undefined;
}

/** A phone shows people as cards, six to a screen: fifty would only be slow. */
const peopleAPage = () => (window.matchMedia('(width < 40rem)').matches ? 12 : 50);

export const directoryQuery = ({ q, department, site, employed }: DirectoryFilters) =>
  pagedQuery(['people', 'list', q, department, site, employed], ({ cursor, signal }) =>
    call(
      peopleRoutes.list,
      {
        query: {
          limit: peopleAPage(),
          ...(cursor && { cursor }),
          ...(q && { q }),
          ...(department && { department }),
          ...(site && { site }),
          ...(employed !== undefined && { employed: String(employed) }),
        },
      },
      { signal },
    ),
  );

/** Departments and sites with how many are employed there. */
export const facetsQuery = queryOptions({
  queryKey: ['people', 'facets'],
  queryFn: ({ signal }) => call(peopleRoutes.facets, {}, { signal }),
});

/** What the directory shows first, for those who may see it. */
export async function loadDirectory(queries: QueryClient): Promise<unknown> {
  const session = queries.getQueryData(sessionQuery.queryKey);
  if (!session?.actor || !can(session.actor, 'directory.manage')) return;
  const everybody = directoryQuery({ q: '', department: '', site: '', employed: true });
  return Promise.all([
    queries.prefetchQuery(facetsQuery),
    // A list that the address narrows is asked for by the page itself.
    history.location.search === '' && queries.prefetchInfiniteQuery(everybody),
  ]);
}

/** The list, the counts and everybody who names the person: all of them may show what changed. */
function useKeepPerson(): (person: Person) => void {
  const queries = useQueryClient();
  return (person) => {
    void queries.invalidateQueries({ queryKey: ['people'] });
    queries.setQueryData(personQuery(person.id).queryKey, person);
  };
}

export function useAddPerson() {
  const keep = useKeepPerson();
  const [key, setKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (body: NewPerson) => call(peopleRoutes.create, { body }, { key }),
    onSuccess: keep,
    // Another press after an answer is another request, also after a refusal that was mended.
    onSettled: () => setKey(crypto.randomUUID()),
    meta: { showsProblem: true },
  });
}

export function useCorrectPerson(personId: string) {
  const keep = useKeepPerson();
  return useMutation({
    mutationFn: ({ version, ...body }: PersonChange & { version: number }) =>
      call(peopleRoutes.update, { params: { personId }, body, version }),
    onSuccess: keep,
    meta: { showsProblem: true },
  });
}

export function useInvitePerson(personId: string) {
  const [key, setKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (note: string) =>
      call(accessRoutes.invitePerson, { params: { personId }, body: note === '' ? {} : { note } }, { key }),
    onSettled: () => setKey(crypto.randomUUID()),
    meta: { showsProblem: true },
  });
}
