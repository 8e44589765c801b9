import type { PulseReading, PulseReport } from '@ithaca/contracts/measures';
import type { Metric } from '@ithaca/contracts/metrics';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { standingOf } from '@ithaca/metrics/standing';
import { useMetricWords } from '../../lib/metric-words.ts';

export type PulseSide = PulseReport['sides'][number];

/** What the check-ins of one side say: the figures of two charts with their tables. */
export function usePulseWords() {
  const t = useText();
  const { number, percent, day } = useFormat();
  const metricWords = useMetricWords();
  const isTold = (metric: Metric) => ['few', 'enough'].includes(standingOf(metric));
  const whyNot = (metric: Metric) => {
    switch (standingOf(metric)) {
      case 'withheld':
        return metricWords.withheld(metric);
      case 'nothing':
        return metricWords.pending(metric) ?? t('metrics.number.none');
      default:
        return t('metrics.number.tooFew');
    }
  };
  const share = (metric: Metric) =>
    isTold(metric) && metric.estimate !== null
      ? { value: metric.estimate, low: metric.lo ?? 0, high: metric.hi ?? 1 }
      : null;
  const counts = ({ numerator, denominator }: Metric) =>
    numerator === null || !denominator
      ? {}
      : { counts: t('metrics.number.of', { part: number(numerator), base: number(denominator) }) };
  const rowsOf = ({ all, waves }: PulseSide): { id: string; label: string; reading: PulseReading }[] => [
    ...waves.map((reading) => ({
      id: String(reading.wave),
      label: t('pulse.wave', { wave: number(reading.wave), day: day(reading.askedOn, 'short') }),
      reading,
    })),
    ...(waves.length > 1 ? [{ id: 'all', label: t('pulse.all'), reading: all }] : []),
  ];
  const bounds = (limits: PulseReading['bounds']) =>
    limits && t('pulse.bounds', { low: percent(limits.lo), high: percent(limits.hi) });
  const one = (value: number) => number(value, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const mean = ({ estimate, lo, hi }: Metric) => {
    if (estimate === null) return null;
    if (lo === null || hi === null) return t('pulse.mean.alone', { mean: one(estimate) });
    return t('pulse.mean', { mean: one(estimate), low: one(lo), high: one(hi) });
  };
  const cell = ({ estimate, lo, hi }: Metric, say: (value: number) => string) =>
    estimate === null || lo === null || hi === null
      ? '–'
      : t('pulse.cell', { value: say(estimate), low: say(lo), high: say(hi) });
  const count = (value: number | null) => (value === null ? '–' : number(value));

  return {
    useful: (side: PulseSide) => {
      const rows = rowsOf(side);
      const { satisfaction } = side.all;
      return {
        title: isTold(satisfaction)
          ? t('pulse.useful', { percent: percent(satisfaction.estimate ?? 0) })
          : t('pulse.useful.few'),
        summary: t('pulse.useful.what'),
        items: rows.map(({ id, label, reading }) => ({
          id,
          label,
          share: share(reading.satisfaction),
          ...counts(reading.satisfaction),
          note: isTold(reading.satisfaction)
            ? [bounds(reading.bounds), mean(reading.mean)].filter(Boolean).join(' ')
            : whyNot(reading.satisfaction),
        })),
        table: {
          headers: (['wave', 'part', 'base', 'share', 'bounds', 'mean'] as const).map((head) =>
            t(`pulse.head.${head}`),
          ),
          rows: rows.map(({ label, reading: { satisfaction: content, bounds: limits, mean: average } }) => [
            label,
            count(content.numerator),
            count(content.denominator),
            cell(content, percent),
            limits ? `${percent(limits.lo)} – ${percent(limits.hi)}` : '–',
            cell(average, one),
          ]),
        },
      };
    },
    response: (side: PulseSide) => {
      const rows = rowsOf(side);
      const { response } = side.all;
      return {
        title: isTold(response)
          ? t('pulse.response', { percent: percent(response.estimate ?? 0) })
          : t('pulse.response.few'),
        summary: t('pulse.response.what'),
        items: rows.map(({ id, label, reading }) => ({
          id,
          label,
          share: share(reading.response),
          ...counts(reading.response),
          note: isTold(reading.response) ? metricWords.pending(reading.response) : whyNot(reading.response),
        })),
        table: {
          headers: [
            t('pulse.head.wave'),
            t('pulse.head.answered'),
            t('pulse.head.asked'),
            t('pulse.head.share'),
          ],
          rows: rows.map(({ label, reading }) => [
            label,
            count(reading.response.numerator),
            count(reading.response.denominator),
            cell(reading.response, percent),
          ]),
        },
      };
    },
  };
}
