import type { MatchingRun } from '@ithaca/contracts/matching';
import type { Program } from '@ithaca/contracts/programs';
import type { ReplyOf } from '@ithaca/contracts/route';
import type { matchingRoutes } from '@ithaca/contracts/matching';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import CircleCheck from 'lucide-react/icons/circle-check';
import Send from 'lucide-react/icons/send';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { programQuery } from '../../shell/cohort.ts';
import { useCan } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useCauseWords } from './cause-words.ts';
import { draftQuery, publicationQuery, runQuery, usePublish } from './matching.queries.ts';
import { MailSamples } from './publish/mail-samples.tsx';
import { Disclosure } from './review/disclosure.tsx';
import { RunStatus } from './run-status.tsx';

type Preview = ReplyOf<typeof matchingRoutes.publishPreview>;
type Result = ReplyOf<typeof matchingRoutes.publish>;

function PublishSkeleton() {
  return (
    <div className="flex flex-col gap-6">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-40 w-full rounded-lg" />
      <Skeleton className="h-72 w-full rounded-lg" />
    </div>
  );
}

/** Who stays without a partner, which mentors are full, and what has changed since the draft. */
function Consequences({ preview }: { preview: Preview }) {
  const t = useText();
  const words = useCauseWords();
  const { unmatched, mentorsAtLimit, changedSince } = preview;
  const nameIn = (value: unknown) => (typeof value === 'string' ? value : '');
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {unmatched.length > 0 && (
        <Card title={t('matching.publish.unmatched', { count: unmatched.length })}>
          <div className="flex flex-col gap-2">
            <p className="text-muted">{t('matching.publish.unmatched.what')}</p>
            <ul className="flex flex-wrap gap-x-4 gap-y-1">
              {unmatched.map(({ personId, displayName }) => (
                <li key={personId}>
                  <Link variant="quiet" href={`/people/${personId}`}>
                    <span dir="auto">{displayName}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        </Card>
      )}
      {mentorsAtLimit.length > 0 && (
        <Card title={t('matching.publish.limit', { count: mentorsAtLimit.length })}>
          <div className="flex flex-col gap-2">
            <p className="text-muted">{t('matching.publish.limit.what')}</p>
            <Disclosure title={t('matching.publish.limit.show')}>
              <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
                {mentorsAtLimit.map(({ personId, displayName, capacity }) => (
                  <li key={personId} className="flex justify-between gap-2">
                    <Link variant="quiet" href={`/people/${personId}`}>
                      <span dir="auto">{displayName}</span>
                    </Link>
                    <span className="text-dense text-muted">
                      {t('matching.publish.limit.places', { count: capacity })}
                    </span>
                  </li>
                ))}
              </ul>
            </Disclosure>
          </div>
        </Card>
      )}
      {changedSince.length > 0 && (
        <Card title={t('matching.publish.changed', { count: changedSince.length })}>
          <ul className="flex flex-col gap-2">
            {changedSince.map((cause) => (
              <li key={nameIn(cause.facts['proposalId'])} className="flex flex-wrap gap-x-2">
                <span dir="auto" className="font-medium">
                  {t('matching.pair', {
                    mentee: nameIn(cause.facts['mentee']),
                    mentor: nameIn(cause.facts['mentor']),
                  })}
                </span>
                <span className="text-muted">{words.left(cause)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

function Effects({
  preview,
  undecided,
  isRunning,
}: {
  preview: Preview;
  undecided: number;
  isRunning: boolean;
}) {
  const t = useText();
  const mails = preview.mails.reduce((sum, { count }) => sum + count, 0);
  const lines = [
    t('matching.publish.pairs', { count: preview.pairings }),
    t('matching.publish.mails', { count: mails }),
    t(isRunning ? 'matching.publish.cohort.running' : 'matching.publish.cohort'),
    ...(preview.unmatched.length === 0 ? [t('matching.publish.unmatched.none')] : []),
    ...(preview.changedSince.length === 0 ? [t('matching.publish.changed.none')] : []),
    t('matching.publish.final'),
  ];
  return (
    <Card title={t('matching.publish.happens')}>
      <div className="flex flex-col gap-3">
        {undecided > 0 && (
          <Banner tone="warning">{t('matching.publish.undecided', { count: undecided })}</Banner>
        )}
        <ul className="flex list-disc flex-col gap-1.5 ps-4">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

/** What came of it: how many, and which were left out and why. */
function Published({
  result,
  pairingsHref,
  overviewHref,
}: {
  result: Result;
  pairingsHref: string;
  overviewHref: string;
}) {
  const t = useText();
  const words = useCauseWords();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <section className="flex max-w-176 flex-col gap-6" aria-live="polite">
      <div className="flex items-start gap-3">
        <Icon of={CircleCheck} size={20} className="mt-1 text-success" />
        <div className="flex flex-col gap-1">
          <h2 ref={title} tabIndex={-1} className="rounded-sm text-title font-semibold">
            {t('matching.published', { count: result.published })}
          </h2>
          <p className="text-muted">{t('matching.published.what')}</p>
        </div>
      </div>
      {result.skipped.length > 0 ? (
        <Card
          title={t('matching.published.skipped', { count: result.skipped.length })}
          description={t('matching.published.skipped.what')}
        >
          <ul className="flex flex-col gap-2">
            {result.skipped.map(({ proposalId, displayName, cause }) => (
              <li key={proposalId} className="flex flex-wrap gap-x-2">
                <span dir="auto" className="font-medium">
                  {displayName}
                </span>
                <span className="text-muted">{words.left(cause)}</span>
              </li>
            ))}
          </ul>
        </Card>
      ) : (
        <p>{t('matching.published.none')}</p>
      )}
      <div className="flex flex-wrap gap-2">
        <LinkButton variant="primary" href={pairingsHref}>
          {t('matching.run.published.open')}
        </LinkButton>
        <LinkButton href={overviewHref}>{t('matching.title')}</LinkButton>
      </div>
    </section>
  );
}

type PublishProps = { program: Program; run: MatchingRun; onPublished: (result: Result) => void };

function Publish({ program, run, onPublished }: PublishProps) {
  const t = useText();
  const queries = useQueryClient();
  const canReview = useCan('matching.review', { programId: program.id });
  const preview = useQuery(publicationQuery(run.id));
  const draft = useQuery(draftQuery(run.id));
  const publish = usePublish(run);
  const undecided = draft.data?.items.filter(({ state }) => state === 'proposed').length ?? 0;
  const isRunning = program.cohorts.find(({ id }) => id === run.cohortId)?.state === 'running';
  const isStale = publish.error instanceof ApiProblem && publish.error.status === 412;
  const send = () =>
    publish.mutate(undefined, {
      onSuccess: onPublished,
      onError: () => void queries.invalidateQueries({ queryKey: ['matching'] }),
    });
  return (
    <Loaded query={preview} skeleton={<PublishSkeleton />}>
      {(found) => (
        <div className="grid items-start gap-4 lg:grid-cols-2 lg:grid-rows-[auto_auto_1fr] lg:gap-x-6">
          <Effects preview={found} undecided={undecided} isRunning={isRunning} />
          <Consequences preview={found} />
          <div className="min-w-0 lg:col-start-2 lg:row-span-3 lg:row-start-1">
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
                onPress={send}
              >
                {t('matching.publish.do', { count: found.pairings })}
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
  const { instant } = useFormat();
  const [result, setResult] = useState<Result | null>(null);
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
  const isOver = result !== null || run.state === 'published';
  return (
    <>
      <PageHeader
        title={t('matching.publish')}
        crumbs={crumbs}
        status={<RunStatus state={isOver ? 'published' : run.state} />}
        description={!isOver && run.state === 'ready' && t('matching.publish.what')}
      />
      {result ? (
        <Published result={result} pairingsHref={pairingsHref} overviewHref={overviewHref} />
      ) : run.state === 'ready' ? (
        <Publish program={program} run={run} onPublished={setResult} />
      ) : (
        <Banner
          tone={run.state === 'published' ? 'success' : 'neutral'}
          title={
            run.state === 'published'
              ? t('matching.run.published.title', { when: run.publishedAt ? instant(run.publishedAt) : '' })
              : t(run.state === 'superseded' ? 'matching.run.superseded.title' : 'matching.off.notReady')
          }
          actions={
            <LinkButton href={run.state === 'published' ? pairingsHref : overviewHref}>
              {t(run.state === 'published' ? 'matching.run.published.open' : 'matching.run.superseded.open')}
            </LinkButton>
          }
        />
      )}
    </>
  );
}

/** What happens when I press? Pairings, mails, who is left over; then the button, and what came of it. */
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
