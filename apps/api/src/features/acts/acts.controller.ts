import { Controller, Req } from '@nestjs/common';
import { actRoutes, mailChoiceRoutes } from '@ithaca/contracts/acts';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Request } from 'express';

import { Caller, CurrentVisit, Endpoint, Input } from '../../platform/http/endpoint.ts';
import type { Visit } from '../../platform/http/endpoint.ts';
import { ActsService } from './acts.service.ts';
import { MailChoicesService } from './mail-choices.service.ts';

@Controller()
export class ActsController {
  constructor(
    private readonly acts: ActsService,
    private readonly choices: MailChoicesService,
  ) {}

  @Endpoint(actRoutes.look)
  look(@Input() { body }: InputOf<typeof actRoutes.look>, @Req() request: Request) {
    return this.acts.look(body.token, addressOf(request), body.at);
  }

  @Endpoint(actRoutes.perform)
  perform(
    @Input() { body }: InputOf<typeof actRoutes.perform>,
    @Req() request: Request,
    @CurrentVisit() { requestId }: Visit,
  ) {
    return this.acts.perform(body.token, body, addressOf(request), requestId);
  }

  @Endpoint(actRoutes.stop)
  stop(
    @Input() { params }: InputOf<typeof actRoutes.stop>,
    @Req() request: Request,
    @CurrentVisit() { requestId }: Visit,
  ) {
    return this.acts.stop(params.token, addressOf(request), requestId);
  }

  @Endpoint(actRoutes.undo)
  undo(
    @Input() { body }: InputOf<typeof actRoutes.undo>,
    @Req() request: Request,
    @CurrentVisit() { requestId }: Visit,
  ) {
    return this.acts.undo(body.token, addressOf(request), requestId);
  }

  @Endpoint(mailChoiceRoutes.list)
  list(@Caller() actor: Actor) {
    return this.choices.list(actor);
  }

  @Endpoint(mailChoiceRoutes.setQuietHours)
  setQuietHours(@Caller() actor: Actor, @Input() { body }: InputOf<typeof mailChoiceRoutes.setQuietHours>) {
    return this.choices.setQuietHours(actor, body.quietHours);
  }

  @Endpoint(mailChoiceRoutes.choose)
  choose(@Caller() actor: Actor, @Input() { body }: InputOf<typeof mailChoiceRoutes.choose>) {
    return this.choices.choose(actor, body.kind, body.choice);
  }
}

const addressOf = (request: Request) => request.ip ?? '';
