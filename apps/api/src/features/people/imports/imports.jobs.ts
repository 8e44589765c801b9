import { Injectable } from '@nestjs/common';

import { Jobs } from '../../../platform/jobs/jobs.ts';
import { ImportRun } from './import-run.ts';

@Injectable()
export class ImportsJobs {
  constructor(jobs: Jobs, run: ImportRun) {
    jobs.handle('run-import', ({ organisationId, importId }) =>
      run.carryOut(organisationId, String(importId)),
    );
  }
}
