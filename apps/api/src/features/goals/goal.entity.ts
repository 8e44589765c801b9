import type { GoalState } from '@ithaca/domain/goal';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('goals')
export class Goal {
  @PrimaryColumn('uuid')
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  pairingId!: string;

  /** Repeated from the pairing, so that a cohort's goals are one index range. */
  @Column('uuid')
  cohortId!: string;

  @Column('uuid')
  ownerId!: string;

  @Column('text')
  title!: string;

  @Column('text')
  measure!: string;

  @Column('date', { nullable: true })
  dueOn!: string | null;

  @Column('text')
  state!: GoalState;

  /** When it was said to be reached, once the other side has confirmed it. */
  @Column('timestamptz', { nullable: true })
  reachedAt!: Date | null;

  /** Who says that it is reached; kept once that is confirmed. */
  @Column('uuid', { nullable: true })
  claimedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  claimedAt!: Date | null;

  @Column('uuid', { nullable: true })
  confirmedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  confirmedAt!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  /** Counts every change of the goal, its steps and its notes. */
  @Column('integer')
  version!: number;
}
