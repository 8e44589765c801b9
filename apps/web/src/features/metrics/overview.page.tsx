import type { CohortOverview } from '@ithaca/contracts/metrics';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { MetricStat } from '../../lib/metric-stat.tsx';
import { useMetricWords } from '../../lib/metric-words.ts';
import { Loaded, Page } from '../../lib/page.tsx';
import { useCohort } from '../../shell/cohort.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AnswersCard } from './answers-card.tsx';
import { compare } from './comparison.ts';
import { FunnelCard } from './funnel-card.tsx';
import { HealthCard } from './health-card.tsx';
import { overviewQuery } from './metrics.queries.ts';
import { useOverviewVerdict } from './overview-verdict.ts';
import { QueueCard } from './queue-card.tsx';
import { RetentionCard } from './retention-card.tsx';
import { WeeksCard } from './weeks-card.tsx';

/** Is the cohort on plan? A sentence, the pairings that need somebody, five numbers, then what lies behind them. */
export default function OverviewPage() {
  const t = useText();
  const { program, cohort } = useCohort();
  const overview = useQuery(overviewQuery(cohort.id));
  return (
    <Page title={t('metrics.overview', { cohort: `${program.name}, ${cohort.name}` })} width="full">
      <Loaded query={overview} skeleton={<OverviewSkeleton />}>
        {(data) => <OverviewParts overview={data} />}
      </Loaded>
    </Page>
  );
}

function OverviewParts({ overview }: { overview: CohortOverview }) {
  const t = useText();
  const { instant } = useFormat();
  const { cohort } = useCohort();
  const verdict = useOverviewVerdict();
  return (
    <>
      <section aria-labelledby="verdict" className="flex flex-col gap-1">
        <h2 id="verdict" className="max-w-prose text-title font-semibold text-balance">
          {verdict(overview, cohort.enrolmentOpensOn)}
        </h2>
        <p className="text-dense text-muted">{t('metrics.asOf', { at: instant(overview.asOf) })}</p>
      </section>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <QueueCard overview={overview} />
        <HealthCard overview={overview} />
      </div>
      <Numbers overview={overview} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <FunnelCard overview={overview} />
        <div className="flex min-w-0 flex-col gap-4">
          <WeeksCard overview={overview} />
          <AnswersCard overview={overview} />
        </div>
      </div>
      <RetentionCard retention={overview.retention} />
    </>
  );
}

/** Five numbers, each with its base, interval, definition and, where that is fair, the cohort before. */
function Numbers({ overview }: { overview: CohortOverview }) {
  const t = useText();
  const { program, cohort, hrefOf } = useCohort();
  const words = useMetricWords();
  const earlier = program.cohorts
    .filter(({ state, startsOn }) => state !== 'draft' && startsOn < cohort.startsOn)
    .toSorted((one, other) => other.startsOn.localeCompare(one.startsOn))[0];
  const { data: before } = useQuery({ ...overviewQuery(earlier?.id ?? ''), enabled: earlier !== undefined });
  const hrefs: Record<string, string> = {
    'participation-rate': hrefOf('people'),
    'match-rate': hrefOf('matching'),
    'active-pairings': hrefOf('pairings'),
    'cadence-adherence': hrefOf('pairings'),
  };
  const keys = ['participation-rate', 'match-rate', 'active-pairings', 'cadence-adherence', 'meetings-held'];
  return (
    <section aria-label={t('metrics.numbers')}>
      <ul className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,11rem),1fr))] gap-3">
        {keys.map((key) => {
          const metric = overview.metrics.find((one) => one.key === key);
          const previous = before?.metrics.find((one) => one.key === key);
          if (!metric) return null;
          const result = compare(metric, previous);
          return (
            <li key={key} className="grid">
              <MetricStat
                metric={metric}
                href={hrefs[key]}
                comparison={
                  result &&
                  previous &&
                  earlier &&
                  t(`metrics.compare.${result}`, { name: earlier.name, value: words.value(previous) ?? '' })
                }
              />
            </li>
          );
        })}
      </ul>
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
      <div className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-3">
        {['a', 'b', 'c', 'd', 'e'].map((key) => (
          <Skeleton key={key} className="h-32 w-full rounded-lg" />
        ))}
      </div>
    </div>
  );
}
