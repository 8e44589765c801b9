import type { Metric } from '@ithaca/contracts/metrics';
import { findMetric } from '@ithaca/metrics/catalogue';
import { useMemo } from 'react';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

/** A number in words: its name, its value, its base ("20 of 24 pairings"), its interval and why it is not shown. */
export function useMetricWords() {
  const t = useText();
  const { number, percent } = useFormat();
  return useMemo(() => {
    const measure = (metric: Metric, value: number) =>
      metric.unit === 'share' ? percent(value) : number(value, { maximumFractionDigits: 1 });
    return {
      /** A key that this version does not know is shown as it is. */
      label: (key: string) => {
        const known = findMetric(key);
        return known ? t(`metrics.label.${known.key}`) : key;
      },
      value: (metric: Metric) => (metric.estimate === null ? null : measure(metric, metric.estimate)),
      base: (metric: Metric) => {
        const { key, numerator, denominator, method, n } = metric;
        const grain = findMetric(key)?.grain;
        if (n === null) return null;
        if (numerator === null || denominator === null) {
          if (grain === 'mentor') return t('metrics.number.mean.mentor', { count: n });
          return grain === 'person' ? t('metrics.number.followed', { count: n }) : null;
        }
        // A mean of shares is no count of anything, even where its sum happens to be whole.
        if (!Number.isInteger(numerator) || method?.endsWith('by-cluster'))
          return t(grain === 'goal' ? 'metrics.number.mean.goal' : 'metrics.number.mean', { count: n });
        const counts = { part: number(numerator), base: number(denominator) };
        if (key.endsWith('-response')) return t('metrics.number.of.asked', counts);
        if (grain === undefined || grain === 'employment-spell') return t('metrics.number.of', counts);
        return t(`metrics.number.of.${grain}`, counts);
      },
      interval: (metric: Metric) =>
        metric.lo === null || metric.hi === null
          ? null
          : t('metrics.number.interval', {
              low: measure(metric, metric.lo),
              high: measure(metric, metric.hi),
            }),
      pending: ({ pending }: Metric) => (pending ? t('metrics.number.pending', { count: pending }) : null),
      withheld: ({ suppressed }: Metric) => {
        switch (suppressed?.reason) {
          case 'protects-others':
          case 'too-few-to-tell':
            return t(`metrics.withheld.${suppressed.reason}`);
          default:
            return t('metrics.withheld.small-group');
        }
      },
    };
  }, [t, number, percent]);
}
