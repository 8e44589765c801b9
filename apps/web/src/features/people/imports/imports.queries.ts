import { importRoutes, type ImportMapping, type PersonImport } from '@ithaca/contracts/imports';
import type { ReplyOf, RequestOf } from '@ithaca/contracts/route';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { programRoutes } from '@ithaca/contracts/programs';
import { call } from '../../../lib/api.ts';
import { pagedQuery } from '../../../lib/paging.ts';

export type ImportRow = ReplyOf<typeof importRoutes.listRows>['items'][number];
export type Kept = ReplyOf<typeof importRoutes.undo>['kept'];
type RowsQuery = NonNullable<RequestOf<typeof importRoutes.listRows>['query']>;
export type RowFilter = Pick<RowsQuery, 'effect' | 'code'> & { leaves?: 'true' };

const pollEvery = 700;

export const isAtWork = ({ state }: Pick<PersonImport, 'state'>) =>
  state === 'running' || state === 'undoing';

export const importsQuery = pagedQuery(['imports', 'list'], ({ cursor, signal }) =>
  call(importRoutes.list, { query: { limit: 25, ...(cursor && { cursor }) } }, { signal }),
);

export const importQuery = (importId: string) =>
  queryOptions({
    queryKey: ['imports', 'one', importId],
    queryFn: ({ signal }) => call(importRoutes.get, { params: { importId } }, { signal }),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? pollEvery : false),
  });

export const importRowsQuery = (importId: string, filter: RowFilter, limit = 50) =>
  pagedQuery(['imports', 'rows', importId, filter, limit], ({ cursor, signal }) =>
    call(
      importRoutes.listRows,
      { params: { importId }, query: { limit, ...filter, ...(cursor && { cursor }) } },
      { signal },
    ),
  );

/** The first lines as they stand, for whoever wants to see that the file is read rightly. */
export const firstRowsQuery = ({ id, source, encoding, delimiter }: PersonImport) =>
  queryOptions({
    queryKey: ['imports', 'rows', id, 'first', source.sheet, encoding, delimiter],
    queryFn: async ({ signal }) =>
      (await call(importRoutes.listRows, { params: { importId: id }, query: { limit: 5 } }, { signal }))
        .items,
  });

const openStates: readonly string[] = ['enrolling', 'matching', 'running'];

/** The cohorts that people can be brought into, each by its program's name and its own. */
export const cohortsQuery = queryOptions({
  queryKey: ['programs', 'list'],
  queryFn: ({ signal }) => call(programRoutes.list, {}, { signal }),
  select: ({ items }) =>
    items.flatMap(({ name, cohorts }) =>
      cohorts.map((cohort) => ({
        id: cohort.id,
        label: `${name} · ${cohort.name}`,
        isOpen: openStates.includes(cohort.state),
        isOfPeers: cohort.programFormat === 'peer',
      })),
    ),
});

/** Is everybody a peer in this cohort? Then a file has no sides to choose from. */
export function useIsOfPeers(cohortId: string | null | undefined): boolean {
  const { data } = useQuery({ ...cohortsQuery, enabled: cohortId != null });
  return data?.some(({ id, isOfPeers }) => isOfPeers && id === cohortId) ?? false;
}

/** Whom the undo left as they were, and why. */
export const keptQuery = (importId: string) =>
  queryOptions({
    queryKey: ['imports', 'kept', importId],
    queryFn: async ({ signal }) =>
      (await call(importRoutes.listKept, { params: { importId } }, { signal })).items,
  });

/** Follows an import; when its job ends, whatever shows the directory or the lines is fetched anew. */
export function useImport(importId: string) {
  const queries = useQueryClient();
  const query = useQuery(importQuery(importId));
  const wasAtWork = query.data !== undefined && isAtWork(query.data);
  useEffect(() => {
    if (!wasAtWork) return;
    return () => {
      for (const key of [['imports', 'list'], ['imports', 'rows', importId], ['people'], ['home']])
        void queries.invalidateQueries({ queryKey: key });
    };
  }, [wasAtWork, importId, queries]);
  return query;
}

function useKeepImport(): (next: PersonImport) => void {
  const queries = useQueryClient();
  return (next) => {
    queries.setQueryData(importQuery(next.id).queryKey, next);
    void queries.invalidateQueries({ queryKey: ['imports', 'list'] });
    void queries.invalidateQueries({ queryKey: ['imports', 'rows', next.id] });
  };
}

export function useUpload() {
  const keep = useKeepImport();
  const [key, setKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (file: File) =>
      call(importRoutes.upload, { query: { fileName: file.name.slice(0, 200) }, body: file }, { key }),
    onSuccess: keep,
    onSettled: () => setKey(crypto.randomUUID()),
    meta: { showsProblem: true },
  });
}

export function useSetMapping({ id, version }: PersonImport) {
  const keep = useKeepImport();
  return useMutation({
    mutationFn: (body: ImportMapping) =>
      call(importRoutes.setMapping, { params: { importId: id }, body, version }),
    onSuccess: keep,
    meta: { showsProblem: true },
  });
}

/** Mends one line. Others may hang on it (a manager, a number used twice), so all lines and counts are read again. */
export function useChangeRow(importId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ line, cells }: { line: number; cells: string[] }) =>
      call(importRoutes.changeRow, { params: { importId, line }, body: { cells } }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['imports', 'one', importId] }),
        queries.invalidateQueries({ queryKey: ['imports', 'rows', importId] }),
      ]),
    meta: { showsProblem: true },
  });
}

/** Reads the file again in another way; its columns and lines are others then. */
export function useReread({ id, version }: PersonImport) {
  const keep = useKeepImport();
  return useMutation({
    mutationFn: (body: RequestOf<typeof importRoutes.reread>['body']) =>
      call(importRoutes.reread, { params: { importId: id }, body, version }),
    onSuccess: keep,
    meta: { showsProblem: true },
  });
}

/** Mends all lines that have one kind of problem. */
export function useMend({ id, version }: PersonImport) {
  const keep = useKeepImport();
  return useMutation({
    mutationFn: (body: RequestOf<typeof importRoutes.mend>['body']) =>
      call(importRoutes.mend, { params: { importId: id }, body, version }),
    onSuccess: (reply) => keep(reply.import),
    meta: { showsProblem: true },
  });
}

export function useRunImport({ id, version }: PersonImport) {
  const keep = useKeepImport();
  return useMutation({
    mutationFn: () => call(importRoutes.run, { params: { importId: id }, version }),
    onSuccess: keep,
    meta: { showsProblem: true },
  });
}

/** Throws an upload away; nothing of it is left to show. */
export function useDiscardImport({ id, version }: PersonImport) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(importRoutes.discard, { params: { importId: id }, version }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['imports', 'list'] }),
    meta: { showsProblem: true },
  });
}

export function useUndoImport({ id, version }: PersonImport) {
  const queries = useQueryClient();
  const keep = useKeepImport();
  return useMutation({
    mutationFn: () => call(importRoutes.undo, { params: { importId: id }, version }),
    onSuccess: (reply) => {
      queries.setQueryData(keptQuery(id).queryKey, reply.kept);
      keep(reply.import);
      void queries.invalidateQueries({ queryKey: ['people'] });
    },
    meta: { showsProblem: true },
  });
}
