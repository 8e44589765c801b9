import type { Meeting } from '@ithaca/contracts/meetings';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../../lib/api.ts';
import { BothTimes, OtherTimes } from '../../lib/both-times.tsx';
import { useText } from '../../lib/i18n.tsx';
import { useNow } from '../../lib/now.ts';
import { ProblemBanner } from '../../lib/problem.tsx';
import { useSession } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { MeetingDialog } from './meeting-dialog.tsx';
import { meetingQuery, useMove, type Place } from './meetings.queries.ts';
import { instantOf, wallOf } from './wall-time.ts';

type MoveMeetingFormProps = { place: Place; meeting: Meeting; onClose: () => void };

/** Another time, length or link for a planned meeting. The partner is told by mail. */
export function MoveMeetingForm({ place, meeting, onClose }: MoveMeetingFormProps) {
  const t = useText();
  const { actor, person } = useSession();
  const { data: latest = meeting } = useQuery(meetingQuery(place));
  const [seen, setSeen] = useState(meeting);
  const now = useNow();
  // An hour that is over is no suggestion.
  const [wall, setWall] = useState(
    Date.parse(meeting.startsAt) > now ? wallOf(meeting.startsAt, person.timeZone) : '',
  );
  const [minutes, setMinutes] = useState(meeting.durationMinutes);
  const [title, setTitle] = useState(meeting.title);
  const [link, setLink] = useState(meeting.link);
  const [isTried, setTried] = useState(false);
  const move = useMove(place);
  const startsAt = instantOf(wall, person.timeZone);
  const others = meeting.members.filter(({ personId }) => personId !== actor.personId);
  const isStale = move.error instanceof ApiProblem && move.error.code === 'record.changed';
  const send = () => {
    setTried(true);
    if (startsAt === undefined) return;
    const address = link.trim();
    const changes = {
      startsAt,
      durationMinutes: minutes,
      timeZone: person.timeZone,
      title: title.trim(),
      link: address === '' || /^https?:\/\//.test(address) ? address : `https://${address}`,
    };
    // Notes and agenda change the version as well: only another time or length is worth a question.
    const isSameTime = latest.startsAt === seen.startsAt && latest.durationMinutes === seen.durationMinutes;
    move.mutate(
      { changes, version: isSameTime ? latest.version : seen.version },
      {
        onSuccess: () => {
          showToast({ title: t('meetings.moved') });
          onClose();
        },
      },
    );
  };
  return (
    <MeetingDialog
      title={t('meetings.move')}
      description={t('meetings.move.what')}
      saveLabel={t('meetings.move.save')}
      fields={{
        wall,
        setWall,
        minutes,
        setMinutes,
        title,
        setTitle,
        isTimeMissing: isTried && startsAt === undefined,
      }}
      failure={
        isStale ? (
          <Banner
            tone="warning"
            isAnnounced
            title={t('meetings.move.changed')}
            actions={
              <Button
                size="small"
                onPress={() => {
                  setSeen(latest);
                  move.reset();
                }}
              >
                {t('meetings.move.keepMine')}
              </Button>
            }
          >
            <BothTimes
              at={latest.startsAt}
              durationMinutes={latest.durationMinutes}
              zone={person.timeZone}
              others={others}
            />
          </Banner>
        ) : (
          <ProblemBanner problem={move.error} />
        )
      }
      isSaving={move.isPending}
      onSend={send}
      onClose={onClose}
      times={
        startsAt && (
          <div>
            <OtherTimes at={startsAt} zone={person.timeZone} others={others} />
          </div>
        )
      }
    >
      <TextField
        label={t('meetings.link')}
        isOptional
        isLeftToRight
        maxLength={500}
        value={link}
        onChange={setLink}
      />
    </MeetingDialog>
  );
}
