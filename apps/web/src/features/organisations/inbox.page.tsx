import type { InboxItem } from '@ithaca/contracts/organisations';
import MailCheck from 'lucide-react/icons/mail-check';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { TabLinks } from '../../ui/tab-links.tsx';
import { InboxGroup } from './inbox-group.tsx';
import { inboxQuery, useMarkRead, type Show } from './inbox.queries.ts';

const paths = { all: '/inbox', unread: '/inbox?show=unread', snoozed: '/inbox?show=snoozed' } as const;
const empty = {
  all: ['inbox.empty', 'inbox.empty.why'],
  unread: ['inbox.allRead', 'inbox.empty.why'],
  snoozed: ['inbox.snoozed.empty', 'inbox.snoozed.why'],
} as const;

/** What changed that concerns me? */
export default function InboxPage() {
  const t = useText();
  const [filters] = useUrlState({ show: 'all' });
  const show: Show = filters.show === 'unread' || filters.show === 'snoozed' ? filters.show : 'all';
  const { query, page, pagination } = usePaged(inboxQuery(show));
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
            onPress={() => read.mutate({})}
          >
            {t('inbox.readAll')}
          </Button>
        }
      />
      <TabLinks
        label={t('inbox.filter')}
        current={paths[show]}
        links={[
          { href: paths.all, label: t('inbox.all') },
          { href: paths.unread, label: t('inbox.unread'), ...(page && { count: page.unreadCount }) },
          { href: paths.snoozed, label: t('inbox.snoozed') },
        ]}
      />
      <Loaded query={{ ...query, data: page }}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t(empty[show][0])}>{t(empty[show][1])}</EmptyState>
          ) : (
            <div className="flex flex-col gap-6">
              {[...Map.groupBy(items, groupOf)].map(([key, group]) => (
                <InboxGroup key={key} items={group} isAway={show === 'snoozed'} />
              ))}
            </div>
          )
        }
      </Loaded>
      {(pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
    </Page>
  );
}

/** Groups come in the order of what is newest in them. */
const groupOf = ({ group }: InboxItem) => group.pairingId ?? group.programId ?? '';
