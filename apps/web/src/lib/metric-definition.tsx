import { findMetric } from '@ithaca/metrics/catalogue';
import { Link } from '../ui/link.tsx';
import { useText } from './i18n.tsx';

/** What an `InfoButton` beside a number says: its meaning, what is counted out of what, and the way to the rest. */
export function MetricDefinition({ metricKey }: { metricKey: string }) {
  const t = useText();
  const metric = findMetric(metricKey);
  if (!metric) return null;
  return (
    <>
      <p className="text-body font-semibold">{t(`metrics.label.${metric.key}`)}</p>
      <p>{t(`metrics.meaning.${metric.key}`)}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1.5 border-t pt-2 text-caption">
        <dt className="text-muted">{t('metrics.definition.counted')}</dt>
        <dd lang="en" dir="ltr">
          {metric.numerator}
        </dd>
        <dt className="text-muted">{t('metrics.definition.outOf')}</dt>
        <dd lang="en" dir="ltr">
          {metric.denominator}
        </dd>
      </dl>
      <p className="text-caption">
        <Link href={`/metrics#${metric.key}`}>{t('metrics.definition.more')}</Link>
      </p>
    </>
  );
}
