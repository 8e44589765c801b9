import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { homeRoutes } from '@ithaca/contracts/reports';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { text } from '../../lib/i18n.tsx';
import { showToast } from '../../ui/toast.tsx';

/** Whatever changes what is to be done next invalidates `['home']`. */
export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => call(homeRoutes.get, {}, { signal }),
});

/** Takes the seat that is kept for me. */
export function useTakeSeat() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (enrolmentId: string) =>
      call(enrolmentRoutes.answerOffer, { params: { enrolmentId }, body: { take: true } }),
    onSuccess: () => showToast({ tone: 'success', title: text('home.card.take-seat.taken') }),
    // Whatever was refused: the reader sees how things stand now.
    onSettled: () =>
      Promise.all(
        [['home'], ['enrolments'], ['programs', 'open']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
