import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { tabStyle, TabCount } from './tab-style.tsx';

export type TabItem<Id extends string> = { id: Id; label: string; count?: number; content: ReactNode };

export type TabsProps<Id extends string> = {
  label: string;
  tabs: readonly TabItem<Id>[];
  /** Keep it in the query string, so that back and links work. */
  selected: Id;
  onSelect: (id: Id) => void;
};

/**
 * Views of one thing within a page. Between pages use `TabLinks`. The pattern of the ARIA guide by hand: React Aria's
 * tabs bring its collections and selection, a seventh of what a page of tables loads first.
 */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect }: TabsProps<Id>) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const shown = tabs.find(({ id }) => id === selected) ?? tabs[0];

  /** One tab stop; arrows go round and choose at once. */
  const walk = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !list.current) return;
    const at = tabs.findIndex(({ id }) => id === shown?.id);
    const end = getComputedStyle(list.current).direction === 'rtl' ? -1 : 1;
    const targets: Record<string, number> = {
      ArrowRight: at + end,
      ArrowLeft: at - end,
      Home: 0,
      End: tabs.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const index = (target + tabs.length) % tabs.length;
    const next = tabs[index];
    list.current.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
    if (next && next.id !== shown?.id) onSelect(next.id);
  };

  return (
    <div>
      <div
        ref={list}
        role="tablist"
        tabIndex={-1}
        aria-label={label}
        aria-orientation="horizontal"
        onKeyDown={walk}
        className="flex gap-1 overflow-x-auto border-b outline-none"
      >
        {tabs.map(({ id, label: word, count }) => {
          const isSelected = id === shown?.id;
          return (
            <button
              key={id}
              type="button"
              role="tab"
              id={`${base}-tab-${id}`}
              aria-selected={isSelected}
              aria-controls={isSelected ? `${base}-panel-${id}` : undefined}
              tabIndex={isSelected ? 0 : -1}
              data-selected={isSelected || undefined}
              onClick={(event) => {
                // Safari does not focus a button that is clicked.
                event.currentTarget.focus();
                if (!isSelected) onSelect(id);
              }}
              className={cx(tabStyle, 'focus-visible:outline-2 focus-visible:outline-ring')}
            >
              {word}
              <TabCount count={count} />
            </button>
          );
        })}
      </div>
      {shown && (
        <Panel key={shown.id} id={`${base}-panel-${shown.id}`} tabId={`${base}-tab-${shown.id}`}>
          {shown.content}
        </Panel>
      )}
    </div>
  );
}

const tabbable =
  ':is(a[href],button,input,select,textarea,iframe,summary,audio[controls],video[controls],[contenteditable],[tabindex]):not([tabindex="-1"],:disabled)';

/** Takes the focus itself only while nothing within it can. */
function Panel({ id, tabId, children }: { id: string; tabId: string; children: ReactNode }) {
  const panel = useRef<HTMLDivElement>(null);
  const [isEmpty, setEmpty] = useState(false);
  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return undefined;
    const look = () => setEmpty(element.querySelector(tabbable) === null);
    look();
    const observer = new MutationObserver(look);
    observer.observe(element, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['tabindex', 'disabled'],
    });
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={panel}
      role="tabpanel"
      id={id}
      aria-labelledby={tabId}
      {...(isEmpty && { tabIndex: 0 })}
      className="pt-4 outline-offset-4"
    >
      {children}
    </div>
  );
}
