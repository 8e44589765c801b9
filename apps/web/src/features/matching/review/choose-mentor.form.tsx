import type { Alternative, ProposalItem } from '@ithaca/contracts/matching';
import { MOST_REASON_LENGTH } from '@ithaca/domain/review';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useCauseWords } from '../cause-words.ts';
import { whyNotQuery } from '../matching.queries.ts';
import { useEffectWords } from './effect-words.ts';
import type { Draft, Person } from './queue.ts';
import { useMatchingText } from '../matching-text.ts';

/** `exchange`: the mentee who gets the present mentor; `displaces`: the one who goes back to the pool. */
export type Choice = { mentor: Person; reason: string; exchange?: string; displaces?: string };

type ChooseMentorProps = {
  draft: Draft;
  mentee: Person;
  item: ProposalItem | undefined;
  /** Every mentor with what it would mean, the best for everybody first. */
  options: readonly Alternative[];
  /** The mentor to begin with, from the alternatives. */
  asked: string | null;
  onChoose: (choice: Choice) => Promise<void>;
  onClose: () => void;
};

/** What each present mentee of a full mentor could be given instead: an exchange, or nothing for now. */
function useWays(
  { draft, mentee, item }: Pick<ChooseMentorProps, 'draft' | 'mentee' | 'item'>,
  mentorId: string | null,
) {
  const t = useMatchingText();
  const words = useCauseWords();
  const holders = draft.items.filter(
    ({ mentor, state, mentee: other }) =>
      mentor.enrolmentId === mentorId && state !== 'removed' && other.enrolmentId !== mentee.enrolmentId,
  );
  const present = item?.mentor;
  const exchanges = useQueries({
    queries: holders.map((holder) => ({
      ...whyNotQuery(draft.run.id, holder.mentee.enrolmentId, present?.enrolmentId ?? ''),
      enabled: present !== undefined,
    })),
  });
  return holders.flatMap((holder, index) => {
    const other = holder.mentee.displayName;
    const rule = exchanges[index]?.data?.forbiddenBy[0];
    const kept = holder.state === 'proposed' ? '' : ` ${t('matching.choose.kept', { other })}`;
    return [
      ...(present
        ? [
            {
              id: `exchange ${holder.mentee.enrolmentId}`,
              label: t('matching.choose.exchange', { other }),
              description: rule
                ? t('matching.choose.exchange.not', { why: words.forbidden(rule) })
                : t('matching.choose.exchange.effect', { other, mentor: present.displayName }) + kept,
              isDisabled: rule !== undefined,
            },
          ]
        : []),
      {
        id: `take ${holder.mentee.enrolmentId}`,
        label: t('matching.choose.take', { other }),
        description: t('matching.choose.take.effect', { other }) + kept,
      },
    ];
  });
}

/** Another mentor for a mentee, by typing a name: says what it does before it is done. */
export function ChooseMentor({ asked, onChoose, onClose, ...opened }: ChooseMentorProps) {
  const t = useMatchingText();
  // What others decide meanwhile does not change the question under the hand; the server has the last word.
  const [{ draft, mentee, item, options }] = useState(opened);
  const words = useCauseWords();
  const effects = useEffectWords();
  const [mentorId, setMentor] = useState(asked);
  const [way, setWay] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const ways = useWays({ draft, mentee, item }, mentorId);
  const choices = useMemo(
    () =>
      options.map((option) => ({
        id: option.mentor.enrolmentId,
        label: option.mentor.displayName,
        // What choosing it would mean is said while one walks through the names.
        description: effects.answer(option),
      })),
    [effects, options],
  );
  const found = options.find(({ mentor: { enrolmentId } }) => enrolmentId === mentorId);
  // Where each choice is a solve of its own, the chosen one is asked alone.
  const solved = useQuery({
    ...whyNotQuery(draft.run.id, mentee.enrolmentId, mentorId ?? ''),
    enabled: found?.effectUnknown === 'one-by-one',
  });
  const mentor = found?.mentor;
  const isForbidden = found !== undefined && found.forbiddenBy.length > 0;
  const isFull = found !== undefined && found.freePlaces === 0;
  const chosenWay = ways.find(({ id, isDisabled }) => id === way && !isDisabled)?.id ?? null;
  const canSend =
    mentor !== undefined && !isForbidden && reason.trim() !== '' && (!isFull || chosenWay !== null);

  const send = async () => {
    setTried(true);
    if (!canSend || isSending) return;
    const [kind, other = ''] = chosenWay?.split(' ') ?? [];
    const place = isFull ? (kind === 'exchange' ? { exchange: other } : { displaces: other }) : {};
    setSending(true);
    setFailure(null);
    try {
      await onChoose({ mentor, reason: reason.trim(), ...place });
    } catch (error) {
      setFailure(error);
      setSending(false);
    }
  };

  return (
    <FormDialog
      onClose={onClose}

      title={t('matching.choose.title', { mentee: mentee.displayName })}
      description={
        item ? t('matching.choose.now', { mentor: item.mentor.displayName }) : t('matching.choose.nobody')
      }
      label={t('matching.choose.title', { mentee: mentee.displayName })}
      onSubmit={() => void send()}
      failure={<ProblemBanner problem={failure} />}
      sendLabel={t('matching.choose.do.short')}
      isSending={isSending}
      sendButton={{ disabledReason: isForbidden ? t('matching.choose.forbidden') : undefined }}
    >
      <ComboBox
        label={t('matching.pair.mentor')}
        placeholder={t('matching.whyNot.type')}
        {...(asked === null && { autoFocus: true })}
        menuTrigger="input"
        choices={choices}
        value={mentorId}
        onChange={(id) => {
          setMentor(id);
          setWay(null);
        }}
        error={isTried && !mentor ? t('matching.choose.pick') : undefined}
      />
      <div aria-live="polite" className="empty:hidden">
        {found &&
          (isForbidden ? (
            <Banner tone="danger" title={t('matching.choose.forbidden')}>
              {found.forbiddenBy.map((cause) => words.forbidden(cause)).join(' ')}
            </Banner>
          ) : (
            <Banner tone="neutral">{effects.effect(solved.data ?? found).join(' ')}</Banner>
          ))}
      </div>
      {mentor && isFull && !isForbidden && (
        <RadioGroup
          label={t('matching.choose.full', { mentor: mentor.displayName })}
          choices={ways}
          value={chosenWay}
          onChange={setWay}
          error={isTried && chosenWay === null ? t('matching.choose.place') : undefined}
        />
      )}
      {!isForbidden && (
        <TextField
          label={t('matching.choose.reason')}
          description={t('matching.choose.reason.what')}
          seenBy={t('matching.choose.seen')}
          // Whoever came from an alternative goes on with the reason.
          {...(asked !== null && { autoFocus: true })}
          value={reason}
          onChange={setReason}
          maxLength={MOST_REASON_LENGTH}
          error={isTried && reason.trim() === '' ? t('problem.field.required') : undefined}
        />
      )}
    </FormDialog>
  );
}
