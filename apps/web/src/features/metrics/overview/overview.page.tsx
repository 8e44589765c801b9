import type { CohortOverview, CohortWorkforce } from '@ithaca/contracts/metrics';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import Sprout from 'lucide-react/icons/sprout';
import { useEffect } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricStat } from '../../../lib/metric-stat.tsx';
import { useMetricWords } from '../../../lib/metric-words.ts';
import { Loaded, Page } from '../../../lib/page.tsx';
import { StampLine } from '../../../lib/stamp.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Link } from '../../../ui/link.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StatGrid } from '../../../ui/stat-grid.tsx';
import { compare } from '../comparison/comparison.ts';
import { HealthCard } from './health-card.tsx';
import { overviewQuery, workforceQuery } from '../metrics.queries.ts';
import { countsOf, reachedBy, useOverviewVerdict } from './overview-verdict.ts';
import { QueueCard } from '../today/queue-card.tsx';
import { WaitingBanner } from './waiting-banner.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

/** Below the numbers; their code comes while the figures are fetched. */
const chartSkeleton = () => <Skeleton className="h-80 w-full rounded-lg" />;
const AnswersCard = lazyLayer(async () => (await import('./answers-card.tsx')).AnswersCard, chartSkeleton);
const FunnelCard = lazyLayer(async () => (await import('./funnel-card.tsx')).FunnelCard, chartSkeleton);
const IntroductionsCard = lazyLayer(async () => (await import('./introductions-card.tsx')).IntroductionsCard);
const RetentionCard = lazyLayer(
  async () => (await import('../measures/retention-card.tsx')).RetentionCard,
  chartSkeleton,
);
const WeeksCard = lazyLayer(async () => (await import('./weeks-card.tsx')).WeeksCard, chartSkeleton);

type Phase = 'before' | 'running' | 'over';

/** The numbers that can say something, by phase, besides who takes part. Nobody does and no pairing is open once a cohort is over. */
const numbersOf: Record<Phase, readonly string[]> = {
  before: ['match-rate'],
  running: ['match-rate', 'active-pairings', 'cadence-adherence', 'meetings-held'],
  over: ['match-rate', 'cadence-adherence', 'meetings-held', 'check-in-response'],
};

/** Is the cohort on plan? A sentence, the pairings that need somebody, five numbers, then what lies behind them. */
export default function OverviewPage() {
  const t = useText();
  const { program, cohort } = useCohort();
  const overview = useQuery(overviewQuery(cohort.id));
  useEffect(() => {
    for (const card of [FunnelCard, WeeksCard, AnswersCard, RetentionCard]) void card.preload();
  }, []);
  return (
    <Page title={t('metrics.overview', { cohort: `${program.name}, ${cohort.name}` })} width="full">
      <Loaded query={overview} skeleton={<OverviewSkeleton />}>
        {(data) => <OverviewParts overview={data} />}
      </Loaded>
    </Page>
  );
}

/** What there is to say depends on how far the cohort has come: before its pairings, while they run, after them. */
function phaseOf({ health }: CohortOverview): Phase {
  const { open, all } = countsOf(health);
  if (open > 0) return 'running';
  return all > 0 ? 'over' : 'before';
}

function OverviewParts({ overview }: { overview: CohortOverview }) {
  const t = useText();
  const { instant, day } = useFormat();
  const { cohort } = useCohort();
  const verdict = useOverviewVerdict();
  const phase = phaseOf(overview);
  // While the draft is reviewed its proposals are known to nobody but the coordinators.
  const isOffered = cohort.state === 'running' && reachedBy(overview, 'proposed') > 0;
  const workforce = useQuery(workforceQuery(cohort.id));
  return (
    <>
      <section aria-labelledby="verdict" className="flex flex-col gap-1">
        <h2 id="verdict" className="max-w-prose text-title font-semibold text-balance">
          {verdict(overview, cohort.enrolmentOpensOn)}
        </h2>
        <p className="text-dense text-muted">{t('metrics.asOf', { at: instant(overview.asOf) })}</p>
      </section>
      <WaitingBanner />
      {phase === 'running' && (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <QueueCard overview={overview} />
          <HealthCard overview={overview} />
        </div>
      )}
      <Numbers overview={overview} phase={phase} workforce={workforce} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {phase === 'before' ? (
          <>
            <FunnelCard overview={overview} />
            <Card>
              <EmptyState icon={Sprout} title={t(isOffered ? 'metrics.before.offered' : 'metrics.before')}>
                {t('metrics.before.why', { day: day(cohort.startsOn) })}
              </EmptyState>
            </Card>
          </>
        ) : (
          <>
            <div className="contents min-w-0 flex-col gap-4 lg:flex">
              <FunnelCard overview={overview} />
              {/* Last in one column; in two it stands where there is room. */}
              <div className="empty:hidden max-lg:order-last">
                <IntroductionsCard cohortId={cohort.id} />
              </div>
            </div>
            <div className="contents min-w-0 flex-col gap-4 lg:flex">
              <WeeksCard overview={overview} />
              <AnswersCard overview={overview} />
            </div>
          </>
        )}
      </div>
      {phase !== 'before' && (
        <>
          <Loaded query={workforce} skeleton={chartSkeleton()}>
            {({ retention, retentionOfMentors }) => (
              <RetentionCard retention={retention} cohortId={cohort.id} ofMentors={retentionOfMentors} />
            )}
          </Loaded>
          <p className="text-dense">
            <Link href={`/manage/${overview.cohort.programId}/outcomes?cohort=${overview.cohort.id}`}>
              {t('metrics.outcomes.open')}
            </Link>
            {phase === 'running' && (
              <>
                {' · '}
                <Link href={`/manage/${overview.cohort.programId}/engagement?cohort=${overview.cohort.id}`}>
                  {t('metrics.engagement.open')}
                </Link>
              </>
            )}
            {' · '}
            <Link href={`/manage/${overview.cohort.programId}/comparison?cohort=${overview.cohort.id}`}>
              {t('metrics.comparison.open')}
            </Link>
          </p>
        </>
      )}
      <StampLine stamp={overview.stamp} />
    </>
  );
}

/** At most five numbers, each with its base, interval, definition and, where that is fair, the cohort before. */
function Numbers({
  overview,
  phase,
  workforce,
}: {
  overview: CohortOverview;
  phase: Phase;
  workforce: UseQueryResult<CohortWorkforce>;
}) {
  const t = useText();
  const { program, cohort, hrefOf } = useCohort();
  const words = useMetricWords();
  const earlier = program.cohorts
    .filter(({ state, startsOn }) => state !== 'draft' && startsOn < cohort.startsOn)
    .toSorted((one, other) => other.startsOn.localeCompare(one.startsOn))[0];
  const { data: before } = useQuery({ ...overviewQuery(earlier?.id ?? ''), enabled: earlier !== undefined });
  const hrefs: Record<string, string> = {
    'match-rate': hrefOf('matching'),
    'active-pairings': hrefOf('pairings'),
    'cadence-adherence': hrefOf('pairings'),
  };
  return (
    <section aria-label={t('metrics.numbers')}>
      <StatGrid>
        {phase !== 'over' && (
          <Loaded query={workforce} skeleton={<Skeleton className="h-32 w-full rounded-lg" />}>
            {({ participation }) => <MetricStat metric={participation} href={hrefOf('people')} />}
          </Loaded>
        )}
        {numbersOf[phase].map((key) => {
          const metric = overview.metrics.find((one) => one.key === key);
          const previous = before?.metrics.find((one) => one.key === key);
          if (!metric) return null;
          const result = compare(metric, previous, {
            now: countsOf(overview.health).all,
            before: before ? countsOf(before.health).all : 0,
          });
          return (
            <MetricStat
              key={key}
              metric={metric}
              href={hrefs[key]}
              comparison={
                result &&
                previous &&
                earlier &&
                t(`metrics.compare.${result}`, { name: earlier.name, value: words.value(previous) ?? '' })
              }
            />
          );
        })}
      </StatGrid>
      <TableLinks cohortId={cohort.id} table="numbers" name={t('metrics.numbers')} />
    </section>
  );
}

function OverviewSkeleton() {
  return (
    <div className="flex flex-col gap-6">
      <Skeleton className="h-7 w-136 max-w-full" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-80 w-full rounded-lg" />
        <Skeleton className="h-80 w-full rounded-lg" />
      </div>
      <StatGrid>
        {['a', 'b', 'c', 'd', 'e'].map((key) => (
          <Skeleton key={key} className="h-32 w-full rounded-lg" />
        ))}
      </StatGrid>
    </div>
  );
}
