import { resourceRoutes, type ProgramResource, type Resource } from '@ithaca/contracts/resources';
import type { RequestOf } from '@ithaca/contracts/route';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call } from '../../lib/api.ts';
import { upload } from '../../lib/upload.ts';

type Routes = typeof resourceRoutes;
export type NewResource = RequestOf<Routes['add']>['body'];
export type Placement = RequestOf<Routes['place']>['body'];
export type ResourceChanges = RequestOf<Routes['update']>['body'];

export const libraryQuery = queryOptions({
  queryKey: ['library'],
  queryFn: ({ signal }) => call(resourceRoutes.library, {}, { signal }),
});

export const resourceQuery = (resourceId: string) =>
  queryOptions({
    queryKey: ['resources', resourceId],
    queryFn: ({ signal }) => call(resourceRoutes.get, { params: { resourceId } }, { signal }),
  });

export const programResourcesQuery = (programId: string) =>
  queryOptions({
    queryKey: ['resources', 'of', programId],
    queryFn: ({ signal }) => call(resourceRoutes.listOfProgram, { params: { programId } }, { signal }),
  });

/** The whole library of the organisation. */
export const keptQuery = queryOptions({
  queryKey: ['resources', 'kept'],
  queryFn: ({ signal }) => call(resourceRoutes.listKept, {}, { signal }),
});

/** What I have finished, and what I think of it. */
export function useSetUse(resource: Resource) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestOf<Routes['setUse']>['body']) =>
      call(resourceRoutes.setUse, { params: { resourceId: resource.id }, body }),
    onSuccess: (next) => {
      queries.setQueryData(resourceQuery(resource.id).queryKey, next);
      void queries.invalidateQueries({ queryKey: libraryQuery.queryKey });
      // What is recommended to a pairing leaves out what is finished.
      void queries.invalidateQueries({
        queryKey: ['pairings'],
        predicate: ({ queryKey }) => queryKey[2] === 'resources',
      });
    },
  });
}

/** Puts the library of a program as the API answered it; other lists are read again. */
function useKeepShelf(programId: string) {
  const queries = useQueryClient();
  return (shelf: { minimumGroup: number; items: ProgramResource[] }) => {
    queries.setQueryData(programResourcesQuery(programId).queryKey, shelf);
    void queries.invalidateQueries({ queryKey: keptQuery.queryKey });
    void queries.invalidateQueries({ queryKey: libraryQuery.queryKey });
  };
}

export function useAddResource(programId: string) {
  const key = useRef(crypto.randomUUID());
  const keep = useKeepShelf(programId);
  return useMutation({
    mutationFn: (body: NewResource) =>
      call(resourceRoutes.add, { params: { programId }, body }, { key: key.current }),
    onSuccess: keep,
    onError: () => {
      key.current = crypto.randomUUID();
    },
    meta: { showsProblem: true },
  });
}

export function usePlace(programId: string) {
  const keep = useKeepShelf(programId);
  return useMutation({
    mutationFn: ({ resourceId, ...body }: Placement & { resourceId: string }) =>
      call(resourceRoutes.place, { params: { programId, resourceId }, body }),
    onSuccess: keep,
  });
}

export function useTakeOut(programId: string) {
  const keep = useKeepShelf(programId);
  return useMutation({
    mutationFn: (resourceId: string) => call(resourceRoutes.takeOut, { params: { programId, resourceId } }),
    onSuccess: keep,
  });
}

export function useOrder(programId: string) {
  const keep = useKeepShelf(programId);
  return useMutation({
    mutationFn: (ids: string[]) => call(resourceRoutes.order, { params: { programId }, body: { ids } }),
    onSuccess: keep,
  });
}

export function useUpdateResource({ showsProblem = false } = {}) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, changes }: { id: string; version: number; changes: ResourceChanges }) =>
      call(resourceRoutes.update, { params: { resourceId: id }, body: changes, version }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['resources'] });
      void queries.invalidateQueries({ queryKey: libraryQuery.queryKey });
    },
    meta: { showsProblem },
  });
}

/** Uploads the file of a resource that is not saved yet. */
export function useUploadFile() {
  return useMutation({
    mutationFn: (file: File) =>
      upload(
        resourceRoutes.upload,
        { query: { fileName: file.name.slice(0, 200) || 'file' }, body: file },
        { key: crypto.randomUUID(), signal: new AbortController().signal, onProgress: () => {} },
      ),
    meta: { showsProblem: true },
  });
}
