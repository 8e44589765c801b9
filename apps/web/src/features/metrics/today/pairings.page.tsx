import {
  healths,
  pairingSorts,
  type ListedPairing,
  pairingColumns,
  pairingRoutes,
} from '@ithaca/contracts/pairings';
import { pairingStates } from '@ithaca/domain/pairing';
import SearchX from 'lucide-react/icons/search-x';
import Waypoints from 'lucide-react/icons/waypoints';
import { useMemo } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { call } from '../../../lib/api.ts';
import { ExportMenu } from '../../../lib/export-menu.tsx';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { useRightedAddress } from '../../../lib/righted-address.ts';
import { useCohort } from '../../../shell/cohort.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { FilterChip } from '../../../ui/filter-chip.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { Section } from '../../../ui/section.tsx';
import { Switch } from '../../../ui/switch.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { HealthStatus } from './health-status.tsx';
import { cohortPairingsQuery } from '../metrics.queries.ts';
import { PairingActs } from './pairing-acts.tsx';
import { usePairingWords } from './pairing-words.ts';

/** How is each pairing of the cohort doing? States, dates and reasons; never what the two wrote. */
export default function PairingsPage() {
  const t = useText();
  const { program, cohort, canCoordinate, hrefOf } = useCohort();
  const [filters, setFilters] = useUrlState({ health: '', state: '', look: '', sort: 'pair.asc' });
  const health = healths.find((one) => one === filters.health);
  const state = pairingStates.find((one) => one === filters.state);
  useRightedAddress({ ...(!health && { health: '' }), ...(!state && { state: '' }) });
  const attention = filters.look === 'worth';
  const [by, direction] = filters.sort.split('.');
  const sort = {
    by: pairingSorts.find((one) => one === by) ?? 'pair',
    direction: direction === 'desc' ? ('desc' as const) : ('asc' as const),
  };
  const isFiltered = health !== undefined || state !== undefined || attention;
  const { query, page, rows, pagination } = usePaged(
    cohortPairingsQuery(cohort.id, { health, state, attention, sort: sort.by, direction: sort.direction }),
  );
  const clear = () => setFilters({ health: '', state: '', look: '' });
  const columns = useColumns(program);
  const filterWords = [
    attention && t('metrics.pairings.look'),
    health && `${t('metrics.pairings.health')}: ${t(`metrics.health.${health}`)}`,
    state && `${t('metrics.pairings.state')}: ${t(`metrics.state.${state}`)}`,
  ].filter((word) => typeof word === 'string');
  const table = (shown: readonly ListedPairing[] | undefined) => (
    <DataTable
      label={t('metrics.pairings.of', { cohort: cohort.name })}
      columns={columns}
      rows={shown}
      rowId={({ id }) => id}
      rowHref={({ id }) => `/pairings/${id}`}
      narrow="cards"
      sort={sort}
      onSortChange={(next) => setFilters({ sort: `${next.by}.${next.direction}` })}
      isServerSorted
      empty={
        isFiltered ? (
          <EmptyState
            icon={SearchX}
            title={t('metrics.pairings.noResult')}
            action={<Button onPress={clear}>{t('ui.clearFilters')}</Button>}
          >
            {t('metrics.pairings.noResult.why', { filters: filterWords.join(', ') })}
          </EmptyState>
        ) : (
          <EmptyState
            icon={Waypoints}
            title={t('metrics.pairings.none')}
            action={<LinkButton href={hrefOf('matching')}>{t('metrics.pairings.none.do')}</LinkButton>}
          >
            {t('metrics.pairings.none.why')}
          </EmptyState>
        )
      }
    />
  );
  return (
    <Page title={`${t('metrics.pairings')} · ${program.name}`} width="full">
      <Section title={t('metrics.pairings')} description={t('metrics.pairings.privacy')}>
        <FilterBar
          label={t('metrics.pairings.filter')}
          onClear={isFiltered ? clear : undefined}
          actions={
            <ExportMenu
              disabledReason={canCoordinate ? undefined : t('cohort.readOnly')}
              make={({ format }) =>
                call(pairingRoutes.export, {
                  params: { cohortId: cohort.id },
                  body: {
                    format,
                    columns: [...pairingColumns],
                    filters: {
                      ...(state && { state }),
                      ...(health && { health }),
                      ...(attention && { attention }),
                      sort: sort.by,
                      direction: sort.direction,
                    },
                  },
                })
              }
            />
          }
        >
          <FilterChip
            label={t('metrics.pairings.health')}
            isSingle
            choices={healths.map((id) => ({ id, label: t(`metrics.health.${id}`) }))}
            value={health ? [health] : []}
            onChange={([next]) => setFilters({ health: next ?? '' })}
          />
          <FilterChip
            label={t('metrics.pairings.state')}
            isSingle
            choices={pairingStates.map((id) => ({ id, label: t(`metrics.state.${id}`) }))}
            value={state ? [state] : []}
            onChange={([next]) => setFilters({ state: next ?? '' })}
          />
          {/* Cards have no heading to sort by. */}
          <div className="sm:hidden">
            <FilterChip
              label={t('metrics.pairings.sort')}
              isSingle
              choices={pairingSorts.map((id) => ({ id, label: t(`metrics.pairings.${id}`) }))}
              value={[sort.by]}
              onChange={([next]) => setFilters({ sort: `${next ?? 'pair'}.asc` })}
            />
          </div>
          <Switch isSelected={attention} onChange={(on) => setFilters({ look: on ? 'worth' : '' })}>
            {t('metrics.pairings.look')}
          </Switch>
        </FilterBar>
        <Loaded query={{ ...query, data: page }} skeleton={table(undefined)}>
          {() => table(rows)}
        </Loaded>
        {(pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
      </Section>
    </Page>
  );
}

function useColumns(program: { id: string; name: string }): Column<ListedPairing>[] {
  const t = useText();
  const { day, instant, number } = useFormat();
  const words = usePairingWords();
  return useMemo(
    () => [
      {
        id: 'pair',
        header: t('metrics.pairings.pair'),
        isSortable: true,
        className: 'min-w-40',
        cell: words.pair,
      },
      {
        id: 'health',
        header: t('metrics.pairings.health'),
        cell: (pairing) => <HealthStatus pairing={pairing} />,
      },
      {
        id: 'reasons',
        header: t('metrics.pairings.reasons'),
        className: 'min-w-40',
        cell: (pairing) => {
          const reasons = words.reasons(pairing, new Date().toISOString());
          if (pairing.exitReason)
            return <span className="text-dense">{t(`metrics.end.reason.${pairing.exitReason}`)}</span>;
          return reasons.length === 0 ? (
            <span className="text-muted">{t('metrics.pairings.reasons.none')}</span>
          ) : (
            <span className="text-dense">{reasons.join(' · ')}</span>
          );
        },
      },
      {
        id: 'held',
        isSortable: true,
        header: t('metrics.pairings.held'),
        align: 'end',
        cell: ({ heldMeetings }) => number(heldMeetings),
      },
      {
        id: 'last',
        isSortable: true,
        header: t('metrics.pairings.last'),
        className: 'whitespace-nowrap',
        cell: ({ lastHeldAt }) =>
          lastHeldAt ? (
            <time dateTime={lastHeldAt}>{day(lastHeldAt, 'short')}</time>
          ) : (
            <span className="text-muted">{t('metrics.pairings.never')}</span>
          ),
      },
      {
        id: 'next',
        isSortable: true,
        header: t('metrics.pairings.next'),
        className: 'whitespace-nowrap',
        cell: ({ nextMeetingAt }) =>
          nextMeetingAt ? (
            <time dateTime={nextMeetingAt}>{instant(nextMeetingAt)}</time>
          ) : (
            <span className="text-muted">{t('metrics.pairings.noDate')}</span>
          ),
      },
      {
        id: 'check-in',
        header: t('metrics.pairings.checkIn'),
        className: 'whitespace-nowrap',
        cell: ({ checkIn }) =>
          checkIn ? (
            <div>
              {t('ui.share.none', { part: number(checkIn.answered), base: number(checkIn.asked) })}
              <span className="block text-dense text-muted">{day(checkIn.askedAt, 'short')}</span>
            </div>
          ) : (
            <span className="text-muted">{t('metrics.pairings.checkIn.none')}</span>
          ),
      },
      {
        id: 'acts',
        header: t('metrics.pairings.acts'),
        isHeaderHidden: true,
        cell: (pairing) => (
          <PairingActs pairing={pairing} programId={program.id} programName={program.name} />
        ),
      },
    ],
    [t, day, instant, number, words, program],
  );
}
