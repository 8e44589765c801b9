import type { ReportQuestion, SavedReport } from '@ithaca/contracts/saved-reports';
import {
  buildableMetrics,
  refusingSplit,
  reportLimits,
  reportPeriods,
  reportSplits,
} from '@ithaca/domain/built-report';
import { useQuery } from '@tanstack/react-query';
import ChartColumn from 'lucide-react/icons/chart-column';
import { useEffect, useRef, useState } from 'react';
import { goTo, listOf, useUrlState } from '../../../lib/history.ts';
import { useLocale, useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { useRightedAddress } from '../../../lib/righted-address.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { todayIn } from '../../../lib/today.ts';
import { useCohort } from '../../../shell/cohort.ts';
import { useSession } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Link } from '../../../ui/link.tsx';
import { Section } from '../../../ui/section.tsx';
import { SkeletonPage } from '../../../ui/skeleton.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { BuiltQuestion } from './built-question.tsx';
import { previewQuery, savedReportQuery, useCreateReport, useUpdateReport } from './built-reports.queries.ts';

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
  const [name, setName] = useState(saved?.name ?? '');
  const [question, change] = useQuestion(
    cohorts.map(({ id }) => id),
    saved?.question ?? {
      metrics: ['active-pairings', 'meetings-held'],
      split: null,
      period: 'whole',
      cohortIds: cohorts.some(({ id }) => id === cohort.id)
        ? [cohort.id]
        : cohorts.slice(0, 1).map(({ id }) => id),
    },
  );
  const preview = useQuery(previewQuery(program.id, question));
  useEffect(() => void BuiltSheet.preload(), []);
  const isChanged = saved === null || saved.name !== name || !isSame(saved.question, question);
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
              <Keeping
                saved={saved}
                name={name}
                onName={setName}
                question={question}
                isChanged={isChanged}
                mayKeep={canCoordinate && isAsked}
              />
              <BuiltQuestion
                question={question}
                onChange={change}
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

const isSame = (a: ReportQuestion, b: ReportQuestion) =>
  a.split === b.split &&
  a.period === b.period &&
  [...a.metrics].sort().join() === [...b.metrics].sort().join() &&
  [...a.cohortIds].sort().join() === [...b.cohortIds].sort().join();

const isPeriod = (value: string) =>
  reportPeriods.some((one) => one === value) || /^20\d\d-Q[1-4]$/.test(value);

/** The question of the address, where it says one that can be asked; else the given one. */
function useQuestion(
  cohorts: readonly string[],
  given: ReportQuestion,
): [ReportQuestion, (change: Partial<ReportQuestion>) => void] {
  const [url, setUrl] = useUrlState({ metrics: '', split: '', period: '', of: '' });
  const chosen = listOf(url.metrics);
  const asked = buildableMetrics.filter((key) => chosen.includes(key)).slice(0, reportLimits.metrics);
  const isMetrics = chosen.every((key) => key === 'none' || asked.some((one) => one === key));
  const metrics = url.metrics !== '' && isMetrics ? asked : given.metrics;
  const split = url.split === '' ? given.split : (reportSplits.find((one) => one === url.split) ?? null);
  const isSplit =
    (split !== null || ['', 'none'].includes(url.split)) && refusingSplit(metrics, split).length === 0;
  const ids = listOf(url.of).filter((id) => id !== 'none');
  const isOf = ids.length <= reportLimits.cohorts && ids.every((id) => cohorts.includes(id));
  const question: ReportQuestion = {
    metrics,
    split: isSplit ? split : null,
    period: isPeriod(url.period) ? url.period : given.period,
    cohortIds: url.of !== '' && isOf ? ids : given.cohortIds,
  };
  useRightedAddress({
    ...(!isMetrics && { metrics: '' }),
    ...(!isSplit && { split: '' }),
    ...(!isPeriod(url.period) && { period: '' }),
    ...(!isOf && { of: '' }),
  });
  return [
    question,
    (next) =>
      setUrl({
        ...(next.metrics && { metrics: next.metrics.join(',') || 'none' }),
        ...(next.split !== undefined && { split: next.split ?? 'none' }),
        ...(next.period && { period: next.period }),
        ...(next.cohortIds && { of: next.cohortIds.join(',') || 'none' }),
      }),
  ];
}

type KeepingProps = {
  saved: SavedReport | null;
  name: string;
  onName: (name: string) => void;
  question: ReportQuestion;
  isChanged: boolean;
  mayKeep: boolean;
};

function Keeping({ saved, name, onName, question, isChanged, mayKeep }: KeepingProps) {
  const t = useText();
  const { program, cohort, canCoordinate } = useCohort();
  const [isTried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const create = useCreateReport(program.id);
  const update = useUpdateReport(program.id);
  const content = { name: name.trim(), question };
  const hrefTo = (id: string) => `/manage/${program.id}/report/built?cohort=${cohort.id}&report=${id}`;
  const done = (id: string) => {
    showToast({ tone: 'success', title: t('builder.saved') });
    goTo(hrefTo(id), { replace: true });
  };
  const attempt = (act: () => void) => {
    setTried(true);
    if (content.name !== '') act();
    else field.current?.focus();
  };
  const saveNew = () => attempt(() => create.mutate(content, { onSuccess: ({ id }) => done(id) }));
  const save = () =>
    saved
      ? attempt(() => update.mutate({ ...content, saved }, { onSuccess: ({ id }) => done(id) }))
      : saveNew();
  const reason = canCoordinate ? undefined : t('cohort.readOnly');
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (mayKeep && isChanged) save();
      }}
    >
      <TextField
        inputRef={field}
        label={t('builder.name')}
        value={name}
        onChange={onName}
        isDisabled={!canCoordinate}
        error={isTried && content.name === '' ? t('builder.name.missing') : undefined}
      />
      <ProblemBanner problem={update.error ?? create.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant="primary"
          isLoading={update.isPending || (!saved && create.isPending)}
          isDisabled={reason === undefined && (!isChanged || !mayKeep)}
          {...(reason !== undefined && { disabledReason: reason })}
        >
          {t(saved ? 'builder.saveChanges' : 'builder.save')}
        </Button>
        {saved && isChanged && canCoordinate && saved.name !== content.name && (
          <Button onPress={saveNew} isLoading={create.isPending} isDisabled={!mayKeep}>
            {t('builder.saveNew')}
          </Button>
        )}
      </div>
    </form>
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
