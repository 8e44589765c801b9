import type { MatchingRun } from '@ithaca/contracts/matching';
import type { Program } from '@ithaca/contracts/programs';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { programQuery } from '../../shell/cohort.ts';
import { useCan } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { draftQuery, isUnderWay, runQuery } from './matching.queries.ts';
import { RunStatus } from './run-status.tsx';
import { Workspace } from './review/workspace.tsx';
import { FormatContext } from './matching-text.ts';

const Stopped = lazyLayer(async () => (await import('./stopped.tsx')).Stopped);
const RunFailed = lazyLayer(
  async () => (await import('./run-failed.tsx')).RunFailed,
  () => <Skeleton className="h-48 w-full rounded-lg" />,
);
const RunUnderWay = lazyLayer(
  async () => (await import('./run-under-way.tsx')).RunUnderWay,
  () => <Skeleton className="h-48 w-full max-w-md rounded-lg" />,
);

function ReviewSkeleton() {
  return (
    <div className="flex flex-col gap-6">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-4 w-80 max-w-full" />
      <div className="grid gap-6 lg:grid-cols-[16rem_1fr]">
        <Skeleton className="h-96 w-full rounded-lg max-lg:hidden" />
        <div className="flex flex-col gap-4">
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-32 w-full rounded-lg" />
          <Skeleton className="h-80 w-full rounded-lg" />
        </div>
      </div>
    </div>
  );
}

/** The addresses around a run. */
function placesOf(program: Program, run: MatchingRun) {
  const matching = `/manage/${program.id}/matching`;
  const cohort = `?cohort=${run.cohortId}`;
  return {
    overview: matching + cohort,
    hrefOf: (runId: string) => `${matching}/${runId}${cohort}`,
    publish: `${matching}/${run.id}/publish${cohort}`,
    pairings: `/manage/${program.id}/pairings${cohort}`,
    program: `/manage/${program.id}${cohort}`,
    policy: `${matching}/policy${cohort}`,
    mentors: `/manage/${program.id}/people${cohort}&role=mentor`,
    changes: {
      people: (name: string) => `/manage/${program.id}/people${cohort}&q=${encodeURIComponent(name)}`,
      rules: `/manage/${program.id}/setup${cohort}&step=matching`,
    },
  };
}

/** What became of a run that cannot be reviewed any more. */
function Past({ run, places }: { run: MatchingRun; places: ReturnType<typeof placesOf> }) {
  const t = useText();
  const { instant } = useFormat();
  if (run.state === 'superseded')
    return (
      <Banner
        tone="neutral"
        title={t('matching.run.superseded.title')}
        actions={<LinkButton href={places.overview}>{t('matching.run.superseded.open')}</LinkButton>}
      >
        {t('matching.run.superseded.why')}
      </Banner>
    );
  if (run.state === 'scheduled')
    return (
      <Banner
        tone="warning"
        title={t('matching.planned.title')}
        actions={<LinkButton href={places.publish}>{t('matching.planned.open')}</LinkButton>}
      >
        {t('matching.planned.fixed')}
      </Banner>
    );
  if (run.state === 'published')
    return (
      <Banner
        tone="success"
        title={t('matching.run.published.title', {
          when: run.publishedAt ? instant(run.publishedAt) : '',
        })}
        actions={<LinkButton href={places.pairings}>{t('matching.run.published.open')}</LinkButton>}
      >
        {t('matching.run.published.why')}
      </Banner>
    );
  return null;
}

function Review({ program, run }: { program: Program; run: MatchingRun }) {
  const t = useText();
  const canReview = useCan('matching.review', { programId: program.id });
  const hasDraft = !isUnderWay(run) && run.state !== 'failed' && run.state !== 'cancelled';
  const draft = useQuery({ ...draftQuery(run.id), enabled: hasDraft });
  const places = placesOf(program, run);
  const crumbs = [
    { label: t('shell.manage'), href: '/manage' },
    { label: program.name, href: places.program },
    { label: t('matching.title'), href: places.overview },
  ];
  if (!hasDraft)
    return (
      <>
        <PageHeader title={t('matching.review')} crumbs={crumbs} status={<RunStatus state={run.state} />} />
        {run.state === 'cancelled' ? (
          <EmptyState
            title={t('matching.run.cancelled.title', { name: run.cancelledByName ?? '' })}
            action={<LinkButton href={places.overview}>{t('matching.run.superseded.open')}</LinkButton>}
          >
            {t('matching.run.failed.why')}
          </EmptyState>
        ) : run.state === 'failed' ? (
          <RunFailed run={run} places={places} off={canReview ? undefined : t('cohort.readOnly')} />
        ) : (
          <div className="mx-auto flex w-full justify-center py-12">
            <RunUnderWay run={run} off={canReview ? undefined : t('cohort.readOnly')} />
          </div>
        )}
      </>
    );
  const off = !canReview
    ? t('cohort.readOnly')
    : run.state === 'ready'
      ? undefined
      : t(
          `matching.off.${run.state === 'published' || run.state === 'scheduled' ? run.state : 'superseded'}`,
        );
  return (
    <Loaded query={draft} level="page" skeleton={<ReviewSkeleton />}>
      {(found) => (
        <Workspace
          key={run.id}
          programId={program.id}
          notice={
            <>
              <Past run={run} places={places} />
              {run.certificate?.status === 'time-limit' && (
                <Stopped run={run} off={off} hrefOf={places.hrefOf} />
              )}
            </>
          }
          draft={found}
          off={off}
          crumbs={crumbs}
          cohortName={program.cohorts.find(({ id }) => id === run.cohortId)?.name ?? ''}
          hrefOf={places.hrefOf}
          publishHref={places.publish}
          places={places.changes}
        />
      )}
    </Loaded>
  );
}

/** Is each pairing right? The draft of one run, pairing by pairing. */
export default function ReviewPage({ programId, runId }: { programId: string; runId: string }) {
  const t = useText();
  const program = useQuery(programQuery(programId));
  const run = useQuery(runQuery(runId));
  return (
    <Page title={`${t('matching.review')} · ${program.data?.name ?? ''}`} width="full">
      <Loaded query={program} level="page" skeleton={<ReviewSkeleton />}>
        {(foundProgram) => (
          <Loaded query={run} level="page" skeleton={<ReviewSkeleton />}>
            {(foundRun) => (
              <FormatContext value={foundProgram.format}>
                <Review program={foundProgram} run={foundRun} />
              </FormatContext>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
