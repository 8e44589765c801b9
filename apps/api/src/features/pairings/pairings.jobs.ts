import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { PairingsService } from './pairings.service.ts';

@Injectable()
export class PairingsJobs {
  constructor(jobs: Jobs, pairings: PairingsService) {
    jobs.handle('settle-pairings', ({ organisationId, cohortId }) =>
      pairings.settleWithCohort(organisationId, String(cohortId)),
    );
    jobs.handle('complete-flash', ({ organisationId, pairingId }) =>
      pairings.completeFlash(organisationId, String(pairingId)),
    );
    jobs.sweep('complete-flash-pairings', '35 * * * *', (organisationId) =>
      pairings.completeFlash(organisationId),
    );
    jobs.sweep('complete-extended-pairings', '25 * * * *', (organisationId) =>
      pairings.completeExtended(organisationId),
    );
    // After the sweep that closes the door to leavers; hourly, because midnight comes at another hour for each organisation.
    jobs.sweep('end-pairings-of-leavers', '12 * * * *', (organisationId) =>
      pairings.endOfLeavers(organisationId),
    );
  }
}
