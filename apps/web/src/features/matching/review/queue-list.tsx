import CircleCheck from 'lucide-react/icons/circle-check';
import Lock from 'lucide-react/icons/lock';
import { useRef, type KeyboardEvent } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { listOf, useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { FilterChip } from '../../../ui/filter-chip.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx';
import { AttentionStatus, attentionLooks } from './attention-status.tsx';
import { attentionOf, attentions, decisions, groupOf, type Entry, type Order } from './queue.ts';

/** Filters of the queue in the address: `?q=ana&attention=weak&decision=proposed`. */
export function useQueueFilters() {
  const [state, setState] = useUrlState({ q: '', attention: '', decision: '' });
  return {
    filters: { words: state.q, attention: listOf(state.attention), decision: listOf(state.decision) },
    isFiltered: state.q !== '' || state.attention !== '' || state.decision !== '',
    setState,
  };
}

type QueueProps = {
  entries: readonly Entry[];
  total: number;
  order: Order;
  selected: string;
  onSelect: (menteeId: string) => void;
};

/** The queue on the start side: filters, and the lines in groups. Arrow keys walk, one tab stop. */
export function Queue({ entries, total, order, selected, onSelect }: QueueProps) {
  const t = useText();
  const { number } = useFormat();
  const { filters, isFiltered, setState } = useQueueFilters();
  const list = useRef<HTMLDivElement>(null);
  const groups = attentions
    .map((group) => ({ group, lines: entries.filter((entry) => groupOf(order, entry) === group) }))
    .filter(({ lines }) => lines.length > 0);
  const stop = entries.some(({ mentee }) => mentee.enrolmentId === selected)
    ? selected
    : entries[0]?.mentee.enrolmentId;

  const walk = (event: KeyboardEvent) => {
    const at = entries.findIndex(({ mentee }) => mentee.enrolmentId === stop);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    const entry = to === undefined ? undefined : entries[to];
    if (!entry) return;
    event.preventDefault();
    onSelect(entry.mentee.enrolmentId);
    list.current?.querySelector<HTMLElement>(`[data-mentee="${entry.mentee.enrolmentId}"]`)?.focus();
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
        {groups.length === 0 && (
          <p className="text-body text-muted">
            {t(isFiltered ? 'matching.queue.none' : 'matching.queue.empty')}
          </p>
        )}
        {groups.map(({ group, lines }) => (
          <section key={group} aria-label={t(`matching.attention.${group}`)} className="flex flex-col gap-1">
            <h3 className="flex items-center justify-between gap-2 px-2">
              <AttentionStatus attention={group} look="plain" />
              <span className="text-caption text-muted tabular-nums">{number(lines.length)}</span>
            </h3>
            <ul className="flex flex-col">
              {lines.map((entry) => (
                <li key={entry.mentee.enrolmentId}>
                  <Line
                    entry={entry}
                    group={group}
                    isSelected={entry.mentee.enrolmentId === selected}
                    isStop={entry.mentee.enrolmentId === stop}
                    onSelect={onSelect}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}

type LineProps = {
  entry: Entry;
  group: string;
  isSelected: boolean;
  isStop: boolean;
  onSelect: (menteeId: string) => void;
};

function Line({ entry, group, isSelected, isStop, onSelect }: LineProps) {
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
        <span dir="auto" className="block truncate text-dense font-medium">
          {mentee.displayName}
        </span>
        <span dir="auto" className="block truncate text-dense text-muted">
          {item ? item.mentor.displayName : t('matching.queue.noPartner')}
        </span>
      </span>
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
}
