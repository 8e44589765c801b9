import type { ExportFile } from '@ithaca/contracts/exports';
import { can } from '@ithaca/domain/permissions';
import type { Actor, Permission } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { locales } from '@ithaca/domain/vocabulary';
import type { Locale } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import { noteFacts } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Visit } from '../http/endpoint.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Post } from '../mail/post.ts';
import { mediaTypes, writeTable } from './table-file.ts';
import type { ExportColumn, TableFormat } from './table-file.ts';
import { writeZip } from './zip.ts';
import type { ZipEntry } from './zip.ts';

/** Longer lists are written by a job. */
export const ROWS_AT_ONCE = 5000;
const KEPT_HOURS = 24;
const PART_BYTES = 262_144;
/** Parts of a download that are held at a time. */
const PARTS_AT_ONCE = 4;

/** Who reads a list: enough of an actor for the queries of lists, which know the tenant and the reader. */
type Reader = Actor;

/** A list that can be exported: declared once by its feature, written by the one machinery here. */
export interface ExportSource<Filters, Row> {
  /** Name of the list, of its file and, with the feature, of its audit rows. */
  list: string;
  title: Record<Locale, string>;
  /** Asked again at every download. */
  permission: Permission;
  columns: readonly ExportColumn<Row>[];
  /** The rows that the screen shows for these filters, page by page, in its order. */
  pages(reader: Reader, filters: Filters, place: Place): AsyncIterable<readonly Row[]>;
}

/** Several files in one, of and for the one who asks; always written by a job. */
export interface ArchiveSource {
  list: string;
  title: Record<Locale, string>;
  permission: Permission;
  /** Called in a unit of work of the reader's own. */
  entries(
    reader: { organisationId: string; personId: string },
    locale: Locale,
    at: Date,
  ): AsyncIterable<ZipEntry>;
}

/** Where the list stands: a list of the organisation has no cohort. */
export interface Place {
  cohortId: string | null;
  programId: string | null;
}

const NOWHERE: Place = { cohortId: null, programId: null };

export interface ExportRequest<Filters> {
  format: TableFormat;
  locale?: Locale | undefined;
  columns: readonly string[];
  filters: Filters;
}

interface KeptRequest extends Place {
  columns: string[];
  locale: Locale;
  filters: unknown;
}

interface Row {
  id: string;
  list: string;
  format: ExportFile['format'];
  request: KeptRequest;
  fileName: string;
  state: ExportFile['state'];
  rows: number | null;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
}

const FIELDS = `id, list, format, request, file_name as "fileName", state, rows, created_by as "createdBy",
  created_at as "createdAt", expires_at as "expiresAt"`;

/** Files of lists: at once when short, by a job when long, kept for a day for the one who asked. */
export class Exports {
  readonly #sources = new Map<string, ExportSource<unknown, unknown>>();
  readonly #archives = new Map<string, ArchiveSource>();
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #jobs: Jobs;
  readonly #post: Post;

  constructor(db: Database, clock: Clock, jobs: Jobs, post: Post) {
    this.#db = db;
    this.#clock = clock;
    this.#jobs = jobs;
    this.#post = post;
    jobs.handle('write-export', ({ organisationId, exportId }) =>
      this.carryOut(organisationId, String(exportId)),
    );
    jobs.sweep('remove-expired-exports', '41 * * * *', (organisationId) =>
      this.removeExpired(organisationId),
    );
  }

  declare<Filters, R>(source: ExportSource<Filters, R>): void {
    this.#sources.set(source.list, source as ExportSource<unknown, unknown>);
  }

  declareArchive(source: ArchiveSource): void {
    this.#archives.set(source.list, source);
  }

  /** Has a job write the archive for whoever asks; while one of theirs is being written, that one. */
  makeArchive(actor: Actor, list: string): Promise<ExportFile> {
    return this.#db.write(actor, async () => {
      const { organisationId, personId } = actor;
      // Of two presses at once the second finds what the first has asked for.
      await this.#db.query('select 1 from people where organisation_id = $1 and id = $2 for no key update', [
        organisationId,
        personId,
      ]);
      const waiting = await this.#db.first<Row>(
        `select ${FIELDS} from exports where organisation_id = $1 and created_by = $2 and list = $3 and state = 'queued' limit 1`,
        [organisationId, personId, list],
      );
      if (waiting) return shape(waiting);
      const id = uuidv7();
      const now = this.#clock.now();
      const request = { columns: [], filters: {}, locale: await this.#localeOf(actor), ...NOWHERE };
      await this.#db.execute(
        `insert into exports (organisation_id, id, list, format, request, file_name, created_by, created_at)
         values ($1, $2, $3, 'zip', $4, $5, $6, $7)`,
        [
          organisationId,
          id,
          list,
          JSON.stringify(request),
          `${list}-${now.toISOString().slice(0, 10)}.zip`,
          personId,
          now,
        ],
      );
      await this.#jobs.enqueue('write-export', { organisationId, exportId: id });
      noteFacts(actor, { exportId: id, list });
      return shape(await this.#find(organisationId, id));
    });
  }

  /** Writes the file, or has a job write it when the list is long. Callers have checked that the actor may see the list. */
  async make<Filters>(
    actor: Actor,
    list: string,
    { format, columns, filters, locale }: ExportRequest<Filters>,
    place: Place = NOWHERE,
  ): Promise<ExportFile> {
    return this.#db.write(actor, async () => {
      const now = this.#clock.now();
      const source = this.#sourceOf(list);
      const request: KeptRequest = {
        columns: [...new Set(columns)],
        filters,
        locale: locale ?? (await this.#localeOf(actor)),
        ...place,
      };
      const id = uuidv7();
      const fileName = `${list}-${now.toISOString().slice(0, 10)}.${format}`;
      await this.#db.execute(
        `insert into exports (organisation_id, id, list, format, request, file_name, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [actor.organisationId, id, list, format, JSON.stringify(request), fileName, actor.personId, now],
      );
      const short = await firstRows(source.pages(actor, filters, place));
      if (short === null) {
        await this.#jobs.enqueue('write-export', { organisationId: actor.organisationId, exportId: id });
      } else {
        await this.#write(actor.organisationId, id, source, format, request, once(short));
      }
      noteFacts(actor, {
        exportId: id,
        list,
        format,
        columns: request.columns,
        filters,
        rows: short?.length ?? `more than ${ROWS_AT_ONCE}`,
      });
      return shape(await this.#find(actor.organisationId, id));
    });
  }

  /** The job: idempotent, as it writes only what is still queued, in one transaction. */
  async carryOut(organisationId: string, exportId: string): Promise<void> {
    const asked = await this.#db.read({ organisationId }, () =>
      this.#db.first<{ personId: string }>(
        'select created_by as "personId" from exports where organisation_id = $1 and id = $2',
        [organisationId, exportId],
      ),
    );
    if (!asked) return;
    await this.#db.write({ organisationId, personId: asked.personId }, async () => {
      const [row] = await this.#db.query<Row>(
        `select ${FIELDS} from exports where organisation_id = $1 and id = $2 and state = 'queued' for update`,
        [organisationId, exportId],
      );
      if (!row) return;
      if (row.format === 'zip') return this.#writeArchive(organisationId, row);
      const source = this.#sourceOf(row.list);
      const reader = { organisationId, personId: row.createdBy, accountId: '', grants: [], isManager: false };
      const { filters, cohortId, programId } = row.request;
      const pages = source.pages(reader, filters, { cohortId, programId });
      await this.#write(organisationId, exportId, source, row.format, row.request, pages);
      await this.#tell(organisationId, row, source);
    });
  }

  /** How a file is getting on; only for the one who asked for it. */
  async get(actor: Actor, exportId: string): Promise<ExportFile> {
    return shape(await this.#findOwn(actor, exportId));
  }

  /** The file itself, as long as its reader may still see the list: its parts are read one after the other as they are taken. */
  async open(
    actor: Actor,
    exportId: string,
    askAgain: Visit['askAgain'],
  ): Promise<{ fileName: string; mediaType: string; bytes: AsyncIterable<Buffer>; length: number }> {
    const row = await this.#findReadable(actor, exportId);
    const size = await this.#db.first<{ bytes: string | null }>(
      'select sum(octet_length(bytes)) as bytes from export_parts where organisation_id = $1 and export_id = $2',
      [actor.organisationId, exportId],
    );
    return {
      fileName: row.fileName,
      mediaType: row.format === 'zip' ? 'application/zip' : mediaTypes[row.format],
      bytes: this.#parts(exportId, askAgain),
      length: Number(size?.bytes ?? 0),
    };
  }

  /** Each few in a transaction of their own with the rights of that moment: a slow reader holds none open, and one whose right has ended gets no more. */
  async *#parts(exportId: string, askAgain: Visit['askAgain']): AsyncGenerator<Buffer> {
    for (let from = 1; ; from += PARTS_AT_ONCE) {
      const parts = await this.#db.apart(async () => {
        const again = await askAgain?.();
        if (!again) throw new Error('Whoever began to read this file may not go on.');
        return again.rest.read(again.actor, async () => {
          await this.#findReadable(again.actor, exportId);
          return this.#db.query<{ bytes: Buffer }>(
            'select bytes from export_parts where organisation_id = $1 and export_id = $2 and position >= $3 and position < $4 order by position',
            [again.actor.organisationId, exportId, from, from + PARTS_AT_ONCE],
          );
        });
      });
      for (const { bytes } of parts) yield bytes;
      if (parts.length < PARTS_AT_ONCE) return;
    }
  }

  async removeExpired(organisationId: string): Promise<void> {
    await this.#db.write({ organisationId }, () =>
      this.#db.execute('delete from exports where organisation_id = $1 and expires_at <= $2', [
        organisationId,
        this.#clock.now(),
      ]),
    );
  }

  async #write(
    organisationId: string,
    exportId: string,
    source: ExportSource<unknown, unknown>,
    format: TableFormat,
    request: KeptRequest,
    pages: AsyncIterable<readonly unknown[]>,
  ): Promise<void> {
    let rows = 0;
    async function* counted() {
      for await (const page of pages) {
        rows += page.length;
        yield page;
      }
    }
    const columns = request.columns.flatMap(
      (key) => source.columns.find((column) => column.key === key) ?? [],
    );
    const { locale } = request;
    const pieces = writeTable(format, { title: source.title[locale], locale, columns, pages: counted() });
    await this.#keep(organisationId, exportId, pieces, () => rows);
  }

  async #writeArchive(organisationId: string, { id, list, createdBy, request }: Row): Promise<void> {
    const archive = this.#archives.get(list);
    if (!archive) throw new Error(`No archive is called ${list}.`);
    const now = this.#clock.now();
    let files = 0;
    const entries = archive.entries({ organisationId, personId: createdBy }, request.locale, now);
    async function* counted() {
      for await (const entry of entries) {
        files += 1;
        yield entry;
      }
    }
    await this.#keep(organisationId, id, writeZip(counted(), now), () => files);
    // An archive may be large: of each there is one, the latest.
    await this.#db.execute(
      `delete from exports where organisation_id = $1 and created_by = $2 and list = $3 and state = 'ready' and id <> $4`,
      [organisationId, createdBy, list, id],
    );
    await this.#tell(organisationId, { id, createdBy }, archive);
  }

  /** Stores a file part by part and opens it to the one who asked. */
  async #keep(
    organisationId: string,
    exportId: string,
    pieces: AsyncIterable<Buffer>,
    count: () => number,
  ): Promise<void> {
    let position = 0;
    for await (const bytes of partsOf(pieces))
      await this.#db.execute(
        'insert into export_parts (organisation_id, export_id, position, bytes) values ($1, $2, $3, $4)',
        [organisationId, exportId, (position += 1), bytes],
      );
    const now = this.#clock.now();
    await this.#db.execute(
      `update exports set state = 'ready', rows = $3, finished_at = $4, expires_at = $5 where organisation_id = $1 and id = $2`,
      [organisationId, exportId, count(), now, new Date(now.getTime() + KEPT_HOURS * 3_600_000)],
    );
  }

  async #tell(
    organisationId: string,
    row: Pick<Row, 'id' | 'createdBy'>,
    source: Pick<ArchiveSource, 'title'>,
  ): Promise<void> {
    const reader = await this.#db.first<{ email: string | null; displayName: string; locale: Locale }>(
      'select email, display_name as "displayName", locale from people where organisation_id = $1 and id = $2',
      [organisationId, row.createdBy],
    );
    if (!reader?.email) return;
    await this.#post.send(organisationId, {
      kind: 'export-ready',
      personId: row.createdBy,
      programId: null,
      to: reader.email,
      locale: reader.locale,
      facts: { name: reader.displayName, list: source.title[reader.locale], hours: KEPT_HOURS },
      path: `/exports/${row.id}`,
    });
  }

  #declared(list: string): { permission: Permission } {
    return this.#archives.get(list) ?? this.#sourceOf(list);
  }

  #sourceOf(list: string): ExportSource<unknown, unknown> {
    const source = this.#sources.get(list);
    if (!source) throw new Error(`No list is called ${list}.`);
    return source;
  }

  async #find(organisationId: string, id: string): Promise<Row> {
    const row = await this.#db.first<Row>(
      `select ${FIELDS} from exports where organisation_id = $1 and id = $2`,
      [organisationId, id],
    );
    if (!row) throw new Refusal('record.not-found');
    return row;
  }

  async #findOwn(actor: Actor, id: string): Promise<Row> {
    const row = await this.#find(actor.organisationId, id);
    const isOver = row.expiresAt !== null && row.expiresAt <= this.#clock.now();
    if (row.createdBy !== actor.personId || isOver) throw new Refusal('record.not-found');
    return row;
  }

  async #findReadable(actor: Actor, id: string): Promise<Row> {
    const row = await this.#findOwn(actor, id);
    const { programId } = row.request;
    if (!can(actor, this.#declared(row.list).permission, { programId }))
      throw new Refusal('record.not-found');
    if (row.state !== 'ready') throw new Refusal('export.not-ready');
    return row;
  }

  async #localeOf(actor: Actor): Promise<Locale> {
    const row = await this.#db.first<{ locale: string }>(
      'select locale from people where organisation_id = $1 and id = $2',
      [actor.organisationId, actor.personId],
    );
    return locales.find((locale) => locale === row?.locale) ?? 'en';
  }
}

/** All the rows of a short list; null as soon as there are more than fit at once. */
async function firstRows<R>(pages: AsyncIterable<readonly R[]>): Promise<R[] | null> {
  const rows: R[] = [];
  for await (const page of pages) {
    rows.push(...page);
    if (rows.length > ROWS_AT_ONCE) return null;
  }
  return rows;
}

async function* once<T>(page: T): AsyncGenerator<T> {
  yield page;
}

/** Pieces of any size as parts of one size, so that a part is a reasonable row. */
async function* partsOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    size += piece.length;
    if (size < PART_BYTES) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

const shape = (row: Row): ExportFile => ({
  id: row.id,
  list: row.list,
  format: row.format,
  fileName: row.fileName,
  state: row.state,
  rows: row.rows,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
});

/** Where the lists of a cohort stand: its program decides who may read them. */
export async function findPlace(db: Database, actor: Actor, cohortId: string): Promise<Place> {
  const row = await db.first<{ programId: string }>(
    'select program_id as "programId" from cohorts where organisation_id = $1 and id = $2',
    [actor.organisationId, cohortId],
  );
  if (!row) throw new Refusal('record.not-found');
  return { cohortId, programId: row.programId };
}

/** Goes through a list by its own cursor, so that the file holds what the screen shows. */
export async function* pagesOf<R>(
  fetchPage: (cursor: string | undefined) => Promise<{ items: R[]; nextCursor: string | null }>,
): AsyncGenerator<readonly R[]> {
  let cursor: string | undefined;
  do {
    const page = await fetchPage(cursor);
    yield page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
