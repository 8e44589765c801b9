import type { PossibleMentor, WaitingMentee } from '@ithaca/contracts/mentor-requests';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { useReason } from '../../lib/reasons.tsx';
import { shortName } from '../../lib/short-name.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { mentorsForQuery, useMatchByHand, useSuggest } from './requests-desk.queries.ts';

type MatchByHandProps = { mentee: WaitingMentee['mentee']; onClose: () => void };

/** A mentor for one mentee, chosen by the coordinator: those the rules allow, best fit first, with the reason. */
export function MatchByHand({ mentee, onClose }: MatchByHandProps) {
  const t = useText();
  const reason = useReason();
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [key] = useState(() => crypto.randomUUID());
  const mentors = useQuery(mentorsForQuery(mentee.enrolmentId, words));
  const match = useMatchByHand(mentee.enrolmentId, key);
  const suggest = useSuggest(mentee.enrolmentId);
  const isPending = match.isPending || suggest.isPending;
  // The best fit is ready; who types looks for somebody else.
  const best = words === '' ? (mentors.data?.items[0]?.enrolmentId ?? null) : null;
  const shown = mentors.data?.items.some(({ enrolmentId }) => enrolmentId === chosen) ? chosen : best;
  const describe = ({ jobTitle, department, reasons }: PossibleMentor) =>
    [
      [jobTitle, department].filter(Boolean).join(' · '),
      ...reasons.slice(0, 1).map(({ code, facts }) => reason(code, facts)),
    ].join('. ');
  const send = (asks: 'mentee' | 'both') => {
    if (shown === null) return;
    const onSuccess = () => {
      showToast({
        title: t(asks === 'both' ? 'desk.match.done' : 'desk.suggest.done', { name: mentee.displayName }),
      });
      onClose();
    };
    (asks === 'both' ? match : suggest).mutate(shown, { onSuccess });
  };
  const whyNot = shown === null ? t('desk.match.choose') : undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('desk.match.title', { name: mentee.displayName })}
      description={t('desk.match.what', { name: shortName(mentee.displayName) })}
      isDismissable={!isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isPending}>
            {t('common.cancel')}
          </Button>
          <Button onPress={() => send('both')} isLoading={match.isPending} disabledReason={whyNot}>
            {t('desk.match.do')}
          </Button>
          <Button
            variant="primary"
            onPress={() => send('mentee')}
            isLoading={suggest.isPending}
            disabledReason={whyNot}
          >
            {t('desk.suggest.do', { name: shortName(mentee.displayName) })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <SearchField label={t('requests.search')} value={words} onChange={setWords} />
        <Loaded query={mentors} skeleton={<Skeleton className="h-48 w-full" />}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="text-muted">
                {t(words === '' ? 'desk.match.nobody' : 'requests.none.found', { words })}
              </p>
            ) : (
              <RadioGroup
                label={t('requests.mentors', { role: 'mentor' })}
                choices={items.map((mentor) => ({
                  id: mentor.enrolmentId,
                  label: mentor.displayName,
                  description: describe(mentor),
                }))}
                value={shown}
                onChange={setChosen}
              />
            )
          }
        </Loaded>
        <ProblemBanner problem={suggest.error ?? match.error} />
      </div>
    </Dialog>
  );
}
