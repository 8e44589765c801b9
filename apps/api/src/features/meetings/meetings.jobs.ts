import { Injectable } from '@nestjs/common';
import type { CalendarProviderName } from '@ithaca/domain/calendar-connection';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { ContinuedSeriesService } from './continued-series.service.ts';
import { ConnectionsService } from './connections/connections.service.ts';
import { FirstMeetingService } from './first-meeting/first-meeting.service.ts';
import { MeetingsService } from './meetings.service.ts';
import { PastMeetingsService } from './past-meetings.service.ts';

@Injectable()
export class MeetingsJobs {
  constructor(
    jobs: Jobs,
    meetings: MeetingsService,
    past: PastMeetingsService,
    connections: ConnectionsService,
    continued: ContinuedSeriesService,
    first: FirstMeetingService,
  ) {
    // A pairing that is over has called its meetings off; people's calendars still hold them.
    jobs.handle('withdraw-invitations', ({ organisationId, pairingId, endedAt }) =>
      meetings.withdrawInvitations(organisationId, String(pairingId), new Date(String(endedAt))),
    );
    jobs.handle('tell-pairing-active', ({ organisationId, pairingId }) =>
      first.tellOfStart(organisationId, String(pairingId)),
    );
    jobs.handle('continue-series', ({ organisationId, pairingId, extensionId }) =>
      continued.carryOn(organisationId, String(pairingId), String(extensionId)),
    );
    jobs.handle('read-calendar', ({ organisationId, personId, provider }) =>
      connections.readOne({ organisationId, personId: String(personId) }, provider as CalendarProviderName),
    );
    jobs.sweep('read-calendars', '*/15 * * * *', (organisationId) => connections.readAll(organisationId));
    jobs.sweep('settle-past-meetings', '50 * * * *', (organisationId) => past.settle(organisationId));
  }
}
