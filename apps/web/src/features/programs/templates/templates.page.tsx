import type { TemplateItem } from '@ithaca/contracts/program-templates';
import { useQuery } from '@tanstack/react-query';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Eye from 'lucide-react/icons/eye';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Undo from 'lucide-react/icons/undo-2';
import Archive from 'lucide-react/icons/archive';
import { useMemo, useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { useCan } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Section } from '../../../ui/section.tsx';
import { Status } from '../../../ui/status.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { showToast } from '../../../ui/toast.tsx';
import { monthsOf } from './template-effort.tsx';
import { useTemplateWords } from './template-words.ts';
import { templatesQuery, useChangeTemplate } from './templates.queries.ts';

const KeepTemplate = lazyLayer(async () => (await import('./template.form.tsx')).KeepTemplate);
const EditTemplate = lazyLayer(async () => (await import('./template.form.tsx')).EditTemplate);
const TemplatePreview = lazyLayer(async () => (await import('./template-preview.tsx')).TemplatePreview);

const idOf = ({ id, key }: TemplateItem) => id ?? key ?? '';

const previewOf = (template: TemplateItem) => `/admin/templates?preview=${idOf(template)}`;

/** What is open over the list. */
const layers = { preview: '', edit: '' };

/** What do coordinators start from? */
export default function TemplatesPage() {
  const t = useText();
  const query = useQuery(templatesQuery);
  const mayKeep = useCan('templates.keep');
  const [{ preview, edit }, setUrl] = useUrlState(layers);
  const [isKeeping, setKeeping] = useState(false);
  const columns = useColumns();
  const find = (wanted: string) => query.data?.items.find((template) => idOf(template) === wanted);
  const [previewed, edited] = [find(preview), find(edit)];
  const keep = (
    <Button
      variant="primary"
      icon={Plus}
      disabledReason={mayKeep ? undefined : t('templates.keep.off')}
      onPress={() => setKeeping(true)}
    >
      {t('templates.keep')}
    </Button>
  );
  return (
    <Page title={t('templates.title')}>
      <PageHeader title={t('templates.title')} description={t('templates.what')} actions={keep} />
      <Loaded query={query}>
        {({ items }) => {
          const ours = items.filter(({ id }) => id !== null);
          return (
            <>
              <Section title={t('templates.ours')} description={t('templates.ours.what')}>
                {ours.length === 0 ? (
                  <EmptyState title={t('templates.none')}>{t('templates.none.what')}</EmptyState>
                ) : (
                  <DataTable
                    label={t('templates.ours.table')}
                    columns={columns}
                    rows={ours}
                    rowId={idOf}
                    rowHref={previewOf}
                    narrow="cards"
                  />
                )}
              </Section>
              <Section title={t('templates.ithaca')} description={t('templates.ithaca.what')}>
                <DataTable
                  label={t('templates.ithaca.table')}
                  columns={columns}
                  rows={items.filter(({ id }) => id === null)}
                  rowId={idOf}
                  rowHref={previewOf}
                  narrow="cards"
                />
              </Section>
            </>
          );
        }}
      </Loaded>
      {isKeeping && <KeepTemplate onClose={() => setKeeping(false)} />}
      {previewed && <TemplatePreview template={previewed} onClose={() => setUrl({ preview: '' })} />}
      {mayKeep && edited?.id && (
        <EditTemplate template={{ ...edited, id: edited.id }} onClose={() => setUrl({ edit: '' })} />
      )}
    </Page>
  );
}

function TemplateName({ template }: { template: TemplateItem }) {
  const t = useText();
  const { name, description } = useTemplateWords()(template);
  return (
    <span className="flex max-w-prose flex-col gap-0.5">
      <span className="flex flex-wrap items-center gap-2">
        <span dir="auto" className="font-medium">
          {name}
        </span>
        {template.state === 'retired' && <Status tone="neutral">{t('templates.retired')}</Status>}
      </span>
      <span dir="auto" className="line-clamp-2 text-dense font-normal text-muted">
        {description}
      </span>
    </span>
  );
}

function useColumns(): Column<TemplateItem>[] {
  const t = useText();
  const { number } = useFormat();
  return useMemo(
    () => [
      {
        id: 'template',
        header: t('templates.column.template'),
        cell: (template) => <TemplateName template={template} />,
      },
      {
        id: 'format',
        header: t('templates.column.format'),
        className: 'whitespace-nowrap',
        cell: ({ format }) => t(`programs.format.${format}`),
      },
      {
        id: 'effort',
        header: t('templates.column.effort'),
        className: 'sm:whitespace-nowrap',
        cell: (template) => (
          <span className="flex flex-col">
            <span>
              {t('templates.effort.short', {
                hours: number(template.hoursPerMonth),
                months: t('programs.months', { count: monthsOf(template.lengthDays) }),
              })}
            </span>
            <span className="text-dense text-muted">
              {t('templates.effort.short.coordinator', {
                minutes: number(template.coordinatorMinutesPerWeek),
              })}
            </span>
          </span>
        ),
      },
      {
        id: 'programs',
        header: t('templates.column.programs'),
        align: 'end',
        cell: ({ programs }) => <span className="tabular-nums">{number(programs)}</span>,
      },
      {
        id: 'actions',
        header: t('templates.column.actions'),
        isHeaderHidden: true,
        align: 'end',
        cell: (template) => <TemplateMenu template={template} />,
      },
    ],
    [t, number],
  );
}

function TemplateMenu({ template }: { template: TemplateItem }) {
  const t = useText();
  const mayKeep = useCan('templates.keep');
  const [, setUrl] = useUrlState(layers);
  const { name } = useTemplateWords()(template);
  const change = useChangeTemplate({ showsProblem: false });
  const { id, version, state } = template;
  const move = (to: TemplateItem['state'], from: number) =>
    id !== null &&
    change.mutate(
      { id, version: from, state: to },
      {
        onSuccess: (moved) =>
          showToast({
            title: t(to === 'retired' ? 'templates.retired.done' : 'templates.reopened', { name }),
            ...(from === version && {
              onUndo: () => move(to === 'retired' ? 'open' : 'retired', moved.version),
            }),
          }),
      },
    );
  return (
    <Menu
      label={t('templates.actions', { name })}
      entries={[
        {
          id: 'preview',
          label: t('templates.preview'),
          icon: Eye,
          onAction: () => setUrl({ preview: idOf(template) }, { push: true }),
        },
        ...(id !== null && mayKeep
          ? [
              {
                id: 'edit',
                label: t('templates.edit'),
                icon: Pencil,
                onAction: () => setUrl({ edit: idOf(template) }, { push: true }),
              },
              state === 'open'
                ? {
                    id: 'retire',
                    label: t('templates.retire'),
                    description: t('templates.retire.what'),
                    icon: Archive,
                    onAction: () => move('retired', version),
                  }
                : {
                    id: 'reopen',
                    label: t('templates.reopen'),
                    icon: Undo,
                    onAction: () => move('open', version),
                  },
            ]
          : []),
      ]}
    >
      <IconButton icon={Ellipsis} size="small" label={t('templates.actions', { name })} />
    </Menu>
  );
}
