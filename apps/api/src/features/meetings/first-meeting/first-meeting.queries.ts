import type { Act } from '@ithaca/contracts/acts';
import { MEETING_MINUTES } from '@ithaca/domain/meeting';
import { pickAcrossDays, whoIsOutside } from '@ithaca/domain/meeting-times';
import type { Party } from '@ithaca/domain/permissions';

import type { Database } from '../../../platform/database/database.ts';
import { findAttendees, suggestTimes } from '../free-times.queries.ts';
import { getSides } from '../sides.queries.ts';

const OFFERED = 3;
/** Whoever is asked to come tomorrow can still say no; whoever is asked for today has often missed it. */
const NOTICE_MS = 86_400_000;

interface OfferedTime {
  startsAt: string;
  outsideHoursOf: string[];
}

/** What a pairing knows of its first meeting: whether it may plan one, how long, and the one that it has. Grain: one pairing. */
export function findFirstMeeting(
  db: Database,
  { organisationId, personId }: Party,
  pairingId: string,
): Promise<
  | {
      isActive: boolean;
      minutes: number;
      timeZone: string;
      meetingId: string | null;
    }
  | undefined
> {
  return db.first(
    `select p.state = 'active' as "isActive", coalesce((p.agreement->>'minutes')::int, $4) as minutes, h.time_zone as "timeZone",
       (select g.id from meetings g where g.organisation_id = p.organisation_id and g.pairing_id = p.id and g.state in ('planned', 'held')
        order by g.starts_at, g.id limit 1) as "meetingId"
     from pairings p
     join pairing_members m on m.organisation_id = p.organisation_id and m.pairing_id = p.id and m.person_id = $2 and m.inside
     join people h on h.organisation_id = m.organisation_id and h.id = m.person_id
     where p.organisation_id = $1 and p.id = $3`,
    [organisationId, personId, pairingId, MEETING_MINUTES.usual],
  );
}

/** Which three times does one side choose from? Free for all from tomorrow on, else the least bad, in order. */
export async function listOfferedTimes(
  db: Database,
  party: Party,
  pairingId: string,
  { now, minutes, timeZone }: { now: Date; minutes: number; timeZone: string },
): Promise<OfferedTime[]> {
  const from = new Date(now.getTime() + NOTICE_MS);
  const { slots } = await suggestTimes(db, party, pairingId, { now: from, minutes });
  const dated = slots.map((slot) => ({ ...slot, startsAt: new Date(slot.startsAt) }));
  return pickAcrossDays(dated, timeZone, OFFERED).map((slot) => ({
    ...slot,
    startsAt: slot.startsAt.toISOString(),
  }));
}

/** Can a time that was offered still be had? Whoever had time then may have become busy since. */
export async function judgeTime(
  db: Database,
  party: Party,
  pairingId: string,
  { startsAt, minutes, now }: { startsAt: string; minutes: number; now: Date },
): Promise<OfferedTime & { fit: 'free' | 'taken' | 'over' }> {
  const from = Date.parse(startsAt);
  const span = { from, to: from + minutes * 60_000 };
  const { attendees, busy } = await findAttendees(db, party, pairingId, new Date(from));
  const isTaken = busy.some((one) => one.from < span.to && span.from < one.to);
  return {
    startsAt,
    outsideHoursOf: whoIsOutside(attendees, span),
    fit: from <= now.getTime() ? 'over' : isTaken ? 'taken' : 'free',
  };
}

/** What is there to choose from now, and what of the time whose link was followed? */
export async function offerFirstMeeting(
  db: Database,
  party: Party,
  pairingId: string,
  request: { now: Date; minutes: number; timeZone: string; at: string | undefined },
): Promise<NonNullable<Act['firstMeeting']>> {
  const { minutes, timeZone, at } = request;
  const { members } = await getSides(db, party, pairingId);
  return {
    minutes,
    timeZone,
    partners: members
      .filter(({ personId }) => personId !== party.personId)
      .map((member) => ({ displayName: member.displayName, timeZone: member.timeZone })),
    times: await listOfferedTimes(db, party, pairingId, request),
    asked:
      at === undefined
        ? null
        : await judgeTime(db, party, pairingId, { startsAt: at, minutes, now: request.now }),
  };
}
