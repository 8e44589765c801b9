import { comparedAges, type Comparison } from '@ithaca/contracts/comparison';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import ChartColumn from 'lucide-react/icons/chart-column';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { useRightedAddress } from '../../../lib/righted-address.ts';
import { StampLine } from '../../../lib/stamp.tsx';
import { FileLinks } from '../../../lib/table-links.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Card } from '../../../ui/card.tsx';
import { ShareRanges } from '../../../ui/charts/share-ranges.tsx';
import { SmallLines } from '../../../ui/charts/small-lines.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Link } from '../../../ui/link.tsx';
import { Section } from '../../../ui/section.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Select } from '../../../ui/select.tsx';
import { differs, shareOf, useComparisonWords } from './comparison-words.ts';
import { comparisonQuery } from './comparison.queries.ts';

const cardSkeleton = () => <Skeleton className="h-80 w-full rounded-lg" />;
const BenchmarksCard = lazyLayer(
  async () => (await import('./benchmarks-card.tsx')).BenchmarksCard,
  cardSkeleton,
);

const NOW = 'now';
/** Of the limits of chance. */
const CHANCE = 0.998;

/** How do cohorts do beside one another? At the same age, each with what chance alone would do to one of its size. */
export default function ComparisonPage() {
  const t = useText();
  const { program, hrefOf } = useCohort();
  const [address, setAddress] = useUrlState({ among: 'program', age: '90' });
  const among = address.among === 'organisation' ? 'organisation' : 'program';
  const age = comparedAges.find((one) => one === address.age);
  useRightedAddress(age || address.age === NOW ? {} : { age: '' });
  const comparison = useQuery({
    ...comparisonQuery(program.id, among, age),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={`${t('comparison.title')} · ${program.name}`} width="full">
      <p className="text-dense">
        <Link href={hrefOf('overview')}>{t('metrics.overview.back')}</Link>
      </p>
      <Section
        title={t('comparison.title')}
        description={t('comparison.what')}
        actions={
          <InfoButton about={t('metrics.label.cohort-difference')}>
            <MetricDefinition metricKey="cohort-difference" />
          </InfoButton>
        }
      >
        <div className="flex flex-wrap gap-4">
          <Select
            className="min-w-52"
            label={t('comparison.among')}
            choices={(['program', 'organisation'] as const).map((id) => ({
              id,
              label: t(`comparison.among.${id}`),
            }))}
            value={among}
            onChange={(id) => setAddress({ among: id })}
          />
          <Select
            className="min-w-52"
            label={t('comparison.age')}
            choices={[
              { id: NOW, label: t('comparison.age.now') },
              ...comparedAges.map((id) => ({ id, label: t('comparison.age.days', { count: Number(id) }) })),
            ]}
            value={age ?? NOW}
            onChange={(id) => setAddress({ age: id })}
          />
        </div>
        <Loaded query={comparison}>
          {(data) =>
            data.cohorts.length < 2 ? (
              <Card>
                <EmptyState icon={ChartColumn} title={t('comparison.none')}>
                  {t('comparison.none.why')}
                </EmptyState>
              </Card>
            ) : (
              <Beside comparison={data} />
            )
          }
        </Loaded>
        <FileLinks
          path={`/api/programs/${program.id}/comparison/table`}
          fileName="cohorts"
          name={t('comparison.title')}
          query={{ among, ...(age && { age }) }}
        />
        <BenchmarksCard programId={program.id} />
      </Section>
    </Page>
  );
}

function Beside({ comparison }: { comparison: Comparison }) {
  const t = useText();
  const { instant, list, percent, day } = useFormat();
  const words = useComparisonWords(comparison);
  const young = comparison.cohorts.filter(({ hasReached }) => !hasReached);
  const named = comparison.cohorts.flatMap(({ id, registeredAt }) =>
    registeredAt === null ? [] : [`${words.name(id)} (${day(registeredAt)})`],
  );
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h3 className="max-w-prose text-lead font-semibold text-balance">{words.verdict()}</h3>
        <p className="text-dense text-muted">
          {t('metrics.asOf', { at: instant(comparison.asOf) })}. {t('comparison.order')}
        </p>
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {comparison.measures.map((measure) => {
          const some = measure.cohorts.some(differs);
          const old = measure.cohorts.filter(({ verdict }) => verdict !== 'not-yet');
          return (
            <Card key={measure.key}>
              <ShareRanges
                level={3}
                title={words.finding(measure)}
                summary={
                  measure.all
                    ? t(some ? 'comparison.all' : 'comparison.together', {
                        percent: percent(measure.all.share),
                      })
                    : undefined
                }
                actions={
                  <InfoButton about={t(`metrics.label.${measure.key}`)}>
                    <MetricDefinition metricKey={measure.key} />
                  </InfoButton>
                }
                items={old.map((one) => ({
                  id: one.cohortId,
                  label: words.name(one.cohortId),
                  share: shareOf(one),
                  ...(words.counts(one) !== undefined && { counts: words.counts(one) ?? '' }),
                  ...(one.limits && { band: { low: one.limits.lo, high: one.limits.hi } }),
                  isMarked: differs(one),
                  isFew: one.verdict === 'few',
                  note: words.note(one),
                }))}
                lines={
                  measure.all
                    ? [
                        {
                          id: 'all',
                          at: measure.all.share,
                          label: t(some ? 'comparison.line' : 'comparison.line.all'),
                        },
                      ]
                    : []
                }
                bandLabel={t('comparison.band', { percent: percent(CHANCE, 1) })}
                table={words.table(measure)}
              />
            </Card>
          );
        })}
      </div>
      <History comparison={comparison} />
      <p className="max-w-prose text-caption text-muted">
        {young.length > 0 && t('comparison.young', { names: list(young.map(({ id }) => words.name(id))) })}{' '}
        {named.length > 0 ? t('comparison.named', { names: list(named) }) : t('comparison.named.none')}{' '}
        {comparison.more > 0 && t('comparison.more', { count: comparison.more })}
      </p>
      <StampLine stamp={comparison.stamp} />
    </div>
  );
}

/** How each cohort came here: the nights' notes, one small line beside the other. */
function History({ comparison }: { comparison: Comparison }) {
  const t = useText();
  const { percent, number, list } = useFormat();
  const { name } = useComparisonWords(comparison);
  const shown = comparison.cohorts.filter(({ history }) => history.length > 1);
  if (shown.length === 0) return null;
  const unusual = shown.filter(({ control }) => control && control.status !== 'within');
  const title = () => {
    if (unusual.length > 0)
      return t('comparison.history.outside', { names: list(unusual.map(({ id }) => name(id))) });
    return t(shown.some(({ control }) => control) ? 'comparison.history.within' : 'comparison.history.short');
  };
  const weekOf = (ageDays: number) => t('comparison.history.week', { week: number(ageDays / 7) });
  return (
    <Card>
      <SmallLines
        title={title()}
        summary={t('comparison.history.what')}
        actions={
          <InfoButton about={t('metrics.label.active-pairings')}>
            <MetricDefinition metricKey="active-pairings" />
          </InfoButton>
        }
        axis={weekOf}
        items={shown.map(({ id, history, control }) => {
          const last = history.at(-1);
          return {
            id,
            label: name(id),
            last: last
              ? t('comparison.history.last', {
                  percent: percent(last.active / last.of),
                  week: number(last.ageDays / 7),
                })
              : '',
            points: history.map(({ ageDays, active, of }) => ({
              at: ageDays,
              share: active / of,
              words: t('comparison.counts', { part: number(active), base: number(of) }),
            })),
            ...(control && { band: { low: control.lo, high: control.hi } }),
          };
        })}
        rowHeader={t('comparison.head.cohort')}
      />
    </Card>
  );
}
