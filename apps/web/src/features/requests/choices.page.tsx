import type { Choices } from '@ithaca/contracts/mentor-requests';
import { MOST_CHOICES } from '@ithaca/domain/mentor-request';
import { useQuery } from '@tanstack/react-query';
import UserSearch from 'lucide-react/icons/user-search';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { MentorCard } from './mentor-card.tsx';
import { OrderCard, type Chosen } from './order-card.tsx';
import { askedQuery, choicesQuery, mentorsQuery } from './requests.queries.ts';
import { SuggestionCard } from './suggestion-card.tsx';

/** Whom would I like? The best fits first, with reasons; my order is asked one after the other. */
export default function ChoicesPage({ enrolmentId }: { enrolmentId: string }) {
  const t = useText();
  const choices = useQuery(choicesQuery(enrolmentId));
  // Where coordinators match, the page shows what they suggest and nothing to choose from.
  const isAsked = choices.data?.closedBecause === 'mode';
  const role = choices.data?.role ?? 'mentee';
  const title = t(isAsked ? 'requests.suggestion.page' : 'requests.choose', { role });
  const more = choices.data?.circle
    ? ` ${t('requests.choose.circle', { ...choices.data.circle })}`
    : role === 'peer'
      ? ` ${t('requests.choose.peer')}`
      : '';
  return (
    <Page title={title}>
      <PageHeader
        title={title}
        description={isAsked ? undefined : `${t('requests.choose.what', { most: MOST_CHOICES })}${more}`}
        crumbs={[{ label: t('requests.my'), href: '/my' }]}
      />
      <Loaded query={choices} skeleton={<Skeleton className="h-64 w-full" />}>
        {(data) => (
          <div className="flex flex-col gap-6">
            {data.role === 'peer' && data.closedBecause === null && <WhoAsksMe />}
            {data.suggestion && (
              <SuggestionCard enrolmentId={enrolmentId} suggestion={data.suggestion} role={data.role} />
            )}
            {data.closedBecause === null ? (
              <Choosing key={data.items.length} enrolmentId={enrolmentId} choices={data} />
            ) : data.items.some(({ state }) => state === 'asked') ? (
              <AskedCard choices={data} />
            ) : (
              !data.suggestion && (
                <EmptyState
                  icon={UserSearch}
                  title={t('requests.closed')}
                  action={<LinkButton href="/my">{t('requests.my')}</LinkButton>}
                >
                  {t(`requests.closed.${data.closedBecause}`, { role })}
                </EmptyState>
              )
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** Among peers, whoever chooses may be chosen: who asks me comes before whom I might ask. */
function WhoAsksMe() {
  const t = useText();
  const { list } = useFormat();
  const asked = useQuery(askedQuery);
  const names = (asked.data?.items ?? [])
    .filter(({ state, role }) => state === 'asked' && role === 'peer')
    .map(({ mentee }) => mentee.displayName);
  if (names.length === 0) return null;
  return (
    <Banner
      title={`${t('requests.open')}: ${list(names)}`}
      actions={
        <LinkButton size="small" href="/my/places">
          {t('requests.open.see')}
        </LinkButton>
      }
    >
      {t('requests.open.what')}
    </Banner>
  );
}

/** Who is asked now, where one does not choose oneself. */
function AskedCard({ choices }: { choices: Choices }) {
  const t = useText();
  const { day, relative } = useFormat();
  return (
    <Card title={t('requests.suggestion.asked')}>
      <ul className="flex flex-col gap-2">
        {choices.items
          .filter(({ state }) => state === 'asked')
          .map(({ enrolmentId, displayName, askedAt, dueAt }) => (
            <li key={enrolmentId}>
              <p className="font-medium">
                <bdi>{displayName}</bdi>
              </p>
              {askedAt && dueAt && (
                <p className="text-dense text-muted">
                  {t('requests.asked', { since: relative(askedAt), day: day(dueAt) })}
                </p>
              )}
            </li>
          ))}
      </ul>
    </Card>
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
                <ul
                  aria-label={t('requests.mentors', { role: choices.role })}
                  className="flex flex-col gap-3"
                >
                  {items.map((mentor) => (
                    <MentorCard
                      key={mentor.enrolmentId}
                      mentor={mentor}
                      role={choices.role}
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
