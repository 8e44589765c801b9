import { Controller } from '@nestjs/common';
import { programMailRoutes as routes } from '@ithaca/contracts/program-mails';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { MailTextsService } from './mail-texts.service.ts';
import { getMailText, listProgramMails } from './mails.queries.ts';
import { PreviewsService } from './previews.service.ts';
import { listReaders } from './readers.queries.ts';

@Controller()
export class MailsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly texts: MailTextsService,
    private readonly previews: PreviewsService,
  ) {}

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.list>) {
    return listProgramMails(this.db, actor, params.programId, this.clock.now(), query.locale);
  }

  @Endpoint(routes.getText)
  getText(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.getText>) {
    return getMailText(this.db, actor, params, this.clock.now());
  }

  @Endpoint(routes.saveText)
  async saveText(
    @Caller() actor: Actor,
    @Input() { params, body, version }: InputOf<typeof routes.saveText>,
  ) {
    await this.texts.save(actor, params, version, body);
    return getMailText(this.db, actor, params, this.clock.now());
  }

  @Endpoint(routes.restoreText)
  async restoreText(
    @Caller() actor: Actor,
    @Input() { params, version }: InputOf<typeof routes.restoreText>,
  ) {
    await this.texts.save(actor, params, version, null);
    return getMailText(this.db, actor, params, this.clock.now());
  }

  @Endpoint(routes.listReaders)
  async listReaders(
    @Caller() { organisationId }: Actor,
    @Input() { params, query }: InputOf<typeof routes.listReaders>,
  ) {
    return { items: await listReaders(this.db, organisationId, params.programId, query.name) };
  }

  @Endpoint(routes.preview)
  preview(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.preview>) {
    return this.previews.preview(actor, params, body);
  }

  @Endpoint(routes.sendTest)
  sendTest(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.sendTest>) {
    return this.previews.sendTest(actor, params, body);
  }
}
