import MailCheck from 'lucide-react/icons/mail-check';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { TabLinks } from '../../ui/tab-links.tsx';
import { inboxQuery, useMarkRead } from './inbox.queries.ts';

const unreadPath = '/inbox?show=unread';

/** What changed that concerns me? */
export default function InboxPage() {
  const t = useText();
  const { relative } = useFormat();
  const [filters] = useUrlState({ show: 'all' });
  const { query, page, pagination } = usePaged(inboxQuery(filters.show === 'unread'));
  const read = useMarkRead();
  return (
    <Page title={t('shell.inbox')} width="reading">
      <PageHeader
        title={t('shell.inbox')}
        description={t('inbox.what')}
        actions={
          <Button
            icon={MailCheck}
            isLoading={read.isPending}
            disabledReason={page?.unreadCount === 0 ? t('inbox.allRead') : undefined}
            onPress={() => read.mutate(undefined)}
          >
            {t('inbox.readAll')}
          </Button>
        }
      />
      <TabLinks
        label={t('inbox.filter')}
        current={filters.show === 'unread' ? unreadPath : '/inbox'}
        links={[
          { href: '/inbox', label: t('inbox.all') },
          { href: unreadPath, label: t('inbox.unread'), ...(page && { count: page.unreadCount }) },
        ]}
      />
      <Loaded query={{ ...query, data: page }}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t(filters.show === 'unread' ? 'inbox.allRead' : 'inbox.empty')}>
              {t('inbox.empty.why')}
            </EmptyState>
          ) : (
            <Card isFlush>
              <ul className="divide-y">
                {items.map((item) => (
                  <li key={item.id}>
                    <Link
                      variant="plain"
                      href={item.path}
                      onPress={() => item.readAt === null && read.mutate([item.id])}
                      className="flex items-baseline gap-3 px-4 py-3 hover:bg-hover"
                    >
                      <span
                        aria-hidden
                        className={cx(
                          'size-2 shrink-0 self-center rounded-full',
                          item.readAt === null && 'bg-accent',
                        )}
                      />
                      <span className={cx('min-w-0 flex-1', item.readAt === null && 'font-semibold')}>
                        {item.readAt === null && <span className="sr-only">{t('inbox.unread')}: </span>}
                        {item.subject}
                      </span>
                      <time dateTime={item.createdAt} className="shrink-0 text-dense text-muted">
                        {relative(item.createdAt)}
                      </time>
                    </Link>
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      {(pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
    </Page>
  );
}
