import { introductionRoutes } from '@ithaca/contracts/introductions';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';

const introductionCountsQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['introductions', 'counts', cohortId],
    queryFn: ({ signal }) => call(introductionRoutes.count, { params: { cohortId } }, { signal }),
  });

/** How many doors were opened? Counts alone, and none while few people stand behind them. */
export function IntroductionsCard({ cohortId }: { cohortId: string }) {
  const t = useText();
  const { number } = useFormat();
  const { data } = useQuery(introductionCountsQuery(cohortId));
  if (!data || data.kinds.every(({ made }) => made === null)) return null;
  return (
    <Card title={t('metrics.introductions')} footer={t('metrics.introductions.what')}>
      <dl className="flex flex-col divide-y">
        {data.kinds.map(({ kind, made, done }) => (
          <div key={kind} className="flex items-baseline justify-between gap-4 py-2 first:pt-0 last:pb-0">
            <dt className="text-body">{t(`metrics.introductions.${kind}`)}</dt>
            <dd className="min-w-0 text-end">
              {made !== null && <span className="text-lead font-semibold tabular-nums">{number(made)}</span>}
              <span className="block text-caption text-muted">
                {made === null
                  ? t('metrics.introductions.few', { minimum: number(data.minimumGroup) })
                  : done !== null && t('metrics.introductions.done', { done: number(done) })}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
