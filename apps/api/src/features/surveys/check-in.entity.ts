import type { Side } from '@ithaca/domain/vocabulary';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('check_ins')
export class CheckIn {
  @PrimaryColumn('uuid')
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  cohortId!: string;

  @Column('uuid')
  pairingId!: string;

  @Column('uuid')
  personId!: string;

  @Column('text')
  role!: Side;

  @Column('smallint')
  wave!: number;

  @Column('timestamptz')
  askedAt!: Date;

  @Column('timestamptz')
  dueAt!: Date;

  /** When it was first answered; a changed answer does not become a late one. */
  @Column('timestamptz', { nullable: true })
  answeredAt!: Date | null;

  @Column('text', { nullable: true })
  meetingRegularly!: 'yes' | 'sometimes' | 'no' | null;

  @Column('smallint', { nullable: true })
  usefulness!: number | null;

  @Column('text')
  change!: string;

  @Column('boolean')
  sharedWithPartner!: boolean;

  @Column('integer')
  version!: number;
}
