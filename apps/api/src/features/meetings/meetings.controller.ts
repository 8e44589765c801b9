import { Controller } from '@nestjs/common';
import { meetingRoutes as routes } from '@ithaca/contracts/meetings';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { ActionsService } from './actions.service.ts';
import { suggestTimes } from './free-times.queries.ts';
import { listGuides } from './guides.queries.ts';
import { getMeeting, getNewLink, listActions, listLeftOver, listMeetings } from './meetings.queries.ts';
import { MeetingsService } from './meetings.service.ts';
import { PrivateNotesService } from './private-notes.service.ts';

@Controller()
export class MeetingsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly meetings: MeetingsService,
    private readonly actions: ActionsService,
    private readonly privateNotes: PrivateNotesService,
  ) {}

  @Endpoint(routes.list)
  async list(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.list>) {
    const { pairingId } = params;
    return {
      items: await listMeetings(this.db, actor, pairingId),
      leftOver: await listLeftOver(this.db, actor, pairingId),
      newLink: await getNewLink(this.db, actor, pairingId),
    };
  }

  @Endpoint(routes.suggestTimes)
  suggestTimes(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.suggestTimes>) {
    const request = { now: this.clock.now(), minutes: query.minutes };
    return suggestTimes(this.db, actor, params.pairingId, request);
  }

  @Endpoint(routes.listGuides)
  async listGuides(
    @Caller() { organisationId }: Actor,
    @Input() { params, query }: InputOf<typeof routes.listGuides>,
  ) {
    return { items: await listGuides(this.db, organisationId, params.pairingId, query.at ?? null) };
  }

  @Endpoint(routes.plan)
  plan(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.plan>) {
    return this.meetings.plan(actor, params.pairingId, body);
  }

  @Endpoint(routes.record)
  record(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.record>) {
    return this.meetings.record(actor, params.pairingId, body);
  }

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getMeeting(this.db, actor, params.meetingId);
  }

  @Endpoint(routes.update)
  update(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.update>) {
    return this.meetings.update(actor, params.meetingId, version, body);
  }

  @Endpoint(routes.reply)
  reply(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.reply>) {
    return this.meetings.reply(actor, params.meetingId, body.reply);
  }

  @Endpoint(routes.answer)
  answer(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.answer>) {
    return this.meetings.answer(actor, params.meetingId, body.answer);
  }

  @Endpoint(routes.cancel)
  cancel(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.cancel>) {
    return this.meetings.cancel(actor, params.meetingId, version, body.reason ?? '', body.following ?? false);
  }

  @Endpoint(routes.getPrivateNote)
  getPrivateNote(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.getPrivateNote>) {
    return this.privateNotes.readOfMeeting(actor, params.meetingId);
  }

  @Endpoint(routes.setPrivateNote)
  setPrivateNote(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.setPrivateNote>) {
    return this.privateNotes.writeOfMeeting(actor, params.meetingId, body.body);
  }

  @Endpoint(routes.getPairingNote)
  getPairingNote(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.getPairingNote>) {
    return this.privateNotes.readOfPairing(actor, params.pairingId);
  }

  @Endpoint(routes.setPairingNote)
  setPairingNote(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.setPairingNote>) {
    return this.privateNotes.writeOfPairing(actor, params.pairingId, body.body);
  }

  @Endpoint(routes.listActions)
  async listActions(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.listActions>) {
    return { items: await listActions(this.db, actor, params.pairingId) };
  }

  @Endpoint(routes.addAction)
  addAction(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.addAction>) {
    return this.actions.add(actor, params.pairingId, body);
  }

  @Endpoint(routes.setActionDone)
  setActionDone(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.setActionDone>) {
    return this.actions.setDone(actor, params.actionId, body.done);
  }

  @Endpoint(routes.setActionGoal)
  setActionGoal(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.setActionGoal>) {
    return this.actions.setGoal(actor, params.actionId, body.goalId);
  }
}
