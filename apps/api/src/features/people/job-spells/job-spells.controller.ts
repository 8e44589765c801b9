import { Controller } from '@nestjs/common';
import { jobSpellRoutes as routes } from '@ithaca/contracts/job-spells';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { listJobSpells } from './job-spells.queries.ts';
import { JobSpellsService } from './job-spells.service.ts';

@Controller()
export class JobSpellsController {
  constructor(
    private readonly db: Database,
    private readonly spells: JobSpellsService,
  ) {}

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.list>) {
    return listJobSpells(this.db, actor, params.personId, query.knownAt);
  }

  @Endpoint(routes.change)
  async change(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.change>) {
    await this.spells.change(actor, params.personId, body, version);
    return listJobSpells(this.db, actor, params.personId, undefined);
  }

  @Endpoint(routes.correct)
  async correct(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.correct>) {
    await this.spells.correct(actor, params.personId, params.spellId, body, version);
    return listJobSpells(this.db, actor, params.personId, undefined);
  }

  @Endpoint(routes.remove)
  async remove(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.remove>) {
    await this.spells.remove(actor, params.personId, params.spellId, version);
    return listJobSpells(this.db, actor, params.personId, undefined);
  }
}
