import { Injectable } from '@nestjs/common';
import type { Attention, ReviewAct as Kind } from '@ithaca/domain/review';
import { adviceAgainst, looksNeeded, requireReason } from '@ithaca/domain/review';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { assess } from '../assessment.ts';
import { departmentFull, placesOf } from '../circles.ts';
import { brokenRules, listQueue, toItems } from '../draft.queries.ts';
import type { MatchingInputs } from '../inputs.queries.ts';
import { toContributions } from '../policy/policy.ts';
import { Proposal } from './proposal.entity.ts';
import { ReviewDesk } from './review-desk.ts';
import type { Reviewer } from './review-desk.ts';

/** What making a pair by hand asks for; `present` and `displaces` as the contract has them. */
export interface PairByHand {
  menteeEnrolmentId: string;
  mentorEnrolmentId: string;
  reason: string;
  displaces?: string | undefined;
  present?: string | null | undefined;
}

/** Review of a draft by hand, one verb each; every act is recorded whole and can be undone (see ReviewDesk). */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Approves, locks or releases a proposal. Answers the desk, by whose inputs the reply is judged. */
  setState(
    reviewer: Reviewer,
    proposalId: string,
    version: number,
    state: 'proposed' | 'approved' | 'locked',
    reason: string | null = null,
  ): Promise<ReviewDesk> {
    const kind: Kind = state === 'proposed' ? 'release' : state === 'approved' ? 'approve' : 'lock';
    return this.#review(reviewer, proposalId, async (desk) => {
      const proposal = await desk.proposal(proposalId, version);
      if (proposal.state === state) return;
      const advice = await this.#advice(desk, kind, proposal, reason);
      await desk.decide(proposal, state, reason ?? undefined);
      await desk.record({ kind, reason, advice });
    });
  }

  /** Takes a pair apart; both go back to the pool, and later drafts do not put them together again. */
  remove(
    reviewer: Reviewer,
    proposalId: string,
    version: number,
    reason: string | null,
  ): Promise<ReviewDesk> {
    return this.#review(reviewer, proposalId, async (desk) => {
      const proposal = await desk.proposal(proposalId, version);
      const advice = await this.#advice(desk, 'remove', proposal, reason);
      await desk.decide(proposal, 'removed', reason ?? undefined);
      await desk.record({ kind: 'remove', reason, advice });
    });
  }

  /** Puts two people together by hand and keeps them so; a mentee who has a proposal changes mentor. Answers the new id. */
  propose(reviewer: Reviewer, runId: string, pair: PairByHand): Promise<string> {
    const { menteeEnrolmentId: menteeId, mentorEnrolmentId: mentorId, reason } = pair;
    return this.db.write(reviewer.actor, async () => {
      const desk = await ReviewDesk.open(this.db, this.clock, reviewer, runId);
      await this.#requireEnrolments(desk, menteeId, mentorId);
      const inputs = await desk.inputs();
      const live = await this.#live(desk);
      const isPeers = inputs.format === 'peer';
      const holds = (proposal: Proposal, id: string) =>
        proposal.mentorEnrolmentId === id || (isPeers && proposal.menteeEnrolmentId === id);
      const present = live.find(
        (proposal) => proposal.menteeEnrolmentId === menteeId || (isPeers && holds(proposal, menteeId)),
      );
      if (pair.present !== undefined && (present?.id ?? null) !== pair.present)
        throw present ? await desk.stale(present) : new Refusal('record.changed', { state: 'removed' });
      if (present && holds(present, mentorId))
        throw new Refusal('proposal.mentee-taken', { proposalId: present.id });
      const displaced = live.find((one) => one.id === pair.displaces && holds(one, mentorId));
      if (pair.displaces !== undefined && !displaced)
        throw new Refusal('record.changed', { state: 'removed' });
      requireRules(inputs, menteeId, mentorId);
      requireComposition(inputs, live, menteeId, mentorId, displaced?.menteeEnrolmentId);
      const places = placesOf(inputs, mentorId);
      const taken = live.filter((proposal) => holds(proposal, mentorId)).length;
      if (taken - (displaced ? 1 : 0) >= places)
        throw new Refusal('proposal.no-free-place', {
          mentor: inputs.people.get(mentorId)?.displayName ?? '',
          places,
          taken,
        });
      for (const freed of [present, displaced]) if (freed) await desk.decide(freed, 'removed', reason);
      const id = await this.#add(desk, inputs, menteeId, mentorId, reason);
      await desk.record({ kind: 'propose', reason, advice: 'own-choice' });
      return id;
    });
  }

  /** Exchanges the mentors of two proposals. Answers the ids of the two new ones, the first mentee's first. */
  async swap(
    reviewer: Reviewer,
    proposalId: string,
    version: number,
    withProposalId: string,
    reason: string | null,
  ): Promise<string[]> {
    const ids: string[] = [];
    await this.#review(reviewer, proposalId, async (desk) => {
      const first = await desk.proposal(proposalId, version);
      const second = await desk.proposal(withProposalId, null);
      for (const { state } of [first, second])
        if (state === 'removed' || state === 'published')
          throw new Refusal('proposal.wrong-state', { from: state, possible: [] });
      if (first.mentorEnrolmentId === second.mentorEnrolmentId)
        throw new Refusal('proposal.wrong-state', { from: first.state, sameMentor: true, possible: [] });
      const inputs = await desk.inputs();
      const swapped = [
        { menteeId: first.menteeEnrolmentId, mentorId: second.mentorEnrolmentId },
        { menteeId: second.menteeEnrolmentId, mentorId: first.mentorEnrolmentId },
      ];
      const live = inputs.circle ? await this.#live(desk) : [];
      const pairs = [first, second];
      swapped.forEach(({ menteeId, mentorId }, at) => {
        requireRules(inputs, menteeId, mentorId);
        requireComposition(inputs, live, menteeId, mentorId, pairs[1 - at]?.menteeEnrolmentId);
      });
      const before = (first.score ?? 0) + (second.score ?? 0);
      const after = swapped.reduce(
        (sum, { menteeId, mentorId }) => sum + (assessById(inputs, menteeId, mentorId)?.score ?? 0),
        0,
      );
      const advice = after < before ? 'lower-total' : null;
      requireReason(advice, reason);
      for (const proposal of [first, second]) await desk.decide(proposal, 'removed', reason ?? undefined);
      for (const { menteeId, mentorId } of swapped)
        ids.push(await this.#add(desk, inputs, menteeId, mentorId, reason));
      await desk.record({ kind: 'swap', reason, advice });
    });
    return ids;
  }

  /** Approves everything that nobody needs to look at, once the reviewer has opened some of it. Answers how many. */
  approveClear(reviewer: Reviewer, runId: string): Promise<number> {
    return this.db.write(reviewer.actor, async () => {
      const desk = await ReviewDesk.open(this.db, this.clock, reviewer, runId);
      const { actor } = reviewer;
      const { policy } = desk.run;
      const draft = await listQueue(this.db, actor.organisationId, runId, actor.personId);
      const floor = policy.objective === 'floor' ? policy.floor : 0;
      const clear = toItems(draft, draft, await desk.inputs(), floor).filter(
        ({ attention }) => attention === 'clear',
      );
      const open = clear.filter(({ state }) => state === 'proposed');
      if (open.length === 0) return 0;
      const [needed, seen] = [looksNeeded(clear.length), clear.filter((item) => item.seen).length];
      if (seen < needed) throw new Refusal('review.look-first', { needed, seen });
      for (const proposal of await desk.proposals(open.map(({ id }) => id)))
        await desk.decide(proposal, 'approved');
      await desk.record({ kind: 'approve-clear' });
      return open.length;
    });
  }

  #review(
    reviewer: Reviewer,
    proposalId: string,
    change: (desk: ReviewDesk) => Promise<void>,
  ): Promise<ReviewDesk> {
    return this.db.write(reviewer.actor, async () => {
      const known = await this.db.manager.findOne(Proposal, {
        where: { organisationId: reviewer.actor.organisationId, id: proposalId },
      });
      if (!known) throw new Refusal('record.not-found');
      const desk = await ReviewDesk.open(this.db, this.clock, reviewer, known.runId);
      await change(desk);
      return desk;
    });
  }

  /** The advice that an act goes against, with the reason it then needs. */
  async #advice(desk: ReviewDesk, kind: Kind, proposal: Proposal, reason: string | null) {
    // Most acts go against nothing, whatever the pair: they need no look at the whole.
    const possible: readonly Attention[] = ['clear', 'rule-at-risk'];
    if (possible.every((attention) => adviceAgainst(kind, attention) === null)) return null;
    const advice = adviceAgainst(kind, await desk.attentionOf(proposal));
    requireReason(advice, reason);
    return advice;
  }

  async #live(desk: ReviewDesk): Promise<Proposal[]> {
    const proposals = await this.db.manager.find(Proposal, {
      where: { organisationId: desk.organisationId, runId: desk.run.id },
    });
    return proposals.filter(({ state }) => state !== 'removed');
  }

  /** Ids in a body are checked here: enrolments of this very cohort, each of its own side. */
  async #requireEnrolments(desk: ReviewDesk, menteeId: string, mentorId: string) {
    const rows = await this.db.query(
      `select 1 from enrolments where organisation_id = $1 and cohort_id = $2
         and (id = $3 and role in ('mentee', 'peer') or id = $4 and role in ('mentor', 'peer'))`,
      [desk.organisationId, desk.run.cohortId, menteeId, mentorId],
    );
    if (rows.length !== 2) throw new Refusal('record.not-found');
  }

  #add(desk: ReviewDesk, inputs: MatchingInputs, menteeId: string, mentorId: string, reason: string | null) {
    const assessed = assessById(inputs, menteeId, mentorId);
    if (!assessed) throw new Refusal('enrolment.wrong-state', { possible: ['in-pool'] });
    const now = this.clock.now();
    return desk.add({
      mentorEnrolmentId: mentorId,
      menteeEnrolmentId: menteeId,
      score: assessed.score,
      contributions: toContributions(assessed.contributions, inputs.enginePolicy),
      ofPeers: inputs.format === 'peer',
      runnerUp: null,
      reducedCost: null,
      // A person's decision stands when the rest is solved again.
      state: 'locked',
      origin: 'person',
      reason,
      decidedBy: desk.reviewer.actor.personId,
      decidedAt: now,
      createdAt: now,
      undone: false,
      version: 1,
    });
  }
}

function assessById(inputs: MatchingInputs, menteeId: string, mentorId: string) {
  const mentee = inputs.mentees.find(({ id }) => id === menteeId);
  const mentor = inputs.mentors.find(({ id }) => id === mentorId);
  return mentee && mentor ? assess(inputs, mentee, mentor) : null;
}

/** A circle keeps its composition when people put it together, as when the engine does. `leaving`: who gives up a seat for it. */
function requireComposition(
  inputs: MatchingInputs,
  live: readonly Proposal[],
  menteeId: string,
  mentorId: string,
  leaving: string | undefined,
): void {
  const draft = live
    .filter(({ menteeEnrolmentId }) => menteeEnrolmentId !== leaving)
    .map(({ state, menteeEnrolmentId, mentorEnrolmentId }) => ({
      state,
      mentee: { enrolmentId: menteeEnrolmentId },
      mentor: { enrolmentId: mentorEnrolmentId },
    }));
  const full = departmentFull(inputs, draft, menteeId, mentorId);
  if (full)
    throw new Refusal('proposal.rule-broken', {
      rules: [{ code: 'circle-department', facts: full }],
      mentee: inputs.people.get(menteeId)?.displayName ?? '',
      mentor: inputs.people.get(mentorId)?.displayName ?? '',
    });
}

/** Hard rules hold for people as for the engine; only the score may be overruled, with a reason. */
function requireRules(inputs: MatchingInputs, menteeId: string, mentorId: string): void {
  const isHere =
    inputs.mentees.some(({ id }) => id === menteeId) && inputs.mentors.some(({ id }) => id === mentorId);
  if (!isHere) throw new Refusal('enrolment.wrong-state', { possible: ['in-pool'] });
  const broken = brokenRules(inputs, menteeId, mentorId);
  if (broken.length > 0)
    throw new Refusal('proposal.rule-broken', {
      rules: broken,
      mentee: inputs.people.get(menteeId)?.displayName ?? '',
      mentor: inputs.people.get(mentorId)?.displayName ?? '',
    });
}
