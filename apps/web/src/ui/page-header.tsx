import type { ReactNode } from 'react';
import { Breadcrumb, type Crumb } from './breadcrumb.tsx';

export type PageHeaderProps = {
  title: string;
  description?: ReactNode;
  /** The page's actions, the main one last. */
  actions?: ReactNode;
  crumbs?: readonly Crumb[];
  /** Beside the title: a `Status`. */
  status?: ReactNode;
};

/** The top of every page: its only `h1`, which takes the focus after a change of page. */
export function PageHeader({ title, description, actions, crumbs, status }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-1">
      {crumbs && crumbs.length > 0 && <Breadcrumb crumbs={crumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1
              tabIndex={-1}
              className="min-w-0 text-title font-semibold text-balance wrap-anywhere outline-none"
            >
              {title}
            </h1>
            {status}
          </div>
          {description && <p className="mt-0.5 max-w-prose text-body text-muted">{description}</p>}
        </div>
        {actions && <div className="no-print flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
