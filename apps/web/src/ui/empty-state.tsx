import Inbox from 'lucide-react/icons/inbox';
import type { LucideIcon } from 'lucide-react/types';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export type EmptyStateProps = {
  icon?: LucideIcon;
  /** What belongs here. */
  title: string;
  /** Why it is empty, and what to do. */
  children?: ReactNode;
  /** One action. */
  action?: ReactNode;
  /** A page of its own has an `h1`; inside a card it is a paragraph. */
  level?: 'page' | 'part';
};

/** Nothing here: says what belongs here, why it is empty, and offers one action. Also for "no right" and "not found". */
export function EmptyState({ icon = Inbox, title, children, action, level = 'part' }: EmptyStateProps) {
  const Title = level === 'page' ? 'h1' : 'p';
  return (
    <div className="mx-auto flex max-w-110 flex-col items-center gap-3 px-4 py-10 text-center">
      <span className="inline-flex size-10 items-center justify-center rounded-lg border bg-surface text-muted">
        <Icon of={icon} size={20} />
      </span>
      <div className="flex flex-col gap-1">
        <Title className={level === 'page' ? 'text-title font-semibold' : 'text-body font-semibold'}>
          {title}
        </Title>
        {children && <div className="text-body text-pretty text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}
