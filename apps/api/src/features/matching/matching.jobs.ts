import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { PublicationService } from './publication.service.ts';
import { RunsService } from './runs.service.ts';

/** What matching does after the request: solving, and telling people of what was published. */
@Injectable()
export class MatchingJobs {
  constructor(jobs: Jobs, runs: RunsService, publication: PublicationService) {
    jobs.handle('solve-matching', ({ organisationId, runId }) => runs.solve(organisationId, String(runId)));
    jobs.handle('announce-pairings', ({ organisationId, runId }) =>
      publication.announce(organisationId, String(runId)),
    );
  }
}
