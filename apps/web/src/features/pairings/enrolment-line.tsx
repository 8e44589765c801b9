import type { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import type { ReplyOf } from '@ithaca/contracts/route';
import { editableStates, waitingStates } from '@ithaca/domain/enrolment';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { useAnswerSeat, useStandingWords } from '../../lib/standing.ts';
import { Button } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Status } from '../../ui/status.tsx';

type Enrolment = ReplyOf<(typeof enrolmentRoutes)['listMine']>['items'][number];
type Waiting = Extract<
  Enrolment['state'],
  'draft' | 'awaiting-approval' | 'in-pool' | 'waitlisted' | 'paused'
>;

/** An enrolment that has no partner yet: where it stands, what happens when, and the way to the answers. */
export function EnrolmentLine({ enrolment }: { enrolment: Enrolment }) {
  const t = useText();
  const { day } = useFormat();
  const state = enrolment.state as Waiting;
  const standing = useStandingWords();
  const stands = enrolment.standing && standing(enrolment.standing);
  const isOffered = enrolment.standing?.kind === 'offer';
  const isDraft = state === 'draft';
  const isPaused = state === 'paused';
  const isEditable = enrolment.cohortState === 'enrolling' && editableStates.includes(state);
  // Whoever waits can step aside or leave on the page of the enrolment, also when the answers stand.
  const canEnter = isEditable || (waitingStates.includes(state) && enrolment.cohortState !== 'closing');
  const dates = { closes: day(enrolment.enrolmentClosesOn), starts: day(enrolment.startsOn) };
  const canChoose =
    enrolment.pairingMode === 'self-service' && enrolment.role !== 'mentor' && state === 'in-pool';
  // Whoever agreed to a suggestion has somebody asked, also where coordinators match.
  const isAsked = !canChoose && enrolment.openChoices > 0;
  const isClosed = enrolment.cohortState !== 'enrolling' && isDraft;
  const isLate = !isDraft && (enrolment.cohortState === 'running' || enrolment.cohortState === 'closing');
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3.5">
      <div className="min-w-0 flex-1 basis-80">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="font-semibold">{enrolment.programName}</h3>
          <Status tone={isDraft ? 'warning' : isPaused ? 'neutral' : 'info'}>
            {t(`pairings.enrolment.${state}`)}
          </Status>
        </div>
        <p className="text-dense text-muted">
          {enrolment.cohortName} · {t(`pairings.as.${enrolment.role}`)}
        </p>
        {stands && <p className="mt-1 font-medium">{stands.title}</p>}
        <p dir={stands ? 'auto' : undefined} className={stands ? 'text-muted' : 'mt-1'}>
          {stands
            ? stands.body
            : canChoose
              ? t(
                  enrolment.openChoices > 0
                    ? 'pairings.enrolment.chosen.next'
                    : enrolment.hadPairing
                      ? 'pairings.enrolment.again.choose'
                      : 'pairings.enrolment.choose.next',
                  { role: enrolment.role },
                )
              : isAsked
                ? t('pairings.enrolment.asked')
                : isClosed
                  ? t('pairings.enrolment.closed', dates)
                  : isLate && enrolment.hadPairing
                    ? t('pairings.enrolment.again')
                    : isLate
                      ? t('pairings.enrolment.late')
                      : t(`pairings.enrolment.${state}.next`, dates)}
        </p>
      </div>
      {isOffered && <SeatAnswer enrolmentId={enrolment.id} />}
      {canChoose && (
        <LinkButton
          href={`/my/choices/${enrolment.id}`}
          variant={enrolment.openChoices > 0 ? 'secondary' : 'primary'}
        >
          {t(enrolment.openChoices > 0 ? 'pairings.enrolment.chosen' : 'pairings.enrolment.choose', {
            role: enrolment.role,
          })}
        </LinkButton>
      )}
      {isAsked && (
        <LinkButton href={`/my/choices/${enrolment.id}`}>{t('pairings.enrolment.asked.who')}</LinkButton>
      )}
      <LinkButton
        href={
          canEnter
            ? `/programs/${enrolment.cohortId}/enrol?role=${enrolment.role}`
            : `/programs/${enrolment.cohortId}`
        }
        variant={(isDraft && isEditable) || isPaused ? 'primary' : 'secondary'}
      >
        {t(
          isPaused
            ? 'enrolments.resume'
            : isEditable
              ? isDraft
                ? 'pairings.enrolment.finish'
                : 'pairings.enrolment.edit'
              : 'pairings.enrolment.open',
        )}
      </LinkButton>
    </li>
  );
}

/** A seat that is kept: one press takes it. */
function SeatAnswer({ enrolmentId }: { enrolmentId: string }) {
  const t = useText();
  const answer = useAnswerSeat(enrolmentId);
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="primary" isLoading={answer.isPending} onPress={() => answer.mutate(true)}>
        {t('enrolments.standing.offer.take')}
      </Button>
      <Button isDisabled={answer.isPending} onPress={() => answer.mutate(false)}>
        {t('enrolments.standing.offer.leave')}
      </Button>
    </div>
  );
}
