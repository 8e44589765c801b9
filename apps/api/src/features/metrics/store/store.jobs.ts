import { Injectable } from '@nestjs/common';

import { Jobs } from '../../../platform/jobs/jobs.ts';
import { MetricsStoreService } from './store.service.ts';

@Injectable()
export class MetricsStoreJobs {
  constructor(jobs: Jobs, store: MetricsStoreService) {
    jobs.sweep('fold-metrics', '* * * * *', async (organisationId) => {
      await store.fold(organisationId);
      await store.renewStandings(organisationId);
      await store.foldTouches(organisationId);
    });
    // Hourly, because night comes at another hour for each organisation.
    jobs.sweep('note-standings', '3 * * * *', (organisationId) => store.noteStandings(organisationId));
    jobs.sweep('reconcile-metrics', '33 * * * *', (organisationId) => store.reconcile(organisationId));
  }
}
