import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import type { ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { IconButton } from './icon-button.tsx';

export type PaginationProps = {
  /** "50 of 412 people". */
  summary?: ReactNode;
  hasPrevious: boolean;
  hasNext: boolean;
  onPrevious: () => void;
  onNext: () => void;
};

/** Pages by cursor: there is a next one or there is not. */
export function Pagination({ summary, hasPrevious, hasNext, onPrevious, onNext }: PaginationProps) {
  const t = useText();
  return (
    <nav
      aria-label={t('ui.pages')}
      className="no-print flex items-center justify-between gap-3 text-dense text-muted"
    >
      <p aria-live="polite">{summary}</p>
      <div className="flex gap-1">
        <IconButton
          icon={ChevronLeft}
          isMirrored
          variant="secondary"
          size="small"
          label={t('ui.previousPage')}
          isDisabled={!hasPrevious}
          onPress={onPrevious}
        />
        <IconButton
          icon={ChevronRight}
          isMirrored
          variant="secondary"
          size="small"
          label={t('ui.nextPage')}
          isDisabled={!hasNext}
          onPress={onNext}
        />
      </div>
    </nav>
  );
}
