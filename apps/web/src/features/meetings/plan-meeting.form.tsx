import type { Pairing } from '@ithaca/contracts/pairings';
import { MEETING_MINUTES, MOST_POINTS } from '@ithaca/domain/meeting';
import type { Repeat } from '@ithaca/domain/meeting-series';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { OtherTimes } from '../../lib/both-times.tsx';
import { checkBy } from '../../lib/check.ts';
import { issueWords } from '../../lib/issue-words.ts';
import { useFormat } from '../../lib/format.ts';
import { freeTimesQuery } from '../../lib/free-times.tsx';
import { goTo, useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { dayIn } from '../../lib/today.ts';
import { Loaded } from '../../lib/page.tsx';
import { meetingsQuery, partnersOf } from '../../lib/pairing.ts';
import { shortName } from '../../lib/short-name.ts';
import { ProblemBanner } from '../../lib/problem.tsx';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Form } from '../../ui/form.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DateTimeField } from '../../ui/time-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { DurationSelect } from './duration-select.tsx';
import { guidesQuery, personQuery, usePlan } from './meetings.queries.ts';
import { RepeatFields } from './repeat-fields.tsx';
import { OTHER, SuggestedTimes } from './suggested-times.tsx';
import { instantOf } from './wall-time.ts';

/** Beside the form; the zones of everybody come with it. */
const OverlapStrip = lazyLayer(
  async () => (await import('./overlap-strip.tsx')).OverlapStrip,
  () => <Skeleton className="h-40 w-full" />,
);

/** Only a time that is chosen has a guide. */
const GuideCard = lazyLayer(async () => (await import('./meeting/session-guide.tsx')).GuideCard);

const pointsOf = (words: string) =>
  [...new Set(words.split('\n').map((line) => line.trim().slice(0, 300)))]
    .filter(Boolean)
    .slice(0, MOST_POINTS);

const isLink = (link: string) => /^https?:\/\//.test(link);

/** A time, a length and a first agenda; the partner gets the invitation by mail. */
export function PlanMeetingForm({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const { list } = useFormat();
  const { actor, person } = useSession();
  const [asked] = useUrlState({ at: '' });
  const isFirst = pairing.heldMeetings === 0 && pairing.nextMeeting === null;
  const [minutes, setMinutes] = useState<number>(pairing.agreement?.minutes ?? MEETING_MINUTES.usual);
  const [repeat, setRepeat] = useState<Repeat | null>(null);
  const [slot, setSlot] = useState<string | null>(asked.at || null);
  const [wall, setWall] = useState('');
  const [title, setTitle] = useState(isFirst ? t('meetings.first.title') : '');
  const [typedLink, setLink] = useState<string | null>(null);
  const [typed, setAgenda] = useState<string | null>(null);
  const { data: meetings } = useQuery(meetingsQuery(pairing.id));
  const link = typedLink ?? meetings?.newLink ?? '';
  // What was left over of the last meeting is on the agenda until it is written otherwise.
  const agenda =
    typed ??
    [...(meetings?.leftOver ?? []), ...(isFirst ? pointsOf(t('meetings.first.agenda')) : [])].join('\n');
  const [errors, setErrors] = useState<{ field: string; message: string }[]>([]);
  const startsAt = slot === OTHER ? instantOf(wall, person.timeZone) : (slot ?? undefined);
  const times = useQuery(freeTimesQuery(pairing.id, minutes));
  const guides = useQuery({ ...guidesQuery(pairing.id, startsAt), enabled: startsAt !== undefined });
  const plan = usePlan(pairing.id);
  const others = partnersOf(pairing, actor.personId);
  const names = list(others.map(({ displayName }) => shortName(displayName)));
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message;

  const send = async () => {
    const linkWords = link.trim() === '' || isLink(link.trim()) ? link.trim() : `https://${link.trim()}`;
    const body = {
      title: title.trim(),
      startsAt: startsAt ?? '',
      durationMinutes: minutes,
      timeZone: person.timeZone,
      link: linkWords,
      agenda: pointsOf(agenda).map((text) => ({ text, done: false })),
      ...(repeat ? { repeat } : {}),
    };
    const { data, issues } = await checkBy(
      async () => (await import('@ithaca/contracts/meetings')).meetingRoutes.plan.body,
      body,
    );
    const found =
      startsAt === undefined
        ? [{ field: slot === OTHER ? 'wall' : 'slot', message: t('meetings.slot.choose') }]
        : [];
    for (const issue of issues)
      if (issue.path[0] !== 'startsAt')
        found.push({ field: String(issue.path[0]), message: issueWords(issue) });
    setErrors(found);
    if (found.length > 0 || !data) return;
    plan.mutate(body, {
      onSuccess: (meeting) => {
        showToast({ title: t('meetings.planned', { name: names }) });
        goTo(`/pairings/${pairing.id}/meetings/${meeting.id}`);
      },
    });
  };

  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Form
        label={t('meetings.new')}
        onSubmit={() => void send()}
        problems={errors}
        onGoTo={(field) =>
          document.querySelector<HTMLElement>(`[data-field="${field}"] :is(input, textarea)`)?.focus()
        }
        failure={<ProblemBanner problem={plan.error} />}
        actions={
          <>
            <LinkButton href={`/pairings/${pairing.id}/meetings`}>{t('common.cancel')}</LinkButton>
            <Button type="submit" variant="primary" isLoading={plan.isPending}>
              {t('meetings.send')}
            </Button>
          </>
        }
      >
        <div className="max-w-60">
          <DurationSelect value={minutes} onChange={setMinutes} />
        </div>
        <div data-field="slot">
          <Loaded query={times} skeleton={<SlotsSkeleton />}>
            {(data) => (
              <SuggestedTimes
                others={others}
                times={withAsked(data, asked.at)}
                value={slot}
                onChange={setSlot}
                error={errorOf('slot')}
              />
            )}
          </Loaded>
        </div>
        {slot === OTHER && (
          <div data-field="wall" className="flex flex-col gap-1">
            <DateTimeField
              label={t('meetings.when')}
              value={wall}
              onChange={setWall}
              error={errorOf('wall')}
              className="max-w-72"
            />
            {startsAt && <OtherTimes at={startsAt} zone={person.timeZone} others={others} />}
          </div>
        )}
        {pairing.format !== 'flash' && <RepeatFields value={repeat} onChange={setRepeat} />}
        {guides.data?.items
          .filter(({ isOfNext }) => isOfNext && startsAt !== undefined)
          .map((guide) => (
            <GuideCard
              key={guide.title}
              guide={guide}
              present={pointsOf(agenda)}
              off={undefined}
              onTakeOver={(points) => setAgenda([...pointsOf(agenda), ...points].join('\n'))}
            />
          ))}
        <div data-field="title">
          <TextField
            label={t('meetings.topic')}
            isOptional
            maxLength={160}
            value={title}
            onChange={setTitle}
            error={errorOf('title')}
          />
        </div>
        <div data-field="link">
          <TextField
            label={t('meetings.link')}
            isOptional
            isLeftToRight
            maxLength={500}
            value={link}
            onChange={setLink}
            description={t('meetings.link.help')}
            error={errorOf('link')}
          />
        </div>
        <div data-field="agenda">
          <TextArea
            label={t('meetings.agenda')}
            isOptional
            rows={4}
            value={agenda}
            onChange={setAgenda}
            description={t(meetings?.leftOver.length ? 'meetings.agenda.carried' : 'meetings.agenda.help', {
              count: meetings?.leftOver.length ?? 0,
            })}
            error={errorOf('agenda')}
          />
        </div>
      </Form>
      <Hours
        pairing={pairing}
        startsAt={startsAt}
        minutes={minutes}
        suggested={times.data?.slots ?? []}
        busy={times.data?.busy ?? []}
      />
    </div>
  );
}

/** A time that was picked elsewhere stays in the list, also when the length has changed since. */
function withAsked<T extends { slots: { startsAt: string; outsideHoursOf: string[] }[] }>(
  times: T,
  at: string,
): T {
  if (at === '' || times.slots.some(({ startsAt }) => startsAt === at)) return times;
  return { ...times, slots: [{ startsAt: at, outsideHoursOf: [] }, ...times.slots] };
}

type HoursProps = {
  pairing: Pairing;
  startsAt: string | undefined;
  minutes: number;
  suggested: readonly { startsAt: string }[];
  busy: readonly { personId: string; from: string; to: string }[];
};

/** The two days that matter: of the chosen time and the next suggested one. */
function Hours({ pairing, startsAt, minutes, suggested, busy }: HoursProps) {
  const t = useText();
  const { actor, person } = useSession();
  const me = useQuery(personQuery(actor.personId)).data;
  const others = useQueries({
    queries: partnersOf(pairing, actor.personId).map(({ personId }) => personQuery(personId)),
  }).flatMap(({ data }) => (data ? [data] : []));
  const dayOf = (at: string) => dayIn(at, person.timeZone);
  const days = [
    ...new Set([...(startsAt ? [startsAt] : []), ...suggested.map((slot) => slot.startsAt)].map(dayOf)),
  ]
    .slice(0, 2)
    .toSorted();
  const known = [me, ...others].every((each) => each?.workingHours);
  if (!me || others.length === 0 || !known || days.length === 0) return null;
  const chosen = startsAt
    ? { from: Date.parse(startsAt), to: Date.parse(startsAt) + minutes * 60_000 }
    : undefined;
  return (
    <Card
      title={t('meetings.overlap')}
      description={t('meetings.overlap.what')}
      className="lg:sticky lg:top-6"
    >
      <OverlapStrip
        me={me}
        others={others}
        days={days}
        busy={busy.map(({ personId, from, to }) => ({
          personId,
          from: Date.parse(from),
          to: Date.parse(to),
        }))}
        chosen={chosen}
      />
    </Card>
  );
}

function SlotsSkeleton() {
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,14rem),1fr))] gap-2">
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} className="h-16 rounded-lg" />
      ))}
    </div>
  );
}
