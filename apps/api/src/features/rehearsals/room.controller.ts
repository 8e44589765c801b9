import { Controller } from '@nestjs/common';
import { rehearsalRoomRoutes as routes } from '@ithaca/contracts/rehearsals';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { Post } from '../../platform/mail/post.ts';
import type { MailKind } from '../../platform/mail/catalogue.ts';
import { RehearsalDaysService } from './rehearsal-days.service.ts';
import { getRoomMail, listRoomMails, readRoom } from './room.queries.ts';
import { VisitorsService } from './visitors.service.ts';

@Controller()
export class RoomController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly days: RehearsalDaysService,
    private readonly visitors: VisitorsService,
  ) {}

  @Endpoint(routes.get)
  get(@Caller() actor: Actor) {
    return readRoom(this.db, actor);
  }

  @Endpoint(routes.takeSeat)
  takeSeat(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.takeSeat>) {
    return this.visitors.takeSeat(actor, body.personId);
  }

  @Endpoint(routes.passDays)
  passDays(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.passDays>) {
    return this.days.ask(actor, body.daysPassed);
  }

  @Endpoint(routes.listMails)
  listMails(@Caller() { organisationId }: Actor, @Input() { query }: InputOf<typeof routes.listMails>) {
    return listRoomMails(this.db, organisationId, this.clock.now(), query);
  }

  @Endpoint(routes.getMail)
  async getMail(
    @Caller() { organisationId }: Actor,
    @Input() { params, query }: InputOf<typeof routes.getMail>,
  ) {
    const { facts, path, programId, organisation, ...mail } = await getRoomMail(
      this.db,
      organisationId,
      this.clock.now(),
      params.mailId,
    );
    const locale = query.locale ?? mail.locale;
    if (locale === mail.locale) return mail;
    const { personId, toAddress: to } = mail;
    const letter = { kind: mail.kind as MailKind, personId, programId, to, locale, facts, path };
    const { subject, text, html } = await this.post.preview(organisation, letter);
    return { ...mail, locale, subject, bodyText: text, bodyHtml: html };
  }
}
