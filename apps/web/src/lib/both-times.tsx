import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';
import { shortName } from './short-name.ts';
import { dayIn } from './today.ts';

type Other = { displayName: string; timeZone: string };

type BothTimesProps = {
  at: string;
  durationMinutes?: number;
  /** The reader's own zone. */
  zone: string;
  others: readonly Other[];
  className?: string;
};

/** "Tue 24 Nov, 14:00" in the reader's zone; below it the partner's clock where it shows another time. */
export function BothTimes({ at, durationMinutes, zone, others, className }: BothTimesProps) {
  const t = useText();
  const { instant, number } = useFormat();
  return (
    <span className={className}>
      <time dateTime={at} className="block">
        {instant(at, { zone })}
        {durationMinutes !== undefined && (
          <span className="text-muted">
            {' '}
            · {t('pairings.minutes', { count: durationMinutes, minutes: number(durationMinutes) })}
          </span>
        )}
      </time>
      <OtherTimes at={at} zone={zone} others={others} />
    </span>
  );
}

/** The partners' clocks at that moment, where they show another time than the reader's. */
export function OtherTimes({ at, zone, others }: Pick<BothTimesProps, 'at' | 'zone' | 'others'>) {
  const t = useText();
  const { instant } = useFormat();
  const own = instant(at, { zone });
  const seen = new Set<string>();
  const elsewhere = others.filter((other) => {
    const shown = instant(at, { zone: other.timeZone });
    if (shown === own || seen.has(shown)) return false;
    seen.add(shown);
    return true;
  });
  return elsewhere.map((other) => {
    return (
      <span key={other.timeZone} className="block text-dense text-muted">
        {t('common.timeFor', {
          time: instant(at, { zone: other.timeZone, withDay: dayIn(at, other.timeZone) !== dayIn(at, zone) }),
          name: shortName(other.displayName),
        })}
      </span>
    );
  });
}
