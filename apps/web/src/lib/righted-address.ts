import { useEffect } from 'react';
import { showToast } from '../ui/toast.tsx';
import { history, goTo } from './history.ts';
import { text } from './i18n.tsx';

/**
 * Puts right what the address names but is not there, and says so, lest a reader takes one thing for another:
 * `useRightedAddress({ by: known ? by : '' })`. Only what differs from the address is changed; '' leaves it out.
 */
export function useRightedAddress(right: Record<string, string>): void {
  const wanted = new URLSearchParams(right).toString();
  useEffect(() => {
    const query = new URLSearchParams(history.location.search);
    const before = query.toString();
    for (const [name, value] of new URLSearchParams(wanted))
      if (value === '') query.delete(name);
      else query.set(name, value);
    if (query.toString() === before) return;
    goTo([history.location.pathname, query.toString()].filter(Boolean).join('?'), { replace: true });
    showToast({ tone: 'warning', title: text('common.address.unknown') });
  }, [wanted]);
}
