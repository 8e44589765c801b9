import type { MentorRequestState } from '@ithaca/domain/mentor-request';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A mentee's ask of one mentor within a cohort, in the mentee's order. */
@Entity('mentor_requests')
export class MentorRequest {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') cohortId!: string;
  @Column('uuid') menteeEnrolmentId!: string;
  @Column('uuid') mentorEnrolmentId!: string;
  @Column('smallint') rank!: number;
  @Column('text') note!: string;
  @Column('text') state!: MentorRequestState;
  @Column('timestamptz', { nullable: true }) askedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) dueAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('text', { nullable: true }) declineReason!: string | null;
  /** The coordinator who suggested it to the mentee; null for a choice of the mentee's own. */
  @Column('uuid', { nullable: true }) suggestedBy!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
