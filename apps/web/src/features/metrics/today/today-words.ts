import type { metricRoutes } from '@ithaca/contracts/metrics';
import type { ReplyOf } from '@ithaca/contracts/route';
import { useMemo } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';

export type Today = ReplyOf<typeof metricRoutes.today>;
export type Deadline = Today['deadlines'][number];

/** The day in one sentence, and the next date when nothing is to be done. */
export function useTodayWords() {
  const t = useText();
  const { number, day } = useFormat();
  return useMemo(
    () => ({
      verdict: ({ active, onTrack }: Today) => {
        if (active === 0) return t('metrics.today.what.none');
        if (active === onTrack) return t('metrics.today.what.calm', { count: active });
        return t('metrics.today.what', {
          atRisk: number(active - onTrack),
          active: number(active),
          onTrack: number(onTrack),
        });
      },
      next: ({ deadlines: [first] }: Today) =>
        first
          ? t('metrics.today.calm.next', {
              what: `${t(`metrics.today.deadline.${first.kind}`)} (${first.cohortName})`,
              day: day(first.on),
            })
          : null,
    }),
    [t, number, day],
  );
}
