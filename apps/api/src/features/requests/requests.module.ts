import { Module } from '@nestjs/common';

import { PairingsModule } from '../pairings/pairings.module.ts';
import { PlacesService } from './places.service.ts';
import { RequestLettersService } from './request-letters.service.ts';
import { RequestsDeskController } from './requests-desk.controller.ts';
import { RequestsDeskService } from './requests-desk.service.ts';
import { RequestsController } from './requests.controller.ts';
import { RequestsJobs } from './requests.jobs.ts';
import { RequestsService } from './requests.service.ts';

@Module({
  imports: [PairingsModule],
  controllers: [RequestsController, RequestsDeskController],
  providers: [RequestsService, RequestsDeskService, RequestLettersService, PlacesService, RequestsJobs],
  exports: [RequestsService],
})
export class RequestsModule {}
