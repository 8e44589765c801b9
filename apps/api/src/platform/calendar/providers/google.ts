import * as z from 'zod/mini';

import type { CalendarClient } from '../../config.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import { oauthOf } from './oauth.ts';
import type { CalendarProvider } from './provider.ts';
import { askCalendar, spanOf } from './reading.ts';

/** The scope lets free/busy be read and nothing else. */
const SCOPE = 'https://www.googleapis.com/auth/calendar.freebusy';

const answered = z.object({
  calendars: z.object({
    primary: z.object({ busy: z.array(z.object({ start: z.string(), end: z.string() })) }),
  }),
});

/** Google Calendar: `freeBusy.query` of the primary calendar. */
export function googleCalendar(outbound: Outbound, client: CalendarClient): CalendarProvider {
  const at = (usual: string) => client.origin ?? usual;
  const oauth = oauthOf(
    outbound,
    client,
    {
      issuer: at('https://accounts.google.com'),
      authorization_endpoint: `${at('https://accounts.google.com')}/o/oauth2/v2/auth`,
      token_endpoint: `${at('https://oauth2.googleapis.com')}/token`,
      revocation_endpoint: `${at('https://oauth2.googleapis.com')}/revoke`,
    },
    // Only a person who is asked anew gives a refresh token.
    { scope: SCOPE, access_type: 'offline', prompt: 'consent' },
  );
  return {
    name: 'google',
    ...oauth,
    readBusy: async (accessToken, { from, to }) => {
      const found = await askCalendar(outbound, answered, {
        method: 'POST',
        url: `${at('https://www.googleapis.com')}/calendar/v3/freeBusy`,
        accessToken,
        body: {
          timeMin: new Date(from).toISOString(),
          timeMax: new Date(to).toISOString(),
          items: [{ id: 'primary' }],
        },
      });
      return found.calendars.primary.busy.flatMap(({ start, end }) => spanOf(start, end));
    },
  };
}
