import type { Goal } from '@ithaca/contracts/goals';
import Check from 'lucide-react/icons/check';
import MessageCircleQuestion from 'lucide-react/icons/message-circle-question-mark';
import Undo from 'lucide-react/icons/undo-2';
import { useEffect, useRef, useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { shortName } from '../../lib/short-name.ts';
import { useSession } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAskAboutGoal } from './goals.queries.ts';

interface GoalClaimProps {
  pairingId: string;
  goal: Goal;
  claim: NonNullable<Goal['claim']>;
  /** Whose confirmation is awaited when the reader said so. */
  partners: string;
  off: string | undefined;
  isPending: boolean;
  onConfirm: () => void;
  onTakeBack: () => void;
}

/** One side says that the goal is reached: the other confirms or asks, whoever said so waits or takes it back. */
export function GoalClaim(props: GoalClaimProps) {
  const { claim, pairingId, goal, partners, off, isPending, onConfirm, onTakeBack } = props;
  const t = useText();
  const { day } = useFormat();
  const { actor } = useSession();
  const [isAsking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  if (claim.confirmed)
    return (
      <p className="text-dense text-muted">
        {t('goals.claim.confirmed', {
          name: shortName(claim.displayName),
          other: shortName(claim.confirmed.displayName),
          day: day(claim.confirmed.at),
        })}
      </p>
    );
  const isMine = claim.personId === actor.personId;
  const close = () => {
    setAsking(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  return (
    <div className="flex flex-col gap-3">
      <Banner
        tone={isMine ? 'neutral' : 'info'}
        actions={
          off === undefined &&
          !isAsking && (
            <>
              {isMine ? (
                <Button size="small" icon={Undo} isLoading={isPending} onPress={onTakeBack}>
                  {t('goals.takeBack')}
                </Button>
              ) : (
                <>
                  <Button
                    size="small"
                    variant="primary"
                    icon={Check}
                    isLoading={isPending}
                    onPress={onConfirm}
                  >
                    {t('goals.confirm')}
                  </Button>
                  <Button
                    ref={opener}
                    size="small"
                    icon={MessageCircleQuestion}
                    onPress={() => setAsking(true)}
                  >
                    {t('goals.ask')}
                  </Button>
                </>
              )}
            </>
          )
        }
      >
        {isMine
          ? t('goals.claim.mine', { partner: partners })
          : t('goals.claim.theirs', { name: shortName(claim.displayName) })}
      </Banner>
      {isAsking && <AskForm pairingId={pairingId} goalId={goal.id} onClose={close} />}
    </div>
  );
}

function AskForm({ pairingId, goalId, onClose }: { pairingId: string; goalId: string; onClose: () => void }) {
  const t = useText();
  const ask = useAskAboutGoal(pairingId, goalId);
  const [words, setWords] = useState('');
  const [isTried, setTried] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => input.current?.focus(), []);
  const isEmpty = words.trim() === '';
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isEmpty) return;
        ask.mutate(words.trim(), { onSuccess: () => showToast({ title: t('goals.asked') }) });
      }}
    >
      <TextArea
        label={t('goals.ask.what')}
        description={t('goals.ask.help')}
        rows={2}
        maxLength={2000}
        inputRef={input}
        value={words}
        onChange={setWords}
        error={isTried && isEmpty ? t('problem.field.required') : undefined}
        seenBy={t('goals.note.who')}
      />
      <ProblemBanner problem={ask.error} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isLoading={ask.isPending}>
          {t('goals.ask.send')}
        </Button>
        <Button onPress={onClose}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
