import { health as healthSchema, type PairingItem } from '@ithaca/contracts/pairings';
import { pairingStates } from '@ithaca/domain/pairing';
import SearchX from 'lucide-react/icons/search-x';
import Waypoints from 'lucide-react/icons/waypoints';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { useCohort } from '../../shell/cohort.ts';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table-columns.ts';
import { HealthStatus } from './health-status.tsx';
import { cohortPairingsQuery } from './metrics.queries.ts';
import { PairingActs } from './pairing-acts.tsx';
import { dayIn, usePairingWords } from './pairing-words.ts';

const healths = healthSchema.options;

/** How is each pairing of the cohort doing? States, dates and reasons; never what the two wrote. */
export default function PairingsPage() {
  const t = useText();
  const { program, cohort, hrefOf } = useCohort();
  const [filters, setFilters] = useUrlState({ health: '', state: '' });
  // What the address names but is none of ours is ignored.
  const health = healths.find((one) => one === filters.health);
  const state = pairingStates.find((one) => one === filters.state);
  const isFiltered = health !== undefined || state !== undefined;
  const { query, page, rows, pagination } = usePaged(cohortPairingsQuery(cohort.id, { health, state }));
  const clear = () => setFilters({ health: '', state: '' });
  const columns = useColumns(program);
  const filterWords = [
    health && `${t('metrics.pairings.health')}: ${t(`metrics.health.${health}`)}`,
    state && `${t('metrics.pairings.state')}: ${t(`metrics.state.${state}`)}`,
  ].filter((word) => word !== undefined);
  const table = (shown: readonly PairingItem[] | undefined) => (
    <DataTable
      label={t('metrics.pairings.of', { cohort: cohort.name })}
      columns={columns}
      rows={shown}
      rowId={({ id }) => id}
      rowHref={({ id }) => `/pairings/${id}`}
      narrow="cards"
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
        <FilterBar label={t('metrics.pairings.filter')} onClear={isFiltered ? clear : undefined}>
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
        </FilterBar>
        <Loaded query={{ ...query, data: page }} skeleton={table(undefined)}>
          {() => table(rows)}
        </Loaded>
        {(pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
      </Section>
    </Page>
  );
}

function useColumns(program: { id: string; name: string }): Column<PairingItem>[] {
  const t = useText();
  const { day, instant, number } = useFormat();
  const { person } = useSession();
  const words = usePairingWords();
  return useMemo(
    () => [
      { id: 'pair', header: t('metrics.pairings.pair'), className: 'min-w-48', cell: words.pair },
      {
        id: 'health',
        header: t('metrics.pairings.health'),
        cell: (pairing) => <HealthStatus pairing={pairing} />,
      },
      {
        id: 'reasons',
        header: t('metrics.pairings.reasons'),
        className: 'min-w-48',
        cell: (pairing) => {
          const reasons = words.reasons(pairing, new Date().toISOString());
          return reasons.length === 0 ? (
            <span className="text-muted">{t('metrics.pairings.reasons.none')}</span>
          ) : (
            <span className="text-dense">{reasons.join(' · ')}</span>
          );
        },
      },
      {
        id: 'held',
        header: t('metrics.pairings.held'),
        align: 'end',
        cell: ({ heldMeetings }) => number(heldMeetings),
      },
      {
        id: 'last',
        header: t('metrics.pairings.last'),
        className: 'whitespace-nowrap',
        cell: ({ lastHeldAt }) =>
          lastHeldAt ? (
            <time dateTime={lastHeldAt}>{day(dayIn(lastHeldAt, person.timeZone))}</time>
          ) : (
            <span className="text-muted">{t('metrics.pairings.never')}</span>
          ),
      },
      {
        id: 'next',
        header: t('metrics.pairings.next'),
        className: 'whitespace-nowrap',
        cell: ({ nextMeetingAt }) =>
          nextMeetingAt ? (
            <time dateTime={nextMeetingAt}>{instant(nextMeetingAt, { zone: person.timeZone })}</time>
          ) : (
            <span className="text-muted">{t('metrics.pairings.noDate')}</span>
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
    [t, day, instant, number, person.timeZone, words, program],
  );
}
