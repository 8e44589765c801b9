import type { Report } from '@ithaca/contracts/reports';
import { useCallback } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';

/** The sentence on top of the page, and what is to be decided next. */
export function useReportVerdict(): (report: Report) => { verdict: string; next: string } {
  const t = useText();
  const { number, day } = useFormat();
  return useCallback(
    ({ verdict: { code, facts }, cohort }) => {
      const [part, base] =
        code === 'over' ? [facts['held'], facts['set']] : [facts['active'], facts['pairings']];
      return {
        verdict: t(`reports.verdict.${code}`, { part: number(part ?? 0), base: number(base ?? 0) }),
        next: t(`reports.next.${code}`, { day: day(cohort.endsOn) }),
      };
    },
    [t, number, day],
  );
}
