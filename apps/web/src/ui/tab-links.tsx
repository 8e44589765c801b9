import { useEffect, useRef } from 'react';
import { Link } from 'react-aria-components/Link';
import { TabCount, tabStyle } from './tab-style.tsx';

export type TabLink = { href: string; label: string; count?: number };

/** The pages of one thing. `current` is the href that is open. */
export function TabLinks({
  label,
  links,
  current,
}: {
  label: string;
  links: readonly TabLink[];
  current: string;
}) {
  const bar = useRef<HTMLElement>(null);
  const words = links.map(({ label: word, count }) => `${word} ${count ?? ''}`).join();
  // On a narrow screen the open one may lie beyond the edge, also once another comes before it.
  useEffect(() => {
    const tab = bar.current?.querySelector('[aria-current]')?.getBoundingClientRect();
    const box = bar.current?.getBoundingClientRect();
    if (!tab || !box) return;
    const beyond = Math.max(0, tab.right - box.right) - Math.max(0, box.left - tab.left);
    if (bar.current && beyond !== 0) bar.current.scrollLeft += beyond;
  }, [current, words]);
  return (
    <nav ref={bar} aria-label={label} className="flex gap-0.5 overflow-x-auto border-b">
      {links.map(({ href, label: word, count }) => (
        <Link
          key={href}
          href={href}
          {...(href === current && { 'aria-current': 'page' as const })}
          className={tabStyle}
        >
          {word}
          <TabCount count={count} />
        </Link>
      ))}
    </nav>
  );
}
