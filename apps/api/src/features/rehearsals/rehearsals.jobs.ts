import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { RehearsalDaysService } from './rehearsal-days.service.ts';
import { RehearsalsService } from './rehearsals.service.ts';
import { RoomsService } from './rooms.service.ts';

@Injectable()
export class RehearsalsJobs {
  constructor(jobs: Jobs, rehearsals: RehearsalsService, rooms: RoomsService, days: RehearsalDaysService) {
    jobs.handle('prepare-rehearsal', ({ organisationId, rehearsalId }) =>
      rooms.prepare(organisationId, String(rehearsalId)),
    );
    jobs.handle('walk-rehearsal', ({ organisationId }) => days.walk(organisationId));
    jobs.handle('remove-rehearsal', ({ organisationId, rehearsalId }) =>
      rooms.remove(organisationId, String(rehearsalId)),
    );
    jobs.sweep('end-rehearsals', '29 * * * *', (organisationId) => rehearsals.expire(organisationId));
  }
}
