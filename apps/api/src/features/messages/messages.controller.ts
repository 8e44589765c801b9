import { Controller } from '@nestjs/common';
import { messageRoutes as routes } from '@ithaca/contracts/messages';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { listMessages } from './messages.queries.ts';
import { MessagesService } from './messages.service.ts';

@Controller()
export class MessagesController {
  constructor(
    private readonly db: Database,
    private readonly messages: MessagesService,
  ) {}

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.list>) {
    return listMessages(this.db, actor, params.pairingId, query);
  }

  @Endpoint(routes.send)
  send(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.send>) {
    return this.messages.send(actor, params.pairingId, body);
  }

  @Endpoint(routes.markRead)
  markRead(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.markRead>) {
    return this.messages.markRead(actor, params.pairingId);
  }

  @Endpoint(routes.showReading)
  showReading(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.showReading>) {
    return this.messages.showReading(actor, body.isShown);
  }

  @Endpoint(routes.upload)
  upload(@Caller() actor: Actor, @Input() { params, query, body }: InputOf<typeof routes.upload>) {
    return this.messages.upload(actor, params.pairingId, query.fileName, body);
  }

  @Endpoint(routes.discard)
  discard(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.discard>) {
    return this.messages.discard(actor, params.fileId);
  }

  @Endpoint(routes.file)
  file(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.file>) {
    return this.messages.readFile(actor, params.pairingId, params.fileId);
  }
}
