import { Module } from '@nestjs/common';

import { AreaReportsService } from './area-reports.service.ts';
import { SavedReportsController } from './built/saved-reports.controller.ts';
import { SavedReportsService } from './built/saved-reports.service.ts';
import { ReportsController } from './reports.controller.ts';
import { SearchController } from './search.controller.ts';

@Module({
  controllers: [ReportsController, SavedReportsController, SearchController],
  providers: [AreaReportsService, SavedReportsService],
})
export class ReportsModule {}
