import type { PulseReport } from '@ithaca/contracts/measures';
import type { Metric } from '@ithaca/contracts/metrics';
import { standingOf } from '@ithaca/metrics/standing';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useMetricWords } from '../../../lib/metric-words.ts';

export type PulseSide = PulseReport['sides'][number];

/** What the check-ins of one side say: two figures, each with what it rests on. */
export function usePulseWords() {
  const t = useText();
  const { number, percent, day } = useFormat();
  const words = useMetricWords();
  const isTold = (metric: Metric) => ['few', 'enough'].includes(standingOf(metric));
  const isWaiting = (metric: Metric) => standingOf(metric) === 'nothing' && (metric.pending ?? 0) > 0;
  const whyNot = (metric: Metric) => {
    switch (standingOf(metric)) {
      case 'withheld':
        return words.withheld(metric);
      case 'nothing':
        return words.pending(metric) ?? t('metrics.number.none');
      default:
        return t('metrics.number.tooFew');
    }
  };
  const one = (value: number) => number(value, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const mean = ({ estimate, lo, hi }: Metric) => {
    if (estimate === null) return null;
    if (lo === null || hi === null) return t('pulse.mean.alone', { mean: one(estimate) });
    return t('pulse.mean', { mean: one(estimate), low: one(lo), high: one(hi) });
  };
  const count = (value: number | null) => (value === null ? '–' : number(value));
  /** A row of a chart and of its table. */
  const row = (id: string, label: string, metric: Metric, note?: string | null) => ({
    item: {
      id,
      label,
      share:
        isTold(metric) && metric.estimate !== null
          ? { value: metric.estimate, low: metric.lo ?? 0, high: metric.hi ?? 1 }
          : null,
      ...(metric.numerator !== null && metric.denominator
        ? {
            counts: t('metrics.number.of', {
              part: number(metric.numerator),
              base: number(metric.denominator),
            }),
          }
        : {}),
      isFew: standingOf(metric) === 'few',
      note: isTold(metric) ? note : whyNot(metric),
    },
    cells: [
      label,
      count(metric.numerator),
      count(metric.denominator),
      metric.estimate === null || metric.lo === null || metric.hi === null
        ? '–'
        : t('pulse.cell', {
            value: percent(metric.estimate),
            low: percent(metric.lo),
            high: percent(metric.hi),
          }),
    ],
  });

  const verdict = (found: 'higher' | 'lower' | 'chance' | 'few'): string =>
    t(found === 'chance' || found === 'few' ? `pulse.change.${found}` : 'pulse.change.more');
  const points = (value: number | null) =>
    number(Math.round((value ?? 0) * 100), { signDisplay: 'exceptZero' });

  return {
    verdict,
    /** What has changed from one check-in to the next; null where two cannot be told apart. */
    change: ({ side, change }: PulseSide) =>
      change && {
        side,
        verdict: verdict(change.verdict),
        isFew: change.verdict === 'few',
        found: t('pulse.change', {
          side: t(`pulse.side.${side}`),
          latest: number(change.latest.wave),
          share: percent(change.latest.satisfied / change.latest.n),
          count: number(change.latest.n),
          before: percent(change.before.satisfied / change.before.n),
          base: number(change.before.n),
          number: number(change.before.wave),
          points: points(change.difference.estimate),
          low: points(change.difference.lo),
          high: points(change.difference.hi),
        }),
      },
    useful: (sides: readonly PulseSide[]) => {
      const first = sides.find(({ satisfaction }) => isTold(satisfaction));
      const rows = sides.map(({ side, satisfaction, mean: average, bounds }) =>
        row(
          side,
          t(`pulse.side.${side}`),
          satisfaction,
          [bounds && t('pulse.bounds', { low: percent(bounds.lo), high: percent(bounds.hi) }), mean(average)]
            .filter(Boolean)
            .join(' '),
        ),
      );
      return {
        title: first
          ? t('pulse.useful', {
              side: t(`pulse.side.${first.side}`),
              percent: percent(first.satisfaction.estimate ?? 0),
            })
          : t(
              sides.some(({ satisfaction }) => isWaiting(satisfaction))
                ? 'pulse.useful.waits'
                : 'pulse.useful.few',
            ),
        summary: t('pulse.useful.what'),
        items: rows.map(({ item }) => item),
        table: {
          headers: (['side', 'part', 'base', 'share', 'bounds', 'mean'] as const).map((head) =>
            t(`pulse.head.${head}`),
          ),
          rows: rows.map(({ cells }, index) => {
            const { bounds = null, mean: average } = sides[index] ?? {};
            return [
              ...cells,
              bounds ? `${percent(bounds.lo)} – ${percent(bounds.hi)}` : '–',
              average?.estimate == null ? '–' : one(average.estimate),
            ];
          }),
        },
      };
    },
    response: ({ response, waves }: PulseSide) => {
      const rows = [
        ...waves.map((wave) =>
          row(
            String(wave.wave),
            t('pulse.wave', { wave: number(wave.wave), day: day(wave.askedOn, 'short') }),
            wave.response,
            words.pending(wave.response),
          ),
        ),
        ...(waves.length > 1 ? [row('all', t('pulse.all'), response, words.pending(response))] : []),
      ];
      return {
        title: isTold(response)
          ? t('pulse.response', { percent: percent(response.estimate ?? 0) })
          : t(isWaiting(response) ? 'pulse.response.waits' : 'pulse.response.few'),
        summary: t('pulse.response.what'),
        items: rows.map(({ item }) => item),
        table: {
          headers: (['wave', 'answered', 'asked', 'share'] as const).map((head) => t(`pulse.head.${head}`)),
          rows: rows.map(({ cells }) => cells),
        },
      };
    },
  };
}
