import type { Metric } from '@ithaca/contracts/metrics';
import { standingOf } from '@ithaca/metrics/standing';
import type { ReactNode } from 'react';
import { Stat } from '../ui/stat.tsx';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';
import { MetricDefinition } from './metric-definition.tsx';
import { useMetricWords } from './metric-words.ts';

type MetricStatProps = {
  metric: Metric;
  /** The people behind the number. */
  href?: string | undefined;
  /** Against what; said only where enough stand behind both. */
  comparison?: ReactNode;
};

/** One number with its base, interval and definition. What is withheld, missing or too few is said so, never as 0. */
export function MetricStat({ metric, href, comparison }: MetricStatProps) {
  const t = useText();
  const { number } = useFormat();
  const words = useMetricWords();
  const standing = standingOf(metric);
  const frame = {
    label: words.label(metric.key),
    definition: <MetricDefinition metricKey={metric.key} />,
    ...(href && { href }),
  };
  const said = (value: string) => <span className="text-lead text-muted">{value}</span>;
  switch (standing) {
    case 'withheld':
      return <Stat {...frame} value={said(t('metrics.withheld'))} comparison={words.withheld(metric)} />;
    case 'nothing':
      return (
        <Stat
          {...frame}
          value={said(t('metrics.number.none'))}
          comparison={words.pending(metric) ?? undefined}
        />
      );
    case 'too-few':
      return (
        <Stat
          {...frame}
          value={said(t('metrics.number.tooFew'))}
          comparison={
            metric.numerator === null
              ? words.base(metric)
              : t('metrics.number.tooFew.why', {
                  part: number(metric.numerator, { maximumFractionDigits: 1 }),
                  base: number(metric.denominator ?? 0),
                })
          }
        />
      );
    default:
      return (
        <Stat
          {...frame}
          value={
            standing === 'few' ? (
              <span className="text-muted">{words.value(metric)}</span>
            ) : (
              words.value(metric)
            )
          }
          base={words.base(metric)}
          comparison={
            <>
              <span className="block">{words.interval(metric)}</span>
              {standing === 'few' && <span className="block">{t('metrics.number.few')}</span>}
              {words.pending(metric) && <span className="block">{words.pending(metric)}</span>}
              {standing === 'enough' && comparison && <span className="block">{comparison}</span>}
            </>
          }
        />
      );
  }
}
