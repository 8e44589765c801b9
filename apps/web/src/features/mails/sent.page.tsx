import { mailStates, type SentMail } from '@ithaca/contracts/sent-mails';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { mailTones } from '../../lib/mail-tones.ts';
import { Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { ProblemState } from '../../lib/problem.tsx';
import { useProgramFrame } from '../../shell/cohort.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import type { Column } from '../../ui/table-columns.ts';
import { showToast } from '../../ui/toast.tsx';
import { programMailsQuery, sentMailsQuery, useSendAgain } from './mails.queries.ts';
import { MessageTabs } from './message-tabs.tsx';

/** Who got which message when, and how did it fare? */
export default function SentPage() {
  const t = useText();
  const { locale } = useLocale();
  const { program, canCoordinate } = useProgramFrame();
  const [url, setUrl] = useUrlState({ state: '', kind: '', name: '' });
  const state = mailStates.find((one) => one === url.state);
  const known = useQuery(programMailsQuery(program.id, locale));
  const kinds = known.data?.items.map(({ kind: id, title }) => ({ id, label: title })) ?? [];
  // A kind that the address alone knows is none.
  const kind = /^[a-z][a-z-]{1,59}$/.test(url.kind) ? url.kind : '';
  const name = useDeferredValue(url.name);
  const list = usePaged(sentMailsQuery(program.id, { state, kind, name, locale }));
  const columns = useColumns(program.id);
  const isFiltered = state !== undefined || kind !== '' || url.name !== '';
  return (
    <Page title={`${t('mails.sent')} · ${program.name}`} width="full">
      <Section title={t('mails.sent')} description={t('mails.sent.what')}>
        <MessageTabs current="sent" />
        {!canCoordinate ? (
          <Banner tone="neutral">{t('cohort.readOnly')}</Banner>
        ) : (
          <>
            {list.page?.isPaused && <Banner tone="warning">{t('mails.paused')}</Banner>}
            {list.page && list.page.bounced > 0 && (
              <Banner tone="warning">{t('mails.bounced.count', { count: list.page.bounced })}</Banner>
            )}
            <FilterBar
              label={t('mails.sent.filters')}
              {...(isFiltered && { onClear: () => setUrl({ state: '', kind: '', name: '' }) })}
            >
              <SearchField
                label={t('mails.sent.name')}
                value={url.name}
                onChange={(value) => setUrl({ name: value })}
              />
              <FilterChip
                label={t('mails.sent.state')}
                isSingle
                choices={mailStates.map((id) => ({ id, label: t(`mails.state.${id}`) }))}
                value={state ? [state] : []}
                onChange={([next]) => setUrl({ state: next ?? '' })}
              />
              <FilterChip
                label={t('mails.sent.kind')}
                isSingle
                choices={kinds}
                value={kind ? [kind] : []}
                onChange={([next]) => setUrl({ kind: next ?? '' })}
              />
            </FilterBar>
            {list.isError ? (
              <ProblemState
                problem={list.query.error}
                onRetry={() => void list.query.refetch()}
                level="part"
              />
            ) : (
              <DataTable
                label={t('mails.view.sent')}
                columns={columns}
                rows={list.rows}
                rowId={({ id }) => id}
                narrow="cards"
                empty={
                  <EmptyState title={t(isFiltered ? 'mails.sent.noneFound' : 'mails.sent.none')} level="part">
                    {isFiltered ? undefined : t('mails.sent.none.why')}
                  </EmptyState>
                }
              />
            )}
            {(list.pagination.hasNext || list.pagination.hasPrevious) && <Pagination {...list.pagination} />}
          </>
        )}
      </Section>
    </Page>
  );
}

function useColumns(programId: string): Column<SentMail>[] {
  const t = useText();
  const { instant } = useFormat();
  const { mutate } = useSendAgain(programId);
  return useMemo(
    () => [
      {
        id: 'person',
        header: t('mails.sent.to'),
        cell: ({ person, toAddress }) => (
          <span className="flex flex-col gap-0.5 py-1">
            <span dir="auto" className="text-start font-medium">
              {person?.displayName ?? toAddress}
            </span>
            {person && <bdi className="text-dense font-normal wrap-anywhere text-muted">{toAddress}</bdi>}
          </span>
        ),
      },
      {
        id: 'title',
        header: t('mails.message'),
        cell: ({ title }) => <span className="whitespace-normal">{title}</span>,
      },
      {
        id: 'at',
        header: t('mails.sent.at'),
        className: 'whitespace-nowrap',
        cell: ({ sentAt, sendAfter, state, createdAt }) => (
          <span className="flex flex-col">
            <span>{instant(sentAt ?? createdAt)}</span>
            {state === 'queued' && sendAfter && (
              <span className="text-dense text-muted">
                {t('mails.sent.waits', { at: instant(sendAfter) })}
              </span>
            )}
          </span>
        ),
      },
      {
        id: 'state',
        header: t('mails.sent.state'),
        cell: ({ state, problem }) => (
          <span className="flex flex-col whitespace-normal">
            <Status look="plain" tone={mailTones[state]}>
              {t(`mails.state.${state}`)}
            </Status>
            {problem && (
              <bdi dir="ltr" className="max-w-72 text-start text-dense wrap-anywhere text-muted">
                {problem}
              </bdi>
            )}
          </span>
        ),
      },
      {
        id: 'again',
        header: t('mails.sent.act'),
        isHeaderHidden: true,
        align: 'end',
        cell: ({ id, canBeSentAgain, person, toAddress }) =>
          canBeSentAgain && (
            <Button
              size="small"
              aria-label={t('mails.again.to', { name: person?.displayName ?? toAddress })}
              onPress={() =>
                mutate(id, {
                  onSuccess: () => showToast({ tone: 'success', title: t('mails.again.done') }),
                })
              }
            >
              {t('mails.again')}
            </Button>
          ),
      },
    ],
    [t, instant, mutate],
  );
}
