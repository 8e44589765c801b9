import type { ChatChannel } from '@ithaca/contracts/chat-channels';
import { chatProblems, chatServices } from '@ithaca/domain/chat-channel';
import type { ChatService } from '@ithaca/domain/chat-channel';
import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../../platform/database/database.ts';
import { localeOf } from '../../pairings/letters.service.ts';

interface Row {
  service: ChatService;
  state: 'on' | 'off' | 'stopped';
  host: string;
  locale: string;
  setUpByName: string;
  version: number;
  postState: 'waiting' | 'delivered' | 'failed' | null;
  day: string | null;
  writtenAt: Date;
  triedAt: Date | null;
  tryAfter: Date | null;
  problem: string | null;
  status: number | null;
}

/** To which chats does a program's summary go, and how did the last one fare? Grain: one chat that there is, set up or not. */
export async function listChatChannels(
  db: Database,
  { organisationId, personId }: Pick<Actor, 'organisationId' | 'personId'>,
  programId: string,
): Promise<{ items: ChatChannel[] }> {
  const rows = await db.query<Row>(
    `select c.service, c.state, c.host, c.locale, c.version, p.display_name as "setUpByName",
       l.state as "postState", l.day::text, l.written_at as "writtenAt", l.tried_at as "triedAt", l.try_after as "tryAfter", l.problem, l.status
     from chat_channels c
     join people p on p.organisation_id = c.organisation_id and p.id = c.set_up_by
     left join lateral (select * from chat_posts o where o.organisation_id = c.organisation_id and o.channel_id = c.id
       order by o.written_at desc, o.id desc limit 1) l on true
     where c.organisation_id = $1 and c.program_id = $2`,
    [organisationId, programId],
  );
  const me = await db.first<{ locale: string }>(
    'select locale from people where organisation_id = $1 and id = $2',
    [organisationId, personId],
  );
  const own: Locale = localeOf(me?.locale ?? 'en');
  return {
    items: chatServices.map((service): ChatChannel => {
      const row = rows.find((one) => one.service === service);
      if (!row)
        return { service, state: 'none', host: null, locale: own, setUpByName: null, last: null, version: 0 };
      const { state, host, setUpByName, version } = row;
      return {
        service,
        state,
        host,
        locale: localeOf(row.locale),
        setUpByName,
        version,
        last: row.postState && {
          state: row.postState,
          isTest: row.day === null,
          at: (row.triedAt ?? row.writtenAt).toISOString(),
          problem: chatProblems.find((one) => one === row.problem) ?? null,
          status: row.status,
          triedAgainAt: row.postState === 'waiting' ? (row.tryAfter?.toISOString() ?? null) : null,
        },
      };
    }),
  };
}

export interface ChannelToTell {
  id: string;
  programId: string;
  service: ChatService;
  locale: string;
  /** The organisation's. */
  timeZone: string;
}

/** Which rooms have had no summary yet on this day of their organisation? */
export function listChannelsToTell(
  db: Database,
  organisationId: string,
  now: Date,
): Promise<ChannelToTell[]> {
  return db.query<ChannelToTell>(
    `select c.id, c.program_id as "programId", c.service, c.locale, o.time_zone as "timeZone"
     from chat_channels c join organisations o on o.organisation_id = c.organisation_id
     where c.organisation_id = $1 and c.state = 'on'
       and not exists (select from chat_posts p where p.organisation_id = $1 and p.channel_id = c.id
         and p.day = ($2::timestamptz at time zone o.time_zone)::date)
     order by c.program_id, c.id`,
    [organisationId, now],
  );
}
