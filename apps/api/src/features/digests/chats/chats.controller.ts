import { Controller } from '@nestjs/common';
import { chatChannelRoutes as routes } from '@ithaca/contracts/chat-channels';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { ChatChannelsService } from './chat-channels.service.ts';
import { listChatChannels } from './chats.queries.ts';

@Controller()
export class ChatsController {
  constructor(
    private readonly db: Database,
    private readonly channels: ChatChannelsService,
  ) {}

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.list>) {
    return listChatChannels(this.db, actor, params.programId);
  }

  @Endpoint(routes.save)
  async save(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.save>) {
    await this.channels.save(actor, params, version, body);
    return listChatChannels(this.db, actor, params.programId);
  }

  @Endpoint(routes.remove)
  async remove(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.remove>) {
    await this.channels.remove(actor, params, version);
    return listChatChannels(this.db, actor, params.programId);
  }

  @Endpoint(routes.sendTest)
  async sendTest(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.sendTest>) {
    await this.channels.sendTest(actor, params);
    return listChatChannels(this.db, actor, params.programId);
  }
}
