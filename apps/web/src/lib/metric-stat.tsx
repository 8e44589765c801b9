import type { Metric } from '@ithaca/contracts/metrics';
import type { ReactNode } from 'react';
import { Stat } from '../ui/stat.tsx';
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
  const { label, value, standing, isTold, isFew, base, notes } = useMetricWords().said(metric);
  const t = useText();
  const isCompared = standing === 'enough' && Boolean(comparison);
  return (
    <Stat
      label={
        metric.side ? t('metrics.ofSide', { name: label, side: t(`metrics.answers.${metric.side}s`) }) : label
      }
      definition={<MetricDefinition metricKey={metric.key} />}
      {...(href && { href })}
      value={
        isTold && !isFew ? (
          value
        ) : (
          <span className={isTold ? 'text-muted' : 'block py-1.5 text-lead text-balance text-muted'}>
            {value}
          </span>
        )
      }
      base={base}
      {...((notes.length > 0 || isCompared) && {
        comparison: (
          <>
            {notes.map((note) => (
              <span key={note} className="block">
                {note}
              </span>
            ))}
            {isCompared && <span className="block text-pretty">{comparison}</span>}
          </>
        ),
      })}
    />
  );
}
