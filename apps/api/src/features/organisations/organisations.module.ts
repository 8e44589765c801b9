import { Module } from '@nestjs/common';

import { ExportsController } from './exports.controller.ts';
import { OrganisationsController } from './organisations.controller.ts';
import { ViewsController } from './views.controller.ts';
import { ViewsService } from './views.service.ts';
import { OrganisationsService } from './organisations.service.ts';

@Module({
  controllers: [OrganisationsController, ExportsController, ViewsController],
  providers: [OrganisationsService, ViewsService],
})
export class OrganisationsModule {}
