import { Module } from '@nestjs/common';

import { IdentityModule } from '../identity/identity.module.ts';
import { BulkActsController } from './bulk-acts/bulk-acts.controller.ts';
import { BulkActsService } from './bulk-acts/bulk-acts.service.ts';
import { DeclarationsController } from './declarations/declarations.controller.ts';
import { DeclarationsService } from './declarations/declarations.service.ts';
import { JobSpellsController } from './job-spells/job-spells.controller.ts';
import { JobSpellsService } from './job-spells/job-spells.service.ts';
import { ImportRun } from './imports/import-run.ts';
import { ImportUndo } from './imports/import-undo.ts';
import { ImportsController } from './imports/imports.controller.ts';
import { ImportsJobs } from './imports/imports.jobs.ts';
import { ImportsService } from './imports/imports.service.ts';
import { PeopleController } from './people.controller.ts';
import { PeopleJobs } from './people.jobs.ts';
import { PeopleService } from './people.service.ts';

@Module({
  imports: [IdentityModule],
  controllers: [
    PeopleController,
    ImportsController,
    DeclarationsController,
    JobSpellsController,
    BulkActsController,
  ],
  providers: [
    PeopleService,
    PeopleJobs,
    DeclarationsService,
    JobSpellsService,
    BulkActsService,
    ImportsService,
    ImportRun,
    ImportUndo,
    ImportsJobs,
  ],
  exports: [PeopleService],
})
export class PeopleModule {}
