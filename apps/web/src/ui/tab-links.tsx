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
  return (
    <nav aria-label={label} className="flex gap-1 overflow-x-auto border-b">
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
