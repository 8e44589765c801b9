import { Module } from '@nestjs/common';

import { ChatChannelsService } from './chats/chat-channels.service.ts';
import { ChatPostsService } from './chats/chat-posts.service.ts';
import { ChatsController } from './chats/chats.controller.ts';
import { CoordinatorDigestsService } from './coordinator-digests.service.ts';
import { DigestsController } from './digests.controller.ts';
import { DigestsJobs } from './digests.jobs.ts';
import { DigestsService } from './digests.service.ts';

@Module({
  controllers: [ChatsController, DigestsController],
  providers: [ChatChannelsService, ChatPostsService, CoordinatorDigestsService, DigestsJobs, DigestsService],
})
export class DigestsModule {}
