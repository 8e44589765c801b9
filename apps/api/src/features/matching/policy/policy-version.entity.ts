import type { MatchingPolicy } from '@ithaca/contracts/programs';
import type { PolicyChange } from '@ithaca/domain/matching-policy';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One saved matching policy of a program: never changed, never removed. */
@Entity('policy_versions')
export class PolicyVersion {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') programId!: string;
  @Column('integer') number!: number;
  @Column('jsonb') policy!: MatchingPolicy;
  @Column('jsonb') changes!: PolicyChange[];
  @Column('text', { nullable: true }) note!: string | null;
  @Column('integer', { nullable: true }) returnedTo!: number | null;
  @Column('uuid') savedBy!: string;
  @Column('timestamptz') savedAt!: Date;
}

/** A policy kept beside the one in force, to be compared. */
@Entity('policy_scenarios')
export class PolicyScenario {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') programId!: string;
  @Column('text') name!: string;
  @Column('jsonb') policy!: MatchingPolicy;
  @Column('uuid') createdBy!: string;
  @Column('timestamptz') createdAt!: Date;
}
