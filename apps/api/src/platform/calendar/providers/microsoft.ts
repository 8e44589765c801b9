import type { Span } from '@ithaca/domain/meeting-times';
import * as z from 'zod/mini';

import type { CalendarClient } from '../../config.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import { oauthOf } from './oauth.ts';
import type { CalendarProvider } from './provider.ts';
import { askCalendar, spanOf } from './reading.ts';

const LOGIN = 'https://login.microsoftonline.com';
const GRAPH = 'https://graph.microsoft.com';
/** Asked for in one page; more pages than this are a calendar nobody keeps. */
const PAGE = 200;
const MOST_PAGES = 10;
/** What keeps a person from meeting; somebody who works elsewhere can be met. */
const TAKEN = new Set(['busy', 'oof', 'tentative']);

const answered = z.object({
  value: z.array(
    z.object({
      showAs: z.string(),
      start: z.object({ dateTime: z.string() }),
      end: z.object({ dateTime: z.string() }),
    }),
  ),
  '@odata.nextLink': z.optional(z.string()),
});

/** Microsoft 365: the calendar view of the person, of which only start, end and free or busy are asked for. */
export function microsoftCalendar(outbound: Outbound, client: CalendarClient): CalendarProvider {
  const login = `${client.origin ?? LOGIN}/common`;
  const graph = client.origin ?? GRAPH;
  const oauth = oauthOf(
    outbound,
    client,
    {
      issuer: `${login}/v2.0`,
      authorization_endpoint: `${login}/oauth2/v2.0/authorize`,
      token_endpoint: `${login}/oauth2/v2.0/token`,
    },
    { scope: 'offline_access https://graph.microsoft.com/Calendars.ReadBasic', prompt: 'select_account' },
  );
  return {
    name: 'microsoft',
    ...oauth,
    readBusy: async (accessToken, { from, to }) => {
      const query = new URLSearchParams({
        startDateTime: new Date(from).toISOString(),
        endDateTime: new Date(to).toISOString(),
        $select: 'start,end,showAs',
        $top: String(PAGE),
      });
      const spans: Span[] = [];
      let url: string | undefined = `${graph}/v1.0/me/calendarView?${query}`;
      for (let page = 0; url !== undefined && page < MOST_PAGES; page += 1) {
        const found: z.infer<typeof answered> = await askCalendar(outbound, answered, {
          method: 'GET',
          url,
          accessToken,
          headers: { prefer: 'outlook.timezone="UTC"' },
        });
        for (const { showAs, start, end } of found.value)
          if (TAKEN.has(showAs)) spans.push(...spanOf(`${start.dateTime}Z`, `${end.dateTime}Z`));
        const next: string | undefined = found['@odata.nextLink'];
        // The key goes to where it belongs and nowhere else.
        url = next !== undefined && new URL(next).origin === graph ? next : undefined;
      }
      return spans;
    },
  };
}
