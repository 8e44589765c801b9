import type { QueryClient } from '@tanstack/react-query';
import { createRoute, lazyRouteComponent, useParams, type AnyRoute } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { loadWords } from './i18n.tsx';

/** The ids in a path: `{ personId: string }` for `/people/$personId`. */
export type ParamsOf<Path extends string> = Path extends `${string}$${infer Name}/${infer Rest}`
  ? { [K in Name]: string } & ParamsOf<`/${Rest}`>
  : Path extends `${string}$${infer Name}`
    ? { [K in Name]: string }
    : object;

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The full path of the route, for the pages under it. */
    above?: string;
  }
}

type Prefetch = { queries: QueryClient };

export interface PageLine<Path extends string> {
  /** The module of the page: its default export gets the ids of the path as properties. */
  page: () => Promise<{ default: ComponentType<ParamsOf<Path>> }>;
  /** Catalogues the page speaks from, beside common, ui, shell and problem. */
  words?: readonly string[];
  /** Addresses without parameters that every member may read, which the server has the browser fetch with the page. */
  reads?: readonly `/api/${string}`[];
  /** Starts what the page will read, while its code is still coming: `prefetchQuery` of its options. */
  load?: (params: ParamsOf<Path>, context: Prefetch) => Promise<unknown>;
}

/** What pages have begun to read and do not have yet. */
const reading = new Set<Promise<unknown>>();

/** Resolves when what the pages have begun to read is there, at the latest after so many milliseconds. */
export async function firstReads(atMost: number): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, atMost));
  await Promise.race([Promise.all(reading), late]);
}

/**
 * One line of the map: a path in full, the module that shows it, its words and what it reads. Everything comes when it is
 * first needed. Under a page that has tabs, `parent` is that page's route and the path still is the full one.
 */
export function pageUnder<const Path extends string>(
  parent: AnyRoute,
  path: Path,
  { page, words = [], load }: PageLine<Path>,
): AnyRoute {
  const above = parent.options.staticData?.above ?? '';
  const own = path.startsWith(above) ? path.slice(above.length) : path;
  const component = lazyRouteComponent(async () => {
    const { default: Shown } = await page();
    return {
      default: function RoutedPage() {
        return <Shown {...(useParams({ strict: false }) as ParamsOf<Path>)} />;
      },
    };
  });
  return createRoute({
    getParentRoute: () => parent,
    path: own === '' ? '/' : own,
    staticData: { above: path },
    component,
    loader: async ({ params, context }) => {
      // The page shows its own skeleton, so its data may still be on the way; without words it cannot speak.
      const read = load?.(params as ParamsOf<Path>, context as Prefetch).catch(() => undefined);
      if (read) reading.add(read);
      void read?.finally(() => reading.delete(read));
      await loadWords(words);
    },
  });
}

/** What follows the question mark: plain names and values, no JSON; what is not set is not there. */
export const addresses = {
  parseSearch: (search: string) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search: Record<string, unknown>) => {
    const query = new URLSearchParams(
      Object.entries(search).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]])),
    ).toString();
    return query === '' ? '' : `?${query}`;
  },
};

let pathShown = '';
/** Another page starts at its top, or where Back left it; another line, filter or tab of the same page moves nothing. */
export function isAnotherPage({ location }: { location: { pathname: string } }): boolean {
  const isAnother = location.pathname !== pathShown;
  pathShown = location.pathname;
  return isAnother;
}
