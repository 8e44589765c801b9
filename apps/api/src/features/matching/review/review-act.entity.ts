import type { ProposalState } from '@ithaca/domain/matching-run';
import type { Advice, ReviewAct as Kind } from '@ithaca/domain/review';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an act may change about a proposal; instants as text, since they are kept as JSON. */
export interface ProposalSnapshot {
  state: ProposalState;
  reason: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  /** Made and taken back: as if it had never been. */
  undone: boolean;
}

/** One proposal before and after an act; `before` is null for one that the act made. */
export interface ProposalChange {
  proposalId: string;
  before: ProposalSnapshot | null;
  after: ProposalSnapshot;
}

/** One act of a review. Written once: the database lets nobody change or delete it. */
@Entity('review_acts')
export class ReviewAct {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') runId!: string;
  @Column('uuid') cohortId!: string;
  @Column('integer') position!: number;
  @Column('text') kind!: Kind;
  @Column('jsonb') changes!: ProposalChange[];
  @Column('uuid', { nullable: true }) ofActId!: string | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text', { nullable: true }) advice!: Advice | null;
  @Column('uuid') actorId!: string;
  @Column('uuid', { nullable: true }) sessionId!: string | null;
  @Column('timestamptz') at!: Date;
}
