import type { Metric } from '@ithaca/contracts/metrics';
import type { BuiltReport } from '@ithaca/contracts/saved-reports';
import { isOfPeriod } from '@ithaca/domain/built-report';
import { standingOf } from '@ithaca/metrics/standing';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { useMetricWords } from '../../../lib/metric-words.ts';
import { StampWords } from '../../../lib/stamp.tsx';
import { Card } from '../../../ui/card.tsx';
import { ShareRanges, type ShareItem } from '../../../ui/charts/share-ranges.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';
import { useBuiltWords } from './built-words.ts';

type Line = { id: string; label: string; metric: Metric };
type OfMetric = BuiltReport['metrics'][number];

type BuiltSheetProps = {
  report: BuiltReport;
  /** On a page for people without a sign-in. */
  isAlone?: boolean;
};

/** The answer of a built report: a picture and a table of each number, cohort by cohort where it is split. */
export function BuiltSheet({ report, isAlone = false }: BuiltSheetProps) {
  const t = useText();
  return (
    <div className="flex flex-col gap-4">
      {report.metrics.map((metric) => (
        <MetricCard key={metric.key} report={report} metric={metric} isAlone={isAlone} />
      ))}
      <p className="text-caption text-muted">
        {t('builder.privacy', { count: report.minimumGroup })}{' '}
        {report.stamp && <StampWords stamp={report.stamp} />}
      </p>
    </div>
  );
}

type MetricCardProps = { report: BuiltReport; metric: OfMetric; isAlone: boolean };

function MetricCard({ report, metric: { key, cohorts }, isAlone }: MetricCardProps) {
  const words = useBuiltWords();
  const cohortName = (id: string) => report.cohorts.find((cohort) => cohort.id === id)?.name ?? '';
  const wholes = cohorts.flatMap(({ cohortId, whole }): Line[] =>
    whole ? [{ id: cohortId, label: cohortName(cohortId), metric: whole }] : [],
  );
  const isSplit = report.split !== null;
  return (
    <Card>
      <div className="flex flex-col gap-6">
        {!isSplit && (
          <Picture metricKey={key} report={report} isAlone={isAlone} lines={wholes} whole={null} of={null} />
        )}
        {isSplit &&
          cohorts.map(({ cohortId, whole, groups }) => (
            <Picture
              key={cohortId}
              metricKey={key}
              report={report}
              isAlone={isAlone}
              whole={whole}
              of={cohorts.length > 1 ? cohortName(cohortId) : null}
              lines={groups.map(({ group, metric }) => ({
                id: group,
                label: words.group(report.split, group),
                metric,
              }))}
            />
          ))}
      </div>
    </Card>
  );
}

type PictureProps = {
  metricKey: OfMetric['key'];
  report: BuiltReport;
  isAlone: boolean;
  lines: readonly Line[];
  /** Of everybody, where the lines are groups. */
  whole: Metric | null;
  /** The cohort, where there are several. */
  of: string | null;
};

function Picture({ metricKey, report, isAlone, lines, whole, of }: PictureProps) {
  const t = useText();
  const { percent, dayRange, day, list } = useFormat();
  const words = useMetricWords();
  const isTold = (metric: Metric) => words.said(metric).isTold;
  const label = of === null ? words.label(metricKey) : `${words.label(metricKey)}, ${of}`;
  const said = (metric: Metric): string => words.said(metric).value;
  const finding = () => {
    const shares = lines.flatMap(({ metric }) => (isTold(metric) ? (metric.estimate ?? []) : []));
    const only = whole && isTold(whole) ? whole : lines.length === 1 ? lines[0]?.metric : null;
    if (only && isTold(only)) return t('builder.finding.value', { label, value: said(only) });
    if (shares.length > 1)
      return t('builder.finding.range', {
        label,
        low: percent(Math.min(...shares)),
        high: percent(Math.max(...shares)),
      });
    const isHidden = [whole, ...lines.map(({ metric }) => metric)].some((metric) => metric?.suppressed);
    return t(isHidden ? 'builder.finding.withheld' : 'builder.finding.nothing', { label });
  };
  const first = whole ?? lines[0]?.metric;
  const when =
    report.period && isOfPeriod(metricKey)
      ? dayRange(report.period.from, report.period.to)
      : t('builder.asOf', { day: day(first?.asOf ?? report.asOf) });
  const all = [...(whole ? [{ id: 'all', label: t('builder.group.all'), metric: whole }] : []), ...lines];
  const told = all.filter(({ metric }) => restOf(metric) === null);
  const items = told.map(({ id, label: name, metric }): ShareItem => {
    const { estimate, lo, hi } = metric;
    const base = words.base(metric);
    return {
      id,
      label: name,
      share:
        isTold(metric) && estimate !== null
          ? { value: estimate, low: lo ?? estimate, high: hi ?? estimate }
          : null,
      isFew: words.said(metric).isFew,
      ...(base && { counts: base }),
      note: isTold(metric) ? words.said(metric).notes.join('. ') : said(metric),
    };
  });
  const rest = whys.flatMap((why) => {
    const names = all.filter(({ metric }) => restOf(metric) === why).map(({ label: name }) => name);
    return names.length > 0 ? [t(`builder.rest.${why}`, { names: list(names) })] : [];
  });
  return (
    <div className="flex flex-col gap-3">
      <ShareRanges
        title={finding()}
        summary={when}
        actions={
          <InfoButton about={words.label(metricKey)}>
            <MetricDefinition metricKey={metricKey} isAlone={isAlone} />
          </InfoButton>
        }
        items={items}
        lines={
          whole && items.length > 1 && isTold(whole) && whole.estimate !== null
            ? [
                {
                  id: 'whole',
                  at: whole.estimate,
                  label: t('builder.line.whole', { value: said(whole) }),
                  isDashed: true,
                },
              ]
            : []
        }
        table={{
          headers: [
            t('builder.header.group'),
            t('builder.header.value'),
            t('builder.header.base'),
            t('builder.header.range'),
          ],
          rows: [
            ...(whole ? [{ id: 'all', label: t('builder.group.all'), metric: whole }] : []),
            ...lines,
          ].map(({ label: name, metric }) => [
            name,
            said(metric),
            (metric.suppressed ? words.withheld(metric) : words.base(metric)) ?? '',
            (isTold(metric) && words.interval(metric)) || '–',
          ]),
        }}
      />
      {rest.length > 0 && <p className="text-caption text-muted">{rest.join(' ')}</p>}
    </div>
  );
}

const whys = ['small-group', 'protects-others', 'nothing'] as const;

/** Why a number is not told; null where it is. */
function restOf(metric: Metric): (typeof whys)[number] | null {
  const standing = standingOf(metric);
  if (standing === 'nothing') return 'nothing';
  if (standing !== 'withheld') return null;
  return metric.suppressed?.reason === 'small-group' ? 'small-group' : 'protects-others';
}
