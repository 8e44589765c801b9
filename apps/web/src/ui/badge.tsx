import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { toneText, toneTint, type Tone } from './tone.ts';

/** A small label: a skill, a role, a count. For states use `Status`. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex max-w-full items-center gap-1 rounded-sm px-1.5 py-0.5 text-caption font-medium tabular-nums forced-colors:border',
        toneTint[tone],
        tone === 'neutral' ? 'text-text' : toneText[tone],
      )}
    >
      {children}
    </span>
  );
}
