import type { CohortBeside, Comparison } from '@ithaca/contracts/comparison';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';

type Measure = Comparison['measures'][number];
const differs = ({ verdict }: CohortBeside) => verdict === 'higher' || verdict === 'lower';
/** A cohort that could have differed: large and old enough to be held against the others. */
const isHeld = (one: CohortBeside) => one.verdict === 'within' || differs(one);

/** What cohorts side by side say, in sentences. */
export function useComparisonWords(comparison: Comparison) {
  const t = useText();
  const { number, percent, list } = useFormat();
  const cohorts = new Map(comparison.cohorts.map((cohort) => [cohort.id, cohort]));
  const areOfSeveral = new Set(comparison.cohorts.map(({ programId }) => programId)).size > 1;
  const name = (cohortId: string): string => {
    const cohort = cohorts.get(cohortId);
    if (!cohort) return '';
    return areOfSeveral ? `${cohort.programName} · ${cohort.name}` : cohort.name;
  };
  const signed = (share: number) =>
    number(share * 100, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });

  const verdict = (): string => {
    const all = comparison.measures.flatMap((measure) => measure.cohorts);
    const found = [...new Set(all.filter(differs).map(({ cohortId }) => cohortId))];
    if (found.length > 0)
      return t('comparison.verdict.some', { names: list(found.map(name)), count: found.length });
    return t(all.some(isHeld) ? 'comparison.verdict.none' : 'comparison.verdict.few');
  };
  const finding = ({ key, cohorts: beside }: Measure): string => {
    const metric = t(`metrics.label.${key}`);
    const found = beside.filter(differs);
    if (found.length > 0)
      return t('comparison.finding.differs', {
        metric,
        names: list(
          found.map((one) =>
            t(one.verdict === 'higher' ? 'comparison.finding.higher' : 'comparison.finding.lower', {
              name: name(one.cohortId),
            }),
          ),
        ),
      });
    return t(beside.some(isHeld) ? 'comparison.finding.none' : 'comparison.finding.few', { metric });
  };
  const note = ({ verdict: how, difference, pooled, standardised }: CohortBeside): string => {
    if (how === 'too-few' || how === 'nothing' || how === 'not-yet' || how === 'withheld')
      return t(`comparison.note.${how}`);
    return [
      how === 'few' ? t('comparison.note.few') : '',
      how !== 'few' && difference
        ? t('comparison.difference', {
            points: signed(difference.estimate),
            low: signed(difference.lo),
            high: signed(difference.hi),
          })
        : '',
      pooled ? t('comparison.pooled', { percent: percent(pooled.estimate) }) : '',
      standardised === null ? '' : t('comparison.standardised', { percent: percent(standardised) }),
    ]
      .filter(Boolean)
      .join(' ');
  };
  const counts = ({ metric }: CohortBeside): string | undefined => {
    if (metric?.numerator == null || metric.denominator === null) return undefined;
    if (metric.method?.endsWith('by-cluster')) return t('metrics.number.mean', { count: metric.n ?? 0 });
    return t('comparison.counts', { part: number(metric.numerator), base: number(metric.denominator) });
  };
  const table = ({ cohorts: beside }: Measure) => ({
    headers: [
      t('comparison.head.cohort'),
      t('comparison.head.counts'),
      t('comparison.head.share'),
      t('comparison.head.difference'),
      t('comparison.head.pooled'),
      t('comparison.head.limits'),
      t('comparison.head.q'),
      t('comparison.head.named'),
    ],
    rows: beside.map((one) => {
      const { metric, difference, pooled, limits, q } = one;
      const isTold = shareOf(one) !== null;
      return [
        name(one.cohortId),
        counts(one) ?? '–',
        isTold
          ? t('comparison.cell', {
              value: percent(metric?.estimate ?? 0),
              low: percent(metric?.lo ?? 0),
              high: percent(metric?.hi ?? 1),
            })
          : note(one),
        difference
          ? t('comparison.cell', {
              value: signed(difference.estimate),
              low: signed(difference.lo),
              high: signed(difference.hi),
            })
          : '–',
        pooled ? percent(pooled.estimate) : '–',
        limits ? t('comparison.range', { low: percent(limits.lo), high: percent(limits.hi) }) : '–',
        q === null ? '–' : number(q, { maximumSignificantDigits: 2 }),
        t(one.isRegistered ? 'comparison.yes' : 'comparison.no'),
      ];
    }),
  });
  return { name, verdict, finding, note, counts, table };
}

/** The share as far as it may be told; of under five it may not. */
export function shareOf({ metric, verdict }: CohortBeside) {
  if (metric?.estimate == null || verdict === 'too-few' || verdict === 'withheld') return null;
  return { value: metric.estimate, low: metric.lo ?? metric.estimate, high: metric.hi ?? metric.estimate };
}

export { differs };
