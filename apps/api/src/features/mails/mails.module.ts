import { Module } from '@nestjs/common';

import { DeliveriesService } from './deliveries.service.ts';
import { MailTextsService } from './mail-texts.service.ts';
import { MailsController } from './mails.controller.ts';
import { PreviewsService } from './previews.service.ts';
import { SentMailsController } from './sent-mails.controller.ts';

@Module({
  controllers: [MailsController, SentMailsController],
  providers: [DeliveriesService, MailTextsService, PreviewsService],
})
export class MailsModule {}
