import { Module } from '@nestjs/common';

import { MailTextsService } from './mail-texts.service.ts';
import { MailsController } from './mails.controller.ts';
import { PreviewsService } from './previews.service.ts';

@Module({ controllers: [MailsController], providers: [MailTextsService, PreviewsService] })
export class MailsModule {}
