import type { ReactNode } from 'react';
import { Card } from '../ui/card.tsx';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Link } from '../ui/link.tsx';
import { Pagination, type PaginationProps } from '../ui/pagination.tsx';

interface DeskMail {
  id: string;
  to: string;
  subject: string;
  /** A day or an instant, and how it is shown. */
  at: { dateTime: string; words: string };
  status?: ReactNode;
}

type MailDeskProps = {
  mails: readonly DeskMail[];
  /** The id of the mail that is open; on a phone it takes the place of the list. */
  chosen: string | undefined;
  hrefOf: (mailId: string) => string;
  pagination: PaginationProps;
  /** What to do while none is open. */
  hint: string;
  /** The mail that is open. */
  children: ReactNode;
};

/** Mails in a list, and the one that is open beside it. */
export function MailDesk({ mails, chosen, hrefOf, pagination, hint, children }: MailDeskProps) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(20rem,2fr)_3fr]">
      <div className={cx('flex min-w-0 flex-col gap-4', chosen !== undefined && 'max-lg:hidden')}>
        <Card isFlush>
          <ul className="divide-y">
            {mails.map(({ id, to, subject, at, status }) => (
              <li key={id}>
                <Link
                  variant="plain"
                  href={hrefOf(id)}
                  {...(id === chosen && { 'aria-current': 'true' as const })}
                  className={cx(
                    'flex flex-col gap-1 rounded-lg px-4 py-3',
                    id === chosen ? 'bg-accent-tint' : 'hover:bg-hover',
                  )}
                >
                  <span className="flex items-baseline gap-3">
                    <span className="min-w-0 flex-1 truncate text-dense text-muted">
                      <bdi>{to}</bdi>
                    </span>
                    <time dateTime={at.dateTime} className="shrink-0 text-dense text-muted">
                      {at.words}
                    </time>
                  </span>
                  <span className="flex items-center gap-3">
                    <span dir="auto" className="min-w-0 flex-1 truncate text-start font-medium">
                      {subject}
                    </span>
                    {status}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </Card>
        <Pagination {...pagination} />
      </div>
      {chosen === undefined ? (
        <div className="rounded-lg border border-dashed max-lg:hidden">
          <EmptyState title={hint} />
        </div>
      ) : (
        children
      )}
    </div>
  );
}
