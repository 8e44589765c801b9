import type { ProposalState } from '@ithaca/domain/matching-run';
import { moveProposal } from '@ithaca/domain/matching-run';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Advice, Attention, ReviewAct as Kind } from '@ithaca/domain/review';
import { v7 as uuidv7 } from 'uuid';

import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { findToday } from '../../programs/eligibility.queries.ts';
import { findPeople, listProposalsById, listSeats, toItems } from '../draft.queries.ts';
import { loadInputs } from '../inputs.queries.ts';
import type { MatchingInputs } from '../inputs.queries.ts';
import { MatchingRun } from '../runs/matching-run.entity.ts';
import { Proposal } from './proposal.entity.ts';
import { ReviewAct } from './review-act.entity.ts';
import type { ProposalChange, ProposalSnapshot } from './review-act.entity.ts';

/** Who reviews, and in which sign-in: undo and redo belong to it. */
export interface Reviewer {
  actor: Actor;
  sessionId: string | null;
}

/** The reviewer of a request. */
export const reviewer = (actor: Actor, { sessionId }: { sessionId?: string }): Reviewer => ({
  actor,
  sessionId: sessionId ?? null,
});

/** What an act is recorded as. */
export interface Recorded {
  kind: Kind;
  reason?: string | null;
  advice?: Advice | null;
  ofActId?: string | null;
}

/**
 * One act of a review under way: the run is locked, so that two reviewers follow one another; what changes is
 * remembered; `record` appends the act and gives the run a new version, so that nobody publishes a draft they have not seen.
 */
export class ReviewDesk {
  readonly changes: ProposalChange[] = [];
  #inputs: MatchingInputs | undefined;

  private constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    readonly reviewer: Reviewer,
    readonly run: MatchingRun,
  ) {}

  /** Locks a run that is being reviewed. */
  static async open(db: Database, clock: Clock, reviewer: Reviewer, runId: string): Promise<ReviewDesk> {
    const run = await db.manager.findOne(MatchingRun, {
      where: { organisationId: reviewer.actor.organisationId, id: runId },
      lock: { mode: 'for_no_key_update' },
    });
    if (!run) throw new Refusal('record.not-found');
    if (run.state !== 'ready') throw new Refusal('run.wrong-state', { from: run.state, possible: ['ready'] });
    return new ReviewDesk(db, clock, reviewer, run);
  }

  get organisationId(): string {
    return this.reviewer.actor.organisationId;
  }

  async inputs(): Promise<MatchingInputs> {
    const { run, organisationId } = this;
    const day = await findToday(this.db, this.clock, organisationId);
    this.#inputs ??= await loadInputs(this.db, organisationId, run.cohortId, day, run.policy);
    return this.#inputs;
  }

  /** Proposals of this run by id, locked. */
  async proposals(ids: readonly string[]): Promise<Proposal[]> {
    const { organisationId, run } = this;
    return this.db.manager
      .createQueryBuilder(Proposal, 'p')
      .setLock('pessimistic_write')
      .where('p.organisation_id = :organisationId and p.run_id = :runId and p.id = any(:ids)', {
        organisationId,
        runId: run.id,
        ids: [...ids],
      })
      .orderBy('p.id')
      .getMany();
  }

  /** One proposal of this run, or a refusal: unknown, or stale with what somebody made of it. */
  async proposal(proposalId: string, version: number | null): Promise<Proposal> {
    const [proposal] = await this.proposals([proposalId]);
    if (!proposal) throw new Refusal('record.not-found');
    if (version !== null && proposal.version !== version) throw await this.stale(proposal);
    return proposal;
  }

  /** How urgently a pair wants a look as things are now. */
  async attentionOf(proposal: Proposal): Promise<Attention> {
    const [row] = await listProposalsById(this.db, this.organisationId, [proposal.id]);
    const draft = await listSeats(this.db, this.organisationId, this.run.id);
    const { policy } = this.run;
    const floor = policy.objective === 'floor' ? policy.floor : 0;
    const [item] = row ? toItems([row], draft, await this.inputs(), floor) : [];
    return item?.attention ?? 'clear';
  }

  /** "Somebody changed it meanwhile", with theirs: what it is now, who made it so, and when. */
  async stale(proposal: Proposal): Promise<Refusal> {
    const { organisationId } = this;
    const people = await findPeople(this.db, organisationId, [
      proposal.menteeEnrolmentId,
      proposal.mentorEnrolmentId,
    ]);
    const by = await this.db.first<{ name: string }>(
      'select display_name as name from people where organisation_id = $1 and id = $2',
      [organisationId, proposal.decidedBy],
    );
    return new Refusal('record.changed', {
      version: proposal.version,
      state: proposal.state,
      mentee: people.get(proposal.menteeEnrolmentId)?.displayName ?? '',
      mentor: people.get(proposal.mentorEnrolmentId)?.displayName ?? '',
      by: by?.name ?? null,
      at: proposal.decidedAt?.toISOString() ?? null,
    });
  }

  /** Decides a proposal as the reviewer; a proposal that is over refuses. */
  async decide(proposal: Proposal, state: ProposalState, reason?: string): Promise<void> {
    const before = snapshotOf(proposal);
    proposal.state = moveProposal(proposal.state, state);
    proposal.decidedBy = this.reviewer.actor.personId;
    proposal.decidedAt = this.clock.now();
    if (reason !== undefined) proposal.reason = reason;
    proposal.version += 1;
    await this.db.manager.save(proposal);
    this.changes.push({ proposalId: proposal.id, before, after: snapshotOf(proposal) });
  }

  /** Adds a proposal that the reviewer made. */
  async add(made: Omit<Proposal, 'organisationId' | 'id' | 'runId' | 'cohortId'>): Promise<string> {
    const { id: runId, cohortId, organisationId } = this.run;
    const proposal = this.db.manager.create(Proposal, {
      ...made,
      organisationId,
      id: uuidv7(),
      runId,
      cohortId,
    });
    await this.db.manager.save(proposal);
    this.changes.push({ proposalId: proposal.id, before: null, after: snapshotOf(proposal) });
    return proposal.id;
  }

  /** Puts a proposal back to a snapshot, whatever came between: for undo and redo only. */
  async restore(proposal: Proposal, snapshot: ProposalSnapshot): Promise<void> {
    const before = snapshotOf(proposal);
    proposal.state = snapshot.state;
    proposal.reason = snapshot.reason;
    proposal.decidedBy = snapshot.decidedBy;
    proposal.decidedAt = snapshot.decidedAt === null ? null : new Date(snapshot.decidedAt);
    proposal.undone = snapshot.undone;
    proposal.version += 1;
    await this.db.manager.save(proposal);
    this.changes.push({ proposalId: proposal.id, before, after: snapshotOf(proposal) });
  }

  /** Appends what was done, once and for good. Answers the act's id. */
  async record({ kind, reason = null, advice = null, ofActId = null }: Recorded): Promise<string> {
    const { organisationId, run, reviewer, changes } = this;
    const last = await this.db.first<{ position: number }>(
      'select coalesce(max(position), 0) as position from review_acts where organisation_id = $1 and run_id = $2',
      [organisationId, run.id],
    );
    const id = uuidv7();
    await this.db.manager.insert(ReviewAct, {
      organisationId,
      id,
      runId: run.id,
      cohortId: run.cohortId,
      position: (last?.position ?? 0) + 1,
      kind,
      changes,
      ofActId,
      reason,
      advice,
      actorId: reviewer.actor.personId,
      sessionId: reviewer.sessionId,
      at: this.clock.now(),
    });
    await this.db.execute(
      'update matching_runs set version = version + 1 where organisation_id = $1 and id = $2',
      [organisationId, run.id],
    );
    return id;
  }
}

export function snapshotOf({ state, reason, decidedBy, decidedAt, undone }: Proposal): ProposalSnapshot {
  return { state, reason, decidedBy, decidedAt: decidedAt?.toISOString() ?? null, undone };
}
