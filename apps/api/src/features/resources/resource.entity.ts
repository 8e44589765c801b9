import type { ResourceKind, ResourceSource, ResourceState } from '@ithaca/domain/resource';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something to read or to learn, in the library of the organisation. */
@Entity('resources')
export class Resource {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: ResourceKind;
  @Column('text') title!: string;
  @Column('text') summary!: string;
  @Column('text', { array: true }) languages!: string[];
  @Column('integer', { nullable: true }) minutes!: number | null;
  @Column('text') source!: ResourceSource;
  @Column('text') link!: string;
  @Column('text') body!: string;
  @Column('uuid', { nullable: true }) fileId!: string | null;
  @Column('text') state!: ResourceState;
  @Column('uuid', { nullable: true }) createdBy!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
  @Column('integer') version!: number;
}
