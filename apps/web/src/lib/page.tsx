import type { ReactNode } from 'react';
import { cx } from '../ui/cx.ts';
import { SkeletonPage } from '../ui/skeleton.tsx';
import { ProblemState } from './problem.tsx';

const widths = { reading: 'max-w-176', work: 'max-w-280', full: '' };

type PageProps = {
  /** For the browser's tab; usually the words of the `h1`. */
  title: string;
  /** `reading` for texts and forms, `work` for most, `full` for wide tables and reviews. */
  width?: keyof typeof widths;
  children: ReactNode;
};

/** The frame of every page: its name in the tab, its width, and the space between its parts. */
export function Page({ title, width = 'work', children }: PageProps) {
  return (
    <div className={cx('mx-auto flex w-full min-w-0 flex-col gap-6 print:max-w-none', widths[width])}>
      <title>{`${title} · Ithaca`}</title>
      {children}
    </div>
  );
}

type LoadedProps<T> = {
  query: { data: T | undefined; error: unknown; isError: boolean; refetch: () => unknown };
  /** In the shape of what will come; appears after 150 ms. */
  skeleton?: ReactNode;
  /** `page` when the page's title is inside, so that the problem brings its own `h1`. */
  level?: 'page' | 'part';
  children: (data: T) => ReactNode;
};

/** Shows what a query found; until then a skeleton, and if it fails why and what to do. A failed refetch keeps the old data. */
export function Loaded<T>({ query, skeleton, level = 'part', children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError)
    return <ProblemState problem={query.error} level={level} onRetry={() => void query.refetch()} />;
  return skeleton ?? <SkeletonPage />;
}
