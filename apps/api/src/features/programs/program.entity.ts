import type { GoalPlan } from '@ithaca/contracts/goal-plans';
import type { Journey } from '@ithaca/contracts/journey';
import type { EnrolmentForm, MatchingPolicy } from '@ithaca/contracts/programs';
import type { EligibilityRule } from '@ithaca/domain/eligibility-rule';
import type { PairingMode } from '@ithaca/domain/mentor-request';
import type { NudgeSettings } from '@ithaca/domain/nudge';
import type { ProgramState } from '@ithaca/domain/program';
import type { Format } from '@ithaca/domain/vocabulary';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A lasting offer: purpose, format, rules, form, matching policy and journey. */
@Entity('programs')
export class Program {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') slug!: string;
  @Column('text') name!: string;
  @Column('text') purpose!: string;
  @Column('text') format!: Format;
  @Column('text') templateKey!: string;
  /** The organisation's own template it was made from, if it was. */
  @Column('uuid', { nullable: true }) templateId!: string | null;
  @Column('text') state!: ProgramState;
  @Column('jsonb') eligibility!: EligibilityRule;
  @Column('jsonb') form!: EnrolmentForm;
  @Column('integer') formVersion!: number;
  /** Changes of the form that nobody sees until they are published. */
  @Column('jsonb', { nullable: true }) formDraft!: EnrolmentForm | null;
  @Column('integer') eligibilityVersion!: number;
  @Column('jsonb') policy!: MatchingPolicy;
  @Column('jsonb') journey!: Journey;
  /** Goals to start from; null: those of the template that the program goes back to. */
  @Column('jsonb', { nullable: true }) goalPlans!: GoalPlan[] | null;
  @Column('integer') goalPlansVersion!: number;
  /** What differs from the usual nudges. */
  @Column('jsonb') nudges!: Partial<NudgeSettings>;
  @Column('text') pairingMode!: PairingMode;
  @Column('smallint') answerDays!: number;
  @Column('uuid') createdBy!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
}
