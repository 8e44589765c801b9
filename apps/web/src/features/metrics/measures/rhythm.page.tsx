import type { RhythmCell, RhythmReport } from '@ithaca/contracts/measures';
import { tellFrom } from '@ithaca/metrics/standing';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import CalendarDays from 'lucide-react/icons/calendar-days';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { MetricStat } from '../../../lib/metric-stat.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { useRightedAddress } from '../../../lib/righted-address.ts';
import { StampLine } from '../../../lib/stamp.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Card } from '../../../ui/card.tsx';
import { HeatMap, type HeatCell } from '../../../ui/charts/heat-map.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatGrid } from '../../../ui/stat-grid.tsx';
import { Select } from '../../../ui/select.tsx';
import { useDirectoryGroup } from './access-words.ts';
import { rhythmQuery } from './measures.queries.ts';

const fields = ['department', 'site', 'grade', 'tenure'] as const;
const RECENT = 12;

/** Do they meet? Groups of pairings week by week, and the numbers that carry it. */
export default function RhythmPage() {
  const t = useText();
  const { program, cohort, hrefOf } = useCohort();
  const { number } = useFormat();
  const [{ by, weeks }, setUrl] = useUrlState({ by: 'department', weeks: 'recent' });
  const field = fields.find((one) => one === by) ?? 'department';
  useRightedAddress(field === by ? {} : { by: '' });
  const report = useQuery({ ...rhythmQuery(cohort.id, field), placeholderData: keepPreviousData });
  return (
    <Page title={`${t('rhythm.title')} · ${program.name}`} width="full">
      <p className="text-dense">
        <Link href={hrefOf('overview')}>{t('metrics.overview.back')}</Link>
      </p>
      <Section
        title={t('rhythm.title')}
        description={t('rhythm.what')}
        actions={
          report.data?.groups.length ? (
            <LinkButton href={hrefOf('pairings', { look: 'worth' })}>{t('rhythm.nudge')}</LinkButton>
          ) : null
        }
      >
        <Loaded query={report}>
          {(data) =>
            data.groups.length === 0 ? (
              <Card>
                <EmptyState icon={CalendarDays} title={t('rhythm.none')}>
                  {t('rhythm.none.why')}
                </EmptyState>
              </Card>
            ) : (
              <>
                <StatGrid>
                  {data.metrics.slice(1).map((metric) => (
                    <MetricStat key={metric.key} metric={metric} />
                  ))}
                </StatGrid>
                <TableLinks cohortId={cohort.id} table="rhythm-numbers" name={t('metrics.numbers')} />
                <div className="flex flex-wrap gap-4">
                  <Select
                    className="min-w-52"
                    label={t('access.by')}
                    choices={fields.map((id) => ({ id, label: t(`access.by.${id}`) }))}
                    value={field}
                    onChange={(id) => setUrl({ by: id })}
                  />
                  {data.weeks.length > RECENT && (
                    <Select
                      className="min-w-44"
                      label={t('rhythm.weeks')}
                      choices={[
                        { id: 'recent', label: t('rhythm.weeks.recent', { count: number(RECENT) }) },
                        { id: 'all', label: t('rhythm.weeks.all') },
                      ]}
                      value={weeks === 'all' ? 'all' : 'recent'}
                      onChange={(id) => setUrl({ weeks: id })}
                    />
                  )}
                </div>
                <Weeks report={data} isAll={weeks === 'all'} />
                <TableLinks
                  cohortId={cohort.id}
                  table="rhythm"
                  name={t('metrics.label.weekly-rhythm')}
                  query={{ by: field }}
                />
                <StampLine stamp={data.stamp} />
              </>
            )
          }
        </Loaded>
      </Section>
    </Page>
  );
}

/** Under five due pairings a share says nothing. A week in which all pairings are paused is paused, one in which none is old enough not due. */
function cellOf({ met, due, paused, suppressed }: RhythmCell): HeatCell {
  if (suppressed) return { kind: 'hidden' };
  if (due && due < tellFrom) return { kind: 'few', part: met ?? 0, base: due };
  if (due) return { kind: 'share', part: met ?? 0, base: due };
  return { kind: paused ? 'paused' : 'empty' };
}

function Weeks({ report, isAll }: { report: RhythmReport; isAll: boolean }) {
  const t = useText();
  const { number, percent, day } = useFormat();
  const groupName = useDirectoryGroup(report.by);
  const rhythm = report.metrics.find(({ key }) => key === 'weekly-rhythm');
  const shown = isAll ? report.weeks : report.weeks.slice(-RECENT);
  const from = report.weeks.length - shown.length;
  const { both, one, calendar, late } = report.evidence;
  const rowsOf = (cells: readonly RhythmCell[]) => cells.slice(from).map(cellOf);
  const { lo, hi } = rhythm ?? { lo: null, hi: null };
  return (
    <Card>
      <HeatMap
        title={
          rhythm?.estimate == null
            ? t('rhythm.finding.none')
            : t('rhythm.finding', {
                part: number(rhythm.numerator ?? 0),
                base: number(rhythm.denominator ?? 0),
                percent: percent(rhythm.estimate),
              })
        }
        summary={[
          lo === null || hi === null ? '' : t('rhythm.interval', { low: percent(lo), high: percent(hi) }),
          t('rhythm.summary'),
        ]
          .filter(Boolean)
          .join(' ')}
        actions={
          <InfoButton about={t('metrics.label.weekly-rhythm')}>
            <MetricDefinition metricKey="weekly-rhythm" />
          </InfoButton>
        }
        rowHeader={t(`access.by.${report.by}`)}
        columns={shown.map((week) => ({ id: week, label: day(week, 'short') }))}
        rows={[
          { id: 'all', label: t('rhythm.all'), cells: rowsOf(report.all), isTotal: true },
          ...report.groups.map(({ group, pairings, cells }) => ({
            id: `group-${group}`,
            label:
              (group === 'several' ? t('rhythm.several') : groupName(group)) +
              (pairings === null ? '' : ` (${number(pairings)})`),
            cells: rowsOf(cells),
          })),
        ]}
        words={{
          empty: t('rhythm.empty'),
          paused: t('rhythm.paused'),
          hidden: t('metrics.withheld'),
          few: (part, base) => t('metrics.number.tooFew.why', { part: number(part), base: number(base) }),
          steps: t('rhythm.steps'),
        }}
      />
      {both + one + calendar > 0 && (
        <p className="mt-3 text-dense text-muted">
          {t('metrics.weeks.evidence', { both, one: number(one), calendar: number(calendar) })}
          {late > 0 && ` ${t('metrics.weeks.late', { count: late })}`}
        </p>
      )}
    </Card>
  );
}
