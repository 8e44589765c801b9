import type { Pairing } from '@ithaca/contracts/pairings';
import type { SharedCheckIn } from '@ithaca/contracts/surveys';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemState } from '../../../lib/problem.tsx';
import { shortName } from '../../../lib/short-name.ts';
import { Card } from '../../../ui/card.tsx';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { sharedCheckInsQuery } from '../pairings.queries.ts';

/** What my partner answered and chose to show me. Nothing is said while nothing is shared: not sharing is nobody's news. */
export function SharedCheckInsCard({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const shared = useQuery(sharedCheckInsQuery(pairing.id));
  if (shared.isError)
    return (
      <Card title={t('pairings.shared')}>
        <ProblemState level="part" problem={shared.error} onRetry={() => void shared.refetch()} />
      </Card>
    );
  if (!shared.data || shared.data.items.length === 0) return null;
  return (
    <Card title={t('pairings.shared')} description={t('pairings.shared.readers')}>
      <ul className="flex flex-col gap-4 divide-y divide-divider *:not-first:pt-4">
        {shared.data.items.map((checkIn) => (
          <li key={checkIn.id}>
            <Answers checkIn={checkIn} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Answers({ checkIn }: { checkIn: SharedCheckIn }) {
  const t = useText();
  const { day } = useFormat();
  return (
    <div className="flex flex-col gap-2">
      <p className="text-dense text-muted">
        {t('pairings.shared.by', {
          name: shortName(checkIn.displayName),
          day: day(checkIn.answeredAt, 'long'),
        })}
      </p>
      <DescriptionList
        facts={[
          { term: t('surveys.meeting.short'), value: t(`surveys.meeting.${checkIn.meetingRegularly}`) },
          {
            term: t('surveys.useful.short'),
            value: t(`surveys.useful.${checkIn.usefulness as 1 | 2 | 3 | 4 | 5}`),
          },
          ...(checkIn.change === ''
            ? []
            : [
                {
                  term: t('surveys.change.short'),
                  value: (
                    <span dir="auto" className="whitespace-pre-line">
                      {checkIn.change}
                    </span>
                  ),
                },
              ]),
        ]}
      />
    </div>
  );
}
