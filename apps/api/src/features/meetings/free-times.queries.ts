import type { ReplyOf } from '@ithaca/contracts/route';
import type { meetingRoutes } from '@ithaca/contracts/meetings';
import { MEETING_MINUTES } from '@ithaca/domain/meeting';
import { SUGGESTION_DAYS, suggestMeetingTimes } from '@ithaca/domain/meeting-times';
import type { Party } from '@ithaca/domain/permissions';

import type { Database } from '../../platform/database/database.ts';
import { listAway } from '../enrolments/blackouts.queries.ts';
import { listCalendarBusy } from './connections/connections.queries.ts';
import { listBusy } from './meetings.queries.ts';
import { getSides } from './sides.queries.ts';

const DAY = 86_400_000;

/** Who is to meet, the reader first, because days are the reader's days; and when they cannot, by their calendars and ours. */
export async function findAttendees(db: Database, actor: Party, pairingId: string, from: Date) {
  const { members } = await getSides(db, actor, pairingId);
  const personIds = members.map((member) => member.personId);
  const between = { from, to: new Date(from.getTime() + SUGGESTION_DAYS * DAY) };
  const calendars = await listCalendarBusy(db, actor, personIds, between);
  const busy = [
    ...calendars,
    ...(await listBusy(db, actor, personIds, between)),
    ...(await listAway(db, actor.organisationId, personIds)),
  ].toSorted((a, b) => a.from - b.from);
  const attendees = members
    .toSorted((a, b) => Number(b.personId === actor.personId) - Number(a.personId === actor.personId))
    .map(({ displayName, timeZone, workingHours }) => ({ name: displayName, timeZone, workingHours }));
  return { attendees, busy, calendars };
}

/** When suits all sides? At most three times a day in the reader's days, or the least bad hours and for whom they are bad. */
export async function suggestTimes(
  db: Database,
  actor: Party,
  pairingId: string,
  request: { now: Date; minutes: number | undefined },
): Promise<ReplyOf<typeof meetingRoutes.suggestTimes>> {
  const { attendees, busy, calendars } = await findAttendees(db, actor, pairingId, request.now);
  const { overlapMinutesPerDay, slots } = suggestMeetingTimes(attendees, {
    now: request.now,
    minutes: request.minutes ?? MEETING_MINUTES.usual,
    busy,
  });
  return {
    overlapMinutesPerDay,
    slots: slots.map((slot) => ({ ...slot, startsAt: slot.startsAt.toISOString() })),
    busy: calendars.map(({ personId, from, to: until }) => ({
      personId,
      from: new Date(from).toISOString(),
      to: new Date(until).toISOString(),
    })),
  };
}
