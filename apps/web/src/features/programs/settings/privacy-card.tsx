import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { dictionaryQuery } from '../../../lib/metric-dictionary.ts';
import { Loaded } from '../../../lib/page.tsx';
import { Card } from '../../../ui/card.tsx';
import { Link } from '../../../ui/link.tsx';

/** From how many people on a number is shown: read from the definitions of the metrics themselves. */
export function PrivacyCard() {
  const t = useText();
  const { number } = useFormat();
  const dictionary = useQuery(dictionaryQuery);
  return (
    <Card title={t('settings.privacy')} description={t('settings.privacy.fixed')}>
      <div className="flex flex-col items-start gap-3">
        <Loaded query={dictionary}>
          {({ items }) => (
            <dl className="flex w-full flex-col gap-2">
              {[...Map.groupBy(items, ({ minimumGroup }) => minimumGroup)]
                .toSorted(([one], [other]) => one - other)
                .map(([least, metrics]) => (
                  <div key={least} className="flex items-baseline justify-between gap-4">
                    <dt className="text-muted">
                      {t('settings.privacy.metrics', {
                        count: metrics.length,
                        shown: number(metrics.length),
                      })}
                    </dt>
                    <dd className="tabular-nums">
                      {t('settings.privacy.least', { count: least, shown: number(least) })}
                    </dd>
                  </div>
                ))}
            </dl>
          )}
        </Loaded>
        <p className="text-dense text-muted">{t('settings.privacy.why')}</p>
        <Link href="/metrics">{t('settings.privacy.all')}</Link>
      </div>
    </Card>
  );
}
