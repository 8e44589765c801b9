import type { EngagementReport } from '@ithaca/contracts/measures';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { Card } from '../../../ui/card.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';

/** Whether a score has told what became of earlier pairings: the finding, how it is known, and what is asked of it. */
export function EngagementJudgement({ judgement }: { judgement: EngagementReport['judgement'] }) {
  const t = useText();
  const { number, percent, day } = useFormat();
  const { holds, since, counted, fewest, pending, unknown, auc, slope, limits } = judgement;
  const two = (value: number) => number(value, { maximumFractionDigits: 2, minimumFractionDigits: 2 });
  return (
    <Card
      level={3}
      title={t('engagement.judged')}
      actions={
        <InfoButton about={t('metrics.label.engagement-discrimination')}>
          <MetricDefinition metricKey="engagement-discrimination" />
        </InfoButton>
      }
    >
      <div className="flex flex-col gap-2">
        <p>
          {holds === null
            ? t('engagement.judged.not-yet', { counted: number(counted), all: number(fewest.all) })
            : t(holds ? 'engagement.judged.holds' : 'engagement.judged.withdrawn')}
        </p>
        {auc && (
          <p className="text-dense">
            {t('engagement.judged.auc', {
              percent: percent(auc.estimate),
              low: percent(auc.lo),
              high: percent(auc.hi),
              least: percent(limits.leastAuc),
            })}
          </p>
        )}
        {slope && (
          <p className="text-dense">
            {t('engagement.judged.slope', {
              value: two(slope.estimate),
              low: two(slope.lo),
              high: two(slope.hi),
              least: two(limits.leastSlope),
              most: two(limits.mostSlope),
            })}
          </p>
        )}
        <p className="text-dense text-muted">
          {t('engagement.judged.what', { day: day(since) })}{' '}
          {pending > 0 && t('engagement.judged.pending', { count: pending })}{' '}
          {unknown > 0 && t('engagement.judged.unknown', { count: unknown })}
        </p>
      </div>
    </Card>
  );
}
