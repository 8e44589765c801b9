import type { Report } from '@ithaca/contracts/reports';
import { useCallback } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';

const codes = ['most-meet', 'half-meet', 'few-meet', 'too-early', 'too-few'] as const;
type Code = (typeof codes)[number] | 'over';

/** A cohort that is over is judged by its meetings: no pairing is open any more, which is not "too early". */
function codeOf({ verdict, cohort }: Report): Code {
  const known = codes.find((code) => code === verdict.code) ?? 'too-early';
  const isOver = cohort.state === 'closed' || cohort.state === 'archived';
  return isOver && known === 'too-early' ? 'over' : known;
}

/** The sentence on top of the page, and what is to be decided next. */
export function useReportVerdict(): (report: Report) => { verdict: string; next: string } {
  const t = useText();
  const { number, day } = useFormat();
  return useCallback(
    (report) => {
      const code = codeOf(report);
      const held = report.metrics.find(({ key }) => key === 'meetings-held');
      const fact = (name: string) => {
        const value = report.verdict.facts[name];
        return number(typeof value === 'number' ? value : 0);
      };
      const isTold = code !== 'over' || (held?.denominator ?? 0) > 0;
      const shown = isTold ? code : 'too-few';
      const counts =
        shown === 'over'
          ? { part: number(held?.numerator ?? 0), base: number(held?.denominator ?? 0) }
          : { part: fact('active'), base: fact('pairings') };
      return {
        verdict: t(`reports.verdict.${shown}`, counts),
        next: t(`reports.next.${shown}`, { day: day(report.cohort.endsOn) }),
      };
    },
    [t, number, day],
  );
}
