import type { Meeting } from '@ithaca/contracts/meetings';
import type { MeetingAnswer } from '@ithaca/domain/meeting';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { shortName } from '../../../lib/short-name.ts';
import { useSession } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Status } from '../../../ui/status.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useAnswer, type Place } from '../meetings.queries.ts';

/** What is asked at once; of a pair, who was not there is one press further. */
const asked = {
  pair: ['held', 'moved', 'not-held'],
  circle: ['held', 'absent', 'moved', 'not-held'],
} as const;

type DidYouMeetProps = {
  place: Place;
  meeting: Meeting;
  off: string | undefined;
  isCircle: boolean;
  /** Opens the choice of another time; undefined where none can be planned. */
  onMove: (() => void) | undefined;
};

/** Each side says for itself how the meeting went; one that was put off gets its new time here. */
export function DidYouMeet({ place, meeting, off, isCircle, onMove }: DidYouMeetProps) {
  const t = useText();
  const { list } = useFormat();
  const { actor } = useSession();
  const [isChanging, setChanging] = useState(false);
  const answer = useAnswer(place);
  const kind = isCircle ? 'circle' : 'pair';
  const names = list(
    meeting.members.flatMap(({ personId, displayName }) =>
      personId === actor.personId ? [] : [shortName(displayName)],
    ),
  );
  const say = (how: MeetingAnswer) =>
    answer.mutate(how, {
      onSuccess: () => {
        setChanging(false);
        showToast({ title: t(how === 'held' ? 'meetings.met.thanks' : 'meetings.met.notThanks') });
        if (how === 'moved') onMove?.();
      },
    });
  const mine = meeting.myAnswer;
  if (mine === null || isChanging)
    return (
      <Card title={t(`meetings.met.${kind}`)} description={t('meetings.met.who')}>
        <div className="flex flex-wrap gap-2">
          {asked[kind].map((how) => (
            <Button
              key={how}
              variant={how === 'held' ? 'primary' : 'secondary'}
              disabledReason={off}
              isLoading={answer.isPending && answer.variables === how}
              onPress={() => say(how)}
            >
              {t(`meetings.met.${kind}.${how}`)}
            </Button>
          ))}
          {!isCircle && (
            <Menu
              label={t('meetings.met.somebody')}
              entries={(['absent', 'alone'] as const).map((how) => ({
                id: how,
                label: t(`meetings.met.pair.${how}`, { names }),
                onAction: () => say(how),
              }))}
            >
              <Button variant="quiet" disabledReason={off}>
                {t('meetings.met.somebody')}
              </Button>
            </Menu>
          )}
        </div>
      </Card>
    );
  const waiting = meeting.members.filter(({ answer: said }) => said === null);
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex flex-col gap-1">
          <Status look="plain" tone={mine === 'held' ? 'success' : 'neutral'}>
            {t(`meetings.met.${kind}.said.${mine}`, { names })}
          </Status>
          {meeting.evidence === 'disputed' ? (
            <p className="text-dense text-muted">{t('meetings.met.disputed')}</p>
          ) : (
            waiting.length > 0 && (
              <p className="text-dense text-muted">
                {t('meetings.met.waiting', {
                  names: list(waiting.map(({ displayName }) => shortName(displayName))),
                })}
              </p>
            )
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          {off === undefined && (
            <Button variant="quiet" onPress={() => setChanging(true)}>
              {t('meetings.met.change')}
            </Button>
          )}
          {meeting.state === 'moved' && onMove && (
            <Button variant="primary" onPress={onMove}>
              {t('meetings.met.newTime')}
            </Button>
          )}
          {meeting.state === 'missed' && onMove && (
            <LinkButton variant="primary" href={`/pairings/${place.pairingId}/meetings/new`}>
              {t('pairings.plan')}
            </LinkButton>
          )}
        </div>
      </div>
    </Card>
  );
}
