import { useLocale, useText } from '../lib/i18n.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { Link } from '../ui/link.tsx';
import type { Place } from './navigation.ts';

/** A line of the navigation: icon and word, marked when it is where the reader is. */
export function PlaceLink({
  place,
  isCurrent,
  unread = 0,
}: {
  place: Place;
  isCurrent: boolean;
  unread?: number;
}) {
  const t = useText();
  return (
    <Link
      variant="plain"
      href={place.path}
      {...(isCurrent && { 'aria-current': 'page' as const })}
      className={cx(
        'flex h-9 items-center gap-2.5 rounded-md px-2.5 text-body pointer-coarse:h-11',
        isCurrent
          ? 'bg-accent-tint font-medium text-accent-text!'
          : 'text-text transition-colors duration-120 hover:bg-hover',
      )}
    >
      <Icon of={place.icon} className={isCurrent ? '' : 'text-muted'} />
      <span className="min-w-0 flex-1 truncate">{t(place.label)}</span>
      {unread > 0 && <Unread count={unread} />}
    </Link>
  );
}

export function Unread({ count }: { count: number }) {
  const t = useText();
  const { formatTag } = useLocale();
  const number = (value: number) => value.toLocaleString(formatTag);
  return (
    <span className="min-w-5 rounded-full bg-accent px-1.5 text-center text-caption font-medium text-on-accent tabular-nums">
      <span aria-hidden>{count > 99 ? `${number(99)}+` : number(count)}</span>
      <span className="sr-only">{t('shell.unread', { count })}</span>
    </span>
  );
}
