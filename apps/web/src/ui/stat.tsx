import type { ReactNode } from 'react';
import { InfoButton } from './info-button.tsx';
import { Link } from './link.tsx';
import { Skeleton } from './skeleton.tsx';

export type StatProps = {
  label: string;
  /** Already formatted; undefined while loading. "Too few to tell" is a value too. */
  value: ReactNode | undefined;
  /** The base: "20 of 24". */
  base?: ReactNode;
  /** Against what: "3 points above the last cohort". */
  comparison?: ReactNode;
  /** The people behind the number. */
  href?: string;
  /** The metric's definition. */
  definition?: ReactNode;
};

/** One number with its base, its comparison and its definition. */
export function Stat({ label, value, base, comparison, href, definition }: StatProps) {
  return (
    <div className="relative flex min-w-0 flex-col gap-1 rounded-lg border bg-card p-4 has-[a:hover]:border-edge/60">
      <div className="flex items-start justify-between gap-2">
        <p className="text-dense font-medium text-muted">
          {href ? (
            <Link href={href} variant="plain" className="after:absolute after:inset-0 after:rounded-lg">
              {label}
            </Link>
          ) : (
            label
          )}
        </p>
        {definition && (
          <span className="relative -my-1 -me-1">
            <InfoButton about={label}>{definition}</InfoButton>
          </span>
        )}
      </div>
      {value === undefined ? (
        <Skeleton className="my-1 h-7 w-20" />
      ) : (
        <p className="text-figure font-semibold tabular-nums">{value}</p>
      )}
      {base && <p className="text-dense text-text">{base}</p>}
      {comparison && <p className="text-dense text-balance text-muted">{comparison}</p>}
    </div>
  );
}
