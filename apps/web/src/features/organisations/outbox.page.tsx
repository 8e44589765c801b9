import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { mailTones } from '../../lib/mail-tones.ts';
import { Loaded, Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { Card } from '../../ui/card.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { Status } from '../../ui/status.tsx';
import { MailPreview } from './mail-preview.tsx';
import { mailsQuery } from './organisations.queries.ts';

/** What was sent, to whom, and how does it look? */
export default function OutboxPage() {
  const t = useText();
  const { relative } = useFormat();
  const [{ mail: chosen }] = useUrlState({ mail: '' });
  const { query, page, pagination } = usePaged(mailsQuery);
  const open = page?.items.find((mail) => mail.id === chosen);
  return (
    <Page title={t('shell.outbox')} width="full">
      <PageHeader title={t('shell.outbox')} description={t('organisations.outbox.what')} />
      <Loaded query={{ ...query, data: page }}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('organisations.outbox.empty')}>
              {t('organisations.outbox.empty.why')}
            </EmptyState>
          ) : (
            <div className="grid items-start gap-4 lg:grid-cols-[minmax(20rem,2fr)_3fr]">
              <div className={cx('flex min-w-0 flex-col gap-4', open && 'max-lg:hidden')}>
                <Card isFlush>
                  <ul className="divide-y">
                    {items.map((mail) => (
                      <li key={mail.id}>
                        <Link
                          variant="plain"
                          href={`/admin/outbox?mail=${mail.id}`}
                          {...(mail.id === chosen && { 'aria-current': 'true' as const })}
                          className={cx(
                            'flex flex-col gap-1 rounded-lg px-4 py-3',
                            mail.id === chosen ? 'bg-accent-tint' : 'hover:bg-hover',
                          )}
                        >
                          <span className="flex items-baseline gap-3">
                            <span className="min-w-0 flex-1 truncate text-dense text-muted">
                              <bdi>{mail.toAddress}</bdi>
                            </span>
                            <time dateTime={mail.createdAt} className="shrink-0 text-dense text-muted">
                              {relative(mail.createdAt)}
                            </time>
                          </span>
                          <span className="flex items-center gap-3">
                            <span dir="auto" className="min-w-0 flex-1 truncate text-start font-medium">
                              {mail.subject}
                            </span>
                            <Status look="plain" tone={mailTones[mail.state]}>
                              {t(`organisations.mail.${mail.state}`)}
                            </Status>
                          </span>
                        </Link>
                      </li>
                    ))}
                  </ul>
                </Card>
                <Pagination {...pagination} />
              </div>
              {open ? (
                <MailPreview mail={open} />
              ) : (
                <div className="rounded-lg border border-dashed max-lg:hidden">
                  <EmptyState title={t('organisations.outbox.choose')} />
                </div>
              )}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
