import type { LucideIcon } from 'lucide-react/types';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { toneIcon, toneText, toneTint, type Tone } from './tone.ts';

export type TimelineEvent = {
  id: string;
  title: ReactNode;
  /** The moment in words; `at` is the machine's form of it. */
  when: string;
  at: string;
  icon?: LucideIcon;
  tone?: Tone;
  body?: ReactNode;
};

/** What happened in order. */
export function Timeline({ label, events }: { label: string; events: readonly TimelineEvent[] }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {events.map(({ id, title, when, at, icon, tone = 'neutral', body }, index) => (
        <li key={id} className="relative flex gap-3 pb-5 last:pb-0">
          {index < events.length - 1 && (
            <span aria-hidden className="absolute start-3 top-7 bottom-1 w-px bg-divider" />
          )}
          <span
            className={cx(
              'inline-flex size-6 shrink-0 items-center justify-center rounded-full',
              toneTint[tone],
              toneText[tone],
            )}
          >
            <Icon of={icon ?? toneIcon[tone]} className="size-3.5" />
          </span>
          <div className="min-w-0 flex-1 pt-0.5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <p className="text-body">{title}</p>
              <time dateTime={at} className="text-dense text-muted">
                {when}
              </time>
            </div>
            {body && <div className="mt-1 text-dense text-muted">{body}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
