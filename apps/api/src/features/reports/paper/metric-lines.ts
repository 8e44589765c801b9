import type { Metric } from '@ithaca/contracts/metrics';
import { findMetric } from '@ithaca/metrics/catalogue';
import { standingOf } from '@ithaca/metrics/standing';

import type { reportWords } from '../words/report-words.ts';
import type { Formats } from './formats.ts';

type Words = ReturnType<typeof reportWords>;

/** A number on paper: its name, what stands large, and the lines under it. The same rules as on the screen. */
export interface MetricLines {
  label: string;
  value: string;
  isTold: boolean;
  /** So few stand behind it that the range is to be read. */
  isFew: boolean;
  notes: string[];
}

export function metricLines(metric: Metric, t: Words, format: Formats): MetricLines {
  const found = findMetric(metric.key);
  const label = found ? t(`metrics.label.${found.key}`) : metric.key;
  const measure = (value: number) =>
    metric.unit === 'share' ? format.percent(value) : format.number(value, { maximumFractionDigits: 1 });
  const base = () => {
    const { key, numerator, denominator, n } = metric;
    if (numerator === null || denominator === null || n === null) return [];
    if (!Number.isInteger(numerator)) return [t('metrics.number.mean', { count: n })];
    const counts = { part: format.number(numerator), base: format.number(denominator) };
    if (key.endsWith('-response')) return [t('metrics.number.of.asked', counts)];
    if (!found || found.grain === 'employment-spell') return [t('metrics.number.of', counts)];
    return [t(`metrics.number.of.${found.grain}`, counts)];
  };
  const interval = () =>
    metric.lo === null || metric.hi === null
      ? []
      : [t('metrics.number.interval', { low: measure(metric.lo), high: measure(metric.hi) })];
  const pending = () => (metric.pending ? [t('metrics.number.pending', { count: metric.pending })] : []);
  const reason = metric.suppressed?.reason;
  switch (standingOf(metric)) {
    case 'withheld':
      return {
        label,
        value: t('metrics.withheld'),
        isTold: false,
        isFew: false,
        notes: [
          t(
            reason === 'protects-others' || reason === 'too-few-to-tell'
              ? `metrics.withheld.${reason}`
              : 'metrics.withheld.small-group',
          ),
        ],
      };
    case 'nothing':
      return { label, value: t('metrics.number.none'), isTold: false, isFew: false, notes: pending() };
    case 'too-few':
      return { label, value: t('metrics.number.tooFew'), isTold: false, isFew: false, notes: base() };
    case 'few':
      return {
        label,
        value: measure(metric.estimate ?? 0),
        isTold: true,
        isFew: true,
        notes: [...base(), ...interval(), t('metrics.number.few')],
      };
    default:
      return {
        label,
        value: measure(metric.estimate ?? 0),
        isTold: true,
        isFew: false,
        notes: [...base(), ...interval()],
      };
  }
}
