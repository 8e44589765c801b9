import type { Retention } from '@ithaca/contracts/metrics';
import { useCallback } from 'react';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

export interface RetentionWords {
  /** What may be said: an association, or that it is too early or too few to tell. */
  finding: string;
  /** The figures behind it. */
  details: string[];
  /** How it was compared, and how much it can carry. */
  method: string[];
  /** The number everybody would compute, and why it is wrong. */
  naive: { number: string; why: string } | null;
}

/** The comparison of participants with comparable colleagues in words; it never says "because of". */
export function useRetentionWords(): (retention: Retention) => RetentionWords {
  const t = useText();
  const { number, percent, day } = useFormat();
  return useCallback(
    (retention) => {
      const {
        status,
        verdict,
        participants,
        others,
        difference,
        restrictedMeanDays: kept,
        naive,
      } = retention;
      const count = (value: number | null) => (value === null ? t('metrics.withheld') : number(value));
      const signed = (value: number) =>
        number(value, { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0, signDisplay: 'exceptZero' });
      const finding = () => {
        if (status === 'not-due') return t('metrics.retention.notDue', { day: day(retention.landmarkOn) });
        if (status === 'too-few-to-tell') return t('metrics.retention.tooFew');
        if (verdict === 'too-few') return t('metrics.retention.tooEarly', { day: day(retention.maturesOn) });
        return t(`metrics.retention.${verdict}`);
      };
      const method = () => {
        const { hazard, overTime, balance, noCounterpart } = retention;
        const ratioOf = (key: 'ratio' | 'overTime', { ratio, lo, hi }: NonNullable<Retention['hazard']>) =>
          t(`metrics.retention.${key}`, { rate: percent(ratio), low: percent(lo), high: percent(hi) });
        const apart = (fact: 'grade' | 'tenure') => balance.find((one) => one.fact === fact)?.difference;
        const [grade, tenure] = [apart('grade'), apart('tenure')];
        const size = (value: number) => number(Math.abs(value), { maximumFractionDigits: 2 });
        return [
          ...(hazard
            ? [hazard.proportional ? ratioOf('ratio', hazard) : t('metrics.retention.changing')]
            : []),
          ...(overTime?.proportional ? [ratioOf('overTime', overTime)] : []),
          ...(hazard?.proportional && hazard.eValueLimit > 1
            ? [t('metrics.retention.eValue', { times: number(hazard.eValue, { maximumFractionDigits: 1 }) })]
            : []),
          ...(grade !== undefined && tenure !== undefined
            ? [t('metrics.retention.balance', { grade: size(grade), tenure: size(tenure) })]
            : []),
          ...(noCounterpart
            ? [t('metrics.retention.noCounterpart', { count: noCounterpart, people: number(noCounterpart) })]
            : []),
        ];
      };
      const details: string[] = [];
      if (status !== 'not-due')
        details.push(
          t('metrics.retention.groups', {
            participants: count(participants.n),
            left: count(participants.events),
            others: count(others.n),
            othersLeft: count(others.events),
          }),
        );
      if (difference)
        details.push(
          t('metrics.retention.difference', {
            points: signed(difference.estimate * 100),
            low: signed(difference.lo * 100),
            high: signed(difference.hi * 100),
          }),
        );
      if (kept && difference)
        details.push(
          t('metrics.retention.days', {
            days: signed(kept.estimate),
            low: signed(kept.lo),
            high: signed(kept.hi),
          }),
        );
      if (
        retention.smallestDetectableHazardRatio !== null &&
        (verdict === 'too-few' || verdict === 'no-difference')
      )
        details.push(
          t('metrics.retention.detectable', { percent: percent(retention.smallestDetectableHazardRatio) }),
        );
      return {
        finding: finding(),
        details,
        method: method(),
        naive: naive && {
          number: t('metrics.retention.naive', {
            participants: percent(naive.participants),
            others: percent(naive.others),
          }),
          why: t('metrics.retention.naive.why'),
        },
      };
    },
    [t, number, percent, day],
  );
}
