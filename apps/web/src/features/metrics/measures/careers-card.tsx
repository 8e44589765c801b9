import type { OutcomesReport } from '@ithaca/contracts/measures';
import type { Retention } from '@ithaca/contracts/metrics';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { Card } from '../../../ui/card.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';

type Career = OutcomesReport['careers'][number];

/** Whether a difference was looked for and none was found: then it matters how small a one could have been. */
const isNone = ({ status, difference: { lo, hi } }: Career) =>
  status === 'compared' && !(lo !== null && lo > 0) && !(hi !== null && hi < 0);

/** Only where a lottery decided is a difference an effect. */
const partOf = ({ design }: Retention) => (design === 'lottery' ? ('lottery.' as const) : ('' as const));

/** Who left by choice, rose or moved: of mentees or peers, then of mentors, each against comparable others. */
export function CareersCard({
  careers,
  retention,
  retentionOfMentors,
}: Pick<OutcomesReport, 'careers' | 'retention' | 'retentionOfMentors'>) {
  const t = useText();
  const isOfMentors = ({ difference: { side } }: Career) => side === 'mentor';
  const own = careers.filter((career) => !isOfMentors(career));
  return (
    <Card title={t('outcomes.careers')}>
      <div className="grid gap-x-8 gap-y-5 lg:auto-cols-fr lg:grid-flow-col">
        <CareerList careers={own} retention={retention} />
        {retentionOfMentors && (
          <CareerList careers={careers.filter(isOfMentors)} retention={retentionOfMentors} />
        )}
      </div>
    </Card>
  );
}

/** The differences of one side, or honestly that they cannot be told. */
function CareerList({ careers, retention }: { careers: readonly Career[]; retention: Retention }) {
  const t = useText();
  const { number, percent, day } = useFormat();
  const of = partOf(retention);
  const signed = (value: number) =>
    number(value * 100, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const finding = ({ status, dueOn, difference: { lo, hi } }: Career): string => {
    switch (status) {
      case 'not-due':
        return t('outcomes.careers.notDue', { day: day(retention.landmarkOn) });
      case 'too-early':
        return t('outcomes.careers.tooEarly', { day: day(dueOn) });
      case 'too-few-to-tell':
        return t('outcomes.careers.tooFew');
      case 'told-of-another':
        return t('outcomes.careers.ofAnother');
      case 'compared':
        if (lo !== null && lo > 0) return t(`outcomes.careers.${of}more`);
        return t(hi !== null && hi < 0 ? `outcomes.careers.${of}less` : `outcomes.careers.${of}none`);
    }
  };
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <p className="text-dense text-muted">{t(`outcomes.careers.${of}what`, { side: retention.side })}</p>
      <ul
        aria-label={t('metrics.retention.participants', { side: retention.side })}
        className="flex flex-col divide-y"
      >
        {careers.map((career) => {
          const { key, status, difference, participants, others, detectable } = career;
          const { estimate, lo, hi } = difference;
          return (
            <li key={key} className="flex items-start justify-between gap-4 py-2.5 first:pt-0 last:pb-0">
              <div className="min-w-0">
                <h3 className="text-body font-medium">{t(`metrics.label.${key}`)}</h3>
                <p className="text-dense">{finding(career)}</p>
                {estimate !== null && lo !== null && hi !== null && (
                  <p className="text-dense text-muted">
                    {t(`outcomes.careers.${of}found`, {
                      points: signed(estimate),
                      low: signed(lo),
                      high: signed(hi),
                      participants: percent(participants.share ?? 0),
                      others: percent(others.share ?? 0),
                    })}
                  </p>
                )}
                {detectable !== null && (status === 'too-few-to-tell' || isNone(career)) && (
                  <p className="text-dense text-muted">
                    {t('outcomes.careers.detectable', { points: number(detectable * 100) })}
                  </p>
                )}
              </div>
              <InfoButton about={t(`metrics.label.${key}`)}>
                <MetricDefinition metricKey={key} />
              </InfoButton>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
