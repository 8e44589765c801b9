import type { LibraryItem } from '@ithaca/contracts/resources';
import { resourceStages, type ResourceStage } from '@ithaca/domain/resource';
import { useQuery } from '@tanstack/react-query';
import Library from 'lucide-react/icons/library-big';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { ResourceFacts } from '../../lib/resource-facts.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { libraryQuery } from './resources.queries.ts';

const noFilters = { q: '', stage: '', language: '', program: '' };

/** What could I read or learn? What my programs recommend, to be filtered and searched. */
export default function LibraryPage() {
  const t = useText();
  const library = useQuery(libraryQuery);
  return (
    <Page title={t('reading.library')} width="reading">
      <PageHeader title={t('reading.library')} description={t('reading.library.what')} />
      <Loaded query={library}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={Library} title={t('reading.none')}>
              {t('reading.none.why')}
            </EmptyState>
          ) : (
            <Shelf items={items} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Shelf({ items }: { items: readonly LibraryItem[] }) {
  const t = useText();
  const { language, number } = useFormat();
  const [filters, setFilters] = useUrlState(noFilters);
  const languages = [...new Set(items.flatMap((item) => item.languages))];
  const programs = new Map(
    items.flatMap(({ places }) => places.map(({ programId, programName }) => [programId, programName])),
  );
  const words = filters.q.trim().toLowerCase();
  const shown = items.filter(
    (item) =>
      (words === '' || `${item.title} ${item.summary}`.toLowerCase().includes(words)) &&
      (filters.language === '' || item.languages.includes(filters.language)) &&
      (filters.program === '' || item.places.some(({ programId }) => programId === filters.program)) &&
      (filters.stage === '' || item.places.some(({ stage }) => stage === filters.stage)),
  );
  const isFiltered = Object.values(filters).some((value) => value !== '');
  const chip = (
    label: string,
    name: 'stage' | 'language' | 'program',
    choices: { id: string; label: string }[],
  ) =>
    choices.length > 1 && (
      <FilterChip
        isSingle
        label={label}
        choices={choices}
        value={filters[name] === '' ? [] : [filters[name]]}
        onChange={([value = '']) => setFilters({ [name]: value })}
      />
    );
  return (
    <>
      <div className="flex flex-col gap-3">
        <SearchField label={t('reading.search')} value={filters.q} onChange={(q) => setFilters({ q })} />
        <FilterBar label={t('reading.filters')} {...(isFiltered && { onClear: () => setFilters(noFilters) })}>
          {chip(
            t('reading.stage'),
            'stage',
            resourceStages.map((id: ResourceStage) => ({ id, label: t(`reading.stage.${id}`) })),
          )}
          {chip(
            t('reading.language'),
            'language',
            languages.map((id) => ({ id, label: language(id) })),
          )}
          {chip(
            t('reading.program'),
            'program',
            [...programs].map(([id, label]) => ({ id: id ?? '', label: label ?? '' })),
          )}
        </FilterBar>
      </div>
      <output className="sr-only">
        {t('reading.count', { count: shown.length, shown: number(shown.length) })}
      </output>
      {shown.length === 0 ? (
        <EmptyState icon={Library} title={t('reading.noMatch')}>
          {t('reading.noMatch.why')}
        </EmptyState>
      ) : (
        <ul className="flex flex-col divide-y rounded-lg border bg-card">
          {shown.map((item) => (
            <li key={item.id} className="flex flex-col gap-1 px-4 py-3.5">
              <Link href={`/library/${item.id}`} className="self-start font-medium">
                <bdi>{item.title}</bdi>
              </Link>
              {item.summary !== '' && (
                <p className="text-pretty">
                  <bdi>{item.summary}</bdi>
                </p>
              )}
              <ResourceFacts item={item} isFinished={item.mine.finishedAt !== null} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
