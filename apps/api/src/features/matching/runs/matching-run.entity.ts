import type { MatchingRun as ContractRun } from '@ithaca/contracts/matching';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import type { MatchingRunPhase, MatchingRunState } from '@ithaca/domain/matching-run';
import type { RunProblem } from '@ithaca/domain/run-problem';
import type { PeerAlone } from '@ithaca/matching/peer-alone';
import type { Unmatched } from '@ithaca/matching/unmatched';
import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { DraftCertificate, Unexplained } from '../engine/first-answer.ts';

export interface RunProgress {
  phase: MatchingRunPhase;
  fraction: number;
  startedAt: string;
}

/** One solve of a cohort: what went in, under which policy, what came out, and the proof. */
@Entity('matching_runs')
export class MatchingRun {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') cohortId!: string;
  @Column('text') state!: MatchingRunState;
  @Column('jsonb') policy!: MatchingPolicy;
  /** The version of the program's policy that it used. */
  @Column('integer', { nullable: true }) policyVersion!: number | null;
  @Column('integer') seed!: number;
  @Column('text', { nullable: true }) inputsHash!: string | null;
  @Column('jsonb', { nullable: true }) certificate!: (DraftCertificate & { verified: boolean }) | null;
  @Column('jsonb', { nullable: true }) statistics!: ContractRun['statistics'];
  @Column('jsonb') unmatched!: readonly (Unmatched | PeerAlone | Unexplained)[];
  @Column('jsonb', { nullable: true }) problem!: RunProblem | null;
  /** Of a run under way. */
  @Column('jsonb', { nullable: true }) progress!: RunProgress | null;
  /** When its process last said that it is at work; null while none is. */
  @Column('timestamptz', { nullable: true }) heartbeatAt!: Date | null;
  @Column('smallint') attempts!: number;
  @Column('integer') budgetSeconds!: number;
  @Column('uuid', { nullable: true }) cancelledBy!: string | null;
  @Column('uuid') createdBy!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) publishedAt!: Date | null;
  @Column('integer') version!: number;
}
