import type { ImportMapping } from '@ithaca/contracts/imports';
import type { ImportState, KeptKind, KeptReason } from '@ithaca/domain/person-import';
import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { ImportColumn } from './reading/columns.ts';
import type { ImportCounts, ProblemCount } from './import-analysis.ts';
import type { FileSource } from './reading/uploaded-file.ts';

@Entity('imports')
export class PersonImport {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') fileName!: string;
  @Column('text') state!: ImportState;
  @Column('text') encoding!: string;
  @Column('text') delimiter!: string;
  /** How it was read; `{}` for files of before that was kept. */
  @Column('jsonb') source!: Partial<FileSource>;
  /** Its headings, folded and in order of the alphabet: files with the same ones are mapped alike. */
  @Column('text') headings!: string;
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
  /** What the undo left as it is, and why. */
  @Column('jsonb') kept!: { personId: string; kind?: KeptKind; reason: KeptReason }[];
  @Column('integer') version!: number;
}
