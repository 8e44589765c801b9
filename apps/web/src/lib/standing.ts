import { enrolmentRoutes, type Standing } from '@ithaca/contracts/enrolments';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './api.ts';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';
import { showToast } from '../ui/toast.tsx';

/** What the enrolment waits for, in plain words: no hope that the figures do not give. */
export function useStandingWords(): (standing: Standing) => { title: string; body: string } {
  const t = useText();
  const { day, instant, number } = useFormat();
  return (standing) => {
    switch (standing.kind) {
      case 'approval':
        return {
          title: t('enrolments.standing.approval'),
          body: standing.managerName
            ? t('enrolments.standing.approval.named', {
                name: standing.managerName,
                day: day(standing.askedAt),
              })
            : t('enrolments.standing.approval.nobody'),
        };
      case 'list':
        return {
          title: t('enrolments.standing.list', {
            place: number(standing.place),
            waiting: number(standing.waiting),
          }),
          body:
            standing.wait.kind === 'days'
              ? t('enrolments.standing.list.days', {
                  least: number(standing.wait.least),
                  most: number(standing.wait.most),
                })
              : t(`enrolments.standing.list.${standing.wait.kind}`),
        };
      case 'draw':
        return {
          title: t('enrolments.standing.draw', { day: day(standing.drawnOn, 'long') }),
          body: t('enrolments.standing.draw.what', {
            entrants: standing.entrants,
            shown: number(standing.entrants),
            seats: standing.seats,
            shownSeats: number(standing.seats),
          }),
        };
      case 'offer':
        return {
          title: t('enrolments.standing.offer', { until: instant(standing.dueAt) }),
          body: t('enrolments.standing.offer.what'),
        };
      case 'paused':
        return {
          title: t('enrolments.standing.paused', { day: day(standing.since) }),
          body: t(`enrolments.standing.paused.${standing.keeps}`),
        };
      case 'declined':
        return {
          title: t('enrolments.standing.declined'),
          body: t('enrolments.standing.declined.reason', { reason: standing.reason }),
        };
    }
  };
}

/** Takes the seat that is kept for me, or leaves it to the next, wherever the offer is shown; needs the words of enrolments. */
export function useAnswerSeat(enrolmentId: string) {
  const t = useText();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (take: boolean) =>
      call(enrolmentRoutes.answerOffer, { params: { enrolmentId }, body: { take } }),
    onSuccess: (_, take) =>
      showToast({
        tone: take ? 'success' : 'info',
        title: t(take ? 'enrolments.standing.taken' : 'enrolments.standing.left'),
      }),
    // Whatever was refused: the reader sees how things stand now.
    onSettled: () =>
      Promise.all(
        [['home'], ['enrolments'], ['programs', 'open'], ['pairings']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
