import type { FitAnswer } from '@ithaca/contracts/survey-answers';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { Status } from '../../ui/status.tsx';
import { fitAnswersQuery } from './survey-results.queries.ts';

const doubtful = 2;
const halfHearted = 3;
const isWorthALook = ({ fit }: FitAnswer) => fit <= halfHearted;

/** Who told whether the partner suits: doubts first. Only for whoever coordinates; the partner never reads it. */
export function FitCard({ cohortId }: { cohortId: string }) {
  const t = useText();
  const { number, list } = useFormat();
  const answers = useQuery(fitAnswersQuery(cohortId));
  const [isWhole, setWhole] = useState(false);
  return (
    <Card isFlush title={t('listening.fit')} description={t('listening.fit.what')}>
      <Loaded query={answers}>
        {({ items }) => {
          const shown = isWhole ? items : items.filter(isWorthALook);
          return (
            <>
              {shown.length === 0 && (
                <p className="px-4 py-6 text-muted">
                  {items.length === 0 ? t('listening.fit.none') : t('listening.fit.calm')}
                </p>
              )}
              <ul className="divide-y">
                {shown.map((answer) => (
                  <li key={answer.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2.5">
                    <span className="min-w-0 flex-1 basis-56">
                      <Link href={`/pairings/${answer.pairingId}`}>{answer.displayName}</Link>{' '}
                      <span className="text-dense text-muted">
                        {t('listening.fit.with', { names: list(answer.partnerNames) })}
                      </span>
                      {answer.note !== '' && (
                        <span dir="auto" className="block border-s-2 ps-3 text-body whitespace-pre-line">
                          {answer.note}
                        </span>
                      )}
                    </span>
                    <Status look="plain" tone={answer.fit <= doubtful ? 'warning' : 'neutral'}>
                      {`${number(answer.fit)} · ${t(`answering.scale.${answer.fit as 1 | 2 | 3 | 4 | 5}`)}`}
                    </Status>
                  </li>
                ))}
              </ul>
              {!isWhole && shown.length < items.length && (
                <div className="border-t px-4 py-2">
                  <Button size="small" variant="quiet" onPress={() => setWhole(true)}>
                    {t('listening.fit.all', { shown: number(items.length) })}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
