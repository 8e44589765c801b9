import type { IntroductionKind, IntroductionState, ShadowingLength } from '@ithaca/domain/introduction';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one side of a pairing does for the other: an introduction, a day of shadowing, a sponsorship. */
@Entity('introductions')
export class Introduction {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') pairingId!: string;
  @Column('uuid') cohortId!: string;
  @Column('text') kind!: IntroductionKind;
  @Column('text') by!: 'helper' | 'guest';
  @Column('uuid') helperId!: string;
  @Column('uuid') guestId!: string;
  @Column('uuid', { nullable: true }) thirdId!: string | null;
  @Column('text') words!: string;
  @Column('text') opening!: string;
  @Column('text', { nullable: true }) length!: ShadowingLength | null;
  @Column('date', { nullable: true }) dayOn!: string | null;
  @Column('uuid', { nullable: true }) dayBy!: string | null;
  @Column('boolean') dayAgreed!: boolean;
  @Column('date', { nullable: true }) dueOn!: string | null;
  @Column('text') state!: IntroductionState;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) answerBy!: Date | null;
  @Column('timestamptz', { nullable: true }) sentAt!: Date | null;
  @Column('timestamptz', { nullable: true }) madeAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  /** From which day it is asked what came of it. */
  @Column('date', { nullable: true }) followUpOn!: string | null;
  @Column('timestamptz', { nullable: true }) followUpAt!: Date | null;
  @Column('smallint', { nullable: true }) usefulness!: number | null;
  @Column('integer') version!: number;
}
