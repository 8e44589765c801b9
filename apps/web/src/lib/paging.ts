import type { Page } from '@ithaca/contracts/page';
import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  type QueryKey,
} from '@tanstack/react-query';
import { useState } from 'react';

type Asked = { cursor: string | undefined; signal: AbortSignal };

/** Options of a list that goes on by cursor: `pagedQuery(['people', filters], ({ cursor, signal }) => call(…))`. */
export function pagedQuery<P extends Page<unknown>>(key: QueryKey, fetchPage: (asked: Asked) => Promise<P>) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPage({ cursor: pageParam ?? undefined, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: P) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** One page of a list at a time, with what `Pagination` needs. New filters (a new key) start at the first page. */
export function usePaged<P extends Page<unknown>>(options: ReturnType<typeof pagedQuery<P>>) {
  const query = useInfiniteQuery(options);
  const key = JSON.stringify(options.queryKey);
  const [place, setPlace] = useState({ key, index: 0 });
  const index = place.key === key ? place.index : 0;
  const pages = query.data?.pages;
  const page = pages?.[Math.min(index, pages.length - 1)];
  return {
    query,
    page,
    rows: page?.items as P['items'] | undefined,
    isError: query.isError && !pages,
    pagination: {
      hasPrevious: index > 0,
      hasNext: page?.nextCursor != null,
      onPrevious: () => setPlace({ key, index: Math.max(0, index - 1) }),
      onNext: () => {
        if (pages?.[index + 1]) setPlace({ key, index: index + 1 });
        else void query.fetchNextPage().then(() => setPlace({ key, index: index + 1 }));
      },
    },
  };
}
