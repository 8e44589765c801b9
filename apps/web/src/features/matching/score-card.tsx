import { scoreRoutes, type ScoreReport } from '@ithaca/contracts/score-quality';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Card } from '../../ui/card.tsx';
import { ShareRanges } from '../../ui/charts/share-ranges.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

const scoreQuery = (programId: string) =>
  queryOptions({
    queryKey: ['score-quality', programId],
    queryFn: ({ signal }) => call(scoreRoutes.get, { params: { programId } }, { signal }),
  });

/** Do pairings with a higher score do better? The finding as the title, and how it is known. */
export function ScoreCard({ programId }: { programId: string }) {
  const { data } = useQuery(scoreQuery(programId));
  if (!data) return <Skeleton className="h-40 w-full rounded-lg" />;
  return data.verdict === null ? <NotYet report={data} /> : <Judged report={data} />;
}

function NotYet({ report: { counted, fewest, pending, unknown } }: { report: ScoreReport }) {
  const t = useText();
  const { number } = useFormat();
  return (
    <Card title={t('score.notYet')}>
      <div className="flex max-w-prose flex-col gap-2">
        <p>{t('score.notYet.counted', { counted: number(counted), all: number(fewest.all) })}</p>
        <p className="text-muted">{t('score.what')}</p>
        {(pending > 0 || unknown > 0) && (
          <p className="text-dense text-muted">
            {t('score.pending', { count: pending })} {t('score.unknown', { count: unknown })}
          </p>
        )}
      </div>
    </Card>
  );
}

function Judged({ report }: { report: ScoreReport }) {
  const t = useText();
  const { percent, number } = useFormat();
  const { verdict, auc, counted, yes, versions, bins, measures, pending, unknown } = report;
  if (verdict === null) return null;
  const two = (value: number) => number(value, { maximumFractionDigits: 2, minimumFractionDigits: 2 });
  const ranged = (range: { estimate: number; lo: number; hi: number } | null) =>
    range ? t('score.ranged', { value: two(range.estimate), low: two(range.lo), high: two(range.hi) }) : '–';
  const hidden = t('score.hidden');
  return (
    <Card
      footer={`${t('score.what')} ${t('score.seen')} ${t('score.versions', { count: versions })} ${t('score.pending', { count: pending })} ${t('score.unknown', { count: unknown })}`}
    >
      <div className="flex flex-col gap-4">
        <ShareRanges
          level={2}
          title={t(`score.${verdict}`)}
          summary={
            auc &&
            t('score.auc', {
              percent: percent(auc.estimate),
              low: percent(auc.lo),
              high: percent(auc.hi),
              count: counted,
            })
          }
          items={bins.map(({ score, share, n }, at) => ({
            id: String(at),
            label: t('score.bin', { percent: percent(score) }),
            share: share && { value: share.estimate, low: share.lo, high: share.hi },
            ...(share && n !== null && { counts: t('score.of', { count: n }) }),
            note: share ? undefined : hidden,
          }))}
          lines={
            yes === null
              ? []
              : [
                  {
                    id: 'base',
                    at: yes / counted,
                    label: t('score.base', { percent: percent(yes / counted) }),
                  },
                ]
          }
          table={{
            headers: [t('score.score'), t('score.pairings'), t('score.share')],
            rows: bins.map(({ score, n, share }) => [
              percent(score),
              n === null ? hidden : number(n),
              share ? ranged({ estimate: share.estimate, lo: share.lo, hi: share.hi }) : hidden,
            ]),
          }}
        />
        {measures && (
          <dl className="grid gap-x-8 gap-y-2 border-t pt-3 text-dense sm:grid-cols-2">
            {(
              [
                ['skill', two(measures.skill)],
                ['slope', ranged(measures.slope)],
              ] as const
            ).map(([key, value]) => (
              <div key={key} className="flex min-w-0 flex-col">
                <dt className="font-medium">{t(`score.measure.${key}`)}</dt>
                <dd className="text-muted">
                  <bdi className="tabular-nums text-text">{value}</bdi> · {t(`score.measure.${key}.what`)}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </Card>
  );
}
