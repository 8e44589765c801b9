import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Locale } from '@ithaca/domain/vocabulary';

@Entity('organisations')
export class Organisation {
  @PrimaryColumn('uuid') organisationId!: string;
  @Column('text') name!: string;
  @Column('text') slug!: string;
  @Column('text') timeZone!: string;
  @Column('text') locale!: Locale;
  @Column('text') brandColour!: string;
  @Column('smallint') remindersPerWeek!: number;
  @Column('text') meetingLink!: string;
  @Column('boolean') openReportLinks!: boolean;
  @Column('boolean') demo!: boolean;
  @Column('integer') version!: number;
}
