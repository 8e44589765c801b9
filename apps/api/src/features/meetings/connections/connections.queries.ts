import type { CalendarConnections } from '@ithaca/contracts/calendar';
import type { CalendarProviderName, ConnectionState } from '@ithaca/domain/calendar-connection';
import type { Span } from '@ithaca/domain/meeting-times';
import type { Party } from '@ithaca/domain/permissions';

import type { Database } from '../../../platform/database/database.ts';

/** Which calendars has this person connected? Grain: one provider. */
export async function listConnections(
  db: Database,
  { organisationId, personId }: Party,
): Promise<CalendarConnections['items']> {
  const rows = await db.query<{
    provider: CalendarProviderName;
    state: ConnectionState;
    connectedAt: Date;
    readAt: Date | null;
  }>(
    `select provider, state, connected_at as "connectedAt", read_at as "readAt" from calendar_connections
     where organisation_id = $1 and person_id = $2 order by provider`,
    [organisationId, personId],
  );
  return rows.map(({ connectedAt, readAt, ...row }) => ({
    ...row,
    connectedAt: connectedAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  }));
}

/** When are these people busy by their own calendars? Grain: one span, in order; of a connection that has expired as well, as it was last read. */
export async function listCalendarBusy(
  db: Database,
  { organisationId }: Pick<Party, 'organisationId'>,
  personIds: readonly string[],
  between: { from: Date; to: Date },
): Promise<(Span & { personId: string })[]> {
  const rows = await db.query<{ personId: string; fromAt: Date; untilAt: Date }>(
    `select person_id as "personId", from_at as "fromAt", until_at as "untilAt" from calendar_busy
     where organisation_id = $1 and person_id = any ($2) and from_at < $4 and until_at > $3 order by from_at, person_id`,
    [organisationId, personIds, between.from, between.to],
  );
  return rows.map(({ personId, fromAt, untilAt }) => ({
    personId,
    from: fromAt.getTime(),
    to: untilAt.getTime(),
  }));
}

/** Whose calendars are to be read? Grain: one connection that holds, of somebody with an open pairing who has not left. */
export function listToRead(
  db: Database,
  organisationId: string,
  now: Date,
): Promise<{ personId: string; provider: CalendarProviderName }[]> {
  return db.query(
    `select c.person_id as "personId", c.provider from calendar_connections c
     join people p on p.organisation_id = c.organisation_id and p.id = c.person_id
       and (p.left_on is null or p.left_on > ($2::timestamptz at time zone p.time_zone)::date)
     where c.organisation_id = $1 and c.state = 'connected' and exists (select from pairing_members m
       where m.organisation_id = c.organisation_id and m.person_id = c.person_id and m.open and m.inside)
     order by c.read_at nulls first, c.person_id, c.provider`,
    [organisationId, now],
  );
}
