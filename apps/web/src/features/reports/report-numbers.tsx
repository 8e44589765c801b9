import type { Metric } from '@ithaca/contracts/metrics';
import type { Report } from '@ithaca/contracts/reports';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { MetricDefinition } from '../../lib/metric-definition.tsx';
import { useMetricWords } from '../../lib/metric-words.ts';
import { cx } from '../../ui/cx.ts';
import { InfoButton } from '../../ui/info-button.tsx';

const shown = ['match-rate', 'meetings-held', 'cadence-adherence', 'satisfaction'];

/**
 * Four numbers, each with its base and interval; usefulness never without its response. One that stays what it was a month
 * before says of which day it is.
 */
export function ReportNumbers({ report }: { report: Report }) {
  const t = useText();
  const { metrics } = report;
  // Usefulness is what all of them say, not one side.
  const isOfPeers = report.cohort.format === 'peer';
  const response = metrics.find(({ key }) => key === 'check-in-response');
  return (
    <ul
      aria-label={t('metrics.numbers')}
      className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,8.5rem),1fr))] gap-x-5 gap-y-4 print:grid-cols-4"
    >
      {shown.map((key) => {
        const metric = metrics.find((one) => one.key === key);
        return (
          metric && (
            <Number
              key={key}
              metric={metric}
              isOfPeers={isOfPeers}
              keptAtLeast={metric.asOf < report.asOf ? report.minimumGroup : null}
              response={key === 'satisfaction' ? response : undefined}
            />
          )
        );
      })}
    </ul>
  );
}

function Number({
  metric,
  isOfPeers,
  keptAtLeast,
  response,
}: {
  metric: Metric;
  isOfPeers: boolean;
  /** How many people must have changed before the number may; null where it is of the page's own day. */
  keptAtLeast: number | null;
  response: Metric | undefined;
}) {
  const t = useText();
  const { percent, number, instant } = useFormat();
  const { label, value, isTold, isFew, base, notes } = useMetricWords().said(metric);
  const answered =
    response &&
    (response.suppressed || response.estimate === null
      ? t('reports.response.withheld')
      : t('reports.response', {
          percent: percent(response.estimate),
          part: number(response.numerator ?? 0),
          base: number(response.denominator ?? 0),
        }));
  return (
    <li className="flex min-w-0 flex-col border-s-2 border-divider ps-3">
      <span className="flex items-start justify-between gap-1 text-dense font-medium text-muted">
        {label}
        <span className="-mt-1">
          <InfoButton about={label}>
            <MetricDefinition metricKey={metric.key} />
          </InfoButton>
        </span>
      </span>
      {isTold ? (
        <span className={cx('text-figure font-semibold tabular-nums', isFew && 'text-muted')}>{value}</span>
      ) : (
        <span className="py-1 text-lead font-semibold text-muted">{value}</span>
      )}
      {[base, ...notes].map(
        (note) =>
          note !== null && (
            <span key={note} className="text-caption text-muted">
              {note}
            </span>
          ),
      )}
      {keptAtLeast !== null && (
        <span className="text-caption text-muted">
          {t('reports.kept', { day: instant(metric.asOf), minimum: number(keptAtLeast) })}
        </span>
      )}
      {answered && (
        <span className="text-caption text-muted">
          {isOfPeers ? answered : `${t('reports.mentees')} · ${answered}`}
        </span>
      )}
    </li>
  );
}
