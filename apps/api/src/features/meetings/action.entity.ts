import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('actions')
export class Action {
  @PrimaryColumn('uuid')
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  pairingId!: string;

  @Column('uuid', { nullable: true })
  meetingId!: string | null;

  @Column('uuid', { nullable: true })
  goalId!: string | null;

  @Column('text')
  title!: string;

  @Column('uuid')
  ownerId!: string;

  @Column('date', { nullable: true })
  dueOn!: string | null;

  @Column('timestamptz', { nullable: true })
  doneAt!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('integer')
  version!: number;
}
