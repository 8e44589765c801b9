import { Module } from '@nestjs/common';

import { AreaReportsService } from './area-reports.service.ts';
import { ReportsController } from './reports.controller.ts';
import { SearchController } from './search.controller.ts';

@Module({ controllers: [ReportsController, SearchController], providers: [AreaReportsService] })
export class ReportsModule {}
