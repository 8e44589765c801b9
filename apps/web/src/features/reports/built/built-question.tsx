import type { ReportQuestion } from '@ithaca/contracts/saved-reports';
import {
  buildableMetrics,
  refusingSplit,
  reportLimits,
  reportPeriods,
  reportSplits,
  splitsOf,
  type BuildableMetric,
} from '@ithaca/domain/built-report';
import type { Cohort } from '@ithaca/contracts/programs';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Select } from '../../../ui/select.tsx';
import { useBuiltWords } from './built-words.ts';

const SHOWN_QUARTERS = 8;

/** The quarters from the first start of these cohorts to today, the latest first. */
function quartersOf(cohorts: readonly Cohort[], today: string): string[] {
  const first = cohorts.map(({ startsOn }) => startsOn).sort()[0] ?? today;
  const numberOf = (day: string) =>
    Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  const last = numberOf(today);
  const count = Math.min(SHOWN_QUARTERS, Math.max(0, last - numberOf(first)) + 1);
  return Array.from({ length: count }, (_, at) => last - at).map(
    (number) => `${Math.floor(number / 4)}-Q${(number % 4) + 1}`,
  );
}

type Props = {
  question: ReportQuestion;
  onChange: (change: Partial<ReportQuestion>) => void;
  /** Those that have begun. */
  cohorts: readonly Cohort[];
  today: string;
};

/** What the report asks: what the privacy rule does not permit together is off, and says why. */
export function BuiltQuestion({ question, onChange, cohorts, today }: Props) {
  const t = useText();
  const { number } = useFormat();
  const words = useBuiltWords();
  const { metrics, split, period, cohortIds } = question;
  const toggle = <T extends string>(all: readonly T[], chosen: readonly T[], one: T, isOn: boolean) =>
    all.filter((other) => (other === one ? isOn : chosen.includes(other)));
  const isFull = metrics.length >= reportLimits.metrics;
  const noteOf = (key: BuildableMetric) =>
    split === null || splitsOf(key).includes(split)
      ? undefined
      : t(split === 'side' ? 'builder.metrics.notSide' : 'builder.metrics.onlySide');
  const named = quartersOf(cohorts, today);
  const quarters = period.includes('-Q') && !named.includes(period) ? [...named, period] : named;
  return (
    <div className="flex flex-col gap-5">
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 text-dense font-medium">
          {t('builder.metrics')}{' '}
          <span className="font-normal text-muted">
            {t('builder.metrics.most', { count: number(reportLimits.metrics) })}
          </span>
        </legend>
        {buildableMetrics.map((key) => (
          <Checkbox
            key={key}
            isSelected={metrics.includes(key)}
            isDisabled={!metrics.includes(key) && (isFull || noteOf(key) !== undefined)}
            description={metrics.includes(key) ? undefined : noteOf(key)}
            onChange={(isOn) => onChange({ metrics: toggle(buildableMetrics, metrics, key, isOn) })}
          >
            {t(`metrics.label.${key}`)}
          </Checkbox>
        ))}
      </fieldset>
      <Select
        label={t('builder.split')}
        choices={[
          { id: 'none', label: t('builder.split.none') },
          ...reportSplits.map((one) => ({
            id: one,
            label: t(`builder.split.${one}`),
            ...(refusingSplit(metrics, one).length > 0 && {
              isDisabled: true,
              description: t('builder.split.refused'),
            }),
          })),
        ]}
        value={split ?? 'none'}
        onChange={(id) => onChange({ split: reportSplits.find((one) => one === id) ?? null })}
      />
      <Select
        label={t('builder.period')}
        choices={[...reportPeriods, ...quarters].map((id) => ({ id, label: words.period(id) }))}
        value={period}
        onChange={(id) => onChange({ period: id })}
      />
      {cohorts.length > 1 && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-2 text-dense font-medium">
            {t('builder.cohorts')}{' '}
            <span className="font-normal text-muted">
              {t('builder.metrics.most', { count: number(reportLimits.cohorts) })}
            </span>
          </legend>
          {cohorts.map(({ id, name }) => (
            <Checkbox
              key={id}
              isSelected={cohortIds.includes(id)}
              isDisabled={!cohortIds.includes(id) && cohortIds.length >= reportLimits.cohorts}
              onChange={(isOn) =>
                onChange({
                  cohortIds: toggle(
                    cohorts.map((cohort) => cohort.id),
                    cohortIds,
                    id,
                    isOn,
                  ),
                })
              }
            >
              {name}
            </Checkbox>
          ))}
        </fieldset>
      )}
    </div>
  );
}
