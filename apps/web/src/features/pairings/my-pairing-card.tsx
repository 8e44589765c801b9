import type { Pairing } from '@ithaca/contracts/pairings';
import { BothTimes } from '../../lib/both-times.tsx';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { partnersOf } from '../../lib/pairing.ts';
import { awaitsAnswer, isCircle, menteesOf, useGuide, usePairingName } from '../../lib/pairing-name.ts';
import { useSession } from '../../shell/session.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Link } from '../../ui/link.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { nextStepOf } from './next-step.ts';
import { PairingStatus } from './pairing-status.tsx';

/** One pairing of mine: with whom, what comes next, and the button for it. */
export function MyPairingCard({ pairing, level = 2 }: { pairing: Pairing; level?: 2 | 3 }) {
  const Title = level === 2 ? 'h2' : 'h3';
  const t = useText();
  const { day, number } = useFormat();
  const nameOf = usePairingName();
  const guideOf = useGuide();
  const { actor, person } = useSession();
  const partners = partnersOf(pairing, actor.personId);
  const names = nameOf(pairing, actor.personId);
  const step = nextStepOf(pairing, actor.personId);
  const isOpen = ['active', 'paused'].includes(pairing.state) && !awaitsAnswer(pairing, actor.personId);
  return (
    <article className="flex h-full flex-col gap-4 rounded-lg border bg-card p-4">
      <div className="flex items-start gap-3">
        <Avatar name={partners[0]?.displayName ?? '?'} size="large" />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Title className="text-lead font-semibold">
              <Link variant="quiet" href={`/pairings/${pairing.id}`}>
                {names}
              </Link>
            </Title>
            <PairingStatus pairing={pairing} />
          </div>
          <p className="text-dense text-muted">
            {isCircle(pairing)
              ? t('pairings.members.count', { count: menteesOf(pairing).length })
              : partners[0] && guideOf(pairing, partners[0])}{' '}
            · {pairing.programName}, {pairing.cohortName}
          </p>
        </div>
      </div>
      {isOpen && (
        <DescriptionList
          facts={[
            {
              term: t('pairings.next'),
              value: pairing.nextMeeting ? (
                <BothTimes
                  at={pairing.nextMeeting.startsAt}
                  durationMinutes={pairing.nextMeeting.durationMinutes}
                  zone={person.timeZone}
                  others={isCircle(pairing) ? [] : partners}
                />
              ) : (
                t('pairings.next.none')
              ),
            },
            {
              term: t('pairings.heldSoFar'),
              value: t('pairings.held', { count: pairing.heldMeetings, n: number(pairing.heldMeetings) }),
            },
            { term: t('pairings.goals'), value: t('pairings.goals.open', { count: pairing.openGoals }) },
          ]}
        />
      )}
      {!isOpen && pairing.endedAt && (
        <p className="text-muted">
          {t('pairings.endedOn', { day: day(pairing.endedAt, 'long') })} ·{' '}
          {t('pairings.held', { count: pairing.heldMeetings, n: number(pairing.heldMeetings) })}
        </p>
      )}
      <div className="mt-auto flex flex-wrap items-center gap-2">
        <LinkButton variant={step.isMine ? 'primary' : 'secondary'} href={step.href}>
          {t(`pairings.step.${step.code}`)}
        </LinkButton>
        {isOpen && pairing.unreadMessages > 0 && step.code !== 'read' && (
          <LinkButton variant="quiet" href={`/pairings/${pairing.id}/messages`}>
            {t('pairings.unread', { count: pairing.unreadMessages })}
          </LinkButton>
        )}
      </div>
    </article>
  );
}
