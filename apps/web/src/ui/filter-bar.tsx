import type { ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { Button } from './button.tsx';

export type FilterBarProps = {
  label: string;
  /** `SearchField` and `FilterChip`s. */
  children: ReactNode;
  /** At the end: columns, export. */
  actions?: ReactNode;
  /** Given when a filter is set. */
  onClear?: (() => void) | undefined;
};

/** What narrows a list; it lives in the query string. */
export function FilterBar({ label, children, actions, onClear }: FilterBarProps) {
  const t = useText();
  return (
    <search aria-label={label} className="no-print flex flex-wrap items-center gap-2">
      {children}
      {onClear && (
        <Button variant="quiet" onPress={onClear}>
          {t('ui.clearFilters')}
        </Button>
      )}
      {actions && <div className="ms-auto flex gap-2">{actions}</div>}
    </search>
  );
}
