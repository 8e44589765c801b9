import { Controller, Inject, Req } from '@nestjs/common';
import type { InputOf } from '@ithaca/contracts/route';
import { bounceRoutes, sentMailRoutes as routes } from '@ithaca/contracts/sent-mails';
import type { Actor } from '@ithaca/domain/permissions';
import type { Request } from 'express';

import { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { CONFIG } from '../../platform/platform.module.ts';
import { DeliveriesService } from './deliveries.service.ts';
import { listSentMails } from './sent-mails.queries.ts';

@Controller()
export class SentMailsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly deliveries: DeliveriesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.list>) {
    const isPaused = this.config.smtpUrl === null;
    return listSentMails(this.db, actor, params.programId, query, { now: this.clock.now(), isPaused });
  }

  @Endpoint(routes.sendAgain)
  sendAgain(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.sendAgain>) {
    return this.deliveries.sendAgain(actor, params);
  }

  @Endpoint(bounceRoutes.report)
  report(@Input() { body }: InputOf<typeof bounceRoutes.report>, @Req() request: Request) {
    const secret = request.get('authorization')?.replace(/^Bearer /i, '') ?? '';
    return this.deliveries.report(secret, body.report);
  }
}
