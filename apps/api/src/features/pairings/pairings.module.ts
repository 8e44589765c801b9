import { Module } from '@nestjs/common';

import { LettersService } from './letters.service.ts';
import { OffersService } from './offers.service.ts';
import { PairingsController } from './pairings.controller.ts';
import { PairingsRepository } from './pairings.repository.ts';
import { PairingsService } from './pairings.service.ts';

@Module({
  controllers: [PairingsController],
  providers: [PairingsService, OffersService, LettersService, PairingsRepository],
  exports: [PairingsService, OffersService, LettersService],
})
export class PairingsModule {}
