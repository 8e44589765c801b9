import type { Goal } from '@ithaca/contracts/goals';
import type { Pairing } from '@ithaca/contracts/pairings';
import { useQuery } from '@tanstack/react-query';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import { ActionList, AddAction } from '../../../lib/actions.tsx';
import { BothTimes } from '../../../lib/both-times.tsx';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useNow } from '../../../lib/now.ts';
import { useToday } from '../../../lib/today.ts';
import { Loaded } from '../../../lib/page.tsx';
import { actionsQuery, goalsQuery, meetingsQuery, partnersOf, useOffReason } from '../../../lib/pairing.ts';
import { useSession } from '../../../shell/session.tsx';
import { Card } from '../../../ui/card.tsx';
import { cx } from '../../../ui/cx.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Status } from '../../../ui/status.tsx';

/** Only a pairing without a next meeting needs them. */
const OfferedTimes = lazyLayer(
  async () => (await import('../../../lib/free-times.tsx')).OfferedTimes,
  () => <Skeleton className="h-16 w-full rounded-lg" />,
);

type CardProps = { pairing: Pairing };

/** The next meeting with both clocks, or the way to one; first of all a meeting that waits for "Did you meet?". */
export function NextMeetingCard({ pairing }: CardProps) {
  const t = useText();
  const { actor, person } = useSession();
  const format = useFormat();
  const { data: meetings } = useQuery(meetingsQuery(pairing.id));
  const now = useNow();
  const unanswered = meetings?.items.find(
    ({ state, startsAt, durationMinutes, myAnswer }) =>
      state === 'planned' && myAnswer === null && Date.parse(startsAt) + durationMinutes * 60_000 < now,
  );
  const others = partnersOf(pairing, actor.personId);
  const next = pairing.nextMeeting;
  const off = useOffReason()(pairing, 'plan');
  const distance = next && format.distance(next.startsAt);
  const path = `/pairings/${pairing.id}/meetings`;
  return (
    <Card
      title={t('pairings.next')}
      actions={distance && <span className="py-1 text-dense text-muted">{distance}</span>}
    >
      <div className="flex flex-col gap-4">
        {unanswered && (
          <div className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-info-tint px-3 py-2">
            <span>{t('pairings.didYouMeet')}</span>
            <LinkButton size="small" href={`${path}/${unanswered.id}`}>
              {t('pairings.didYouMeet.answer')}
            </LinkButton>
          </div>
        )}
        {next ? (
          <div className="flex flex-wrap items-end justify-between gap-4">
            <div className="min-w-0">
              <BothTimes
                at={next.startsAt}
                durationMinutes={next.durationMinutes}
                zone={person.timeZone}
                others={others}
                className="text-lead font-medium"
              />
              {next.title && (
                <p dir="auto" className="mt-1 text-muted">
                  {next.title}
                </p>
              )}
            </div>
            <LinkButton variant="primary" href={`${path}/${next.id}`}>
              {t('pairings.prepare')}
            </LinkButton>
          </div>
        ) : off ? (
          !unanswered && <p className="text-muted">{off}</p>
        ) : (
          <div className="flex flex-wrap items-center justify-between gap-4">
            <p className="text-muted">{t('pairings.next.none.why')}</p>
            <LinkButton icon={CalendarPlus} href={`${path}/new`}>
              {t('pairings.plan')}
            </LinkButton>
            <OfferedTimes pairingId={pairing.id} label={t('pairings.next.times')} />
          </div>
        )}
      </div>
    </Card>
  );
}

const DAY = 86_400_000;

/** What is still to do, and what was done within a day. */
export function ActionsCard({ pairing }: CardProps) {
  const t = useText();
  const { actor } = useSession();
  const now = useNow();
  const actions = useQuery(actionsQuery(pairing.id));
  const off = useOffReason()(pairing, 'note');
  return (
    <Card title={t('pairings.actions')}>
      <Loaded query={actions} skeleton={<Lines />}>
        {({ items }) => {
          const shown = items.filter(({ doneAt }) => doneAt === null || now - Date.parse(doneAt) < DAY);
          return (
            <div className="flex flex-col gap-3">
              {shown.length === 0 ? (
                <p className="text-muted">
                  {t(items.length === 0 ? 'pairings.actions.empty' : 'pairings.actions.done')}
                </p>
              ) : (
                <ActionList
                  label={t('pairings.actions')}
                  pairingId={pairing.id}
                  personId={actor.personId}
                  actions={shown}
                  off={off}
                />
              )}
              {off === undefined && (
                <AddAction
                  pairingId={pairing.id}
                  personId={actor.personId}
                  members={pairing.members}
                  meetingId={null}
                  off={off}
                />
              )}
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}

/** The open goals with their progress. */
export function GoalsCard({ pairing }: CardProps) {
  const t = useText();
  const goals = useQuery(goalsQuery(pairing.id));
  const path = `/pairings/${pairing.id}/goals`;
  return (
    <Card
      title={t('pairings.goals')}
      actions={
        <Link href={path} className="py-1 text-dense">
          {t('pairings.goals.all')}
        </Link>
      }
    >
      <Loaded query={goals} skeleton={<Lines />}>
        {({ items }) => {
          const shown = items.filter(({ state }) => state !== 'abandoned');
          if (shown.length === 0)
            return (
              <div className="flex flex-wrap items-center justify-between gap-4">
                <p className="text-muted">{t('pairings.goals.empty')}</p>
                {pairing.state === 'active' && <LinkButton href={path}>{t('pairings.goals.set')}</LinkButton>}
              </div>
            );
          return (
            <ul className="flex flex-col gap-4">
              {shown.map((goal) => (
                <GoalLine key={goal.id} goal={goal} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}

function GoalLine({ goal }: { goal: Goal }) {
  const t = useText();
  const { day, number } = useFormat();
  const today = useToday();
  const isLate = goal.dueOn !== null && goal.dueOn < today;
  const done = goal.milestones.filter(({ doneAt }) => doneAt !== null).length;
  if (goal.state === 'reached' || goal.state === 'claimed')
    return (
      <li className="flex items-start justify-between gap-4">
        <span dir="auto" className="min-w-0">
          {goal.title}
        </span>
        <Status tone={goal.state === 'reached' ? 'success' : 'warning'} look="plain">
          {t(`pairings.goal.${goal.state}`)}
        </Status>
      </li>
    );
  return (
    <li className="flex flex-col gap-1">
      {goal.progress === null ? (
        <span dir="auto">{goal.title}</span>
      ) : (
        <ProgressBar
          label={goal.title}
          value={goal.progress * 100}
          valueText={t('pairings.goal.steps', { done: number(done), all: number(goal.milestones.length) })}
        />
      )}
      {goal.dueOn && (
        <span className={cx('text-dense', isLate ? 'font-medium text-warning' : 'text-muted')}>
          {t(isLate ? 'pairings.goal.late' : 'pairings.goal.due', { day: day(goal.dueOn) })}
        </span>
      )}
    </li>
  );
}

function Lines() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-4 w-3/4" />
      <Skeleton className="h-4 w-1/2" />
    </div>
  );
}
