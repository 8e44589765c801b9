import { measureRoutes, type PairingEngagement } from '@ithaca/contracts/measures';
import type { Pairing } from '@ithaca/contracts/pairings';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useCan } from '../../../shell/session.tsx';
import { Card } from '../../../ui/card.tsx';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { Link } from '../../../ui/link.tsx';

const engagementQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'engagement'],
    queryFn: ({ signal }) => call(measureRoutes.engagementOfPairing, { params: { pairingId } }, { signal }),
  });

/** The score of a running pairing with all that it is made of, for who looks after it. Nothing where there is none or it is withdrawn. */
export function EngagementCard({ pairing }: { pairing: Pairing }) {
  const canRead = useCan('metrics.read', { programId: pairing.programId });
  const { data } = useQuery({ ...engagementQuery(pairing.id), enabled: canRead });
  return data?.pairing ? <Score of={data.pairing} pairing={pairing} /> : null;
}

type ScoreProps = { of: NonNullable<PairingEngagement['pairing']>; pairing: Pairing };

function Score({ of: { score, parts }, pairing: { programId, cohortId } }: ScoreProps) {
  const t = useText();
  const { number } = useFormat();
  return (
    <Card title={t('engagement.own')} description={t('engagement.own.what')}>
      <div className="flex flex-col gap-3">
        <p className="text-figure font-semibold tabular-nums">
          {t('engagement.points', { points: number(Math.round(score)), most: number(100) })}
        </p>
        <DescriptionList
          facts={parts
            .filter(({ weight }) => weight > 0)
            .map(({ part, weight, points, met, of }) => ({
              term: t(`engagement.part.${part}`),
              value: (
                <>
                  {t('engagement.points', {
                    points: number(Math.round(points)),
                    most: number(100 * weight, { maximumFractionDigits: 0 }),
                  })}
                  <span className="block text-dense text-muted">
                    {of === 0
                      ? t('engagement.unknown')
                      : t(`engagement.unit.${part}`, { count: of, part: number(met), base: number(of) })}
                  </span>
                </>
              ),
            }))}
        />
        <p className="text-dense">
          <Link href={`/manage/${programId}/engagement?cohort=${cohortId}`}>{t('engagement.own.all')}</Link>
        </p>
      </div>
    </Card>
  );
}
