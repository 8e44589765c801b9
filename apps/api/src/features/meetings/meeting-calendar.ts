import { ruleTimeOf } from '@ithaca/domain/meeting-series';
import type { Repeat } from '@ithaca/domain/meeting-series';
import { ZonedTime } from '@ithaca/domain/zoned-time';

import type { CalendarEvent } from '../../platform/calendar/calendar.ts';
import type { Meeting } from './meeting.entity.ts';

/** How a meeting's series repeats; read with the meeting. */
export interface Series extends Repeat {
  id: string;
  startsAt: Date;
  /** The wall that it repeats on; one that is moved may have another. */
  timeZone: string;
  sequence: number;
}

type Planned = Pick<
  Meeting,
  | 'id'
  | 'pairingId'
  | 'state'
  | 'title'
  | 'startsAt'
  | 'durationMinutes'
  | 'timeZone'
  | 'link'
  | 'sequence'
  | 'seriesId'
  | 'occursAt'
>;

/**
 * A meeting as a calendar knows it. One of a series carries the series' name and the time it had by the rule, so that it
 * takes the place of that one and leaves the others alone; its `series` must be given.
 */
export function eventOf(
  meeting: Planned,
  { baseUrl, stampedAt, title }: { baseUrl: string; stampedAt: Date; title: string },
  series: Series | null = null,
): CalendarEvent {
  const host = new URL(baseUrl).hostname;
  return {
    uid: `${meeting.seriesId ?? meeting.id}@${host}`,
    sequence: meeting.sequence,
    stampedAt,
    startsAt: meeting.startsAt,
    durationMinutes: meeting.durationMinutes,
    timeZone: meeting.timeZone,
    title: meeting.title === '' ? title : meeting.title,
    description: '',
    link: meeting.link,
    url: `${baseUrl}/pairings/${meeting.pairingId}/meetings/${meeting.id}`,
    cancelled: meeting.state === 'cancelled',
    ...(meeting.occursAt && series
      ? { occursAt: { wall: ruleTime(series, meeting.occursAt), timeZone: series.timeZone } }
      : {}),
  };
}

/**
 * A whole series: the rule from the first meeting, without those that were called off, and in its place each that was
 * changed or that the rule alone would not tell for sure, because the clock skips its hour or shows it twice. `meetings`
 * are all of the series.
 */
export function seriesOf(
  series: Series,
  meetings: readonly Planned[],
  frame: { baseUrl: string; stampedAt: Date; title: string },
): CalendarEvent[] {
  const [first] = meetings;
  if (!first) return [];
  const zone = ZonedTime.of(series.timeZone);
  const { startsAt, timeZone, everyWeeks, times } = series;
  const master: CalendarEvent = {
    ...eventOf({ ...first, state: 'planned', startsAt, timeZone }, frame),
    sequence: series.sequence,
    repeat: { everyWeeks, times },
    except: meetings.flatMap((one) => (isOff(one) && one.occursAt ? [ruleTime(series, one.occursAt)] : [])),
  };
  const isToldByRule = ({ occursAt, startsAt: at, durationMinutes, title, link }: Planned) =>
    occursAt !== null &&
    occursAt.getTime() === at.getTime() &&
    durationMinutes === first.durationMinutes &&
    title === first.title &&
    link === first.link &&
    ruleTime(series, occursAt) === zone.wallAt(at.getTime()) &&
    !zone.isDoubled(at.getTime());
  const others = meetings.filter((one) => !isOff(one) && !isToldByRule(one));
  return [master, ...others.map((one) => eventOf(one, frame, series))];
}

const ruleTime = ({ startsAt, timeZone, everyWeeks }: Series, at: Date): number =>
  ruleTimeOf(startsAt, timeZone, everyWeeks, at);

/** Called off, or put off without a new hour: nothing that a calendar could show. */
const isOff = ({ state }: Planned): boolean => state === 'cancelled' || state === 'moved';
