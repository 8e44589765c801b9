import type { EnrolmentAnswers } from '@ithaca/contracts/enrolments';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import type { Side } from '@ithaca/domain/vocabulary';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person taking part, or asking to, on one side of a cohort. */
@Entity('enrolments')
export class Enrolment {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') cohortId!: string;
  @Column('uuid') personId!: string;
  @Column('text') role!: Side;
  @Column('text') state!: EnrolmentState;
  /** Rows written by builders may leave fields out: read it through `enrolmentAnswers`. */
  @Column('jsonb') answers!: Partial<EnrolmentAnswers>;
  /** The version of the form they were given under; null for the first one. */
  @Column('integer', { nullable: true }) formVersion!: number | null;
  @Column('smallint') capacity!: number;
  @Column('uuid', { array: true }) doNotPairWith!: string[];
  /** The number on the waiting list, given once; null for whoever never waited, or waits for a draw. */
  @Column('integer', { nullable: true }) waitingNumber!: number | null;
  /** Where somebody who is paused goes on; null for everybody else. */
  @Column('text', { nullable: true }) pausedFrom!: 'in-pool' | 'waitlisted' | null;
  @Column('timestamptz', { nullable: true }) pausedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) submittedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
  @Column('integer') version!: number;
}
