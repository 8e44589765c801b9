import type { CohortState } from '@ithaca/domain/cohort';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One dated run of a program. Days are `2026-03-01` in the organisation's time zone. */
@Entity('cohorts')
export class Cohort {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') programId!: string;
  @Column('text') name!: string;
  @Column('text') state!: CohortState;
  @Column('date') enrolmentOpensOn!: string;
  /** Minutes after midnight in the organisation's time zone. */
  @Column('smallint') opensAtMinute!: number;
  @Column('date') enrolmentClosesOn!: string;
  @Column('date') startsOn!: string;
  @Column('date') endsOn!: string;
  @Column('integer') menteeGoal!: number;
  @Column('uuid') createdBy!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) launchedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) closedAt!: Date | null;
  /** The last day on which what its pairings wrote is kept; from the close on. */
  @Column('date', { nullable: true }) contentUntil!: string | null;
  @Column('integer') version!: number;
}
