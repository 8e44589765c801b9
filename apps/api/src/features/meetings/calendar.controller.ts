import { Controller, Req } from '@nestjs/common';
import { calendarRoutes as routes } from '@ithaca/contracts/calendar';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Request } from 'express';

import { Caller, CurrentVisit, Endpoint, Input } from '../../platform/http/endpoint.ts';
import type { Visit } from '../../platform/http/endpoint.ts';
import { CalendarFeeds } from './calendar-feeds.service.ts';
import { CalendarReplies } from './calendar-replies.service.ts';

@Controller()
export class CalendarController {
  constructor(
    private readonly feeds: CalendarFeeds,
    private readonly replies: CalendarReplies,
  ) {}

  @Endpoint(routes.feed)
  feed(@Input() { params }: InputOf<typeof routes.feed>, @Req() request: Request) {
    return this.feeds.read(params.token, request.ip ?? '');
  }

  @Endpoint(routes.takeReply)
  takeReply(
    @Input() { body }: InputOf<typeof routes.takeReply>,
    @Req() request: Request,
    @CurrentVisit() { requestId }: Visit,
  ) {
    const { authorization = '' } = request.headers;
    return this.replies.take(body.file, { authorization, address: request.ip ?? '', requestId });
  }

  @Endpoint(routes.find)
  find(@Caller() actor: Actor) {
    return this.feeds.find(actor);
  }

  @Endpoint(routes.open)
  open(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.open>) {
    return this.feeds.open(actor, body.details);
  }

  @Endpoint(routes.change)
  change(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.change>) {
    return this.feeds.change(actor, body.details);
  }

  @Endpoint(routes.close)
  close(@Caller() actor: Actor) {
    return this.feeds.close(actor);
  }

  @Endpoint(routes.meeting)
  meeting(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.meeting>) {
    return this.feeds.meeting(actor, params.meetingId);
  }
}
