import type { matchingRoutes, MatchingRun } from '@ithaca/contracts/matching';
import type { ReplyOf } from '@ithaca/contracts/route';
import type { CohortState } from '@ithaca/domain/cohort';
import { useQuery } from '@tanstack/react-query';
import UsersRound from 'lucide-react/icons/users-round';
import Wand from 'lucide-react/icons/wand-sparkles';
import { goTo } from '../../lib/history.ts';
import { useFormat } from '../../lib/format.ts';
import type { Translate } from '../../lib/i18n.tsx';
import { loadWords } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { useCohort } from '../../shell/cohort.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stat } from '../../ui/stat.tsx';
import { toneIcon, toneText } from '../../ui/tone.ts';
import { AllWell } from './all-well.tsx';
import { useCauseWords } from './cause-words.ts';
import { isUnderWay, overviewQuery, useDraftPairings } from './matching.queries.ts';
import { PastRuns } from './past-runs.tsx';
import { RunUnderWay } from './run-under-way.tsx';
import { useVerdict } from './readiness-verdict.ts';
import { useIsOfPeers, useMatchingText } from './matching-text.ts';

const FixesCard = lazyLayer(
  async () => (await import('./fixes-card.tsx')).FixesCard,
  () => <Skeleton className="h-40 w-full rounded-lg" />,
);
const ScarceSkills = lazyLayer(
  async () => (await import('./scarce-skills.tsx')).ScarceSkills,
  () => <Skeleton className="h-64 w-full rounded-lg" />,
);
const PolicySummary = lazyLayer(
  // What stands further down comes with its words: a page waits for those of its first sight only.
  async () => (await Promise.all([import('./policy-summary.tsx'), loadWords(['policy'])]))[0].PolicySummary,
  () => <Skeleton className="h-96 w-full rounded-lg" />,
);

const ScoreCard = lazyLayer(
  async () => (await Promise.all([import('./score-card.tsx'), loadWords(['score'])]))[0].ScoreCard,
  () => <Skeleton className="h-40 w-full rounded-lg" />,
);

type Readiness = ReplyOf<typeof matchingRoutes.overview>['readiness'];

/** Why a draft cannot be made at this stage; undefined when it can. */
function offReason(state: CohortState, t: Translate): string | undefined {
  if (state === 'matching' || state === 'running') return undefined;
  const isEarly = state === 'draft' || state === 'scheduled' || state === 'enrolling';
  return t(`matching.draft.off.${isEarly ? state : 'over'}`);
}

function Verdict({ readiness }: { readiness: Readiness }) {
  const { words, isWell } = useVerdict(readiness);
  const tone = isWell ? 'success' : 'warning';
  return (
    <h2 className="flex min-w-0 flex-1 basis-80 items-start gap-2 text-lead font-semibold">
      <Icon of={toneIcon[tone]} size={20} className={cx('mt-0.5', toneText[tone])} />
      <span className="text-pretty">{words}</span>
    </h2>
  );
}

function Figures({ readiness }: { readiness: Readiness }) {
  const t = useMatchingText();
  const { number } = useFormat();
  const { mentees, mentors, places, withoutPartner } = readiness;
  const isPeers = useIsOfPeers();
  const spare = places - mentees;
  return (
    <section aria-label={t('matching.figures')} className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Stat label={t('matching.mentees')} value={number(mentees)} base={t('matching.mentees.base')} />
      {!isPeers && (
        <>
          <Stat
            label={t('matching.mentors')}
            value={number(mentors)}
            base={t('matching.mentors.base', { places })}
          />
          <Stat
            label={t('matching.places')}
            value={number(places)}
            base={
              spare === 0
                ? t('matching.places.equal')
                : t(spare > 0 ? 'matching.places.base' : 'matching.places.fewer', { count: Math.abs(spare) })
            }
          />
        </>
      )}
      <Stat
        label={t('matching.barred')}
        value={number(withoutPartner.length)}
        base={t('matching.barred.base', { count: mentees })}
      />
    </section>
  );
}

function Barred({ people }: { people: Readiness['withoutPartner'] }) {
  const t = useMatchingText();
  const { barrier } = useCauseWords();
  if (people.length === 0)
    return (
      <Card title={t('matching.barred')}>
        <AllWell>{t('matching.barred.none')}</AllWell>
      </Card>
    );
  return (
    <Card title={t('matching.barred')} description={t('matching.barred.what')} isFlush>
      <ul className="divide-y">
        {people.map(({ person, causes }) => (
          <li key={person.personId} className="flex flex-col gap-1 px-4 py-3">
            <span className="flex flex-wrap items-baseline gap-x-2">
              <Link variant="quiet" href={`/people/${person.personId}`}>
                <span dir="auto">{person.displayName}</span>
              </Link>
              <span dir="auto" className="text-dense text-muted">
                {person.jobTitle}
              </span>
            </span>
            <ul className="flex flex-col text-dense text-muted">
              {causes.map((cause) => (
                <li key={cause.code}>{barrier(cause)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function OverviewSkeleton() {
  return (
    <div className="flex flex-col gap-6">
      <Skeleton className="h-6 w-96 max-w-full" />
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {[1, 2, 3, 4].map((one) => (
          <Skeleton key={one} className="h-28 w-full rounded-lg" />
        ))}
      </div>
      <div className="grid gap-6 lg:grid-cols-2">
        <Skeleton className="h-72 w-full rounded-lg" />
        <Skeleton className="h-72 w-full rounded-lg" />
      </div>
    </div>
  );
}

/** The main act of the page: make a draft, or go on with the one in review. */
function Acts({ runs, readiness }: { runs: readonly MatchingRun[]; readiness: Readiness }) {
  const t = useMatchingText();
  const { program, cohort, canCoordinate } = useCohort();
  const draft = useDraftPairings(cohort.id);
  const ready = runs.find(({ state }) => state === 'ready');
  const planned = runs.find(({ state }) => state === 'scheduled');
  const underWay = runs.find(isUnderWay);
  const hrefOf = (run: MatchingRun) => `/manage/${program.id}/matching/${run.id}?cohort=${cohort.id}`;
  const isEmpty = readiness.mentees === 0 || readiness.places === 0;
  const off = canCoordinate
    ? (offReason(cohort.state, t) ??
      (planned
        ? t('matching.draft.off.planned')
        : underWay
          ? t('matching.draft.off.running')
          : isEmpty
            ? t('matching.draft.off.nobody')
            : undefined))
    : t('cohort.readOnly');
  const start = () => draft.mutate(undefined, { onSuccess: (run) => goTo(hrefOf(run)) });
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {ready && !underWay && (
          <LinkButton variant="primary" href={hrefOf(ready)}>
            {t('matching.draft.open')}
          </LinkButton>
        )}
        {planned ? (
          <LinkButton
            variant="primary"
            href={`/manage/${program.id}/matching/${planned.id}/publish?cohort=${cohort.id}`}
          >
            {t('matching.planned.open')}
          </LinkButton>
        ) : underWay ? (
          <LinkButton variant="primary" href={hrefOf(underWay)}>
            {t('matching.draft.running')}
          </LinkButton>
        ) : (
          !ready && (
            <Button
              variant="primary"
              icon={Wand}
              isLoading={draft.isPending}
              disabledReason={off}
              onPress={start}
            >
              {t('matching.draft')}
            </Button>
          )
        )}
        {off && !ready && !underWay && !planned && <p className="text-dense text-muted">{off}</p>}
      </div>
      {underWay && <RunUnderWay run={underWay} off={canCoordinate ? undefined : t('cohort.readOnly')} />}
      <ProblemBanner problem={draft.error} />
    </div>
  );
}

/** Can everyone be matched well? Places against wishes, who has no possible partner, and the drafts so far. */
export default function MatchingPage() {
  const t = useMatchingText();
  const { program, cohort, canCoordinate, hrefOf } = useCohort();
  const overview = useQuery(overviewQuery(cohort.id));
  return (
    <Page title={`${t('matching.title')} · ${program.name}`} width="full">
      <Loaded query={overview} skeleton={<OverviewSkeleton />}>
        {({ readiness, policy, policyVersion, runs }) =>
          readiness.mentees === 0 && readiness.mentors === 0 && runs.length === 0 ? (
            <EmptyState
              icon={UsersRound}
              title={t('matching.ready.nobody')}
              action={<LinkButton href={hrefOf('people')}>{t('matching.ready.people')}</LinkButton>}
            >
              {t('matching.ready.nobody.why')}
            </EmptyState>
          ) : (
            <>
              <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
                <Verdict readiness={readiness} />
                <Acts runs={runs} readiness={readiness} />
              </div>
              {program.pairingMode === 'self-service' && (
                <Banner tone="info" title={t('matching.selfService')}>
                  {t('matching.selfService.what')}
                </Banner>
              )}
              {cohort.state === 'running' &&
                program.pairingMode === 'coordinator' &&
                readiness.mentees > 0 && (
                  <Banner tone="info" title={t('matching.late', { count: readiness.mentees })}>
                    {t('matching.late.what')}
                  </Banner>
                )}
              <Figures readiness={readiness} />
              {readiness.mentees > 0 && <FixesCard />}
              <div className={cx('grid items-start gap-6', readiness.mentees > 0 && 'lg:grid-cols-2')}>
                {readiness.mentees > 0 && (
                  <div className="flex min-w-0 flex-col gap-6">
                    <ScarceSkills skills={readiness.scarceSkills} />
                    <Barred people={readiness.withoutPartner} />
                  </div>
                )}
                <PolicySummary
                  policy={policy}
                  version={policyVersion}
                  href={`/manage/${program.id}/matching/policy?cohort=${cohort.id}`}
                  isWide={readiness.mentees === 0}
                />
              </div>
              <PastRuns
                runs={runs}
                off={canCoordinate ? undefined : t('cohort.readOnly')}
                hrefOf={({ id }) => `/manage/${program.id}/matching/${id}?cohort=${cohort.id}`}
              />
              {runs.length > 0 && <ScoreCard programId={program.id} />}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
