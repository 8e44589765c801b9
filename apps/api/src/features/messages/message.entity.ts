import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('messages')
export class Message {
  @PrimaryColumn('uuid')
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  pairingId!: string;

  @Column('uuid')
  authorId!: string;

  @Column('text')
  body!: string;

  @Column('timestamptz')
  sentAt!: Date;
}
