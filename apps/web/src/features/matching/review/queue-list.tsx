import { attentions } from '@ithaca/domain/review';
import CircleCheck from 'lucide-react/icons/circle-check';
import Lock from 'lucide-react/icons/lock';
import StickyNote from 'lucide-react/icons/sticky-note';
import { memo, useEffect, useRef, type KeyboardEvent } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { listOf, useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { PresenceMark, type Presence } from '../../../shell/presence.tsx';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { FilterChip } from '../../../ui/filter-chip.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx';
import { AttentionStatus, attentionLooks } from './attention-status.tsx';
import type { Circle } from './circles.ts';
import { CircleSize } from './circle-size.tsx';
import { attentionOf, decisions, groupOf, type Attention, type Entry, type Order } from './queue.ts';

/** Filters of the queue in the address: `?q=ana&attention=weak&decision=proposed`; `&by=circle` groups it by circle. */
export function useQueueFilters() {
  const [state, setState] = useUrlState({ q: '', attention: '', decision: '', by: '' });
  return {
    filters: { words: state.q, attention: listOf(state.attention), decision: listOf(state.decision) },
    isByCircle: state.by === 'circle',
    isFiltered: state.q !== '' || state.attention !== '' || state.decision !== '',
    setState,
  };
}

/** Lines drawn at once: a long queue shows those around the chosen one, and moves on in steps. */
const LINES_SHOWN = 120;
const STEP = 40;
/** How far from the edge of the list the chosen line stays. */
const ROOM_PX = 32;

/** Which lines of a queue are drawn: enough on both sides of the chosen one to look ahead. */
function windowAround(at: number, all: number): { from: number; to: number } {
  const from = Math.max(0, Math.min(Math.floor(at / STEP) * STEP - STEP, all - LINES_SHOWN));
  return { from, to: Math.min(all, from + LINES_SHOWN) };
}

type QueueProps = {
  entries: readonly Entry[];
  total: number;
  order: Order;
  /** Of a program with circles. */
  circles: readonly Circle[];
  /** Who else looks at each line, by the mentee's enrolment. */
  others: Presence['at'];
  selected: string;
  onSelect: (menteeId: string) => void;
};

/** The queue on the start side: filters, and the lines in groups. Arrow keys walk, one tab stop. */
export function Queue({ entries, total, order, circles, others, selected, onSelect }: QueueProps) {
  const t = useText();
  const { number } = useFormat();
  const { filters, isByCircle, isFiltered, setState } = useQueueFilters();
  const list = useRef<HTMLDivElement>(null);
  const walksByArrow = useRef(false);
  const selectedAt = Math.max(
    0,
    entries.findIndex(({ mentee }) => mentee.enrolmentId === selected),
  );
  const { from, to } = windowAround(selectedAt, entries.length);
  const shown = new Set(entries.slice(from, to));
  const groups =
    isByCircle && circles.length > 0
      ? groupsOfCircles(entries, circles, shown)
      : attentions.map((group) => {
          const all = entries.filter((entry) => groupOf(order, entry) === group);
          const head: GroupHead = { id: group, attention: group, circle: undefined };
          return { ...head, count: all.length, lines: all.filter((entry) => shown.has(entry)) };
        });
  const filled = groups.filter(({ lines }) => lines.length > 0);
  const stop = entries.some(({ mentee }) => mentee.enrolmentId === selected)
    ? selected
    : entries[0]?.mentee.enrolmentId;

  const walk = (event: KeyboardEvent) => {
    const at = entries.findIndex(({ mentee }) => mentee.enrolmentId === stop);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    const entry = to === undefined ? undefined : entries[to];
    if (!entry) return;
    event.preventDefault();
    walksByArrow.current = true;
    onSelect(entry.mentee.enrolmentId);
  };

  // The chosen line stays in sight, whichever key led to it; the page itself does not move.
  useEffect(() => {
    const box = list.current;
    const line = box?.querySelector<HTMLElement>(`[data-mentee="${selected}"]`);
    if (!box || !line) return;
    const [outer, inner] = [box.getBoundingClientRect(), line.getBoundingClientRect()];
    if (inner.top < outer.top + ROOM_PX) box.scrollTop += inner.top - outer.top - ROOM_PX;
    else {
      // Before the page is scrolled, the list reaches below the window.
      const end = Math.min(outer.bottom, window.innerHeight) - ROOM_PX;
      if (inner.bottom > end) box.scrollTop += inner.bottom - end;
    }
    if (walksByArrow.current) line.focus({ preventScroll: true });
    walksByArrow.current = false;
  }, [selected]);
  const jumpTo = (at: number) => {
    const entry = entries[at];
    if (entry) onSelect(entry.mentee.enrolmentId);
  };

  return (
    <nav aria-label={t('matching.queue')} className="flex min-h-0 flex-col gap-3">
      <h2 className="sr-only">{t('matching.queue')}</h2>
      <div className="flex flex-col gap-2">
        <SearchField
          label={t('matching.queue.search')}
          value={filters.words}
          onChange={(q) => setState({ q })}
        />
        <div className="flex flex-wrap gap-2">
          <FilterChip
            label={t('matching.queue.attention')}
            choices={attentions.map((id) => ({ id, label: t(`matching.attention.${id}`) }))}
            value={attentions.filter((id) => filters.attention.includes(id))}
            onChange={(ids) => setState({ attention: ids.join(',') })}
          />
          <FilterChip
            label={t('matching.queue.state')}
            choices={decisions.map((id) => ({ id, label: t(`matching.state.${id}`) }))}
            value={decisions.filter((id) => filters.decision.includes(id))}
            onChange={(ids) => setState({ decision: ids.join(',') })}
          />
          {circles.length > 0 && (
            <FilterChip
              label={t('review.queue.by')}
              isSingle
              choices={[{ id: 'circle', label: t('review.queue.by.circle') }]}
              value={isByCircle ? ['circle'] : []}
              onChange={(ids) => setState({ by: ids[0] ?? '' })}
            />
          )}
          {isFiltered && (
            <Button variant="quiet" onPress={() => setState({ q: '', attention: '', decision: '' })}>
              {t('ui.clearFilters')}
            </Button>
          )}
        </div>
        <p className="text-caption text-muted" aria-live="polite">
          {isFiltered && t('matching.queue.count', { shown: number(entries.length), all: number(total) })}
        </p>
      </div>
      {/* The lines are one tab stop; the arrow keys walk through them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div ref={list} onKeyDown={walk} className="-mx-1 flex min-h-0 flex-col gap-4 overflow-auto px-1 pb-1">
        {filled.length === 0 && (
          <p className="text-body text-muted">
            {t(isFiltered ? 'matching.queue.none' : 'matching.queue.empty')}
          </p>
        )}
        {from > 0 && (
          <Button size="small" variant="quiet" onPress={() => jumpTo(from - 1)}>
            {t('review.queue.earlier', { count: from })}
          </Button>
        )}
        {filled.map(({ id, attention, circle, count, lines }) => (
          <section
            key={id}
            aria-label={
              circle
                ? t('review.circle', { mentor: circle.mentor.displayName })
                : t(`matching.attention.${attention}`)
            }
            className="flex flex-col gap-1"
          >
            <h3 className="flex items-center justify-between gap-2 px-2">
              {circle ? (
                <>
                  <span dir="auto" className="text-dense font-medium">
                    {t('review.circle', { mentor: circle.mentor.displayName })}
                  </span>
                  <CircleSize circle={circle} />
                </>
              ) : (
                <>
                  <AttentionStatus attention={attention} look="plain" />
                  <span className="text-caption text-muted tabular-nums">{number(count)}</span>
                </>
              )}
            </h3>
            <ul className="flex flex-col">
              {lines.map((entry) => (
                <li key={entry.mentee.enrolmentId}>
                  <Line
                    entry={entry}
                    group={attention}
                    circle={circles.find(
                      ({ mentor }) => mentor.enrolmentId === entry.item?.mentor.enrolmentId,
                    )}
                    others={others.get(entry.mentee.enrolmentId)}
                    isSelected={entry.mentee.enrolmentId === selected}
                    isStop={entry.mentee.enrolmentId === stop}
                    onSelect={onSelect}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {to < entries.length && (
          <Button size="small" variant="quiet" onPress={() => jumpTo(to)}>
            {t('review.queue.later', { count: entries.length - to })}
          </Button>
        )}
      </div>
    </nav>
  );
}

interface GroupHead {
  id: string;
  attention: Attention;
  /** The group is a circle, not a need. */
  circle: Circle | undefined;
}

function groupsOfCircles(entries: readonly Entry[], circles: readonly Circle[], shown: ReadonlySet<Entry>) {
  const linesOf = (mentorId: string | undefined) =>
    entries.filter(({ item }) => item?.mentor.enrolmentId === mentorId);
  const alone: GroupHead = { id: 'no-partner', attention: 'no-partner', circle: undefined };
  const heads: GroupHead[] = circles.map((circle) => ({
    id: circle.mentor.enrolmentId,
    attention: 'clear',
    circle,
  }));
  return [alone, ...heads].map((head) => {
    const all = linesOf(head.circle?.mentor.enrolmentId);
    return { ...head, count: all.length, lines: all.filter((entry) => shown.has(entry)) };
  });
}

type LineProps = {
  entry: Entry;
  circle: Circle | undefined;
  group: string;
  others: Presence['here'] | undefined;
  isSelected: boolean;
  isStop: boolean;
  onSelect: (menteeId: string) => void;
};

const Line = memo(function QueueLine({
  entry,
  circle,
  group,
  others,
  isSelected,
  isStop,
  onSelect,
}: LineProps) {
  const t = useText();
  const { mentee, item } = entry;
  const attention = attentionOf(entry);
  return (
    <button
      type="button"
      data-mentee={mentee.enrolmentId}
      tabIndex={isStop ? 0 : -1}
      aria-current={isSelected}
      onClick={() => onSelect(mentee.enrolmentId)}
      className={cx(
        'flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-start hover:bg-hover pointer-coarse:min-h-11',
        isSelected && 'bg-accent-tint',
      )}
    >
      <span className="min-w-0 flex-1">
        {/* Names in another script stand at the start of the line like all others. */}
        <span className="block truncate text-dense font-medium">
          <bdi>{mentee.displayName}</bdi>
        </span>
        <span className="block truncate text-dense text-muted">
          <bdi>
            {circle
              ? t('review.circle', { mentor: circle.mentor.displayName })
              : (item?.mentor.displayName ?? t('matching.queue.noPartner'))}
          </bdi>
        </span>
      </span>
      <PresenceMark people={others} />
      {item !== undefined && item.noteCount > 0 && (
        <>
          <Icon of={StickyNote} className="text-muted" />
          <VisuallyHidden>{t('review.notes.count', { count: item.noteCount })}</VisuallyHidden>
        </>
      )}
      {attention !== group && (
        <>
          <Icon of={attentionLooks[attention].icon} className="text-muted" />
          <VisuallyHidden>{t(`matching.attention.${attention}`)}</VisuallyHidden>
        </>
      )}
      {(item?.state === 'approved' || item?.state === 'locked') && (
        <>
          <Icon of={item.state === 'locked' ? Lock : CircleCheck} className="text-success" />
          <VisuallyHidden>{t(`matching.state.${item.state}`)}</VisuallyHidden>
        </>
      )}
    </button>
  );
});
