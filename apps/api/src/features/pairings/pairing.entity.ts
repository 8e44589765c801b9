import type { Contribution } from '@ithaca/contracts/matching';
import type { Agreement } from '@ithaca/contracts/pairings';
import type { DeclineReason, EndReason, PairingState } from '@ithaca/domain/pairing';
import type { Side } from '@ithaca/domain/vocabulary';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The mentoring relationship of a cohort. It is loaded under a row lock and saved with its members. */
@Entity('pairings')
export class Pairing {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') cohortId!: string;
  @Column('uuid', { nullable: true }) proposalId!: string | null;
  @Column('text') state!: PairingState;
  @Column('integer', { nullable: true }) score!: number | null;
  @Column('jsonb') contributions!: Contribution[];
  @Column('smallint') cadenceDays!: number;
  @Column('jsonb') agreement!: Partial<Agreement>;
  @Column('timestamptz') publishedAt!: Date;
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('text', { nullable: true }) endReason!: EndReason | null;
  /** Of a circle: the fewest mentees with whom it begins. Null for a pair. */
  @Column('smallint', { nullable: true }) smallest!: number | null;
  /** Of a circle: its mentees come one by one, as each asked the mentor. */
  @Column('boolean') gathers!: boolean;
  /** The last day its sides agreed on, after the cohort's own end. */
  @Column('date', { nullable: true }) extendedTo!: string | null;
  @Column('integer') version!: number;
}

/** One person of a pairing: the answer, the signature, and whether the place is still held. */
@Entity('pairing_members')
export class PairingMember {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') pairingId!: string;
  @PrimaryColumn('uuid') personId!: string;
  @Column('uuid') cohortId!: string;
  @Column('uuid') enrolmentId!: string;
  @Column('text') role!: Side;
  @Column('boolean') open!: boolean;
  @Column('timestamptz', { nullable: true }) acceptedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) signedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) declinedAt!: Date | null;
  @Column('text', { nullable: true }) declineReason!: DeclineReason | null;
  /** What the pairing says and plans is theirs: see the column's comment in the schema. */
  @Column('boolean') inside!: boolean;
  /** When a mentee left a circle that went on, and why. */
  @Column('timestamptz', { nullable: true }) leftAt!: Date | null;
  @Column('text', { nullable: true }) endReason!: EndReason | null;
}
