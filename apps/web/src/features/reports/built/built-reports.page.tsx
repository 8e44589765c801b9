import type { SavedReport } from '@ithaca/contracts/saved-reports';
import { reportLimits } from '@ithaca/domain/built-report';
import Copy from 'lucide-react/icons/copy';
import Ellipsis from 'lucide-react/icons/ellipsis';
import FilePlus2 from 'lucide-react/icons/file-plus-2';
import Trash2 from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { problemWords } from '../../../lib/problem-words.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Card } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { Section } from '../../../ui/section.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { ReportBuilder } from './builder.tsx';
import { savedReportsQuery, useCreateReport, useRemoveReport } from './built-reports.queries.ts';
import { useBuiltWords } from './built-words.ts';

/** The reports that were built for the program, or the one that the address names; `new` is one to be. */
export default function BuiltReportsPage() {
  const [{ report }] = useUrlState({ report: '' });
  return report === '' ? <List /> : <ReportBuilder savedReportId={report} />;
}

function List() {
  const t = useText();
  const { program, cohort, canCoordinate, hrefOf } = useCohort();
  const { query, page, rows, pagination } = usePaged(savedReportsQuery(program.id));
  const hrefTo = (id: string) => `/manage/${program.id}/report/built?cohort=${cohort.id}&report=${id}`;
  const build = (
    <LinkButton variant="primary" icon={FilePlus2} href={hrefTo('new')}>
      {t('builder.new')}
    </LinkButton>
  );
  return (
    <Page title={`${t('builder.title')} · ${program.name}`}>
      <p className="text-dense">
        <Link href={hrefOf('report')}>{t('builder.back')}</Link>
      </p>
      <Section
        title={t('builder.title')}
        description={t('builder.what')}
        actions={rows && rows.length > 0 ? build : null}
      >
        <Loaded query={{ ...query, data: page }}>
          {({ items }) =>
            items.length === 0 ? (
              <Card>
                <EmptyState icon={FilePlus2} title={t('builder.none')} action={build}>
                  {t('builder.none.why')}
                </EmptyState>
              </Card>
            ) : (
              <>
                <Card isFlush>
                  <ul aria-label={t('builder.title')} className="divide-y divide-divider">
                    {items.map((saved) => (
                      <Item key={saved.id} saved={saved} href={hrefTo(saved.id)} mayAct={canCoordinate} />
                    ))}
                  </ul>
                </Card>
                {(pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
              </>
            )
          }
        </Loaded>
      </Section>
    </Page>
  );
}

function Item({ saved, href, mayAct }: { saved: SavedReport; href: string; mayAct: boolean }) {
  const t = useText();
  const { day } = useFormat();
  const words = useBuiltWords();
  const [isLeaving, setLeaving] = useState(false);
  const create = useCreateReport(saved.programId);
  const remove = useRemoveReport(saved.programId);
  const { question, name } = saved;
  const duplicate = () =>
    create.mutate(
      { name: t('builder.copy', { name }).slice(0, reportLimits.name), question },
      {
        onSuccess: () => showToast({ tone: 'success', title: t('builder.duplicated') }),
        onError: (error) => showToast({ tone: 'danger', title: problemWords(error, t) }),
      },
    );
  return (
    <li className="flex items-start justify-between gap-3 px-4 py-3">
      <div className="flex min-w-0 flex-col gap-0.5">
        <Link href={href} className="font-medium break-words">
          {name}
        </Link>
        <p className="text-dense">
          {[
            t('builder.about', { count: question.metrics.length }),
            question.split && words.split(question.split),
            words.period(question.period),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className="text-caption text-muted">
          {t('builder.changed', { day: day(saved.updatedAt), name: saved.createdByName })}
        </p>
      </div>
      {mayAct && (
        <Menu
          label={t('builder.acts', { name })}
          entries={[
            { id: 'duplicate', label: t('builder.duplicate'), icon: Copy, onAction: duplicate },
            {
              id: 'delete',
              label: t('builder.delete'),
              icon: Trash2,
              isDangerous: true,
              onAction: () => setLeaving(true),
            },
          ]}
        >
          <IconButton icon={Ellipsis} label={t('builder.acts', { name })} />
        </Menu>
      )}
      <ConfirmDialog
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        title={t('builder.delete.title', { name })}
        confirmLabel={t('builder.delete')}
        isDangerous
        isLoading={remove.isPending}
        onConfirm={() =>
          remove.mutate(saved, {
            onSuccess: () => {
              setLeaving(false);
              showToast({ tone: 'success', title: t('builder.deleted') });
            },
          })
        }
      >
        <p>{t('builder.delete.what')}</p>
        <ProblemBanner problem={remove.error} />
      </ConfirmDialog>
    </li>
  );
}
