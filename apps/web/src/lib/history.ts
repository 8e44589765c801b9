import { createBrowserHistory } from '@tanstack/react-router';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';

/** The one history of the app: the router listens to it, links and URL state write to it. */
export const history = createBrowserHistory();

export function goTo(path: string, { replace = false } = {}): void {
  if (replace) history.replace(path);
  else history.push(path);
}

const subscribe = (changed: () => void) => history.subscribe(changed);
const currentAddress = () => history.location.pathname + history.location.search;

/** The path of the address bar, without query. */
export function usePathname(): string {
  return useSyncExternalStore(subscribe, () => history.location.pathname);
}

/**
 * Filters, sort, tab and panel live in the query string: `const [filters, setFilters] = useUrlState({ q: '', sort: 'name' })`.
 * Values are strings (lists joined by commas); a default is left out of the address, an unknown name is ignored. `set`
 * replaces by default, so that Back leaves the page; `{ push: true }` makes a step of it, as for a panel.
 */
export function useUrlState<T extends Record<string, string>>(
  defaults: T,
): [T, (changes: Partial<T>, options?: { push?: boolean }) => void] {
  const address = useSyncExternalStore(subscribe, currentAddress);
  // While another page is on its way, this one keeps what it showed.
  const [home] = useState(() => history.location.pathname);
  const [shape] = useState(defaults);
  const [last, setLast] = useState(address);
  const isHere = history.location.pathname === home;
  if (isHere && last !== address) setLast(address);
  const shown = isHere ? address : last;
  const state = useMemo(() => {
    const query = new URLSearchParams(shown.split('?')[1] ?? '');
    return Object.fromEntries(
      Object.entries(shape).map(([name, value]) => [name, query.get(name) ?? value]),
    ) as T;
  }, [shown, shape]);
  const set = useCallback(
    (changes: Partial<T>, { push = false } = {}) => {
      const query = new URLSearchParams(history.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === '' || value === shape[name]) query.delete(name);
        else query.set(name, value);
      }
      const next = query.size === 0 ? history.location.pathname : `${history.location.pathname}?${query}`;
      goTo(next, { replace: !push });
    },
    [shape],
  );
  return [state, set];
}

/** A list in one value of the query string. */
export const listOf = (value: string): string[] => (value === '' ? [] : value.split(','));
