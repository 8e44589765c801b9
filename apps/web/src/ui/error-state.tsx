import CloudAlert from 'lucide-react/icons/cloud-alert';
import type { ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

export type ErrorStateProps = {
  /** What failed. */
  title: string;
  /** What is safe, and what to do. */
  children?: ReactNode;
  onRetry?: () => void;
  requestId?: string | undefined;
  level?: 'page' | 'part';
};

/** Something failed: what, what is safe, try again, and the number support can find it by. */
export function ErrorState({ title, children, onRetry, requestId, level = 'part' }: ErrorStateProps) {
  const t = useText();
  return (
    <div role="alert">
      <EmptyState
        icon={CloudAlert}
        title={title}
        level={level}
        action={onRetry && <Button onPress={onRetry}>{t('common.retry')}</Button>}
      >
        {children}
        {requestId && (
          <p className="mt-2 text-caption">
            {t('ui.request')} <code className="font-mono select-all">{requestId}</code>
          </p>
        )}
      </EmptyState>
    </div>
  );
}
