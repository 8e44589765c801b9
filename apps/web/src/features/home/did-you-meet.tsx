import { meetingRoutes } from '@ithaca/contracts/meetings';
import type { HomeCard } from '@ithaca/contracts/reports';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { goTo } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';

const outcomes = ['held', 'moved', 'not-held'] as const;
type Outcome = (typeof outcomes)[number];

/** One press says how it went; after "moved" the meeting's page has the new time. */
export function DidYouMeet({ card }: { card: HomeCard }) {
  const t = useText();
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: (outcome: Outcome) =>
      call(meetingRoutes.answer, {
        params: { meetingId: String(card.facts['meetingId']) },
        body: { answer: outcome },
      }),
    onSuccess: (_, outcome) => {
      showToast({ title: t(outcome === 'held' ? 'home.card.met.thanks' : 'home.card.met.noted') });
      if (outcome === 'moved') goTo(card.path);
    },
    onSettled: () =>
      Promise.all([['home'], ['pairings']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  return (
    <div className="flex flex-wrap gap-2 max-sm:w-full">
      {outcomes.map((outcome) => (
        <Button
          key={outcome}
          variant={outcome === 'held' ? 'primary' : 'secondary'}
          isLoading={answer.isPending && answer.variables === outcome}
          onPress={() => answer.mutate(outcome)}
        >
          {t(`home.card.met.${outcome}`)}
        </Button>
      ))}
    </div>
  );
}
