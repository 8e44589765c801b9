import type { Contribution } from '@ithaca/contracts/matching';
import type { ProposalState } from '@ithaca/domain/matching-run';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The mentee's next best mentor for the whole, as the engine found it. */
export interface RunnerUp {
  mentorId: string;
  score: number;
  forcedLoss: number;
  matchedLoss: number;
}

/** A pairing that a run or a person suggests and nobody has published. */
@Entity('proposals')
export class Proposal {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') runId!: string;
  @Column('uuid') cohortId!: string;
  @Column('uuid') mentorEnrolmentId!: string;
  @Column('uuid') menteeEnrolmentId!: string;
  /** The two are peers: who stands in which column says nothing. */
  @Column('boolean', { default: false }) ofPeers!: boolean;
  @Column('integer', { nullable: true }) score!: number | null;
  @Column('jsonb') contributions!: Contribution[];
  @Column('jsonb', { nullable: true }) runnerUp!: RunnerUp | null;
  @Column('integer', { nullable: true }) reducedCost!: number | null;
  @Column('text') state!: ProposalState;
  @Column('text') origin!: 'run' | 'person';
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('uuid', { nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  /** Made by hand and taken back: it never was. */
  @Column('boolean', { default: false }) undone!: boolean;
  @Column('integer') version!: number;
}
