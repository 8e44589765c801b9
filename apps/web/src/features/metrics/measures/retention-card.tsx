import type { Retention } from '@ithaca/contracts/metrics';
import Scale from 'lucide-react/icons/scale';
import type { ReactNode } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { useRetentionWords } from '../../../lib/retention-words.ts';
import { TableLinks } from '../../../lib/table-links.tsx';
import { Card } from '../../../ui/card.tsx';
import { StepCurve } from '../../../ui/charts/step-curve.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';
import { BalanceTable } from './balance-table.tsx';
import { curvePoints } from './curve-points.ts';

type Curve = NonNullable<Retention['curves']>['participants'];

/** Everybody is there at the landmark. */
const pointsOf = ({ days, n, ...curve }: Curve) => curvePoints({ at: days, ...curve }, n);

/** Where the axis of shares may start without cutting anything off: halfway when all lies above. */
function axisOf(curves: NonNullable<Retention['curves']>): number {
  const lows = [curves.participants, curves.others].flatMap(({ survival, lo }) => [
    ...survival,
    ...lo.flatMap((low) => low ?? []),
  ]);
  return Math.min(1, ...lows) > 0.55 ? 0.5 : 0;
}

type RetentionCardProps = {
  retention: Retention;
  cohortId: string;
  /** The comparison of mentors, where the page tells no more of it than its finding. */
  ofMentors?: Retention | null;
  /** What else the page knows of it, after how alike the groups are. */
  children?: ReactNode;
};

/** Who stays? Mentees, peers or mentors against comparable colleagues, or honestly that it cannot be told. */
export function RetentionCard({ retention, cohortId, ofMentors, children }: RetentionCardProps) {
  const t = useText();
  const { number, percent } = useFormat();
  const say = useRetentionWords();
  const { finding, details, method, balance, naive } = say(retention);
  const { curves, landmarkDays, design, side } = retention;
  const isOfMentors = side === 'mentor';
  const title = t(isOfMentors ? 'metrics.retention.mentors' : 'metrics.retention');
  const metricKey = isOfMentors ? 'mentor-retention-difference' : 'retention-difference';
  const isOfLottery = design === 'lottery';
  const axis = curves ? axisOf(curves) : 0;
  const info = (
    <InfoButton about={t(`metrics.label.${metricKey}`)}>
      <MetricDefinition metricKey={metricKey} />
    </InfoButton>
  );
  const behind = (
    <div className="flex flex-col gap-3">
      {details.length > 0 && (
        <ul className="flex flex-col gap-1.5 text-dense">
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
      {method.length > 0 && (
        <ul className="flex flex-col gap-1.5 border-t pt-3 text-dense text-muted">
          {method.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {ofMentors && (
        <p className="border-t pt-3 text-dense">
          <span className="font-semibold">{t('metrics.retention.mentors')}</span> {say(ofMentors).finding}
        </p>
      )}
      {naive && (
        <p className="border-t pt-3 text-caption text-muted">
          {naive.number} {naive.why}
        </p>
      )}
      <TableLinks cohortId={cohortId} table="retention" name={title} isNamed={curves !== null} />
    </div>
  );
  const alike = (balance.length > 0 || children) && (
    <div className="flex flex-col gap-x-8 gap-y-3 xl:flex-row xl:*:flex-1">
      {balance.length > 0 && <BalanceTable rows={balance} />}
      {children}
    </div>
  );
  if (!curves)
    return (
      <Card title={title} actions={info}>
        <div className="flex max-w-prose flex-col gap-4">
          <p className="flex items-start gap-2.5 text-lead">
            <Icon of={Scale} size={20} className="mt-0.5 text-muted" />
            {finding}
          </p>
          {behind}
          {alike}
        </div>
      </Card>
    );
  return (
    <Card title={title} actions={info}>
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
        <StepCurve
          title={finding}
          summary={[
            isOfLottery
              ? t('metrics.retention.lottery.summary')
              : t('metrics.retention.summary', { days: number(landmarkDays) }),
            ...(axis > 0 ? [t('metrics.retention.axis', { percent: percent(axis) })] : []),
          ].join(' ')}
          xHeader={
            isOfLottery
              ? t('metrics.retention.lottery.x')
              : t('metrics.retention.x', { days: number(landmarkDays) })
          }
          yHeader={t('metrics.retention.y')}
          axisFrom={axis}
          groups={[
            {
              id: 'participants',
              label: t(
                isOfLottery ? 'metrics.retention.lottery.participants' : 'metrics.retention.participants',
                { side },
              ),
              points: pointsOf(curves.participants),
            },
            {
              id: 'others',
              label: t(isOfLottery ? 'metrics.retention.lottery.others' : 'metrics.retention.others', {
                side,
              }),
              points: pointsOf(curves.others),
            },
          ]}
        />
        <div className="lg:row-span-2">{behind}</div>
        {alike}
      </div>
      <TableLinks isNamed cohortId={cohortId} table="curves" name={t('metrics.retention.y')} />
    </Card>
  );
}
