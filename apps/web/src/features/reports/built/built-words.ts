import type { ReportSplit } from '@ithaca/domain/built-report';
import { reportPeriods } from '@ithaca/domain/built-report';
import { quarterOf } from '@ithaca/metrics/sheets/quarter-sheet';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';

const named = ['not-stated', 'several'] as const;
const sides = ['mentor', 'mentee', 'peer'] as const;
const tenures = ['under-2', '2-5', 'over-5'] as const;

/** Groups and periods of a built report by name, as its files say them. */
export function useBuiltWords() {
  const t = useText();
  const format = useFormat();
  return {
    group: (split: ReportSplit | null, group: string): string => {
      const known = named.find((one) => one === group);
      if (known) return t(`builder.group.${known}`);
      if (split === 'grade') return t('builder.group.grade', { band: group.replace('-', '–') });
      const side = split === 'side' && sides.find((one) => one === group);
      if (side) return t(`builder.group.${side}`);
      const tenure = split === 'tenure' && tenures.find((one) => one === group);
      return tenure ? t(`builder.group.${tenure}`) : group;
    },
    period: (period: string): string => {
      const moving = reportPeriods.find((one) => one === period);
      if (moving) return t(`builder.period.${moving}`);
      return t('builder.period.quarter', quarterOf(format, period));
    },
    split: (split: ReportSplit | null): string => t(`builder.split.${split ?? 'none'}`),
  };
}
