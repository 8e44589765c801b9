import type { Meeting, SessionGuide } from '@ithaca/contracts/meetings';
import { MOST_POINTS } from '@ithaca/domain/meeting';
import { milestoneWords } from '@ithaca/domain/session-guide';
import { useQuery } from '@tanstack/react-query';
import BookOpen from 'lucide-react/icons/book-open';
import Check from 'lucide-react/icons/check';
import ListPlus from 'lucide-react/icons/list-plus';
import { useFormat } from '../../../lib/format.ts';
import { useLocale, useText } from '../../../lib/i18n.tsx';
import { Marked } from '../../../lib/marked.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { guidesQuery, useUpdate, type Place } from '../meetings.queries.ts';
import { added, removed } from './agenda.tsx';

/** One guide: what it says, and the points it suggests for the agenda; `present` are on it already. */
export function GuideCard({
  guide,
  present,
  off,
  onTakeOver,
}: {
  guide: SessionGuide;
  present: readonly string[];
  off: string | undefined;
  onTakeOver: (points: string[]) => void;
}) {
  const t = useText();
  const { day, number } = useFormat();
  const { locale } = useLocale();
  const { title, guide: text, agenda } = milestoneWords(guide, locale);
  const missing = agenda.filter((point) => !present.includes(point));
  const isFull = present.length + missing.length > MOST_POINTS;
  return (
    <Card
      title={title}
      description={
        <span className="flex flex-wrap items-center gap-x-3">
          <span className="inline-flex items-center gap-1.5">
            <Icon of={BookOpen} />
            {t('meetings.guide.due', { day: day(guide.dueOn) })}
          </span>
          {guide.minutes != null && (
            <span>{t('meetings.guide.minutes', { minutes: number(guide.minutes) })}</span>
          )}
        </span>
      }
    >
      <div className="flex flex-col gap-4">
        {text !== '' && <Marked text={text} />}
        {agenda.length > 0 && (
          <div className="flex flex-col items-start gap-2 border-t pt-3">
            <h3 className="text-dense font-medium text-muted">{t('meetings.guide.agenda')}</h3>
            <ul className="flex flex-col gap-1">
              {agenda.map((point) => (
                <li key={point} dir="auto" className="flex items-start gap-2">
                  {missing.includes(point) ? (
                    <span aria-hidden className="mt-2 mx-1.5 size-1 shrink-0 rounded-full bg-current" />
                  ) : (
                    <Icon of={Check} className="mt-0.5 text-success" />
                  )}
                  <span>
                    {point}
                    {!missing.includes(point) && (
                      <span className="sr-only">, {t('meetings.guide.present')}</span>
                    )}
                  </span>
                </li>
              ))}
            </ul>
            {missing.length === 0 ? (
              <p className="text-dense text-muted">{t('meetings.guide.taken')}</p>
            ) : (
              <Button
                size="small"
                icon={ListPlus}
                disabledReason={
                  off ?? (isFull ? t('meetings.agenda.full', { most: MOST_POINTS }) : undefined)
                }
                onPress={() => onTakeOver(missing)}
              >
                {t('meetings.guide.take', { count: missing.length, shown: number(missing.length) })}
              </Button>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}

/** What helps with this meeting: the guides of the milestones it is for. */
export function MeetingGuides({
  place,
  meeting,
  off,
}: {
  place: Place;
  meeting: Meeting;
  off: string | undefined;
}) {
  const t = useText();
  const update = useUpdate(place);
  const guides = useQuery(guidesQuery(place.pairingId)).data?.items ?? [];
  const here = guides.filter(({ meetingId }) => meetingId === meeting.id);
  return here.map((guide) => (
    <GuideCard
      key={guide.title}
      guide={guide}
      present={meeting.agenda.map(({ text }) => text)}
      off={off}
      onTakeOver={(points) => {
        update.mutate(({ agenda }) => ({
          agenda: points.reduce((all, text) => added(all, { text, done: false }), agenda),
        }));
        showToast({
          title: t('meetings.guide.took', { count: points.length }),
          onUndo: () =>
            update.mutate(({ agenda }) => ({
              agenda: points.reduce((all, text) => removed(all, text), agenda),
            })),
        });
      }}
    />
  ));
}
