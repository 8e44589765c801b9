import { Module } from '@nestjs/common';

import { ReportsController } from './reports.controller.ts';
import { SearchController } from './search.controller.ts';

@Module({ controllers: [ReportsController, SearchController] })
export class ReportsModule {}
