import {
  directoryColumns,
  peopleRoutes,
  type DirectoryColumn,
  type DirectoryFilter,
} from '@ithaca/contracts/people';
import { useQuery } from '@tanstack/react-query';
import FileInput from 'lucide-react/icons/file-input';
import UserPlus from 'lucide-react/icons/user-plus';
import UsersRound from 'lucide-react/icons/users-round';
import { useDeferredValue, useState } from 'react';
import { ApiProblem, call } from '../../../lib/api.ts';
import { ExportMenu } from '../../../lib/export-menu.tsx';
import { useFormat } from '../../../lib/format.ts';
import { history, useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Page } from '../../../lib/page.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { ProblemState } from '../../../lib/problem.tsx';
import { ViewsMenu } from '../../../lib/views-menu.tsx';
import { useCan } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { FilterChip } from '../../../ui/filter-chip.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { SelectionBar } from '../../../ui/selection-bar.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { directoryQuery, facetsQuery } from './directory.queries.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import type { BulkKind } from './directory-bulk.form.tsx';
import { useDirectoryColumns } from './directory-columns.tsx';

const AddPersonDialog = lazyLayer(async () => (await import('./directory-add.form.tsx')).AddPersonDialog);
const DirectoryPanel = lazyLayer(async () => (await import('./directory-panel.tsx')).DirectoryPanel);

const BulkDialog = lazyLayer(async () => (await import('./directory-bulk.form.tsx')).BulkDialog);
const bulkKinds = ['invite', 'set-department', 'set-site', 'set-manager', 'deactivate'] as const;
/** The columns of the table, with the mail that stands under the name. */
const columnsOnScreen = [
  'name',
  'email',
  'jobTitle',
  'department',
  'site',
  'managerName',
  'hiredOn',
] as const satisfies DirectoryColumn[];

const employments = ['employed', 'left', 'everyone'] as const;
const besidePanel = ['department', 'manager', 'hired'];

/** The address of this list with somebody's panel open; filters stay. */
function panelHref(personId: string): string {
  const query = new URLSearchParams(history.location.search);
  query.set('panel', personId);
  return `/people?${query}`;
}

/** Who works here, who does one report to, who can sign in? */
export default function DirectoryPage() {
  const t = useText();
  if (useCan('directory.manage')) return <Directory />;
  return (
    <Page title={t('shell.people')}>
      <ProblemState level="page" problem={new ApiProblem({ status: 403, code: 'access.denied' })} />
    </Page>
  );
}

function Directory() {
  const t = useText();
  const { number } = useFormat();
  const columns = useDirectoryColumns();
  const mayWrite = useCan('directory.write');
  const [filters, setFilters] = useUrlState({
    q: '',
    department: '',
    site: '',
    employment: 'employed',
    panel: '',
    add: '',
    view: '',
  });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isEveryone, setEveryone] = useState(false);
  const [bulk, setBulk] = useState<BulkKind | null>(null);
  const mayExport = useCan('directory.export');
  const facets = useQuery(facetsQuery).data;
  const employment = employments.find((known) => known === filters.employment) ?? 'employed';
  const { query, rows, pagination, isError } = usePaged(
    directoryQuery({
      q: useDeferredValue(filters.q.trim()),
      department: filters.department,
      site: filters.site,
      employed: employment === 'everyone' ? undefined : employment === 'employed',
    }),
  );
  const isFiltered =
    filters.q !== '' || filters.department !== '' || filters.site !== '' || employment !== 'employed';
  const clear = () => setFilters({ q: '', department: '', site: '', employment: 'employed' });
  const shownFilter: DirectoryFilter = {
    ...(filters.q.trim() && { q: filters.q.trim() }),
    ...(filters.department && { department: filters.department }),
    ...(filters.site && { site: filters.site }),
    ...(employment !== 'everyone' && { employed: employment === 'employed' }),
  };
  const clearSelection = () => {
    setSelected(new Set());
    setEveryone(false);
  };
  const openPanel = (panel: string) => setFilters({ panel, add: '' }, { push: true });
  const openAdd = () => setFilters({ add: 'yes' }, { push: true });
  const readOnly = mayWrite ? undefined : t('directory.readOnly');
  return (
    <Page title={t('shell.people')} width="full">
      <PageHeader
        title={t('shell.people')}
        description={
          facets
            ? t('directory.employed', { count: facets.employed, shown: number(facets.employed) })
            : t('directory.what')
        }
        actions={
          <>
            <ExportMenu
              hasMore
              disabledReason={mayExport ? undefined : t('lists.export.why')}
              make={({ format, columns: wanted }) =>
                call(peopleRoutes.export, {
                  body: {
                    format,
                    columns: wanted === 'all' ? [...directoryColumns] : [...columnsOnScreen],
                    filters: shownFilter,
                  },
                })
              }
            />
            <LinkButton icon={FileInput} href="/imports">
              {t('directory.import')}
            </LinkButton>
            <Button variant="primary" icon={UserPlus} disabledReason={readOnly} onPress={openAdd}>
              {t('directory.add')}
            </Button>
          </>
        }
      />
      <div className="flex items-start gap-4">
        <div className="flex min-w-0 flex-1 flex-col gap-3">
          <FilterBar
            label={t('directory.filter')}
            onClear={isFiltered ? clear : undefined}
            actions={<ViewsMenu list="people" chosen={filters.view} />}
          >
            <SearchField
              label={t('directory.search')}
              value={filters.q}
              onChange={(q) => setFilters({ q })}
              className="w-full sm:w-72"
            />
            <FilterChip
              label={t('directory.department')}
              isSingle
              choices={unitChoices(facets?.departments, filters.department, number)}
              value={filters.department ? [filters.department] : []}
              onChange={([department]) => setFilters({ department: department ?? '' })}
            />
            <FilterChip
              label={t('directory.site')}
              isSingle
              choices={unitChoices(facets?.sites, filters.site, number)}
              value={filters.site ? [filters.site] : []}
              onChange={([site]) => setFilters({ site: site ?? '' })}
            />
            <FilterChip
              label={t('directory.employment')}
              isSingle
              choices={employments.map((id) => ({ id, label: t(`directory.employment.${id}`) }))}
              value={employment === 'employed' ? [] : [employment]}
              onChange={([next]) => setFilters({ employment: next ?? 'employed' })}
            />
          </FilterBar>
          {isError ? (
            <ProblemState problem={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <DataTable
              label={t('shell.people')}
              columns={columns}
              rows={rows}
              rowId={({ id }) => id}
              rowLabel={({ displayName }) => displayName}
              rowHref={({ id }) => panelHref(id)}
              {...(mayWrite && {
                selected,
                onSelectedChange: (next: Set<string>) => {
                  setEveryone(false);
                  setSelected(next);
                },
              })}
              hiddenColumns={filters.panel ? besidePanel : []}
              narrow={filters.panel ? 'scroll' : 'cards'}
              skeletonRows={12}
              empty={
                isFiltered ? (
                  <EmptyState
                    title={t('directory.noHit')}
                    action={<Button onPress={clear}>{t('ui.clearFilters')}</Button>}
                  >
                    {t('directory.noHit.why')}
                  </EmptyState>
                ) : (
                  <EmptyState
                    icon={UsersRound}
                    title={t('directory.empty')}
                    action={
                      <LinkButton icon={FileInput} href="/imports">
                        {t('directory.import')}
                      </LinkButton>
                    }
                  >
                    {t('directory.empty.why')}
                  </EmptyState>
                )
              }
            />
          )}
          {rows && (pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
        </div>
        {filters.panel && (
          <DirectoryPanel
            key={filters.panel}
            personId={filters.panel}
            hrefOf={panelHref}
            onClose={() => {
              const row = document.querySelector<HTMLElement>(`th a[href*="panel=${filters.panel}"]`);
              setFilters({ panel: '' });
              row?.focus();
            }}
          />
        )}
      </div>
      <SelectionBar count={selected.size} onClear={clearSelection}>
        {isEveryone ? (
          <span className="text-body">{t('lists.bulk.everyoneChosen')}</span>
        ) : (
          <Button variant="quiet" onPress={() => setEveryone(true)}>
            {t('lists.bulk.everyone')}
          </Button>
        )}
        <Menu
          label={t('lists.bulk')}
          entries={bulkKinds.map((kind) => ({
            id: kind,
            label: t(`lists.bulk.${kind}`),
            isDangerous: kind === 'deactivate',
            onAction: () => setBulk(kind),
          }))}
        >
          <Button variant="primary">{t('lists.bulk')}</Button>
        </Menu>
      </SelectionBar>
      {bulk && (
        <BulkDialog
          kind={bulk}
          selection={isEveryone ? { filter: shownFilter } : { personIds: [...selected] }}
          onClose={() => setBulk(null)}
          onDone={() => {
            setBulk(null);
            clearSelection();
          }}
        />
      )}
      {mayWrite && filters.add !== '' && (
        <AddPersonDialog onClose={() => setFilters({ add: '' })} onAdded={({ id }) => openPanel(id)} />
      )}
    </Page>
  );
}

type Unit = { name: string; people: number };

/** Units with how many are in them; one that only the address knows stays choosable. */
function unitChoices(units: readonly Unit[] | undefined, chosen: string, number: (value: number) => string) {
  const choices = (units ?? []).map(({ name, people }) => ({
    id: name,
    label: `${name} (${number(people)})`,
  }));
  if (chosen === '' || choices.some(({ id }) => id === chosen)) return choices;
  return [{ id: chosen, label: chosen }, ...choices];
}
