import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Locale } from '@ithaca/domain/vocabulary';

@Entity('people')
export class Person {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { nullable: true }) employeeNumber!: string | null;
  @Column('text') givenName!: string;
  @Column('text') familyName!: string;
  @Column('text') displayName!: string;
  @Column('text') pronouns!: string;
  @Column('text', { nullable: true }) email!: string | null;
  @Column('text') jobTitle!: string;
  @Column('text') department!: string;
  @Column('text') site!: string;
  @Column('smallint', { nullable: true }) grade!: number | null;
  @Column('uuid', { nullable: true }) managerId!: string | null;
  @Column('text') timeZone!: string;
  @Column('text') locale!: Locale;
  @Column('text', { array: true }) languages!: string[];
  @Column('jsonb') workingHours!: { from: string; to: string; days: number[] };
  @Column('text') about!: string;
  @Column('date', { nullable: true }) hiredOn!: string | null;
  @Column('date', { nullable: true }) leftOn!: string | null;
  @Column('date', { nullable: true }) leaveFrom!: string | null;
  @Column('date', { nullable: true }) leaveUntil!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
  @Column('integer') version!: number;
}
