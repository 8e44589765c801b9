import { useCallback, useMemo, useState } from 'react';
import { useUrlState } from '../../../lib/history.ts';
import { entriesOf, filterBy, orderOf, sortBy, type Draft } from './queue.ts';
import { circlesOf, sortByCircle } from './circles.ts';
import { useQueueFilters } from './queue-list.tsx';

/** The lines of the queue as they stood at first, and the one that is looked at. */
export function useQueue(draft: Draft) {
  const { filters, isByCircle } = useQueueFilters();
  const all = useMemo(() => entriesOf(draft), [draft]);
  const [order] = useState(() => orderOf(all));
  const circles = useMemo(() => circlesOf(draft), [draft]);
  const sorted = useMemo(() => {
    const byNeed = sortBy(order, all);
    return isByCircle && circles.length > 0 ? sortByCircle(circles, byNeed) : byNeed;
  }, [order, all, circles, isByCircle]);
  const shown = filterBy(filters, order, sorted);
  const [{ mentee }, setState] = useUrlState({ mentee: '' });
  const current = sorted.find((entry) => entry.mentee.enrolmentId === mentee) ?? shown[0] ?? sorted[0];
  const select = useCallback((menteeId: string) => setState({ mentee: menteeId }), [setState]);
  const at = shown.findIndex((entry) => entry.mentee.enrolmentId === current?.mentee.enrolmentId);
  return { sorted, shown, order, circles, current, at, select };
}
