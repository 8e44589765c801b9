import type { Introduction } from '@ithaca/contracts/introductions';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { useToday } from '../../lib/today.ts';
import { Button } from '../../ui/button.tsx';
import { DatePicker } from '../../ui/date-picker.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useSetDay } from './introductions.queries.ts';

/** The day of a shadowing: agreed, proposed by one of the two, or still to be found. The helper only reads it. */
export function ShadowingDay({ introduction }: { introduction: Introduction }) {
  const t = useText();
  const { day } = useFormat();
  const today = useToday();
  const set = useSetDay(introduction);
  const [other, setOther] = useState<string | null>(null);
  const [isChoosing, setChoosing] = useState(false);
  const { shadowing, myPart, guest, third } = introduction;
  const isMine = shadowing?.by === myPart;
  const proposer = shadowing?.by === 'guest' ? guest : third;
  const send = (dayOn: string) =>
    set.mutate(dayOn, {
      onSuccess: () => {
        setChoosing(false);
        showToast({ tone: 'success', title: t('introductions.day.sent') });
      },
    });
  return (
    <div className="flex flex-col gap-3 rounded-md bg-raised p-3">
      <p>
        {shadowing === null
          ? t('introductions.day.open')
          : shadowing.isAgreed
            ? t('introductions.day.agreed', { day: day(shadowing.dayOn, 'long') })
            : t(isMine ? 'introductions.day.mine' : 'introductions.day.theirs', {
                name: proposer?.displayName ?? '',
                day: day(shadowing.dayOn, 'long'),
              })}
      </p>
      {myPart !== 'helper' && (
        <div className="flex flex-wrap items-end gap-2">
          {shadowing && !shadowing.isAgreed && !isMine && !isChoosing && (
            <Button variant="primary" isLoading={set.isPending} onPress={() => send(shadowing.dayOn)}>
              {t('introductions.day.agree')}
            </Button>
          )}
          {isChoosing || shadowing === null ? (
            <>
              <DatePicker
                label={t('introductions.day.which')}
                value={other}
                onChange={setOther}
                min={today}
              />
              <Button
                variant="primary"
                isLoading={set.isPending}
                disabledReason={other === null ? t('introductions.day.choose') : undefined}
                onPress={() => other !== null && send(other)}
              >
                {t('introductions.day.propose')}
              </Button>
            </>
          ) : (
            <Button onPress={() => setChoosing(true)}>{t('introductions.day.other')}</Button>
          )}
        </div>
      )}
    </div>
  );
}
