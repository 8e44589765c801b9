import type { Metric } from '@ithaca/contracts/metrics';
import type { OutcomesReport } from '@ithaca/contracts/measures';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { Card } from '../../../ui/card.tsx';
import { ShareRanges } from '../../../ui/charts/share-ranges.tsx';
import { StepCurve } from '../../../ui/charts/step-curve.tsx';
import { cx } from '../../../ui/cx.ts';
import { InfoButton } from '../../../ui/info-button.tsx';
import { curvePoints } from './curve-points.ts';

type Tenure = OutcomesReport['tenure'];
const MONTHS = 12;

/** How long do people stay, of everybody in the organisation, and how many leave by choice? */
export function TenureCard({ tenure, cohortId }: { tenure: Tenure; cohortId: string }) {
  const t = useText();
  return (
    <Card title={t('metrics.label.tenure')} description={t('outcomes.tenure.what')} level={3}>
      <div
        className={cx(
          'grid gap-x-8 gap-y-6',
          tenure.leftByChoice.length > 0 && 'lg:grid-cols-[minmax(0,1fr)_20rem]',
        )}
      >
        <StillHere {...tenure} />
        <LeftByChoice {...tenure} />
      </div>
      <TableLinks cohortId={cohortId} table="tenure" name={t('metrics.label.tenure')} />
    </Card>
  );
}

function StillHere({ curve, quartiles }: Tenure) {
  const t = useText();
  const { number, percent } = useFormat();
  const plain = (months: number) => number(yearsOf(months));
  const [first = '', half = '', last = ''] = quartiles.map(({ metric: { estimate, lo, hi } }) => {
    if (estimate === null) return t('outcomes.tenure.notReached');
    const reached = { count: yearsOf(estimate), low: plain(lo ?? 0) };
    return hi === null
      ? t('outcomes.tenure.afterOpen', reached)
      : t('outcomes.tenure.after', { ...reached, high: plain(hi) });
  });
  const median = quartiles[1]?.metric.estimate ?? null;
  const [end, share] = [curve?.months.at(-1), curve?.survival.at(-1)];
  if (curve === null || end === undefined || share === undefined)
    return <Untold metricKey="tenure" what={t('outcomes.tenure.tooFew')} />;
  return (
    <StepCurve
      title={
        median === null
          ? t('outcomes.tenure.more', { count: yearsOf(end), percent: percent(share) })
          : t('outcomes.tenure.half', { count: yearsOf(median) })
      }
      summary={t('outcomes.tenure.quartiles', { first, half, last })}
      actions={<About metricKey="tenure" />}
      xHeader={t('outcomes.tenure.x')}
      groups={[
        {
          id: 'everybody',
          label: t('outcomes.tenure.here'),
          points: curvePoints({ ...curve, at: curve.months.map((month) => month / MONTHS) }),
        },
      ]}
    />
  );
}

function LeftByChoice({ leftByChoice }: Tenure) {
  const t = useText();
  const { percent } = useFormat();
  const last = leftByChoice.at(-1);
  if (!last) return <Untold metricKey="tenure-left-by-choice" what={t('outcomes.tenure.choice.tooFew')} />;
  const sayLimits = ({ lo, hi }: Metric) => `${percent(lo ?? 0)}–${percent(hi ?? 1)}`;
  return (
    <ShareRanges
      title={t('outcomes.tenure.choice', {
        percent: percent(last.metric.estimate ?? 0),
        count: last.years,
      })}
      summary={t('outcomes.tenure.choice.what')}
      actions={<About metricKey="tenure-left-by-choice" />}
      items={leftByChoice.map(({ years: within, metric: { estimate, lo, hi } }) => ({
        id: String(within),
        label: t('outcomes.tenure.within', { count: within }),
        share: estimate === null ? null : { value: estimate, low: lo ?? 0, high: hi ?? 1 },
        note: t('metrics.number.interval', { low: percent(lo ?? 0), high: percent(hi ?? 1) }),
      }))}
      lines={[]}
      table={{
        headers: [t('outcomes.tenure.x'), t('ui.chart.share'), t('ui.chart.interval')],
        rows: leftByChoice.map(({ years: within, metric }) => [
          t('outcomes.tenure.within', { count: within }),
          percent(metric.estimate ?? 0, 1),
          sayLimits(metric),
        ]),
      }}
    />
  );
}

type Told = { metricKey: 'tenure' | 'tenure-left-by-choice' };

/** Too few: said in the place of the chart. */
function Untold({ metricKey, what }: Told & { what: string }) {
  return (
    <p className="flex items-start justify-between gap-3 text-body text-muted">
      {what}
      <About metricKey={metricKey} />
    </p>
  );
}

function About({ metricKey }: Told) {
  const t = useText();
  return (
    <InfoButton about={t(`metrics.label.${metricKey}`)}>
      <MetricDefinition metricKey={metricKey} />
    </InfoButton>
  );
}

/** Months of tenure as years, to a tenth. */
const yearsOf = (months: number): number => Math.round((months / MONTHS) * 10) / 10;
