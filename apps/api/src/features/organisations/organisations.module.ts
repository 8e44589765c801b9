import { Module } from '@nestjs/common';

import { ExportsController } from './exports.controller.ts';
import { OrganisationsController } from './organisations.controller.ts';
import { OrganisationsService } from './organisations.service.ts';

@Module({ controllers: [OrganisationsController, ExportsController], providers: [OrganisationsService] })
export class OrganisationsModule {}
