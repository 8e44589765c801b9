import type { MatchingRun } from '@ithaca/contracts/matching';
import type { Publication } from '@ithaca/contracts/publication';
import type { Program } from '@ithaca/contracts/programs';
import { useQuery } from '@tanstack/react-query';
import Send from 'lucide-react/icons/send';
import { useState } from 'react';
import { ApiProblem } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { useNow } from '../../lib/now.ts';
import { Loaded, Page } from '../../lib/page.tsx';
import { problemWords } from '../../lib/problem-words.ts';
import { ProblemBanner } from '../../lib/problem.tsx';
import { programQuery } from '../../shell/cohort.ts';
import { useCan } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { draftQuery, runQuery } from './matching.queries.ts';
import { outcomeQuery, publicationQuery, usePublish } from './publication.queries.ts';
import { Consequences, Effects } from './publish/consequences.tsx';
import { Countdown } from './publish/countdown.tsx';
import { MailSamples } from './publish/mail-samples.tsx';
import { PlanChoices, toPlan, usualChoices } from './publish/plan.tsx';
import { RunStatus } from './run-status.tsx';
import { FormatContext } from './matching-text.ts';

function PublishSkeleton() {
  return (
    <div className="flex flex-col gap-6">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-40 w-full rounded-lg" />
      <Skeleton className="h-72 w-full rounded-lg" />
    </div>
  );
}

const Outcome = lazyLayer(
  async () => (await import('./publish/outcome.tsx')).Outcome,
  () => <Skeleton className="h-64 w-full" />,
);

/** Why the last plan came to nothing; nothing when it did not. */
function LastTry({ publication }: { publication: Publication | null }) {
  const t = useText();
  const { instant } = useFormat();
  if (publication?.state === 'failed' && publication.problem) {
    const { code, facts } = publication.problem;
    return (
      <Banner tone="danger" title={t('matching.planned.failed', { when: instant(publication.publishAt) })}>
        {problemWords(new ApiProblem({ status: 409, code, facts }), t)}
      </Banner>
    );
  }
  if (publication?.state === 'cancelled')
    return (
      <Banner tone="neutral">
        {t('matching.planned.cancelled', { name: publication.cancelledByName ?? '' })}
      </Banner>
    );
  return null;
}

function Publish({ program, run, last }: { program: Program; run: MatchingRun; last: Publication | null }) {
  const t = useText();
  const { instant } = useFormat();
  const canReview = useCan('matching.review', { programId: program.id });
  const preview = useQuery(publicationQuery(run.id));
  const draft = useQuery(draftQuery(run.id));
  const publish = usePublish(run);
  const [choices, setChoices] = useState(usualChoices);
  const [isTried, setTried] = useState(false);
  const now = useNow();
  const undecided = draft.data?.items.filter(({ state }) => state === 'proposed').length ?? 0;
  const isOfCircles = program.format === 'circle';
  const isRunning = program.cohorts.find(({ id }) => id === run.cohortId)?.state === 'running';
  const isStale = publish.error instanceof ApiProblem && publish.error.status === 412;
  const lacksHour = choices.when === 'at' && !(Date.parse(choices.at) > now);
  return (
    <Loaded query={preview} skeleton={<PublishSkeleton />}>
      {(found) => (
        <div className="grid items-start gap-4 lg:grid-cols-2 lg:grid-rows-[auto_auto_auto_1fr] lg:gap-x-6">
          <div className="flex flex-col gap-4">
            <LastTry publication={last} />
            <Effects
              preview={found}
              undecided={undecided}
              isRunning={isRunning}
              isOfCircles={isOfCircles}
              tellUnmatched={choices.tellUnmatched}
            />
          </div>
          <PlanChoices
            preview={found}
            choices={choices}
            onChange={setChoices}
            atError={isTried && lacksHour ? t('matching.plan.at.missing') : undefined}
          />
          <Consequences preview={found} />
          <div className="min-w-0 lg:col-start-2 lg:row-span-4 lg:row-start-1">
            <MailSamples mails={found.mails} />
          </div>
          <div className="flex flex-col gap-3 pt-1">
            {isStale ? (
              <Banner tone="warning" isAnnounced>
                {t('matching.publish.again')}
              </Banner>
            ) : (
              <ProblemBanner problem={publish.error} />
            )}
            <div className="flex flex-wrap gap-2">
              <Button
                variant="primary"
                icon={Send}
                isLoading={publish.isPending}
                disabledReason={
                  canReview
                    ? found.pairings === 0
                      ? t('matching.publish.nothing')
                      : undefined
                    : t('cohort.readOnly')
                }
                onPress={() => {
                  setTried(true);
                  if (!lacksHour) publish.mutate(toPlan(choices, found));
                }}
              >
                {choices.when === 'at' && !lacksHour
                  ? t('matching.publish.do.at', { when: instant(new Date(choices.at)) })
                  : t(
                      choices.when === 'in-ten-minutes'
                        ? isOfCircles
                          ? 'matching.publish.do.soon.circle'
                          : 'matching.publish.do.soon'
                        : isOfCircles
                          ? 'matching.publish.do.circle'
                          : 'matching.publish.do',
                      { count: found.pairings },
                    )}
              </Button>
              <LinkButton href={`/manage/${program.id}/matching/${run.id}?cohort=${run.cohortId}`}>
                {t('matching.publish.back')}
              </LinkButton>
            </div>
          </div>
        </div>
      )}
    </Loaded>
  );
}

function Standing({ program, run }: { program: Program; run: MatchingRun }) {
  const t = useText();
  const outcome = useQuery(outcomeQuery(run.id));
  const canReview = useCan('matching.review', { programId: program.id });
  const off = canReview ? undefined : t('cohort.readOnly');
  // Whoever opens the page later is at its title; whoever pressed the button is at what came of it.
  const [firstState] = useState(run.state);
  const isFresh = run.state !== firstState;
  const cohort = `?cohort=${run.cohortId}`;
  const overviewHref = `/manage/${program.id}/matching${cohort}`;
  const reviewHref = `/manage/${program.id}/matching/${run.id}${cohort}`;
  const pairingsHref = `/manage/${program.id}/pairings${cohort}`;
  const crumbs = [
    { label: t('shell.manage'), href: '/manage' },
    { label: program.name, href: `/manage/${program.id}${cohort}` },
    { label: t('matching.title'), href: overviewHref },
    { label: t('matching.review'), href: reviewHref },
  ];
  return (
    <>
      <PageHeader
        title={t('matching.publish')}
        crumbs={crumbs}
        status={<RunStatus state={run.state} />}
        description={run.state === 'ready' && t('matching.publish.what')}
      />
      <Loaded query={outcome} skeleton={<PublishSkeleton />}>
        {({ publication, pairs }) =>
          run.state === 'ready' ? (
            <FormatContext value={program.format}>
              <Publish program={program} run={run} last={publication} />
            </FormatContext>
          ) : run.state === 'scheduled' && publication?.state === 'scheduled' ? (
            <Countdown run={run} publication={publication} off={off} isFresh={isFresh} />
          ) : run.state === 'published' && publication?.state === 'done' ? (
            <Outcome
              run={run}
              publication={publication}
              pairs={pairs}
              off={off}
              isFresh={isFresh}
              pairingsHref={pairingsHref}
              overviewHref={overviewHref}
            />
          ) : (
            <NotNow run={run} overviewHref={overviewHref} pairingsHref={pairingsHref} />
          )
        }
      </Loaded>
    </>
  );
}

/** A draft that cannot be published: replaced, not ready, or published before publications were kept. */
function NotNow({
  run,
  overviewHref,
  pairingsHref,
}: {
  run: MatchingRun;
  overviewHref: string;
  pairingsHref: string;
}) {
  const t = useText();
  const { instant } = useFormat();
  const isPublished = run.state === 'published';
  return (
    <Banner
      tone={isPublished ? 'success' : 'neutral'}
      title={
        isPublished
          ? t('matching.run.published.title', { when: run.publishedAt ? instant(run.publishedAt) : '' })
          : t(run.state === 'superseded' ? 'matching.run.superseded.title' : 'matching.off.notReady')
      }
      actions={
        <LinkButton href={isPublished ? pairingsHref : overviewHref}>
          {t(isPublished ? 'matching.run.published.open' : 'matching.run.superseded.open')}
        </LinkButton>
      }
    />
  );
}

/** What happens when I press? Pairings, mails, who is left over; then the button, the minutes to cancel, and what came of it. */
export default function PublishPage({ programId, runId }: { programId: string; runId: string }) {
  const t = useText();
  const program = useQuery(programQuery(programId));
  const run = useQuery({ ...runQuery(runId), staleTime: 0 });
  return (
    <Page title={`${t('matching.publish')} · ${program.data?.name ?? ''}`}>
      <Loaded query={program} level="page" skeleton={<PublishSkeleton />}>
        {(foundProgram) => (
          <Loaded query={run} level="page" skeleton={<PublishSkeleton />}>
            {(foundRun) => <Standing program={foundProgram} run={foundRun} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
