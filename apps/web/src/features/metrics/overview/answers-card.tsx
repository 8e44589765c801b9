import type { CohortOverview, Metric } from '@ithaca/contracts/metrics';
import { standingOf } from '@ithaca/metrics/standing';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { useMetricWords } from '../../../lib/metric-words.ts';
import { Card } from '../../../ui/card.tsx';
import { cx } from '../../../ui/cx.ts';
import { InfoButton } from '../../../ui/info-button.tsx';
import { Link } from '../../../ui/link.tsx';

/** Do they find it useful? Mentees and mentors apart, never without the response and what the silent could change. */
export function AnswersCard({ overview }: { overview: CohortOverview }) {
  const t = useText();
  const { percent } = useFormat();
  const words = useMetricWords();
  const of = (key: string) => overview.metrics.find((metric) => metric.key === key);
  // Without mentors they are peers, who are all asked as one.
  const mentors = overview.satisfactionOfMentors;
  const lines: [string, Metric | undefined][] = [
    [t(mentors ? 'metrics.answers.mentees' : 'metrics.answers.peers'), of('satisfaction')],
    ...(mentors ? [[t('metrics.answers.mentors'), mentors] as [string, Metric]] : []),
    [words.label('check-in-response'), of('check-in-response')],
  ];
  const bounds = overview.satisfactionBounds;
  return (
    <Card
      title={t('metrics.answers')}
      actions={
        <InfoButton about={t('metrics.label.satisfaction')}>
          <MetricDefinition metricKey="satisfaction" />
        </InfoButton>
      }
      {...(bounds && {
        footer: t(mentors ? 'metrics.answers.bounds' : 'metrics.answers.bounds.peers', {
          low: percent(bounds.lo),
          high: percent(bounds.hi),
        }),
      })}
    >
      <dl className="flex flex-col divide-y">
        {lines.map(([label, metric]) => metric && <Line key={label} label={label} metric={metric} />)}
      </dl>
      <p className="mt-3 text-dense">
        <Link href={`/manage/${overview.cohort.programId}/check-ins?cohort=${overview.cohort.id}`}>
          {t('metrics.answers.open')}
        </Link>
      </p>
    </Card>
  );
}

function Line({ label, metric }: { label: string; metric: Metric }) {
  const t = useText();
  const { number } = useFormat();
  const words = useMetricWords();
  const standing = standingOf(metric);
  const isTold = standing === 'few' || standing === 'enough';
  const why = {
    withheld: words.withheld(metric),
    nothing: words.pending(metric) ?? t('metrics.number.none'),
    'too-few': t('metrics.number.tooFew.why', {
      part: number(metric.numerator ?? 0),
      base: number(metric.denominator ?? 0),
    }),
    few: [words.base(metric), words.interval(metric)].filter(Boolean).join(' · '),
    enough: [words.base(metric), words.interval(metric)].filter(Boolean).join(' · '),
  };
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4 py-2 first:pt-0 last:pb-0">
      <dt className="text-body">{label}</dt>
      {isTold && (
        <dd className={cx('text-lead font-semibold tabular-nums', standing === 'few' && 'text-muted')}>
          {words.value(metric)}
        </dd>
      )}
      <dd className="w-full text-caption text-muted">{why[standing]}</dd>
    </div>
  );
}
