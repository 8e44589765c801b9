import type { Repeat } from '@ithaca/domain/meeting-series';

import type { CalendarEvent } from '../../platform/calendar/calendar.ts';
import type { Meeting } from './meeting.entity.ts';

/** How a meeting's series repeats; read with the meeting. */
export interface Series extends Repeat {
  id: string;
  startsAt: Date;
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
 * takes the place of that one and leaves the others alone.
 */
export function eventOf(
  meeting: Planned,
  { baseUrl, stampedAt, title }: { baseUrl: string; stampedAt: Date; title: string },
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
    ...(meeting.occursAt ? { occursAt: meeting.occursAt } : {}),
  };
}

/**
 * A whole series: the rule from the first meeting, without those that were called off, and each that was moved in its
 * place. `meetings` are all of the series.
 */
export function seriesOf(
  series: Series,
  meetings: readonly Planned[],
  frame: { baseUrl: string; stampedAt: Date; title: string },
): CalendarEvent[] {
  const [first] = meetings;
  if (!first) return [];
  const master: CalendarEvent = {
    ...eventOf({ ...first, state: 'planned', startsAt: series.startsAt, occursAt: null }, frame),
    sequence: series.sequence,
    repeat: { everyWeeks: series.everyWeeks, times: series.times },
    except: meetings.flatMap((one) => (one.state === 'cancelled' && one.occursAt ? [one.occursAt] : [])),
  };
  const moved = meetings.filter(
    (one) => one.state !== 'cancelled' && one.occursAt?.getTime() !== one.startsAt.getTime(),
  );
  return [master, ...moved.map((one) => eventOf(one, frame))];
}
