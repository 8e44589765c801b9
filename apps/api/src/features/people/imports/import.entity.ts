import type { ImportMapping } from '@ithaca/contracts/people';
import type { ImportState, KeptReason } from '@ithaca/domain/person-import';
import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { ImportColumn } from './columns.ts';
import type { ImportCounts, ProblemCount } from './import-analysis.ts';

@Entity('imports')
export class PersonImport {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') fileName!: string;
  @Column('text') state!: ImportState;
  @Column('text') encoding!: string;
  @Column('text') delimiter!: string;
  @Column('jsonb') columns!: ImportColumn[];
  @Column('jsonb', { nullable: true }) mapping!: ImportMapping | null;
  @Column('jsonb', { nullable: true }) counts!: ImportCounts | null;
  @Column('jsonb') problems!: ProblemCount[];
  @Column('integer') progress!: number;
  @Column('text', { nullable: true }) problem!: string | null;
  @Column('uuid') createdBy!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) undoneAt!: Date | null;
  /** Whom the undo left as they are, and why. */
  @Column('jsonb') kept!: { personId: string; reason: KeptReason }[];
  @Column('integer') version!: number;
}
