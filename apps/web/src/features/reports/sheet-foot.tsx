import type { Foot } from '@ithaca/metrics/sheets/sheet';
import { useText } from '../../lib/i18n.tsx';
import { cx } from '../../ui/cx.ts';
import { Link } from '../../ui/link.tsx';

type SheetFootProps = {
  foot: Foot;
  isDense?: boolean;
  /** On a page for people without a sign-in, who cannot open the dictionary. */
  isAlone?: boolean;
  /** Where the page is found; said on paper. */
  path?: string;
};

/** What is said of all numbers of a report, below them. */
export function SheetFoot({ foot, isDense = false, isAlone = false, path }: SheetFootProps) {
  const t = useText();
  const printed = [foot.definitions, ...(path === undefined ? [] : [`${window.location.origin}${path}`])];
  return (
    <div
      className={cx(
        'grid gap-x-8 gap-y-1.5 border-t pt-3 text-caption text-muted sm:grid-cols-2 print:grid-cols-2 print:gap-y-0.5',
        isDense && 'print:pt-1.5',
      )}
    >
      {[foot.method, foot.privacy].map(({ name, words }, at) => (
        <p key={name}>
          <span className="font-medium">{name}:</span> {words}{' '}
          {at === 0 && !isAlone && <Link href="/metrics">{t('metrics.definitions')}</Link>}
        </p>
      ))}
      {foot.stamp !== null && <p>{foot.stamp}</p>}
      {printed.map((line) => (
        <p key={line} dir="ltr" className="col-span-full hidden print:block">
          {line}
        </p>
      ))}
    </div>
  );
}
