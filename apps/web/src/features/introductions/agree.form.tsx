import type { Introduction } from '@ithaca/contracts/introductions';
import { useState } from 'react';
import { ColleagueField } from '../../lib/colleague-field.tsx';
import { useText } from '../../lib/i18n.tsx';
import { useToday } from '../../lib/today.ts';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { DatePicker } from '../../ui/date-picker.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAnswer } from './introductions.queries.ts';

/** A yes that says more: a helper names the colleague or the day of a promise, a colleague the day of a shadowing. */
export function AgreeForm({ introduction, onClose }: { introduction: Introduction; onClose: () => void }) {
  const t = useText();
  const today = useToday();
  const { kind, myPart, helper, guest, third, shadowing } = introduction;
  const [thirdId, setThird] = useState<string | null>(null);
  const [isOther, setOther] = useState(third === null);
  const [opening, setOpening] = useState(introduction.opening);
  const [dueOn, setDue] = useState(introduction.dueOn);
  const [dayOn, setDay] = useState(shadowing?.dayOn ?? null);
  const [isTried, setTried] = useState(false);
  const answer = useAnswer(introduction, { showsProblem: true });
  const names = kind !== 'sponsorship' && myPart === 'helper';
  const isMissing = names && isOther && thirdId === null;
  const send = () => {
    setTried(true);
    if (isMissing) return;
    answer.mutate(
      {
        yes: true,
        ...(names && { opening, ...(thirdId !== null && isOther && { thirdId }) }),
        ...(kind === 'sponsorship' && { dueOn }),
        ...(myPart === 'third' && { dayOn }),
      },
      {
        onSuccess: () => {
          showToast({ tone: 'success', title: t(`introductions.yes.${myPart}`) });
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t(`introductions.agree.${myPart}`)}
      description={introduction.words}
      onSubmit={send}
      failure={<ProblemBanner problem={answer.error} />}
      sendLabel={t('introductions.agree.send')}
      isSending={answer.isPending}
    >
      {names && third && !isOther && (
        <div className="flex flex-wrap items-center justify-between gap-2 rounded-md bg-raised p-3">
          <span>{t('introductions.third.wished', { name: third.displayName })}</span>
          <Button size="small" onPress={() => setOther(true)}>
            {t('introductions.third.other')}
          </Button>
        </div>
      )}
      {names && isOther && (
        <ColleagueField
          label={t('introductions.third')}
          placeholder={t('introductions.third.search')}
          description={t('introductions.third.helper', { name: guest.displayName })}
          value={thirdId}
          onChange={setThird}
          without={[helper.personId, guest.personId]}
          error={isTried && isMissing ? t('problem.introduction.nobody-named') : undefined}
        />
      )}
      {names && (
        <TextArea
          label={t('introductions.opening')}
          description={t('introductions.opening.what')}
          isOptional
          rows={2}
          maxLength={600}
          value={opening}
          onChange={setOpening}
        />
      )}
      {kind === 'sponsorship' && (
        <DatePicker
          label={t('introductions.due')}
          description={t('introductions.due.what')}
          isOptional
          min={today}
          value={dueOn}
          onChange={setDue}
        />
      )}
      {myPart === 'third' && (
        <DatePicker
          label={t('introductions.day.which')}
          description={t('introductions.day.which.what', { name: guest.displayName })}
          isOptional
          min={today}
          value={dayOn}
          onChange={setDay}
        />
      )}
    </FormDialog>
  );
}
