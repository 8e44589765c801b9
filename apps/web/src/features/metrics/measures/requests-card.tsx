import type { OutcomesReport } from '@ithaca/contracts/measures';
import { standingOf } from '@ithaca/metrics/standing';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { useMetricWords } from '../../../lib/metric-words.ts';
import { Card } from '../../../ui/card.tsx';
import { ShareRanges } from '../../../ui/charts/share-ranges.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';

/** Do mentors say yes to those who choose them first, and to the others? Only where mentees ask mentors. */
export function RequestsCard({ requests }: Pick<OutcomesReport, 'requests'>) {
  const t = useText();
  const { number, percent } = useFormat();
  const words = useMetricWords();
  const rows = requests.map(({ rank, acceptance }) => {
    const { standing, isTold, value } = words.said(acceptance);
    const missing = acceptance.suppressed ? words.withheld(acceptance) : value;
    const { estimate, lo, hi, numerator, denominator } = acceptance;
    const isShown = isTold && estimate !== null;
    return {
      rank,
      acceptance,
      standing,
      share: isShown ? { value: estimate, low: lo ?? 0, high: hi ?? 1 } : null,
      counts:
        numerator === null || denominator === null
          ? null
          : t('metrics.number.of', { part: number(numerator), base: number(denominator) }),
      note: [isShown ? null : missing, words.pending(acceptance)].filter(Boolean).join(' · '),
    };
  });
  const first = rows.find(({ rank }) => rank === 1);
  return (
    <Card>
      <ShareRanges
        title={
          first?.share && standingOf(first.acceptance) === 'enough'
            ? t('outcomes.requests.title', { percent: percent(first.share.value) })
            : t('outcomes.requests.few')
        }
        summary={t('outcomes.requests.what')}
        actions={
          <InfoButton about={t('metrics.label.request-acceptance')}>
            <MetricDefinition metricKey="request-acceptance" />
          </InfoButton>
        }
        items={rows.map(({ rank, standing, share, counts, note }) => ({
          id: String(rank),
          label: t('outcomes.requests.rank', { rank: number(rank) }),
          share,
          ...(counts !== null && { counts }),
          isFew: standing === 'few',
          note,
        }))}
        lines={[]}
        table={{
          headers: (['rank', 'part', 'base', 'share'] as const).map((head) =>
            t(`outcomes.requests.head.${head}`),
          ),
          rows: rows.map(({ rank, share, acceptance: { numerator, denominator } }) => [
            number(rank),
            numerator === null ? '–' : number(numerator),
            denominator === null ? '–' : number(denominator),
            share ? percent(share.value) : '–',
          ]),
        }}
      />
    </Card>
  );
}
