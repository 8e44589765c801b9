import type { BuiltReport } from '@ithaca/contracts/saved-reports';
import type { ReportSplit } from '@ithaca/domain/built-report';

import type { Formats } from '../paper/formats.ts';
import type { reportWords } from '../words/report-words.ts';

type Words = ReturnType<typeof reportWords>;

const named = ['not-stated', 'several'] as const;
const sides = ['mentor', 'mentee', 'peer'] as const;
const tenures = ['under-2', '2-5', 'over-5'] as const;

/** The name of a group, as the screen says it. */
export function groupName(t: Words, split: ReportSplit | null, group: string): string {
  const known = named.find((one) => one === group);
  if (known) return t(`builder.group.${known}`);
  if (split === 'grade') return t('builder.group.grade', { band: group.replace('-', '–') });
  const side = split === 'side' && sides.find((one) => one === group);
  if (side) return t(`builder.group.${side}`);
  const tenure = split === 'tenure' && tenures.find((one) => one === group);
  return tenure ? t(`builder.group.${tenure}`) : group;
}

/** Of which time a report is. */
export const periodName = (t: Words, format: Formats, { period }: Pick<BuiltReport, 'period'>): string =>
  period
    ? t('builder.period.days', { days: format.dayRange(period.from, period.to) })
    : t('builder.period.whole');
