import { Module } from '@nestjs/common';

import { KeptContentService } from './kept-content.service.ts';
import { MessagesController } from './messages.controller.ts';
import { MessagesService } from './messages.service.ts';

@Module({
  controllers: [MessagesController],
  providers: [KeptContentService, MessagesService],
  exports: [MessagesService],
})
export class MessagesModule {}
