import { Controller } from '@nestjs/common';
import type { Publication } from '@ithaca/contracts/publication';
import { publicationRoutes as routes } from '@ithaca/contracts/publication';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { Post } from '../../../platform/mail/post.ts';
import { LettersService } from '../../pairings/letters.service.ts';
import { OffersService } from '../../pairings/offers.service.ts';
import { WithdrawalsService } from '../../pairings/withdrawals.service.ts';
import { previewPublication } from './publication-preview.queries.ts';
import { findPublication, listPublishedPairs } from './publication.queries.ts';
import { PublicationService } from './publication.service.ts';
import { PublishedPairsService } from './published-pairs.service.ts';

/** From draft to pairings: what it will do, doing it, calling it off, taking back single pairs. */
@Controller()
export class PublicationController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly publication: PublicationService,
    private readonly pairs: PublishedPairsService,
    private readonly withdrawals: WithdrawalsService,
    private readonly offers: OffersService,
    private readonly letters: LettersService,
  ) {}

  @Endpoint(routes.preview)
  preview(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.preview>) {
    const { db, clock, post, offers, letters } = this;
    return previewPublication(db, actor, clock, post, offers, letters, params.runId);
  }

  @Endpoint(routes.publish)
  async publish(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.publish>) {
    await this.publication.publish(actor, params.runId, version, body);
    return this.#publication(actor, params.runId);
  }

  @Endpoint(routes.cancel)
  async cancel(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.cancel>) {
    await this.publication.cancel(actor, params.runId);
    return this.#publication(actor, params.runId);
  }

  @Endpoint(routes.outcome)
  async outcome(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.outcome>) {
    const publication = await findPublication(this.db, actor.organisationId, params.runId);
    return { publication, pairs: await listPublishedPairs(this.db, actor.organisationId, params.runId) };
  }

  @Endpoint(routes.undo)
  undo(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.undo>) {
    return this.pairs.undo(actor, params.pairingId);
  }

  @Endpoint(routes.open)
  open(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.open>) {
    return this.withdrawals.open(actor, params.pairingId);
  }

  async #publication(actor: Actor, runId: string): Promise<Publication> {
    const found = await findPublication(this.db, actor.organisationId, runId);
    if (!found) throw new Refusal('record.not-found');
    return found;
  }
}
