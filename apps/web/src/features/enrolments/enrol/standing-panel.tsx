import type { MyEnrolment, Standing } from '@ithaca/contracts/enrolments';
import CirclePause from 'lucide-react/icons/circle-pause';
import CircleSlash from 'lucide-react/icons/circle-slash';
import Dices from 'lucide-react/icons/dices';
import Hourglass from 'lucide-react/icons/hourglass';
import ListOrdered from 'lucide-react/icons/list-ordered';
import Ticket from 'lucide-react/icons/ticket';
import type { LucideIcon } from 'lucide-react/types';
import { goTo } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useStandingWords } from '../../../lib/standing.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useAnswerOffer, useResume } from '../enrolments.queries.ts';

const icons: Record<Standing['kind'], LucideIcon> = {
  approval: Hourglass,
  list: ListOrdered,
  draw: Dices,
  offer: Ticket,
  paused: CirclePause,
  declined: CircleSlash,
};

/** The first figures of a fingerprint tell it apart; the whole is there for whoever wants to check. */
const shownFigures = 12;

/** Between sending and being in: a yes, a seat or a draw that is still to come, and what can be done. */
export function StandingPanel({ enrolment, standing }: { enrolment: MyEnrolment; standing: Standing }) {
  const t = useText();
  const wordsOf = useStandingWords();
  const answer = useAnswerOffer(enrolment);
  const resume = useResume(enrolment);
  const { title, body } = wordsOf(standing);
  const say = (take: boolean) =>
    answer.mutate(take, {
      onSuccess: () => {
        showToast({
          tone: take ? 'success' : 'info',
          title: t(take ? 'enrolments.standing.taken' : 'enrolments.standing.left'),
        });
        if (!take) goTo(`/programs/${enrolment.cohortId}`);
      },
    });
  return (
    <div className="flex items-start gap-3 rounded-lg bg-surface p-4">
      <Icon of={icons[standing.kind]} size={20} className="mt-0.5 text-accent-text" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-semibold">{title}</p>
        <p dir="auto" className="text-muted">
          {body}
        </p>
        {standing.kind === 'draw' && standing.commitment !== '' && (
          <details className="mt-1 text-dense text-muted">
            <summary className="cursor-pointer">
              {t('enrolments.standing.draw.seal', { hash: `${standing.commitment.slice(0, shownFigures)}…` })}
            </summary>
            <p className="mt-1">{t('enrolments.standing.draw.seal.what')}</p>
            <code dir="ltr" className="block text-caption break-all">
              {standing.commitment}
            </code>
          </details>
        )}
        {standing.kind === 'paused' && (
          <Button
            variant="primary"
            className="mt-3 self-start"
            isLoading={resume.isPending}
            onPress={() =>
              resume.mutate(enrolment.version, {
                onSuccess: () => showToast({ tone: 'success', title: t('enrolments.resumed') }),
              })
            }
          >
            {t('enrolments.resume')}
          </Button>
        )}
        {standing.kind === 'offer' && (
          <div className="mt-3 flex flex-wrap gap-2">
            <Button variant="primary" isLoading={answer.isPending} onPress={() => say(true)}>
              {t('enrolments.standing.offer.take')}
            </Button>
            <Button isDisabled={answer.isPending} onPress={() => say(false)}>
              {t('enrolments.standing.offer.leave')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
