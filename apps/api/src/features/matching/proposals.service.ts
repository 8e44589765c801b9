import { Injectable } from '@nestjs/common';
import { moveProposal } from '@ithaca/domain/matching-run';
import type { ProposalState } from '@ithaca/domain/matching-run';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { assessPair } from '@ithaca/matching/why-not';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { brokenRules, listDraft, toItems } from './draft.queries.ts';
import { loadInputs } from './inputs.queries.ts';
import type { MatchingInputs } from './inputs.queries.ts';
import { MatchingRun } from './matching-run.entity.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { toContributions } from './policy.ts';
import { Proposal } from './proposal.entity.ts';

/**
 * Review of a draft by hand. Every change locks the run first, so that two reviewers follow one another, and gives the
 * run a new version, so that nobody publishes a draft they have not seen.
 */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Approves, locks or releases a proposal. */
  setState(
    actor: Actor,
    proposalId: string,
    version: number,
    state: 'proposed' | 'approved' | 'locked',
  ): Promise<void> {
    return this.#review(actor, proposalId, version, async (_, proposal) => {
      if (proposal.state !== state) await this.#decide(actor, proposal, state);
    });
  }

  /** Takes a pair apart; both go back to the pool, and later drafts do not put them together again. */
  remove(actor: Actor, proposalId: string, version: number, reason: string | undefined): Promise<void> {
    return this.#review(actor, proposalId, version, (_, proposal) =>
      this.#decide(actor, proposal, 'removed', reason),
    );
  }

  /** Puts two people together by hand and keeps them so; a mentee who has a proposal changes mentor. Answers the new id. */
  propose(
    actor: Actor,
    runId: string,
    pair: { menteeEnrolmentId: string; mentorEnrolmentId: string; reason: string },
  ): Promise<string> {
    return this.db.write(actor, async () => {
      const run = await this.#lockRun(actor, runId);
      const { menteeEnrolmentId: menteeId, mentorEnrolmentId: mentorId } = pair;
      await this.#requireEnrolments(actor, run.cohortId, menteeId, mentorId);
      const inputs = await this.#inputs(actor, run);
      const proposals = await this.db.manager.find(Proposal, {
        where: { organisationId: actor.organisationId, runId },
      });
      const live = proposals.filter(({ state }) => state !== 'removed');
      const present = live.find(({ menteeEnrolmentId }) => menteeEnrolmentId === menteeId);
      if (present?.mentorEnrolmentId === mentorId)
        throw new Refusal('proposal.mentee-taken', { proposalId: present.id });
      requireRules(inputs, menteeId, mentorId);
      const places = inputs.mentors.find(({ id }) => id === mentorId)?.capacity ?? 0;
      const taken = live.filter(({ mentorEnrolmentId }) => mentorEnrolmentId === mentorId).length;
      if (taken >= places)
        throw new Refusal('proposal.no-free-place', {
          mentor: inputs.people.get(mentorId)?.displayName ?? '',
          places,
          taken,
        });
      if (present) await this.#decide(actor, present, 'removed', pair.reason);
      const id = await this.#insert(actor, run, inputs, menteeId, mentorId, pair.reason);
      await this.#touch(run);
      return id;
    });
  }

  /** Exchanges the mentors of two proposals. Answers the ids of the two new ones, the first mentee's first. */
  swap(
    actor: Actor,
    proposalId: string,
    version: number,
    withProposalId: string,
    reason: string | undefined,
  ): Promise<string[]> {
    let ids: string[] = [];
    return this.#review(actor, proposalId, version, async (run, first) => {
      const second = await this.db.manager.findOne(Proposal, {
        where: { organisationId: actor.organisationId, id: withProposalId, runId: run.id },
      });
      if (!second) throw new Refusal('record.not-found');
      for (const { state } of [first, second])
        if (state === 'removed' || state === 'published')
          throw new Refusal('proposal.wrong-state', { from: state, possible: [] });
      if (first.mentorEnrolmentId === second.mentorEnrolmentId)
        throw new Refusal('proposal.wrong-state', { from: first.state, sameMentor: true, possible: [] });
      const inputs = await this.#inputs(actor, run);
      const swapped = [
        { menteeId: first.menteeEnrolmentId, mentorId: second.mentorEnrolmentId },
        { menteeId: second.menteeEnrolmentId, mentorId: first.mentorEnrolmentId },
      ];
      for (const { menteeId, mentorId } of swapped) requireRules(inputs, menteeId, mentorId);
      for (const proposal of [first, second]) await this.#decide(actor, proposal, 'removed', reason);
      ids = [];
      for (const { menteeId, mentorId } of swapped)
        ids.push(await this.#insert(actor, run, inputs, menteeId, mentorId, reason ?? null));
    }).then(() => ids);
  }

  /** Approves everything that nobody needs to look at. Answers how many. */
  approveClear(actor: Actor, runId: string): Promise<number> {
    return this.db.write(actor, async () => {
      const run = await this.#lockRun(actor, runId);
      const floor = run.policy.objective === 'floor' ? run.policy.floor : 0;
      const rows = await listDraft(this.db, actor.organisationId, runId);
      const clear = toItems(rows, await this.#inputs(actor, run), floor).filter(
        ({ attention, state }) => attention === 'clear' && state === 'proposed',
      );
      if (clear.length === 0) return 0;
      const { rowCount } = await this.db.execute(
        `update proposals set state = 'approved', decided_by = $3, decided_at = $4, version = version + 1
         where organisation_id = $1 and id = any($2::uuid[]) and state = 'proposed'`,
        [actor.organisationId, clear.map(({ id }) => id), actor.personId, this.clock.now()],
      );
      await this.#touch(run);
      return rowCount;
    });
  }

  #review(
    actor: Actor,
    proposalId: string,
    version: number,
    change: (run: MatchingRun, proposal: Proposal) => Promise<void>,
  ): Promise<void> {
    return this.db.write(actor, async () => {
      const where = { organisationId: actor.organisationId, id: proposalId };
      const known = await this.db.manager.findOne(Proposal, { where });
      if (!known) throw new Refusal('record.not-found');
      const run = await this.#lockRun(actor, known.runId);
      const proposal = await this.db.manager.findOne(Proposal, {
        where,
        lock: { mode: 'for_no_key_update' },
      });
      if (!proposal) throw new Refusal('record.not-found');
      if (proposal.version !== version) throw new Refusal('record.changed', { version: proposal.version });
      await change(run, proposal);
      await this.#touch(run);
    });
  }

  async #lockRun(actor: Actor, runId: string): Promise<MatchingRun> {
    const run = await this.db.manager.findOne(MatchingRun, {
      where: { organisationId: actor.organisationId, id: runId },
      lock: { mode: 'for_no_key_update' },
    });
    if (!run) throw new Refusal('record.not-found');
    if (run.state !== 'ready') throw new Refusal('run.wrong-state', { from: run.state, possible: ['ready'] });
    return run;
  }

  async #touch(run: MatchingRun): Promise<void> {
    await this.db.execute(
      'update matching_runs set version = version + 1 where organisation_id = $1 and id = $2',
      [run.organisationId, run.id],
    );
  }

  async #decide(actor: Actor, proposal: Proposal, state: ProposalState, reason?: string): Promise<void> {
    proposal.state = moveProposal(proposal.state, state);
    proposal.decidedBy = actor.personId;
    proposal.decidedAt = this.clock.now();
    if (reason !== undefined) proposal.reason = reason;
    proposal.version += 1;
    await this.db.manager.save(proposal);
  }

  async #inputs(actor: Actor, run: MatchingRun): Promise<MatchingInputs> {
    const day = await findToday(this.db, this.clock, actor.organisationId);
    return loadInputs(this.db, actor.organisationId, run.cohortId, day, run.policy);
  }

  /** Ids in a body are checked here: enrolments of this very cohort, each of its own side. */
  async #requireEnrolments(actor: Actor, cohortId: string, menteeId: string, mentorId: string) {
    const rows = await this.db.query(
      `select 1 from enrolments where organisation_id = $1 and cohort_id = $2
         and (id = $3 and role = 'mentee' or id = $4 and role = 'mentor')`,
      [actor.organisationId, cohortId, menteeId, mentorId],
    );
    if (rows.length !== 2) throw new Refusal('record.not-found');
  }

  async #insert(
    actor: Actor,
    run: MatchingRun,
    inputs: MatchingInputs,
    menteeId: string,
    mentorId: string,
    reason: string | null,
  ): Promise<string> {
    const mentee = inputs.mentees.find(({ id }) => id === menteeId);
    const mentor = inputs.mentors.find(({ id }) => id === mentorId);
    if (!mentee || !mentor) throw new Refusal('enrolment.wrong-state', { possible: ['in-pool'] });
    const { score, contributions } = assessPair(mentee, mentor, inputs.enginePolicy);
    const now = this.clock.now();
    const id = uuidv7();
    const proposal = this.db.manager.create(Proposal, {
      organisationId: actor.organisationId,
      id,
      runId: run.id,
      cohortId: run.cohortId,
      mentorEnrolmentId: mentorId,
      menteeEnrolmentId: menteeId,
      score,
      contributions: toContributions(contributions, inputs.enginePolicy),
      runnerUp: null,
      reducedCost: null,
      // A person's decision stands when the rest is solved again.
      state: 'locked',
      origin: 'person',
      reason,
      decidedBy: actor.personId,
      decidedAt: now,
      createdAt: now,
      version: 1,
    });
    await this.db.manager.save(proposal);
    return id;
  }
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
