import ChevronRight from 'lucide-react/icons/chevron-right';
import { useText } from '../lib/i18n.tsx';
import { Icon } from './icon.tsx';
import { Link } from './link.tsx';

export type Crumb = { label: string; href: string };

/** The way up; the page itself is its heading below and not repeated here. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  const t = useText();
  return (
    <nav aria-label={t('ui.breadcrumb')} className="no-print">
      <ol className="flex flex-wrap items-center gap-1 text-dense text-muted">
        {crumbs.map(({ label, href }) => (
          <li key={href} className="flex min-w-0 items-center gap-1">
            <Link
              href={href}
              variant="plain"
              className="inline-flex min-h-6 items-center truncate hover:text-text"
            >
              {label}
            </Link>
            <Icon of={ChevronRight} isMirrored className="size-3.5 opacity-70" />
          </li>
        ))}
      </ol>
    </nav>
  );
}
