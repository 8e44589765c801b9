import type { Meeting } from '@ithaca/contracts/meetings';
import type { MeetingAnswer } from '@ithaca/domain/meeting';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Status } from '../../../ui/status.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useAnswer, type Place } from '../meetings.queries.ts';

type DidYouMeetProps = { place: Place; meeting: Meeting; off: string | undefined; isCircle: boolean };

/** Each side says for itself whether the meeting took place; a missed one is simply moved. */
export function DidYouMeet({ place, meeting, off, isCircle }: DidYouMeetProps) {
  const t = useText();
  const [isChanging, setChanging] = useState(false);
  const answer = useAnswer(place);
  const say = (how: MeetingAnswer) =>
    answer.mutate(how, {
      onSuccess: () => {
        setChanging(false);
        showToast({ title: t(how === 'not-held' ? 'meetings.met.notThanks' : 'meetings.met.thanks') });
      },
    });
  const mine = meeting.myAnswer;
  if (mine === null || isChanging)
    return (
      <Card title={t(isCircle ? 'meetings.met.circle' : 'meetings.met')} description={t('meetings.met.who')}>
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            disabledReason={off}
            isLoading={answer.isPending && answer.variables === 'held'}
            onPress={() => say('held')}
          >
            {t(isCircle ? 'meetings.met.there' : 'meetings.met.yes')}
          </Button>
          {isCircle && (
            <Button
              disabledReason={off}
              isLoading={answer.isPending && answer.variables === 'absent'}
              onPress={() => say('absent')}
            >
              {t('meetings.met.absent')}
            </Button>
          )}
          <Button
            disabledReason={off}
            isLoading={answer.isPending && answer.variables === 'not-held'}
            onPress={() => say('not-held')}
          >
            {t(isCircle ? 'meetings.met.notHeld' : 'meetings.met.no')}
          </Button>
        </div>
      </Card>
    );
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex flex-col gap-1">
          <Status look="plain" tone={mine === 'held' ? 'success' : 'neutral'}>
            {t(
              mine === 'absent'
                ? 'meetings.met.saidAbsent'
                : mine === 'held'
                  ? isCircle
                    ? 'meetings.met.saidThere'
                    : 'meetings.met.saidYes'
                  : isCircle
                    ? 'meetings.met.saidNotHeld'
                    : 'meetings.met.saidNo',
            )}
          </Status>
          {meeting.evidence === 'disputed' && (
            <p className="text-dense text-muted">{t('meetings.met.disputed')}</p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          {off === undefined && (
            <Button variant="quiet" onPress={() => setChanging(true)}>
              {t('meetings.met.change')}
            </Button>
          )}
          {meeting.state === 'missed' && off === undefined && (
            <LinkButton variant="primary" href={`/pairings/${place.pairingId}/meetings/new`}>
              {t('pairings.plan')}
            </LinkButton>
          )}
        </div>
      </div>
    </Card>
  );
}
