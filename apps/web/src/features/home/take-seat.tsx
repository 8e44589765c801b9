import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import type { HomeCard } from '@ithaca/contracts/reports';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { showToast } from '../../ui/toast.tsx';

/** One press takes the seat; leaving it to the next person is on the page behind the link. */
export function TakeSeat({ card, action }: { card: HomeCard; action: string }) {
  const t = useText();
  const queries = useQueryClient();
  const take = useMutation({
    mutationFn: (enrolmentId: string) =>
      call(enrolmentRoutes.answerOffer, { params: { enrolmentId }, body: { take: true } }),
    onSuccess: () => showToast({ tone: 'success', title: t('home.card.take-seat.taken') }),
    // Whatever was refused: the reader sees how things stand now.
    onSettled: () =>
      Promise.all(
        [['home'], ['enrolments'], ['programs', 'open']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  });
  return (
    <div className="flex flex-wrap gap-2 max-sm:w-full">
      <LinkButton href={card.path}>{t('home.card.take-seat.look')}</LinkButton>
      <Button
        variant="primary"
        isLoading={take.isPending}
        onPress={() => take.mutate(String(card.facts['enrolmentId']))}
      >
        {action}
      </Button>
    </div>
  );
}
