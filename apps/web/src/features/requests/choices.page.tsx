import type { Choices } from '@ithaca/contracts/mentor-requests';
import { MOST_CHOICES } from '@ithaca/domain/mentor-request';
import { useQuery } from '@tanstack/react-query';
import UserSearch from 'lucide-react/icons/user-search';
import { useState } from 'react';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { MentorCard } from './mentor-card.tsx';
import { OrderCard, type Chosen } from './order-card.tsx';
import { choicesQuery, mentorsQuery } from './requests.queries.ts';

/** Whom would I like? The best fits first, with reasons; my order is asked one after the other. */
export default function ChoicesPage({ enrolmentId }: { enrolmentId: string }) {
  const t = useText();
  const choices = useQuery(choicesQuery(enrolmentId));
  return (
    <Page title={t('requests.choose')}>
      <PageHeader
        title={t('requests.choose')}
        description={
          choices.data?.circle
            ? `${t('requests.choose.what', { most: MOST_CHOICES })} ${t('requests.choose.circle', { ...choices.data.circle })}`
            : t('requests.choose.what', { most: MOST_CHOICES })
        }
        crumbs={[{ label: t('requests.my'), href: '/my' }]}
      />
      <Loaded query={choices} skeleton={<Skeleton className="h-64 w-full" />}>
        {(data) =>
          data.closedBecause === null ? (
            <Choosing key={data.items.length} enrolmentId={enrolmentId} choices={data} />
          ) : (
            <EmptyState
              icon={UserSearch}
              title={t('requests.closed')}
              action={<LinkButton href="/my">{t('requests.my')}</LinkButton>}
            >
              {t(`requests.closed.${data.closedBecause}`)}
            </EmptyState>
          )
        }
      </Loaded>
    </Page>
  );
}

function Choosing({ enrolmentId, choices }: { enrolmentId: string; choices: Choices }) {
  const t = useText();
  const [filters, setFilters] = useUrlState({ q: '', free: '' });
  const saved = choices.items.filter(({ state }) => state === 'asked' || state === 'waiting');
  const [order, setOrder] = useState<readonly Chosen[]>(saved);
  const list = usePaged(mentorsQuery(enrolmentId, { q: filters.q, free: filters.free === 'yes' }));
  const add = (mentor: Chosen) => setOrder((now) => [...now, mentor]);
  const remove = (id: string) => setOrder((now) => now.filter((one) => one.enrolmentId !== id));
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-4 lg:order-1">
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <SearchField
            label={t('requests.search')}
            value={filters.q}
            onChange={(q) => setFilters({ q })}
            className="min-w-0 flex-1 basis-64"
          />
          <Switch
            isSelected={filters.free === 'yes'}
            onChange={(on) => setFilters({ free: on ? 'yes' : '' })}
          >
            {t('requests.onlyFree')}
          </Switch>
        </div>
        <Loaded query={{ ...list.query, data: list.page }} skeleton={<Skeleton className="h-64 w-full" />}>
          {({ items, total }) =>
            items.length === 0 ? (
              <EmptyState icon={UserSearch} level="part" title={t('requests.none')}>
                {t(filters.q === '' ? 'requests.none.why' : 'requests.none.found', { words: filters.q })}
              </EmptyState>
            ) : (
              <>
                <ul aria-label={t('requests.mentors')} className="flex flex-col gap-3">
                  {items.map((mentor) => (
                    <MentorCard
                      key={mentor.enrolmentId}
                      mentor={mentor}
                      place={order.findIndex(({ enrolmentId: id }) => id === mentor.enrolmentId)}
                      isFull={order.length >= MOST_CHOICES}
                      onAdd={() => add(mentor)}
                      onRemove={() => remove(mentor.enrolmentId)}
                    />
                  ))}
                </ul>
                {(list.pagination.hasNext || list.pagination.hasPrevious) && (
                  <Pagination {...list.pagination} summary={t('requests.count', { count: total })} />
                )}
              </>
            )
          }
        </Loaded>
      </div>
      <div className="order-first min-w-0 lg:sticky lg:top-6 lg:order-2">
        <OrderCard enrolmentId={enrolmentId} choices={choices} order={order} onOrder={setOrder} />
      </div>
    </div>
  );
}
