import { Controller } from '@nestjs/common';
import type { InputOf } from '@ithaca/contracts/route';
import { reviewRoutes as routes } from '@ithaca/contracts/review';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, CurrentVisit, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import type { Visit } from '../../../platform/http/endpoint.ts';
import { getRun } from '../matching.queries.ts';
import { getWhyUnmatched, listItems } from './proposals.queries.ts';
import { reviewer } from './review-desk.ts';
import { getAct, getNote, getSeries, listActs, listPairingNotes, listTouched } from './review.queries.ts';
import { SeriesService } from './series.service.ts';

/** A review as a whole: what was decided so far, back and forth in it, looks and notes. */
@Controller()
export class SeriesController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly series: SeriesService,
  ) {}

  @Endpoint(routes.look)
  look(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.look>) {
    return this.series.look(actor, params.proposalId);
  }

  @Endpoint(routes.addNote)
  async addNote(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.addNote>) {
    return getNote(this.db, actor, await this.series.addNote(actor, params.proposalId, body.body));
  }

  @Endpoint(routes.pairingNotes)
  async pairingNotes(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.pairingNotes>) {
    return { items: await listPairingNotes(this.db, actor, params.pairingId) };
  }

  @Endpoint(routes.listActs)
  listActs(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.listActs>) {
    return listActs(this.db, actor, params.runId, query);
  }

  @Endpoint(routes.series)
  getSeries(
    @Caller() actor: Actor,
    @CurrentVisit() visit: Visit,
    @Input() { params }: InputOf<typeof routes.series>,
  ) {
    return getSeries(this.db, reviewer(actor, visit), params.runId);
  }

  @Endpoint(routes.undo)
  async undo(
    @Caller() actor: Actor,
    @CurrentVisit() visit: Visit,
    @Input() { params, body }: InputOf<typeof routes.undo>,
  ) {
    return this.#went(actor, await this.series.undo(reviewer(actor, visit), params.runId, body.act));
  }

  @Endpoint(routes.redo)
  async redo(
    @Caller() actor: Actor,
    @CurrentVisit() visit: Visit,
    @Input() { params, body }: InputOf<typeof routes.redo>,
  ) {
    return this.#went(actor, await this.series.redo(reviewer(actor, visit), params.runId, body.act));
  }

  @Endpoint(routes.whyUnmatched)
  whyUnmatched(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.whyUnmatched>) {
    return getWhyUnmatched(this.db, actor, this.clock, params.runId, query.mentee);
  }

  @Endpoint(routes.goBack)
  async goBack(
    @Caller() actor: Actor,
    @CurrentVisit() visit: Visit,
    @Input() { params, body, version }: InputOf<typeof routes.goBack>,
  ) {
    await this.series.goBack(reviewer(actor, visit), params.runId, version, body.to);
    return getRun(this.db, actor, body.to);
  }

  async #went(actor: Actor, actId: string) {
    const ids = await listTouched(this.db, actor, actId);
    return {
      act: await getAct(this.db, actor, actId),
      items: await listItems(this.db, actor, this.clock, ids),
    };
  }
}
