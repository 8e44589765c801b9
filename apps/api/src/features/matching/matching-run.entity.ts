import type { MatchingRun as ContractRun } from '@ithaca/contracts/matching';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import type { MatchingRunState } from '@ithaca/domain/matching-run';
import type { MatchCertificate } from '@ithaca/matching/cohort-certificate';
import type { Unmatched } from '@ithaca/matching/unmatched';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One solve of a cohort: what went in, under which policy, what came out, and the proof. */
@Entity('matching_runs')
export class MatchingRun {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') cohortId!: string;
  @Column('text') state!: MatchingRunState;
  @Column('jsonb') policy!: MatchingPolicy;
  @Column('integer') seed!: number;
  @Column('text', { nullable: true }) inputsHash!: string | null;
  @Column('jsonb', { nullable: true }) certificate!: (MatchCertificate & { verified: boolean }) | null;
  @Column('jsonb', { nullable: true }) statistics!: ContractRun['statistics'];
  @Column('jsonb') unmatched!: readonly Unmatched[];
  @Column('text', { nullable: true }) problem!: string | null;
  @Column('uuid') createdBy!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) publishedAt!: Date | null;
  @Column('integer') version!: number;
}
