import { createHash } from 'node:crypto';

import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { cleanFileName } from '@ithaca/domain/stored-file';
import { v7 as uuidv7 } from 'uuid';

import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { ProtocolProblem } from '../http/protocol-problem.ts';
import type { JobData, Jobs } from '../jobs/jobs.ts';
import type { Bucket } from './bucket.ts';
import { findKind } from './file-kind.ts';

const PART_BYTES = 262_144;
const HOUR_MS = 3_600_000;
/** What nobody has used a day after its upload goes. */
const UNUSED_HOURS = 24;
/** Well before that it can no longer be used, so that nobody takes up what is just being removed. */
const USABLE_HOURS = 20;
const REMOVED_AT_ONCE = 500;

export interface StoredFile {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
  width: number | null;
  height: number | null;
}

interface Upload {
  name: string;
  bytes: Uint8Array;
}

export interface FilesOptions {
  db: Database;
  clock: Clock;
  jobs: Jobs;
  /** Where files go once they are in; without it they stay in the database. */
  bucket: Bucket | null;
  megabytesPerOrganisation: number;
}

const FIELDS = 'id, name, media_type as "mediaType", bytes, width, height';

/**
 * Files that people upload. Every one is first a row and its parts in the database, in the transaction of its upload, and
 * moves to the bucket by a job where there is one: an upload neither waits for the bucket nor leaves anything there when it
 * fails. A feature says in which table it uses files, and decides who may read them; a file that no such table names any
 * more, or whose uploader is gone, is removed.
 */
export class Files {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #jobs: Jobs;
  readonly #bucket: Bucket | null;
  readonly #mostBytes: number;
  readonly #uses = new Set<string>();

  constructor({ db, clock, jobs, bucket, megabytesPerOrganisation }: FilesOptions) {
    this.#db = db;
    this.#clock = clock;
    this.#jobs = jobs;
    this.#bucket = bucket;
    this.#mostBytes = megabytesPerOrganisation * 1024 * 1024;
    jobs.handle('move-file', (data) => this.#move(data));
    jobs.sweep('sweep-files', '23 * * * *', (organisationId) => this.sweep(organisationId));
  }

  /** Names a table (organisation_id, file_id, …) whose rows use files: what a row of it names stays. */
  usedIn(table: string): void {
    if (!/^[a-z_]+$/.test(table)) throw new Error(`${table} is no name of a table.`);
    this.#uses.add(table);
  }

  /** Keeps an upload in the current unit of work. Whoever calls it has decided that the person may upload here. */
  async keep(by: Party, upload: Upload): Promise<StoredFile> {
    const { organisationId, personId } = by;
    const { mediaType, ending, size } = await findKind(upload.name, upload.bytes);
    await this.#assertRoom(organisationId, upload.bytes.byteLength);
    const id = uuidv7();
    const content = Buffer.from(upload.bytes.buffer, upload.bytes.byteOffset, upload.bytes.byteLength);
    const [file] = await this.#db.query<StoredFile>(
      `insert into files (organisation_id, id, name, media_type, bytes, sha256, width, height, uploaded_by, uploaded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${FIELDS}`,
      [
        organisationId,
        id,
        cleanFileName(upload.name, ending),
        mediaType,
        content.length,
        digestOf(content),
        size?.width ?? null,
        size?.height ?? null,
        personId,
        this.#clock.now(),
      ],
    );
    for (let position = 0; position * PART_BYTES < content.length; position += 1)
      await this.#db.execute(
        'insert into file_parts (organisation_id, file_id, position, content) values ($1, $2, $3, $4)',
        [organisationId, id, position, content.subarray(position * PART_BYTES, (position + 1) * PART_BYTES)],
      );
    if (this.#bucket) await this.#jobs.enqueue('move-file', { organisationId, fileId: id });
    return file as StoredFile;
  }

  /** Refuses ids that are not the person's own uploads of the last hours, used nowhere yet: call it before using them. */
  async assertUnused(by: Party, fileIds: readonly string[]): Promise<void> {
    if (!(await this.#areUnused(by, fileIds))) throw new Refusal('file.not-usable');
  }

  async #areUnused(by: Party, fileIds: readonly string[]): Promise<boolean> {
    const rows = await this.#db.query(
      `select id from files f where organisation_id = $1 and id = any ($2) and uploaded_by = $3 and uploaded_at > $4 and ${this.#unused()}`,
      [by.organisationId, fileIds, by.personId, this.#hoursAgo(USABLE_HOURS)],
    );
    return rows.length === new Set(fileIds).size;
  }

  /** Takes back an upload of one's own that is used nowhere yet. */
  async discard(by: Party, fileId: string): Promise<void> {
    if (!(await this.#areUnused(by, [fileId]))) throw new Refusal('record.not-found');
    await this.#db.execute('update files set uploaded_by = null where organisation_id = $1 and id = $2', [
      by.organisationId,
      fileId,
    ]);
    // What lies in the bucket is left to the sweep.
    await this.#db.execute(
      `delete from files where organisation_id = $1 and id = $2 and place = 'database'`,
      [by.organisationId, fileId],
    );
  }

  /** The content of a file piece by piece, in the current unit of work; fails at its end when it is not what was uploaded. Else as `read`. */
  async *pieces(organisationId: string, fileId: string): AsyncGenerator<Buffer> {
    const { place, sha256 } = await this.#find(organisationId, fileId);
    const digest = createHash('sha256');
    const pieces =
      place === 'database'
        ? this.#partsOf(organisationId, fileId)
        : [await this.#fetch(organisationId, fileId)];
    for await (const piece of pieces) {
      digest.update(piece);
      yield piece;
    }
    assertSame(fileId, digest.digest('hex'), sha256);
  }

  /** A file with its content, as a route that produces a file answers it. Whoever calls it has decided that it may be read. */
  async read(
    organisationId: string,
    fileId: string,
  ): Promise<{ fileName: string; mediaType: string; bytes: Buffer }> {
    const file = await this.#find(organisationId, fileId);
    const bytes =
      file.place === 'database'
        ? await this.#contentOf(organisationId, fileId)
        : await this.#fetch(organisationId, fileId);
    assertSame(fileId, digestOf(bytes), file.sha256);
    return { fileName: file.name, mediaType: file.mediaType, bytes };
  }

  /** Removes what is used nowhere, and moves what still waits to be moved. */
  async sweep(organisationId: string): Promise<void> {
    const gone = await this.#db.read({ organisationId }, () =>
      this.#db.query<{ id: string; place: string }>(
        `select id, place from files f where organisation_id = $1
           and (uploaded_by is null or uploaded_at < $2 and ${this.#unused()}) order by id limit ${REMOVED_AT_ONCE}`,
        [organisationId, this.#hoursAgo(UNUSED_HOURS)],
      ),
    );
    for (const { id, place } of gone) {
      // The object first: a row without it is found again by the next sweep, an object without its row never.
      if (place === 'bucket') await this.#reach().remove(keyOf(organisationId, id));
      await this.#db.write({ organisationId }, () =>
        this.#db.execute('delete from files where organisation_id = $1 and id = $2', [organisationId, id]),
      );
    }
    if (!this.#bucket) return;
    await this.#db.write({ organisationId }, async () => {
      const waiting = await this.#db.query<{ id: string }>(
        `select id from files where organisation_id = $1 and place = 'database' and uploaded_at < $2 order by id limit ${REMOVED_AT_ONCE}`,
        [organisationId, this.#hoursAgo(1)],
      );
      for (const { id } of waiting) await this.#jobs.enqueue('move-file', { organisationId, fileId: id });
    });
  }

  /** The job: as often as it is tried, the file ends up in the bucket alone. What is uploaded in a rehearsal goes with its room. */
  async #move({ organisationId, fileId }: JobData): Promise<void> {
    const id = String(fileId);
    const content = await this.#db.read({ organisationId }, async () => {
      const file = await this.#db.first(
        `select from files f join organisations o on o.organisation_id = f.organisation_id
         where f.organisation_id = $1 and f.id = $2 and f.place = 'database' and o.rehearsal_of is null`,
        [organisationId, id],
      );
      return file && this.#contentOf(organisationId, id);
    });
    if (!content || !this.#bucket) return;
    await this.#bucket.put(keyOf(organisationId, id), content);
    const isThere = await this.#db.write({ organisationId }, async () => {
      const moved = await this.#db.execute(
        `update files set place = 'bucket' where organisation_id = $1 and id = $2`,
        [organisationId, id],
      );
      await this.#db.execute('delete from file_parts where organisation_id = $1 and file_id = $2', [
        organisationId,
        id,
      ]);
      return moved.rowCount > 0;
    });
    if (!isThere) await this.#bucket.remove(keyOf(organisationId, id));
  }

  /** Of two uploads at once only one takes the last room. */
  async #assertRoom(organisationId: string, bytes: number): Promise<void> {
    await this.#db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `files ${organisationId}`,
    ]);
    const row = await this.#db.first<{ used: string }>(
      'select coalesce(sum(bytes), 0) as used from files where organisation_id = $1',
      [organisationId],
    );
    if (Number(row?.used) + bytes > this.#mostBytes)
      throw new Refusal('file.no-room', { megabytes: this.#mostBytes / 1024 / 1024 });
  }

  async #find(organisationId: string, fileId: string) {
    const file = await this.#db.first<{ name: string; mediaType: string; place: string; sha256: string }>(
      'select name, media_type as "mediaType", place, sha256 from files where organisation_id = $1 and id = $2',
      [organisationId, fileId],
    );
    if (!file) throw new Refusal('record.not-found');
    return file;
  }

  async *#partsOf(organisationId: string, fileId: string): AsyncGenerator<Buffer> {
    for (let position = 0; ; position += 1) {
      const part = await this.#db.first<{ content: Buffer }>(
        'select content from file_parts where organisation_id = $1 and file_id = $2 and position = $3',
        [organisationId, fileId, position],
      );
      if (!part) return;
      yield part.content;
    }
  }

  async #contentOf(organisationId: string, fileId: string): Promise<Buffer> {
    const parts = await this.#db.query<{ content: Buffer }>(
      'select content from file_parts where organisation_id = $1 and file_id = $2 order by position',
      [organisationId, fileId],
    );
    return Buffer.concat(parts.map(({ content }) => content));
  }

  async #fetch(organisationId: string, fileId: string): Promise<Buffer> {
    try {
      return await this.#reach().get(keyOf(organisationId, fileId));
    } catch {
      throw new ProtocolProblem('service.busy', { retryAfterSeconds: 10 });
    }
  }

  #reach(): Bucket {
    if (!this.#bucket) throw new Error('Files lie in a bucket, and the settings name none.');
    return this.#bucket;
  }

  #unused(): string {
    return [
      'true',
      ...[...this.#uses].map(
        (table) =>
          `not exists (select from ${table} u where u.organisation_id = f.organisation_id and u.file_id = f.id)`,
      ),
    ].join(' and ');
  }

  #hoursAgo(hours: number): Date {
    return new Date(this.#clock.now().getTime() - hours * HOUR_MS);
  }
}

const keyOf = (organisationId: string, fileId: string) => `${organisationId}/${fileId}`;
function assertSame(fileId: string, found: string, uploaded: string): void {
  if (found !== uploaded) throw new Error(`The content of file ${fileId} is not what was uploaded.`);
}
const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
