import type { ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { Button } from './button.tsx';

export type SelectionBarProps = { count: number; onClear: () => void; children: ReactNode };

/** What can be done with the chosen rows; keeps its place at the foot of the screen. */
export function SelectionBar({ count, onClear, children }: SelectionBarProps) {
  const t = useText();
  return (
    <div aria-live="polite">
      {count > 0 && (
        <fieldset
          aria-label={t('ui.selected', { count })}
          className="no-print fixed inset-x-0 bottom-4 z-20 mx-auto flex w-fit max-w-[calc(100vw-2rem)] flex-wrap items-center gap-2 rounded-lg bg-raised py-2 ps-4 pe-2 shadow-float forced-colors:border"
        >
          <span className="text-body font-medium tabular-nums">{t('ui.selected', { count })}</span>
          {children}
          <Button variant="quiet" onPress={onClear}>
            {t('common.clear')}
          </Button>
        </fieldset>
      )}
    </div>
  );
}
