import type { OutcomesReport } from '@ithaca/contracts/measures';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { RangeBar } from '../../../ui/charts/range-bar.tsx';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { Form } from '../../../ui/form.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { highestAssumed, roiFields, type Assumptions, type RoiField } from './measures.queries.ts';

type Draft = Partial<Record<RoiField, number>>;

/** Percent of a salary: the median of the known cases with their usual spread, as the return is formed without any said. */
const usual = { least: 16, likely: 21, most: 30 };

/** The likely share draws the others with it, so that the least is never above it nor the most below. */
const inOrder = (draft: Draft): Draft => {
  const { least = usual.least, likely = usual.likely, most = usual.most } = draft;
  return { ...draft, least: Math.min(least, likely), most: Math.max(most, likely) };
};

type RoiCardProps = {
  cohortId: string;
  report: OutcomesReport;
  assumptions: Assumptions;
  onAssume: (assumptions: Draft) => void;
};

/** Does it pay? What the reader assumes, and what then follows: a range, or how many avoided exits it would take. */
export function RoiCard({ cohortId, report, assumptions, onAssume }: RoiCardProps) {
  const t = useText();
  const { number } = useFormat();
  const [draft, setDraft] = useState<Draft>(() => inOrder({ ...usual, ...assumptions }));
  const { meetingHours } = report.investment;
  return (
    <Card
      title={t('outcomes.roi')}
      description={t('outcomes.roi.what', {
        hours: number(meetingHours, { maximumFractionDigits: 0 }),
      })}
      actions={
        <InfoButton about={t('metrics.label.return-on-investment')}>
          <MetricDefinition metricKey="return-on-investment" />
        </InfoButton>
      }
    >
      <div className="flex flex-col gap-6">
        <Form
          label={t('outcomes.roi')}
          problems={[]}
          onSubmit={() => onAssume(draft)}
          actions={<Button type="submit">{t('outcomes.roi.do')}</Button>}
        >
          {/* Labels, fields and notes stand in lines of their own, however long a label is. */}
          <div className="grid grid-cols-2 gap-x-6 gap-y-5 lg:grid-cols-4">
            {roiFields.map((field) => (
              <NumberField
                key={field}
                className="grid row-span-3 grid-rows-subgrid gap-y-1"
                label={t(`outcomes.roi.${field}`)}
                {...(field === 'likely' && { description: t('outcomes.roi.likely.what') })}
                minValue={field === 'most' ? (draft.likely ?? 0) : 0}
                maxValue={field === 'least' ? (draft.likely ?? 0) : highestAssumed[field]}
                value={draft[field] ?? Number.NaN}
                onChange={(value) =>
                  setDraft(inOrder({ ...draft, [field]: Number.isNaN(value) ? 0 : value }))
                }
              />
            ))}
          </div>
        </Form>
        <Result report={report} />
      </div>
      <TableLinks
        cohortId={cohortId}
        table="return"
        name={t('outcomes.roi')}
        query={Object.fromEntries(
          Object.entries(assumptions).map(([field, value]) => [field, String(value)]),
        )}
      />
    </Card>
  );
}

function Result({ report: { roi, investment } }: { report: OutcomesReport }) {
  const t = useText();
  const { number, percent, day } = useFormat();
  if (!roi) return null;
  const { cost, breakEven, avoided, benefit, positive, headline, metric } = roi;
  const one = (value: number) => number(value, { maximumFractionDigits: 1 });
  const whole = (value: number) => number(Math.round(value));
  const needs = t(breakEven.expected === null ? 'outcomes.roi.breakEven' : 'outcomes.roi.breakEven.of', {
    avoided: one(breakEven.avoided),
    expected: one(breakEven.expected ?? 0),
  });
  const title =
    headline === 'roi' && metric.lo !== null && metric.hi !== null
      ? t('outcomes.roi.headline', { low: one(metric.lo), high: one(metric.hi) })
      : needs;
  const why =
    avoided === null
      ? t('outcomes.roi.noEffect', { day: day(investment.maturesOn) })
      : headline === 'roi'
        ? needs
        : t('outcomes.roi.unsure');
  const rangeOf = (range: { estimate: number; lo: number; hi: number }, say: (value: number) => string) =>
    t('outcomes.roi.range', { value: say(range.estimate), low: say(range.lo), high: say(range.hi) });
  const returns =
    metric.estimate === null || metric.lo === null || metric.hi === null
      ? []
      : [
          {
            term: t('outcomes.roi.return'),
            value: rangeOf({ estimate: metric.estimate, lo: metric.lo, hi: metric.hi }, percent),
          },
        ];
  const facts = [
    ...(['licence', 'coordination', 'meetings', 'total'] as const).map((part) => ({
      term: t(`outcomes.roi.cost.${part}`),
      value: whole(cost[part]),
    })),
    ...(avoided ? [{ term: t('outcomes.roi.avoided'), value: rangeOf(avoided, one) }] : []),
    ...(benefit ? [{ term: t('outcomes.roi.benefit'), value: rangeOf(benefit, whole) }] : []),
    ...returns,
  ];
  return (
    <div className="grid items-start gap-x-8 gap-y-4 border-t pt-5 lg:grid-cols-2">
      {avoided ? (
        <RangeBar
          title={title}
          summary={[
            why,
            t('outcomes.roi.chart', { low: one(avoided.lo), high: one(avoided.hi) }),
            positive === null ? '' : t('outcomes.roi.positive', { percent: percent(positive) }),
          ]
            .filter(Boolean)
            .join(' ')}
          value={avoided.estimate}
          low={avoided.lo}
          high={avoided.hi}
          mark={breakEven.avoided}
          format={one}
          table={{
            headers: [t('outcomes.roi.cost'), t('ui.chart.value')],
            rows: facts.map(({ term, value }) => [term, value]),
          }}
        />
      ) : (
        <div>
          <p className="text-body font-semibold">{title}</p>
          <p className="text-dense text-muted">{why}</p>
        </div>
      )}
      <DescriptionList facts={facts} />
    </div>
  );
}
