import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { PublicationService } from './publication/publication.service.ts';
import { ReplaysService } from './runs/replays.service.ts';
import { RunsService } from './runs/runs.service.ts';

/** What matching does after the request: solving, replaying, publishing at an hour, and telling people of what was published. */
@Injectable()
export class MatchingJobs {
  constructor(jobs: Jobs, runs: RunsService, replays: ReplaysService, publication: PublicationService) {
    jobs.handle('solve-matching', ({ organisationId, runId }) => runs.solve(organisationId, String(runId)));
    jobs.handle('replay-matching', ({ organisationId, replayId }) =>
      replays.replay(organisationId, String(replayId)),
    );
    jobs.handle('publish-pairings', ({ organisationId, publicationId }) =>
      publication.carryOutPlanned(organisationId, String(publicationId)),
    );
    jobs.handle('announce-pairings', ({ organisationId, runId }) =>
      publication.announce(organisationId, String(runId)),
    );
    // Whatever lost its job, with a process that was killed, is taken up again within minutes.
    jobs.sweep('resume-matching', '* * * * *', async (organisationId) => {
      await runs.resume(organisationId);
      await publication.resume(organisationId);
    });
  }
}
