import type { CohortClosing } from '@ithaca/contracts/closing';
import type { ClosingItem } from '@ithaca/domain/cohort';
import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { problemWords } from '../../../lib/problem-words.ts';
import { useCohort } from '../../../shell/cohort.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCallOff, useRemind } from './closing.queries.ts';

const items = [
  'pairings',
  'meetingsAfterEnd',
  'unsignedAgreements',
  'unansweredCheckIns',
  'openGoals',
  'waitingPeople',
] as const;
type Item = (typeof items)[number];

/** What is open, each with the way to the people behind it and one act for all of them. */
export function OpenItems({ closing }: { closing: CohortClosing }) {
  const t = useText();
  const { number } = useFormat();
  const { cohort, hrefOf } = useCohort();
  const isGoing = cohort.state === 'running' || cohort.state === 'closing';
  const places = {
    pairings: hrefOf('pairings'),
    meetingsAfterEnd: hrefOf('pairings'),
    unsignedAgreements: hrefOf('pairings'),
    unansweredCheckIns: hrefOf('overview'),
    openGoals: hrefOf('pairings'),
    waitingPeople: hrefOf('people'),
  };
  return (
    <Card isFlush title={t('programs.close.open')} description={t('programs.close.open.what')}>
      <ul className="divide-y">
        {items.map((item) => {
          const count = closing[item];
          return (
            <li key={item} className="flex flex-wrap items-start gap-3 px-4 py-3">
              <Icon
                of={count === 0 ? Check : CircleDashed}
                className={count === 0 ? 'mt-0.5 text-success' : 'mt-0.5 text-warning'}
              />
              <div className="min-w-40 flex-1">
                <p className="font-medium">{t(`programs.close.${item}`, { count, shown: number(count) })}</p>
                {count > 0 && <p className="text-dense text-muted">{t(`programs.close.${item}.then`)}</p>}
                {item === 'pairings' && closing.extended > 0 && (
                  <p className="text-dense text-muted">
                    {t('programs.close.extended', {
                      count: closing.extended,
                      shown: number(closing.extended),
                    })}
                  </p>
                )}
              </div>
              {count > 0 && (
                <div className="flex items-center gap-3">
                  <Link href={places[item]}>{t('programs.close.look')}</Link>
                  {isGoing && <Act item={item} count={count} />}
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** One act for everybody it concerns; what goes out to people is confirmed. */
function Act({ item, count }: { item: Item; count: number }) {
  const t = useText();
  const { number } = useFormat();
  const { cohort, canCoordinate } = useCohort();
  const [isAsking, setAsking] = useState(false);
  const remind = useRemind(cohort.id);
  const callOff = useCallOff(cohort.id);
  if (item === 'waitingPeople') return null;
  const onError = (error: unknown) => showToast({ tone: 'danger', title: problemWords(error, t) });
  const onSettled = () => setAsking(false);
  const go = () =>
    item === 'meetingsAfterEnd'
      ? callOff.mutate(undefined, {
          onSuccess: ({ meetings }) =>
            showToast({
              tone: 'success',
              title: t('programs.close.calledOff', { count: meetings, shown: number(meetings) }),
            }),
          onError,
          onSettled,
        })
      : remind.mutate(item satisfies ClosingItem, {
          onSuccess: ({ people }) =>
            showToast({
              tone: 'success',
              title: t('programs.close.reminded', { count: people, shown: number(people) }),
            }),
          onError,
          onSettled,
        });
  return (
    <>
      <Button
        size="small"
        disabledReason={canCoordinate ? undefined : t('cohort.readOnly')}
        onPress={() => setAsking(true)}
      >
        {t(`programs.close.${item}.act`)}
      </Button>
      {isAsking && (
        <ConfirmDialog
          isOpen
          onClose={() => setAsking(false)}
          title={t(`programs.close.${item}.sure`, { count, shown: number(count) })}
          confirmLabel={t(`programs.close.${item}.act`)}
          isLoading={remind.isPending || callOff.isPending}
          onConfirm={go}
        >
          {t(item === 'meetingsAfterEnd' ? 'programs.close.callOff.what' : 'programs.close.remind.what')}
        </ConfirmDialog>
      )}
    </>
  );
}
