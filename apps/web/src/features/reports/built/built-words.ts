import type { ReportSplit } from '@ithaca/domain/built-report';
import { reportPeriods } from '@ithaca/domain/built-report';
import { quarterOf } from '@ithaca/metrics/sheets/quarter-sheet';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';

/** The choices of a built report by name. */
export function useBuiltWords() {
  const t = useText();
  const format = useFormat();
  return {
    period: (period: string): string => {
      const moving = reportPeriods.find((one) => one === period);
      if (moving) return t(`builder.period.${moving}`);
      return t('builder.period.quarter', quarterOf(format, period));
    },
    split: (split: ReportSplit | null): string => t(`builder.split.${split ?? 'none'}`),
  };
}
