import type { EngagementReport } from '@ithaca/contracts/measures';
import { useQuery } from '@tanstack/react-query';
import Waypoints from 'lucide-react/icons/waypoints';
import { useMemo } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricStat } from '../../../lib/metric-stat.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { StampLine } from '../../../lib/stamp.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Link } from '../../../ui/link.tsx';
import { Section } from '../../../ui/section.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { EngagementJudgement } from './engagement-judgement.tsx';
import { engagementQuery } from './measures.queries.ts';
import { usePairingWords } from '../today/pairing-words.ts';

type Part = EngagementReport['parts'][number];
type Scored = EngagementReport['pairings'][number];

/** In which order to look at pairings: their scores with all that they are made of, and whether the score tells anything. */
export default function EngagementPage() {
  const t = useText();
  const { program, cohort, hrefOf } = useCohort();
  const report = useQuery(engagementQuery(cohort.id));
  return (
    <Page title={`${t('engagement.title')} · ${program.name}`} width="full">
      <p className="text-dense">
        <Link href={hrefOf('overview')}>{t('metrics.overview.back')}</Link>
      </p>
      <Section title={t('engagement.title')} description={t('engagement.what')}>
        <Loaded query={report}>{(data) => <Scores report={data} />}</Loaded>
        <TableLinks cohortId={cohort.id} table="engagement" name={t('metrics.label.engagement-score')} />
      </Section>
    </Page>
  );
}

function Scores({ report }: { report: EngagementReport }) {
  const t = useText();
  const { number } = useFormat();
  const { isWithdrawn, metric, parts, pairings, judgement } = report;
  const parted = usePartColumns();
  const scored = useScoreColumns(parts);
  if (parts.every(({ of }) => of === 0))
    return (
      <Card>
        <EmptyState icon={Waypoints} title={t('engagement.none')}>
          {t('engagement.none.why')}
        </EmptyState>
      </Card>
    );
  return (
    <div className="flex flex-col gap-6">
      {isWithdrawn && (
        <Banner tone="warning" title={t('engagement.withdrawn')}>
          {t('engagement.withdrawn.why')}
        </Banner>
      )}
      <div className="grid gap-4 lg:grid-cols-2">
        {!isWithdrawn && <MetricStat metric={metric} />}
        <EngagementJudgement judgement={judgement} />
      </div>
      {!isWithdrawn && (
        <div className="flex flex-col gap-2">
          <h3 className="text-lead font-semibold">{t('engagement.pairings')}</h3>
          <DataTable
            label={t('engagement.pairings')}
            columns={scored}
            rows={pairings}
            rowId={({ id }) => id}
            rowHref={({ id }) => `/pairings/${id}`}
            narrow="cards"
            empty={
              <EmptyState icon={Waypoints} title={t('engagement.none')}>
                {t('engagement.none.why')}
              </EmptyState>
            }
          />
          {metric.n !== null && metric.n > pairings.length && (
            <p className="text-dense text-muted">
              {t('engagement.pairings.some', { count: number(pairings.length), all: number(metric.n) })}
            </p>
          )}
        </div>
      )}
      <div className="flex flex-col gap-2">
        <h3 className="text-lead font-semibold">{t('engagement.parts')}</h3>
        <p className="max-w-prose text-dense text-muted">{t('engagement.parts.what')}</p>
        <DataTable
          label={t('engagement.parts')}
          columns={parted}
          rows={parts}
          rowId={({ part }) => part}
          narrow="cards"
        />
      </div>
      <StampLine stamp={report.stamp} />
    </div>
  );
}

function usePartColumns(): Column<Part>[] {
  const t = useText();
  const { number, percent } = useFormat();
  return useMemo(
    () => [
      { id: 'part', header: t('engagement.part'), cell: ({ part }) => t(`engagement.part.${part}`) },
      { id: 'weight', header: t('engagement.weight'), align: 'end', cell: ({ weight }) => percent(weight) },
      {
        id: 'share',
        header: t('engagement.share'),
        cell: ({ part, share, met, of }) =>
          share === null ? (
            <span className="text-muted">{t('engagement.unknown')}</span>
          ) : (
            <div>
              {percent(share)}
              <span className="block text-dense text-muted">
                {t(`engagement.unit.${part}`, { count: of, part: number(met), base: number(of) })}
              </span>
            </div>
          ),
      },
      {
        id: 'pairings',
        header: t('engagement.behind'),
        align: 'end',
        cell: ({ pairings }) => number(pairings),
      },
    ],
    [t, number, percent],
  );
}

/** The score, then a column for each part: its points, and out of how much of the pairing's own. */
function useScoreColumns(parts: readonly Part[]): Column<Scored>[] {
  const t = useText();
  const { number } = useFormat();
  const words = usePairingWords();
  return useMemo(
    () => [
      { id: 'pair', header: t('metrics.pairings.pair'), className: 'min-w-40', cell: words.pair },
      {
        id: 'score',
        header: t('engagement.score'),
        align: 'end',
        cell: ({ score }) => number(Math.round(score)),
      },
      ...parts
        .filter(({ weight }) => weight > 0)
        .map(({ part, weight }): Column<Scored> => ({
          id: part,
          header: t(`engagement.part.${part}`),
          cell: (pairing) => {
            const own = pairing.parts.find((one) => one.part === part);
            if (!own) return null;
            return (
              <div>
                {t('engagement.points', {
                  points: number(Math.round(own.points)),
                  most: number(100 * weight, { maximumFractionDigits: 0 }),
                })}
                <span className="block text-dense text-muted">
                  {own.of === 0
                    ? t('engagement.unknown')
                    : t(`engagement.unit.${part}`, {
                        count: own.of,
                        part: number(own.met),
                        base: number(own.of),
                      })}
                </span>
              </div>
            );
          },
        })),
    ],
    [t, number, words, parts],
  );
}
