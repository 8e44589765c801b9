import type { Metric } from '@ithaca/contracts/metrics';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricStat } from '../../../lib/metric-stat.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { useRightedAddress } from '../../../lib/righted-address.ts';
import { StampLine } from '../../../lib/stamp.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Link } from '../../../ui/link.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatGrid } from '../../../ui/stat-grid.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { CareersCard } from './careers-card.tsx';
import { LandmarksTable } from './landmarks-table.tsx';
import { highestAssumed, outcomesQuery, roiFields, type Assumptions } from './measures.queries.ts';

const cardSkeleton = () => <Skeleton className="h-80 w-full rounded-lg" />;
const RetentionCard = lazyLayer(
  async () => (await import('./retention-card.tsx')).RetentionCard,
  cardSkeleton,
);
const TenureCard = lazyLayer(async () => (await import('./tenure-card.tsx')).TenureCard, cardSkeleton);
const RequestsCard = lazyLayer(async () => (await import('./requests-card.tsx')).RequestsCard, cardSkeleton);
const RoiCard = lazyLayer(async () => (await import('./roi-card.tsx')).RoiCard, cardSkeleton);

const assumed = {
  salary: '',
  likely: '',
  least: '',
  most: '',
  licence: '',
  coordinatorHours: '',
  hourlyRate: '',
};

/** What came of it? Goals, completion, careers and cost, each with how sure it is. What is assumed stands in the address. */
export default function OutcomesPage() {
  const t = useText();
  const { program, cohort, hrefOf } = useCohort();
  const [address, setAddress] = useUrlState(assumed);
  const assumptions: Assumptions = {};
  for (const field of roiFields) {
    const value = Number(address[field]);
    if (address[field] !== '' && value >= 0 && value <= highestAssumed[field]) assumptions[field] = value;
  }
  useRightedAddress(
    Object.fromEntries(
      roiFields.filter((field) => assumptions[field] === undefined).map((field) => [field, '']),
    ),
  );
  const report = useQuery({ ...outcomesQuery(cohort.id, assumptions), placeholderData: keepPreviousData });
  return (
    <Page title={`${t('outcomes.title')} · ${program.name}`} width="full">
      <p className="text-dense">
        <Link href={hrefOf('overview')}>{t('metrics.overview.back')}</Link>
      </p>
      <Section title={t('outcomes.title')} description={t('outcomes.what')}>
        <Loaded query={report}>
          {(data) => (
            <div className="flex flex-col gap-6">
              <Numbers label={t('outcomes.goals')} metrics={data.metrics} />
              <Numbers label={t('outcomes.matching')} metrics={data.matching} />
              {data.requests.length > 0 && <RequestsCard requests={data.requests} />}
              {data.mentors.some(({ n }) => n !== 0) && (
                <Numbers label={t('outcomes.mentors')} metrics={data.mentors} />
              )}
              <RetentionCard retention={data.retention} cohortId={cohort.id}>
                <LandmarksTable retention={data.retention} sensitivity={data.sensitivity} />
              </RetentionCard>
              {data.retentionOfMentors && (
                <RetentionCard retention={data.retentionOfMentors} cohortId={cohort.id} />
              )}
              <Numbers
                label={t('outcomes.workforce')}
                note={t('outcomes.workforce.what')}
                metrics={data.workforce}
              />
              <TenureCard tenure={data.tenure} cohortId={cohort.id} />
              <CareersCard
                careers={data.careers}
                retention={data.retention}
                retentionOfMentors={data.retentionOfMentors}
              />
              <RoiCard
                cohortId={cohort.id}
                report={data}
                assumptions={assumptions}
                onAssume={(next) =>
                  setAddress(
                    Object.fromEntries(Object.entries(next).map(([field, value]) => [field, String(value)])),
                  )
                }
              />
              <StampLine stamp={data.stamp} />
            </div>
          )}
        </Loaded>
        <TableLinks cohortId={cohort.id} table="outcomes" name={t('outcomes.title')} isNamed />
      </Section>
    </Page>
  );
}

function Numbers({ label, note, metrics }: { label: string; note?: string; metrics: readonly Metric[] }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-body font-semibold">{label}</h3>
      {note && <p className="text-dense text-muted">{note}</p>}
      <StatGrid label={label}>
        {metrics.map((metric) => (
          <MetricStat key={`${metric.key} ${metric.side}`} metric={metric} />
        ))}
      </StatGrid>
    </section>
  );
}
