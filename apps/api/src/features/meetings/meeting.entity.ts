import type { MeetingState } from '@ithaca/domain/meeting';
import { Column, Entity, PrimaryColumn } from 'typeorm';

interface AgendaItem {
  text: string;
  done: boolean;
}

@Entity('meetings')
export class Meeting {
  @PrimaryColumn('uuid')
  organisationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  pairingId!: string;

  /** Repeated from the pairing, so that a cohort's meetings are one index range. */
  @Column('uuid')
  cohortId!: string;

  @Column('text')
  state!: MeetingState;

  @Column('text')
  title!: string;

  @Column('timestamptz')
  startsAt!: Date;

  @Column('smallint')
  durationMinutes!: number;

  @Column('text')
  timeZone!: string;

  @Column('text')
  link!: string;

  @Column('jsonb')
  agenda!: AgendaItem[];

  @Column('text')
  notes!: string;

  @Column('uuid')
  createdBy!: string;

  @Column('timestamptz')
  createdAt!: Date;

  /** When it stopped being planned: was told to be held or missed, or was cancelled. */
  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  @Column('text', { nullable: true })
  cancelReason!: string | null;

  /** Who called it off; null also when the end of its pairing did. */
  @Column('uuid', { nullable: true })
  cancelledBy!: string | null;

  /** How often it was given another hour. */
  @Column('integer')
  timesMoved!: number;

  /** The series it belongs to, and the time that the series gave it. */
  @Column('uuid', { nullable: true })
  seriesId!: string | null;

  @Column('timestamptz', { nullable: true })
  occursAt!: Date | null;

  /** Rises whenever calendars must take a new version of it. */
  @Column('integer')
  sequence!: number;

  /** Counts changes of the plan, agenda and notes; answers do not make a text that is being written stale. */
  @Column('integer')
  version!: number;
}
