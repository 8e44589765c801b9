import { Controller } from '@nestjs/common';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import type { ProposalItem } from '@ithaca/contracts/matching';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, CurrentVisit, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import type { Visit } from '../../../platform/http/endpoint.ts';
import type { MatchingInputs } from '../inputs.queries.ts';
import { listItems } from './proposals.queries.ts';
import { ProposalsService } from './proposals.service.ts';
import { reviewer } from './review-desk.ts';

/** What a coordinator decides about a draft, up to its publication. */
@Controller()
export class ReviewController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly proposals: ProposalsService,
  ) {}

  @Endpoint(routes.setProposalState)
  async setState(
    @Caller() actor: Actor,
    @CurrentVisit() visit: Visit,
    @Input() { params, body, version }: InputOf<typeof routes.setProposalState>,
  ) {
    const { state, reason = null } = body;
    const by = reviewer(actor, visit);
    const desk = await this.proposals.setState(by, params.proposalId, version, state, reason);
    return this.#item(actor, params.proposalId, await desk.inputs());
  }

  @Endpoint(routes.removeProposal)
  async remove(
    @Caller() actor: Actor,
    @CurrentVisit() visit: Visit,
    @Input() { params, body, version }: InputOf<typeof routes.removeProposal>,
  ) {
    const by = reviewer(actor, visit);
    const desk = await this.proposals.remove(by, params.proposalId, version, body.reason ?? null);
    return this.#item(actor, params.proposalId, await desk.inputs());
  }

  @Endpoint(routes.propose)
  async propose(
    @Caller() actor: Actor,
    @CurrentVisit() visit: Visit,
    @Input() { params, body }: InputOf<typeof routes.propose>,
  ) {
    return this.#item(actor, await this.proposals.propose(reviewer(actor, visit), params.runId, body));
  }

  @Endpoint(routes.swap)
  async swap(
    @Caller() actor: Actor,
    @CurrentVisit() visit: Visit,
    @Input() { params, body, version }: InputOf<typeof routes.swap>,
  ) {
    const { withProposalId, reason = null } = body;
    const by = reviewer(actor, visit);
    const ids = await this.proposals.swap(by, params.proposalId, version, withProposalId, reason);
    return { items: await listItems(this.db, actor, this.clock, ids) };
  }

  @Endpoint(routes.approveClear)
  async approveClear(
    @Caller() actor: Actor,
    @CurrentVisit() visit: Visit,
    @Input() { params }: InputOf<typeof routes.approveClear>,
  ) {
    return { approved: await this.proposals.approveClear(reviewer(actor, visit), params.runId) };
  }

  async #item(actor: Actor, id: string, inputs?: MatchingInputs): Promise<ProposalItem> {
    const [item] = await listItems(this.db, actor, this.clock, [id], inputs);
    if (!item) throw new Refusal('record.not-found');
    return item;
  }
}
