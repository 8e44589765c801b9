import type { SavedReport } from '@ithaca/contracts/saved-reports';
import { useQuery } from '@tanstack/react-query';
import ChartColumn from 'lucide-react/icons/chart-column';
import { useEffect } from 'react';
import { useLocale, useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { todayIn } from '../../../lib/today.ts';
import { useCohort } from '../../../shell/cohort.ts';
import { useSession } from '../../../shell/session.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Link } from '../../../ui/link.tsx';
import { Section } from '../../../ui/section.tsx';
import { SkeletonPage } from '../../../ui/skeleton.tsx';
import { BuiltQuestion } from './built-question.tsx';
import { previewQuery, savedReportQuery } from './built-reports.queries.ts';
import { KeepReport } from './keep-report.tsx';
import { useReportDraft } from './report-draft.ts';

/** Draws the numbers: its code comes while they are asked for. */
const BuiltSheet = lazyLayer(
  async () => (await import('./built-sheet.tsx')).BuiltSheet,
  () => <SkeletonPage />,
);
/** Below the numbers; its code comes while they are looked at. */
const ReportLinks = lazyLayer(async () => (await import('./report-links.tsx')).ReportLinks);

const ReportSchedules = lazyLayer(async () => (await import('./report-schedules.tsx')).ReportSchedules);

/** Chooses what a report asks, sees the answer at once, keeps it under a name. `new` has none yet. */
export function ReportBuilder({ savedReportId }: { savedReportId: string }) {
  const isNew = savedReportId === 'new';
  const found = useQuery({ ...savedReportQuery(savedReportId), enabled: !isNew });
  if (isNew) return <Builder key="new" saved={null} />;
  return (
    <Loaded query={found} skeleton={<SkeletonPage />}>
      {({ saved }) => <Builder key={saved.id} saved={saved} />}
    </Loaded>
  );
}

const begun = ['running', 'closing', 'closed', 'archived'];

function Builder({ saved }: { saved: SavedReport | null }) {
  const t = useText();
  const { program, cohort, canCoordinate } = useCohort();
  const { organisation } = useSession();
  const cohorts = program.cohorts.filter(({ state }) => begun.includes(state));
  const draft = useReportDraft(
    saved,
    cohorts.map(({ id }) => id),
    {
      metrics: ['active-pairings', 'meetings-held'],
      split: null,
      period: 'whole',
      cohortIds: cohorts.some(({ id }) => id === cohort.id)
        ? [cohort.id]
        : cohorts.slice(0, 1).map(({ id }) => id),
    },
  );
  const { name, question, isChanged } = draft;
  const preview = useQuery(previewQuery(program.id, question));
  useEffect(() => void BuiltSheet.preload(), []);
  const isAsked = question.metrics.length > 0 && question.cohortIds.length > 0;
  const list = `/manage/${program.id}/report/built?cohort=${cohort.id}`;
  return (
    <Page title={`${name || t('builder.new')} · ${program.name}`} width="full">
      <p className="text-dense">
        <Link href={list}>{t('builder.title')}</Link>
      </p>
      <Section title={saved?.name ?? t('builder.new')}>
        <div className="grid items-start gap-6 lg:grid-cols-[17rem_1fr]">
          <Card title={t('builder.question')}>
            <div className="flex flex-col gap-5">
              <KeepReport saved={saved} draft={draft} mayKeep={canCoordinate && isAsked} />
              <BuiltQuestion
                question={question}
                onChange={draft.change}
                cohorts={cohorts}
                today={todayIn(organisation.timeZone)}
              />
            </div>
          </Card>
          <div className="flex min-w-0 flex-col gap-4">
            {saved && !isChanged ? (
              <Files saved={saved} />
            ) : (
              isAsked && canCoordinate && <p className="text-caption text-muted">{t('builder.files.save')}</p>
            )}
            {isAsked ? (
              <Loaded query={preview} skeleton={<SkeletonPage />}>
                {(report) => <BuiltSheet report={report} />}
              </Loaded>
            ) : (
              <Card>
                <EmptyState
                  icon={ChartColumn}
                  title={t(question.cohortIds.length === 0 ? 'builder.choose.cohort' : 'builder.choose')}
                >
                  {t('builder.choose.why')}
                </EmptyState>
              </Card>
            )}
            {saved && !isChanged && <ReportLinks saved={saved} />}
            {saved && !isChanged && <ReportSchedules saved={saved} />}
          </div>
        </div>
      </Section>
    </Page>
  );
}

/** The same numbers as files, made from the saved question. */
function Files({ saved: { id, name } }: { saved: SavedReport }) {
  const t = useText();
  const { locale } = useLocale();
  const hrefs = {
    csv: `/api/saved-reports/${id}/table?format=csv&locale=${locale}`,
    xlsx: `/api/saved-reports/${id}/table?format=xlsx&locale=${locale}`,
    pdf: `/api/saved-reports/${id}/paper?locale=${locale}`,
  };
  return (
    <p className="no-print flex items-baseline gap-3 text-dense text-muted">
      {t('builder.files')}
      {(['csv', 'xlsx', 'pdf'] as const).map((format) => (
        <Link
          key={format}
          href={hrefs[format]}
          download={`report.${format}`}
          aria-label={t('builder.file.of', { format: t(`builder.file.${format}`), name })}
          className="py-1"
        >
          {t(`builder.file.${format}`)}
        </Link>
      ))}
    </p>
  );
}
