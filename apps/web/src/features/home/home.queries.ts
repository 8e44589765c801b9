import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { homeRoutes } from '@ithaca/contracts/reports';
import type { MeetingAnswer } from '@ithaca/domain/meeting';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { text } from '../../lib/i18n.tsx';
import { showToast } from '../../ui/toast.tsx';

/** Whatever changes what is to be done next invalidates `['home']`. */
export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => call(homeRoutes.get, {}, { signal }),
});

/** Says how a meeting went, from the card. */
export function useAnswerMeeting() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ meetingId, answer }: { meetingId: string; answer: MeetingAnswer }) =>
      call(meetingRoutes.answer, { params: { meetingId }, body: { answer } }),
    onSuccess: (_, { answer }) =>
      showToast({ title: text(answer === 'held' ? 'home.card.met.thanks' : 'home.card.met.noted') }),
    onSettled: () =>
      Promise.all([['home'], ['pairings']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}

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
