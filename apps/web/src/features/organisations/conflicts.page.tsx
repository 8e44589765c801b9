import type { Conflict } from '@ithaca/contracts/health';
import { useQuery } from '@tanstack/react-query';
import CircleCheck from 'lucide-react/icons/circle-check';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table-columns.ts';
import { conflictsQuery } from './health.queries.ts';

type Item = Conflict['items'][number];

/** Is everyone here and correct? */
export default function ConflictsPage() {
  const t = useText();
  const { number } = useFormat();
  const conflicts = useQuery(conflictsQuery);
  return (
    <Page title={t('admin.conflicts')} width="work">
      <PageHeader title={t('admin.conflicts')} description={t('admin.conflicts.what')} />
      <Loaded query={conflicts}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={CircleCheck} title={t('admin.conflicts.none')}>
              {t('admin.conflicts.none.why')}
            </EmptyState>
          ) : (
            <div className="flex flex-col gap-8">
              {items.map((conflict) => (
                <Section
                  key={conflict.kind}
                  title={t(`admin.conflict.${conflict.kind}`)}
                  {...(conflict.items.length < conflict.people && {
                    description: t('admin.conflict.first', {
                      shown: number(conflict.items.length),
                      all: number(conflict.people),
                    }),
                  })}
                >
                  <ConflictTable conflict={conflict} />
                </Section>
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

function ConflictTable({ conflict }: { conflict: Conflict }) {
  const t = useText();
  const { day } = useFormat();
  const columns = useMemo(
    (): Column<Item>[] => [
      { id: 'person', header: t('admin.conflict.person'), cell: (row) => <bdi>{row.displayName}</bdi> },
      { id: 'department', header: t('directory.department'), cell: (row) => <bdi>{row.department}</bdi> },
      { id: 'detail', header: t('admin.conflict.detail'), cell: (row) => <bdi>{row.detail}</bdi> },
      {
        id: 'day',
        header: t('admin.conflict.day'),
        align: 'end',
        cell: (row) => (row.day ? day(row.day) : ''),
      },
    ],
    [t, day],
  );
  const hidden = [
    ...(conflict.items.some((row) => row.day) ? [] : ['day']),
    ...(conflict.items.some((row) => row.detail) ? [] : ['detail']),
  ];
  return (
    <DataTable
      label={`${t('admin.conflicts')}: ${t(`admin.conflict.${conflict.kind}`)}`}
      columns={columns}
      rows={conflict.items}
      rowId={(row) => `${row.personId} ${row.path}`}
      rowHref={(row) => row.path}
      hiddenColumns={hidden}
      narrow="cards"
    />
  );
}
