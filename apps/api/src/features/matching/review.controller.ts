import { Controller } from '@nestjs/common';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import type { ProposalItem } from '@ithaca/contracts/matching';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { Post } from '../../platform/mail/post.ts';
import { LettersService } from '../pairings/letters.service.ts';
import { OffersService } from '../pairings/offers.service.ts';
import { listItems } from './matching.queries.ts';
import { ProposalsService } from './proposals.service.ts';
import { previewPublication } from './publication.queries.ts';
import { PublicationService } from './publication.service.ts';

/** What a coordinator decides about a draft, up to its publication. */
@Controller()
export class ReviewController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly proposals: ProposalsService,
    private readonly publication: PublicationService,
    private readonly offers: OffersService,
    private readonly letters: LettersService,
  ) {}

  @Endpoint(routes.setProposalState)
  async setState(
    @Caller() actor: Actor,
    @Input() { params, body, version }: InputOf<typeof routes.setProposalState>,
  ) {
    await this.proposals.setState(actor, params.proposalId, version, body.state);
    return this.#item(actor, params.proposalId);
  }

  @Endpoint(routes.removeProposal)
  async remove(
    @Caller() actor: Actor,
    @Input() { params, body, version }: InputOf<typeof routes.removeProposal>,
  ) {
    await this.proposals.remove(actor, params.proposalId, version, body.reason);
    return this.#item(actor, params.proposalId);
  }

  @Endpoint(routes.propose)
  async propose(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.propose>) {
    return this.#item(actor, await this.proposals.propose(actor, params.runId, body));
  }

  @Endpoint(routes.swap)
  async swap(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.swap>) {
    const { withProposalId, reason } = body;
    const ids = await this.proposals.swap(actor, params.proposalId, version, withProposalId, reason);
    return { items: await listItems(this.db, actor, this.clock, ids) };
  }

  @Endpoint(routes.approveClear)
  async approveClear(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.approveClear>) {
    return { approved: await this.proposals.approveClear(actor, params.runId) };
  }

  @Endpoint(routes.publishPreview)
  preview(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.publishPreview>) {
    const { db, clock, post, offers, letters } = this;
    return previewPublication(db, actor, clock, post, offers, letters, params.runId);
  }

  @Endpoint(routes.publish)
  publish(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.publish>) {
    return this.publication.publish(actor, params.runId, version);
  }

  async #item(actor: Actor, id: string): Promise<ProposalItem> {
    const [item] = await listItems(this.db, actor, this.clock, [id]);
    if (!item) throw new Refusal('record.not-found');
    return item;
  }
}
