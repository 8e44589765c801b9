import { Module } from '@nestjs/common';

import { IdentityModule } from '../identity/identity.module.ts';
import { ClosingController } from './ending/closing.controller.ts';
import { ClosingService } from './ending/closing.service.ts';
import { EndingsController } from './ending/endings.controller.ts';
import { EndingsService } from './ending/endings.service.ts';
import { ExtensionsService } from './ending/extensions.service.ts';
import { AgreementsService } from './agreements.service.ts';
import { LettersService } from './letters.service.ts';
import { CirclesService } from './circles.service.ts';
import { OffersService } from './offers.service.ts';
import { PairingsJobs } from './pairings.jobs.ts';
import { PairingsController } from './pairings.controller.ts';
import { PairingsRepository } from './pairings.repository.ts';
import { PairingsService } from './pairings.service.ts';
import { WithdrawalsService } from './withdrawals.service.ts';

@Module({
  imports: [IdentityModule],
  controllers: [PairingsController, EndingsController, ClosingController],
  providers: [
    WithdrawalsService,
    PairingsService,
    AgreementsService,
    EndingsService,
    ExtensionsService,
    ClosingService,
    PairingsJobs,
    CirclesService,
    OffersService,
    LettersService,
    PairingsRepository,
  ],
  exports: [WithdrawalsService, PairingsService, OffersService, LettersService],
})
export class PairingsModule {}
