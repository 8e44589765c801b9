import { isMetricKey, type MetricKey } from '@ithaca/metrics/metric-grains';
import { useQuery } from '@tanstack/react-query';
import { Link } from '../ui/link.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useText } from './i18n.tsx';
import { dictionaryQuery } from './metric-dictionary.ts';
import type { MetricDefinitionProps } from './metric-definition.tsx';
import { Loaded } from './page.tsx';

/** The words of the reader's language at once, the catalogue's rule as soon as it is there; `metric-definition.tsx` brings it. */
export default function MetricDefinitionBox({ metricKey, isAlone = false }: MetricDefinitionProps) {
  const t = useText();
  if (!isMetricKey(metricKey)) return null;
  return (
    <>
      <p className="text-body font-semibold">{t(`metrics.label.${metricKey}`)}</p>
      <p>{t(`metrics.meaning.${metricKey}`)}</p>
      <Rule metricKey={metricKey} />
      {!isAlone && (
        <p className="text-caption">
          <Link href={`/metrics#${metricKey}`}>{t('metrics.definition.more')}</Link>
        </p>
      )}
    </>
  );
}

function Rule({ metricKey }: { metricKey: MetricKey }) {
  const t = useText();
  const dictionary = useQuery(dictionaryQuery);
  return (
    <div className="border-t pt-2">
      <Loaded query={dictionary} skeleton={<Waiting />}>
        {({ items }) => {
          const metric = items.find(({ key }) => key === metricKey);
          return (
            metric && (
              <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1.5 text-caption">
                <dt className="text-muted">{t('metrics.definition.counted')}</dt>
                <dd lang="en" dir="ltr">
                  {metric.numerator}
                </dd>
                <dt className="text-muted">{t('metrics.definition.outOf')}</dt>
                <dd lang="en" dir="ltr">
                  {metric.denominator}
                </dd>
              </dl>
            )
          );
        }}
      </Loaded>
    </div>
  );
}

function Waiting() {
  const t = useText();
  return (
    <div className="flex flex-col gap-2">
      <output className="sr-only">{t('ui.loading')}</output>
      <Skeleton />
      <Skeleton className="h-4 w-3/4" />
    </div>
  );
}
