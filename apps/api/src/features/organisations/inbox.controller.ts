import { Controller, Res } from '@nestjs/common';
import { inboxRoutes as routes } from '@ithaca/contracts/organisations';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Response } from 'express';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, CurrentVisit, Endpoint, Input } from '../../platform/http/endpoint.ts';
import type { Visit } from '../../platform/http/endpoint.ts';
import { InboxStreamsService } from './inbox-streams.service.ts';
import { listInbox } from './inbox.queries.ts';
import { InboxService } from './inbox.service.ts';

/** What the product has sent me: the same record as the mail. */
@Controller()
export class InboxController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly inbox: InboxService,
    private readonly streams: InboxStreamsService,
  ) {}

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { query }: InputOf<typeof routes.list>) {
    return listInbox(this.db, actor, this.clock.now(), query);
  }

  @Endpoint(routes.markRead)
  markRead(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.markRead>) {
    return this.inbox.markRead(actor, body);
  }

  @Endpoint(routes.snooze)
  snooze(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.snooze>) {
    return this.inbox.snooze(actor, body);
  }

  @Endpoint(routes.watch)
  watch(@Caller() actor: Actor, @CurrentVisit() visit: Visit, @Res() response: Response) {
    return this.streams.open(response, visit, actor);
  }
}
