import type { CohortOverview } from '@ithaca/contracts/metrics';
import CalendarDays from 'lucide-react/icons/calendar-days';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { Card } from '../../../ui/card.tsx';
import { TargetColumns } from '../../../ui/charts/target-columns.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Link } from '../../../ui/link.tsx';

const RECENT = 4;

/** Do they meet? Meetings held against meetings planned, by week. */
export function WeeksCard({ overview }: { overview: CohortOverview }) {
  const { heldByWeek, meetingEvidence, cohort, asOf } = overview;
  const t = useText();
  const { number, day } = useFormat();
  // Weeks to come are not due: a bar of zero would say that nobody met.
  const weeks = heldByWeek.filter(({ weekStartsOn }) => weekStartsOn <= asOf);
  if (!weeks.some(({ planned }) => planned > 0))
    return (
      <Card>
        <EmptyState icon={CalendarDays} title={t('metrics.weeks.none')}>
          {t('metrics.weeks.none.why', { day: day(cohort.startsOn) })}
        </EmptyState>
      </Card>
    );
  const isOver = cohort.endsOn < asOf;
  const past = weeks.filter(
    ({ weekStartsOn }) => Date.parse(weekStartsOn) + 7 * 86_400_000 <= Date.parse(asOf),
  );
  const read = isOver ? past : past.slice(-RECENT);
  const sum = (of: 'held' | 'planned') => read.reduce((total, week) => total + week[of], 0);
  const { both, one, calendar, late } = meetingEvidence;
  const counts = { held: number(sum('held')), planned: number(sum('planned')) };
  return (
    <Card>
      <TargetColumns
        level={2}
        title={
          sum('planned') === 0
            ? t('metrics.weeks.title.early')
            : isOver
              ? t('metrics.weeks.title.all', counts)
              : t('metrics.weeks.title', { ...counts, count: read.length, weeks: number(read.length) })
        }
        summary={t('metrics.weeks.summary')}
        words={{
          category: t('metrics.weeks.header'),
          value: t('metrics.weeks.held'),
          target: t('metrics.weeks.planned'),
          hidden: t('metrics.withheld'),
        }}
        items={weeks.map(({ weekStartsOn, held, planned }) => ({
          id: weekStartsOn,
          label: day(weekStartsOn, 'short'),
          value: held,
          target: planned,
        }))}
      />
      {both + one + calendar > 0 && (
        <p className="mt-3 text-dense text-muted">
          {t('metrics.weeks.evidence', { both, one: number(one), calendar: number(calendar) })}
          {late > 0 && ` ${t('metrics.weeks.late', { count: late })}`}
        </p>
      )}
      <TableLinks cohortId={cohort.id} table="weeks" name={t('metrics.weeks.title.early')} />
      <p className="mt-3 text-dense">
        <Link href={`/manage/${cohort.programId}/meetings?cohort=${cohort.id}`}>
          {t('metrics.weeks.open')}
        </Link>
      </p>
    </Card>
  );
}
