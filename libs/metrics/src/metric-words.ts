import { grainOf, isMetricKey, type Grain, type MetricKey } from './metric-grains.ts';
import { standingOf, type MetricStanding } from './standing.ts';
import type { PublicReason } from './suppression.ts';

/** What the words are formed from: the figures of a record as every way out has them. */
export type ToldMetric = {
  key: string;
  unit: string;
  numerator: number | null;
  denominator: number | null;
  estimate: number | null;
  lo: number | null;
  hi: number | null;
  method: string | null;
  n: number | null;
  pending: number | null;
  unknown: number | null;
  suppressed: { reason: string } | null;
};

/** The words that a catalogue must have for a number to be said. */
export type NumberWord =
  | `metrics.label.${MetricKey}`
  | `metrics.number.of.${Exclude<Grain, 'employment-spell'> | 'asked' | 'years'}`
  | `metrics.number.mean${'' | '.goal' | '.mentor'}`
  | `metrics.number.${'of' | 'followed' | 'interval' | 'pending' | 'unknown' | 'none' | 'tooFew' | 'tooFew.why' | 'few'}`
  | `metrics.withheld${'' | `.${PublicReason}`}`;

/** Says a word of the reader's catalogue. */
export type Say = (word: NumberWord, values?: Record<string, string | number>) => string;

/** Writes numbers as the reader's language does; shares come as 0..1. */
export type NumberFormats = {
  number: (value: number, options?: Intl.NumberFormatOptions) => string;
  percent: (share: number) => string;
};

/**
 * A number as it is said: its name, what stands large, its base, and the lines under it. `isTold`: the value is the
 * number, not the reason why there is none. `isFew`: the range is to be read, not the number.
 */
export type SaidMetric = {
  standing: MetricStanding;
  label: string;
  value: string;
  isTold: boolean;
  isFew: boolean;
  base: string | null;
  notes: string[];
};

/**
 * The words of numbers, the same on the screen and on paper: both pass their catalogue and formats and say what comes back.
 * A key that this version does not know is shown as it is.
 */
export function metricWords(say: Say, { number, percent }: NumberFormats) {
  const measure = ({ unit }: ToldMetric, value: number) => {
    if (unit === 'share' || unit === 'per-year') return percent(value);
    const time = unit === 'days' ? 'day' : unit === 'months' ? 'month' : null;
    const inTime = time ? ({ style: 'unit', unit: time, unitDisplay: 'long' } as const) : {};
    return number(value, { maximumFractionDigits: 1, ...inTime });
  };
  const words = {
    label: (key: string): string => (isMetricKey(key) ? say(`metrics.label.${key}`) : key),
    value: (metric: ToldMetric): string | null =>
      metric.estimate === null ? null : measure(metric, metric.estimate),
    base: ({ key, unit, numerator, denominator, method, n }: ToldMetric): string | null => {
      const grain = grainOf(key);
      if (n === null) return null;
      if (numerator === null || denominator === null) {
        if (grain === 'mentor') return say('metrics.number.mean.mentor', { count: n });
        if (grain === 'pairing' && unit === 'score') return say('metrics.number.mean', { count: n });
        return grain === 'person' ? say('metrics.number.followed', { count: n }) : null;
      }
      if (unit === 'per-year')
        return say('metrics.number.of.years', {
          part: number(numerator),
          base: number(denominator, { maximumFractionDigits: 0 }),
        });
      // A mean of shares is no count of anything, even where its sum happens to be whole.
      if (!Number.isInteger(numerator) || method?.endsWith('by-cluster'))
        return say(grain === 'goal' ? 'metrics.number.mean.goal' : 'metrics.number.mean', { count: n });
      const counts = { part: number(numerator), base: number(denominator) };
      if (key.endsWith('-response') || key.endsWith('-acceptance'))
        return say('metrics.number.of.asked', counts);
      if (grain === undefined || grain === 'employment-spell') return say('metrics.number.of', counts);
      return say(`metrics.number.of.${grain}`, counts);
    },
    interval: (metric: ToldMetric): string | null =>
      metric.lo === null || metric.hi === null
        ? null
        : say('metrics.number.interval', {
            low: measure(metric, metric.lo),
            high: measure(metric, metric.hi),
          }),
    pending: ({ pending }: ToldMetric): string | null =>
      pending ? say('metrics.number.pending', { count: pending }) : null,
    /** Of what nobody has told, neither a success nor a failure. */
    unknown: ({ unknown }: ToldMetric): string | null =>
      unknown ? say('metrics.number.unknown', { count: unknown }) : null,
    withheld: ({ suppressed }: ToldMetric): string => {
      switch (suppressed?.reason) {
        case 'protects-others':
        case 'too-few-to-tell':
          return say(`metrics.withheld.${suppressed.reason}`);
        default:
          return say('metrics.withheld.small-group');
      }
    },
    /** Of a base too small for a share: the counts alone. */
    tooFew: (metric: ToldMetric): string | null =>
      metric.numerator === null
        ? words.base(metric)
        : say('metrics.number.tooFew.why', {
            part: number(metric.numerator, { maximumFractionDigits: 1 }),
            base: number(metric.denominator ?? 0),
          }),
    said: (metric: ToldMetric): SaidMetric => {
      const standing = standingOf(metric);
      const label = words.label(metric.key);
      const instead = (value: string, note: string | null): SaidMetric => ({
        standing,
        label,
        value,
        isTold: false,
        isFew: false,
        base: null,
        notes: note === null ? [] : [note],
      });
      switch (standing) {
        case 'withheld':
          return instead(say('metrics.withheld'), words.withheld(metric));
        case 'nothing':
          return instead(say('metrics.number.none'), words.pending(metric));
        case 'too-few':
          return instead(say('metrics.number.tooFew'), words.tooFew(metric));
        default: {
          const isFew = standing === 'few';
          const notes = [
            words.interval(metric),
            isFew ? say('metrics.number.few') : null,
            words.pending(metric),
            words.unknown(metric),
          ];
          return {
            standing,
            label,
            value: words.value(metric) ?? '',
            isTold: true,
            isFew,
            base: words.base(metric),
            notes: notes.filter((note) => note !== null),
          };
        }
      }
    },
  };
  return words;
}
