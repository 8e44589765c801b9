import type { Report } from '@ithaca/contracts/reports';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { mergeWeeks } from '../../lib/meeting-weeks.ts';
import { TargetColumns } from '../../ui/charts/target-columns.tsx';

/** Meetings held against what the agreed rhythm asks for, by week; what few people stand behind is hatched, not empty. */
export function ReportWeeks({ report: { heldByWeek: weeks }, level }: { report: Report; level: 1 | 2 }) {
  const t = useText();
  const { number, percent, day } = useFormat();
  const told = weeks.filter(({ held, expected }) => held !== null && expected !== null);
  const isComplete = weeks.every(({ held }) => held !== null);
  const sum = (of: 'held' | 'expected') => told.reduce((total, week) => total + (week[of] ?? 0), 0);
  const isTold = weeks.some(({ held }) => (held ?? 0) > 0) || weeks.every(({ held }) => held === 0);
  if (weeks.length === 0 || !isTold)
    return (
      <p className="rounded-lg bg-surface p-4 text-dense text-muted print:border">
        {t('reports.weeks.none')}
      </p>
    );
  return (
    <TargetColumns
      level={level === 1 ? 2 : 3}
      title={
        isComplete && sum('expected') > 0
          ? t('reports.weeks.title', {
              percent: percent(sum('held') / sum('expected')),
              held: number(sum('held')),
              expected: number(sum('expected')),
            })
          : t('reports.weeks.title.plain')
      }
      summary={t(
        weeks.some(({ held }) => held === null) ? 'reports.weeks.summary.withheld' : 'reports.weeks.summary',
      )}
      categoryHeader={t('metrics.weeks.header')}
      valueHeader={t('metrics.weeks.held')}
      targetHeader={t('reports.weeks.expected')}
      hiddenHeader={t('metrics.withheld')}
      items={mergeWeeks(
        weeks.map(({ weekStartsOn, held, expected }) => ({ weekStartsOn, value: held, target: expected })),
      ).map(({ weekStartsOn, value, target }) => ({
        id: weekStartsOn,
        label: day(weekStartsOn, 'short'),
        value,
        target,
      }))}
    />
  );
}
