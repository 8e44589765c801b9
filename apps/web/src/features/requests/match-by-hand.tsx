import type { PossibleMentor, WaitingMentee } from '@ithaca/contracts/mentor-requests';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { useReason } from '../../lib/reasons.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { mentorsForQuery, useMatchByHand } from './requests-desk.queries.ts';

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
  const describe = ({ jobTitle, department, reasons }: PossibleMentor) =>
    [
      [jobTitle, department].filter(Boolean).join(' · '),
      ...reasons.slice(0, 1).map(({ code, facts }) => reason(code, facts)),
    ].join('. ');
  const send = () => {
    if (chosen === null) return;
    match.mutate(chosen, {
      onSuccess: () => {
        showToast({ title: t('desk.match.done', { name: mentee.displayName }) });
        onClose();
      },
    });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('desk.match.title', { name: mentee.displayName })}
      description={t('desk.match.what')}
      isDismissable={!match.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={match.isPending}>
            {t('common.cancel')}
          </Button>
          <Button
            variant="primary"
            onPress={send}
            isLoading={match.isPending}
            disabledReason={chosen === null ? t('desk.match.choose') : undefined}
          >
            {t('desk.match.do')}
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
                label={t('requests.mentors')}
                choices={items.map((mentor) => ({
                  id: mentor.enrolmentId,
                  label: mentor.displayName,
                  description: describe(mentor),
                }))}
                value={chosen}
                onChange={setChosen}
              />
            )
          }
        </Loaded>
        <ProblemBanner problem={match.error} />
      </div>
    </Dialog>
  );
}
