import { Module } from '@nestjs/common';

import { IdentityModule } from '../identity/identity.module.ts';
import { AreaReportsService } from './area-reports.service.ts';
import { SavedReportsController } from './built/saved-reports.controller.ts';
import { SavedReportsService } from './built/saved-reports.service.ts';
import { ReportLinksController } from './links/report-links.controller.ts';
import { ReportLinksService } from './links/report-links.service.ts';
import { ReportsController } from './reports.controller.ts';
import { ReportSchedulesController } from './schedules/report-schedules.controller.ts';
import { ReportSchedulesService } from './schedules/report-schedules.service.ts';
import { ReportSendingService } from './schedules/sending.service.ts';
import { SearchController } from './search.controller.ts';

@Module({
  imports: [IdentityModule],
  controllers: [
    ReportLinksController,
    ReportSchedulesController,
    ReportsController,
    SavedReportsController,
    SearchController,
  ],
  providers: [
    AreaReportsService,
    ReportLinksService,
    ReportSchedulesService,
    ReportSendingService,
    SavedReportsService,
  ],
})
export class ReportsModule {}
