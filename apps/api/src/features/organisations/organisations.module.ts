import { Module } from '@nestjs/common';

import { ExportsController } from './exports.controller.ts';
import { InboxStreamsService } from './inbox-streams.service.ts';
import { InboxController } from './inbox.controller.ts';
import { InboxService } from './inbox.service.ts';
import { OrganisationsController } from './organisations.controller.ts';
import { ViewsController } from './views.controller.ts';
import { ViewsService } from './views.service.ts';
import { OrganisationsService } from './organisations.service.ts';

@Module({
  controllers: [OrganisationsController, InboxController, ExportsController, ViewsController],
  providers: [OrganisationsService, InboxService, InboxStreamsService, ViewsService],
})
export class OrganisationsModule {}
