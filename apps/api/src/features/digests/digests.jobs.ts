import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { ChatPostsService } from './chats/chat-posts.service.ts';
import { CoordinatorDigestsService } from './coordinator-digests.service.ts';
import { DigestsService } from './digests.service.ts';

/** Every hour, after the reminders of that hour: whose morning is it, and what is there to tell? */
@Injectable()
export class DigestsJobs {
  constructor(
    jobs: Jobs,
    digests: DigestsService,
    coordinators: CoordinatorDigestsService,
    chats: ChatPostsService,
  ) {
    jobs.sweep('send-digests', '35 * * * *', (organisationId) => digests.send(organisationId));
    jobs.sweep('send-coordinator-digests', '40 * * * *', (organisationId) =>
      coordinators.send(organisationId),
    );
    jobs.sweep('write-chat-digests', '45 * * * *', (organisationId) => chats.write(organisationId));
    jobs.sweep('send-waiting-chats', '*/10 * * * *', (organisationId) => chats.resume(organisationId));
    jobs.handle('post-to-chat', (data) => chats.deliver(data));
  }
}
