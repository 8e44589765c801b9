import type { CohortOverview } from '@ithaca/contracts/metrics';
import { healthStates } from '@ithaca/metrics/health';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Card } from '../../../ui/card.tsx';
import { BarList } from '../../../ui/charts/bar-list.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';
import { countsOf } from './overview-verdict.ts';

/** How are the pairings doing? Counts by state, each with the way to its pairings. */
export function HealthCard({ overview: { health } }: { overview: CohortOverview }) {
  const t = useText();
  const { number } = useFormat();
  const { cohort, hrefOf } = useCohort();
  const { quiet, all } = countsOf(health);
  return (
    <Card>
      <BarList
        level={2}
        title={
          quiet === 0
            ? t('metrics.overview.health.good')
            : t('metrics.overview.health', {
                slipping: number(health['slipping'] ?? 0),
                stalled: number(health['stalled'] ?? 0),
              })
        }
        actions={
          <InfoButton about={t('metrics.label.pairing-health')}>
            <MetricDefinition metricKey="pairing-health" />
          </InfoButton>
        }
        valueHeader={t('metrics.overview.pairings')}
        base={all}
        items={healthStates
          .filter((state) => (health[state] ?? 0) > 0)
          .map((state) => ({
            id: state,
            label: t(`metrics.health.${state}`),
            value: health[state] ?? 0,
            href: hrefOf('pairings', { health: state }),
          }))}
      />
      <TableLinks cohortId={cohort.id} table="health" name={t('metrics.label.pairing-health')} />
    </Card>
  );
}
