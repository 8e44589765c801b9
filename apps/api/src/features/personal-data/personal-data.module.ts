import { Module } from '@nestjs/common';

import { PersonalDataController } from './personal-data.controller.ts';

@Module({ controllers: [PersonalDataController] })
export class PersonalDataModule {}
