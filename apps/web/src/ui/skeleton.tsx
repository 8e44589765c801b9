import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';

/** A grey bar where words will be. Appears only after 150 ms, so quick answers never flash. */
export function Skeleton({ className = 'h-4 w-full' }: { className?: string }) {
  return <span aria-hidden className={cx('block animate-appear rounded-sm bg-track', className)} />;
}

/** The shape of a page that is loading: a title and rows. Says so once to screen readers. */
export function SkeletonPage({ rows = 6 }: { rows?: number }) {
  const t = useText();
  return (
    <div className="flex flex-col gap-4">
      <output className="sr-only">{t('ui.loading')}</output>
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-4 w-96 max-w-full" />
      <div className="mt-2 flex flex-col gap-3 rounded-lg border p-4">
        {Array.from({ length: rows }, (_, row) => (
          <Skeleton key={row} className={cx('h-5', ['w-full', 'w-11/12', 'w-4/5'][row % 3])} />
        ))}
      </div>
    </div>
  );
}
