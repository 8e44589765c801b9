import { Injectable } from '@nestjs/common';
import { mentoringFields } from '@ithaca/contracts/imports';
import type { ImportMapping, importRoutes } from '@ithaca/contracts/imports';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { discardableStates, moveImport } from '@ithaca/domain/person-import';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { ProtocolProblem } from '../../../platform/http/protocol-problem.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { tidyMemory } from '../../../platform/memory.ts';
import { findToday } from '../directory.ts';
import { ImportAnalysis, ImportTally, readingRules } from './import-analysis.ts';
import { writeOutcomes } from './import-outcomes.ts';
import { PersonImport } from './import.entity.ts';
import { mendLines } from './mended-lines.ts';
import { ColumnTally } from './reading/columns.ts';
import { readUploadedTable } from './reading/uploaded-file.ts';
import type { Reading } from './reading/uploaded-file.ts';
import { headingsKey, saveMapping } from './saved-mappings.ts';

type Mend = InputOf<typeof importRoutes.mend>['body'];

/** After so many thousand rows what is no longer needed of them is given back. */
const BATCHES_TO_TIDY = 10;
/** Bytes of a file that are kept in one row. */
const PIECE = 512 * 1024;

/** An import on its way to the directory: uploaded, mapped, mended, sent off. Until it runs it changes nothing else. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  async upload(actor: Actor, fileName: string, bytes: Uint8Array): Promise<string> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      const record = this.db.manager.create(PersonImport, {
        organisationId,
        id: uuidv7(),
        fileName,
        state: 'mapping',
        encoding: '',
        delimiter: '',
        source: {},
        headings: '',
        columns: [],
        mapping: null,
        counts: null,
        problems: [],
        progress: 0,
        kept: [],
        createdBy: actor.personId,
        createdAt: this.clock.now(),
        version: 1,
      });
      await this.db.manager.insert(PersonImport, record);
      await this.#read(record, bytes, {});
      for (let position = 0; position * PIECE < bytes.byteLength; position += 1)
        await this.db.execute(
          'insert into import_files (organisation_id, import_id, position, content) values ($1, $2, $3, $4)',
          [
            organisationId,
            record.id,
            position,
            Buffer.from(bytes.subarray(position * PIECE, (position + 1) * PIECE)),
          ],
        );
      return record.id;
    });
  }

  /** Reads the file once more, in another way; what was mapped and mended so far was meant for the first one. */
  async reread(actor: Actor, importId: string, reading: Reading, version: number): Promise<void> {
    await this.db.write(actor, async () => {
      const record = await this.#lock(actor, importId, version);
      assertOpen(record);
      const pieces = await this.db.query<{ content: Buffer }>(
        'select content from import_files where organisation_id = $1 and import_id = $2 order by position',
        [actor.organisationId, importId],
      );
      if (pieces.length === 0) throw new Refusal('import.file-gone');
      await this.db.execute('delete from import_rows where organisation_id = $1 and import_id = $2', [
        actor.organisationId,
        importId,
      ]);
      if (record.state === 'ready') record.state = moveImport(record.state, 'mapping');
      Object.assign(record, { mapping: null, counts: null, problems: [] });
      record.version += 1;
      await this.#read(record, Buffer.concat(pieces.map(({ content }) => content)), reading);
    });
  }

  /** Reads the table row by row into the import's lines, and says what its columns seem to hold. */
  async #read(record: PersonImport, bytes: Uint8Array, reading: Reading): Promise<void> {
    const { organisationId, id } = record;
    const today = await findToday(this.db, organisationId, this.clock.now());
    let columns = new ColumnTally([], today);
    let batches = 0;
    const source = await readUploadedTable(record.fileName, bytes, reading, {
      header: (header) => {
        columns = new ColumnTally(header, today);
        record.headings = headingsKey(header);
      },
      rows: async (rows) => {
        columns.add(rows);
        batches += 1;
        if (batches % BATCHES_TO_TIDY === 0) tidyMemory();
        await this.db.execute(
          `insert into import_rows (organisation_id, import_id, line, cells)
           select $1, $2, line, cells from json_to_recordset($3) as x(line integer, cells text[])`,
          [organisationId, id, JSON.stringify(rows)],
        );
      },
    });
    record.source = source;
    record.encoding = source.encoding;
    record.delimiter = source.delimiter;
    record.columns = columns.describe();
    await this.db.manager.save(record);
  }

  /** Says what each column holds and works out what every line will do. */
  async setMapping(actor: Actor, importId: string, mapping: ImportMapping, version: number): Promise<void> {
    await this.db.write(actor, async () => {
      const record = await this.#lock(actor, importId, version);
      if (record.state === 'ready') record.state = moveImport(record.state, 'mapping');
      record.state = moveImport(record.state, 'ready');
      assertMapping(mapping, record);
      record.mapping = mapping;
      await this.#analyse(record);
    });
  }

  /** Mends one line. What it says may touch others (a manager, a number used twice), so all of them are worked out again. */
  async changeRow(actor: Actor, importId: string, line: number, cells: string[]): Promise<void> {
    await this.db.write(actor, async () => {
      const record = await this.#lock(actor, importId);
      assertOpen(record);
      const { rowCount } = await this.db.execute(
        'update import_rows set cells = $4 where organisation_id = $1 and import_id = $2 and line = $3',
        [actor.organisationId, importId, line, cells],
      );
      if (rowCount === 0) throw new Refusal('record.not-found');
      await this.#workOutAgain(record);
    });
  }

  /** Mends every line that has one kind of problem, all at once; answers how many cells that were. */
  async mend(actor: Actor, importId: string, mend: Mend, version: number): Promise<number> {
    return this.db.write(actor, async () => {
      const record = await this.#lock(actor, importId, version);
      assertOpen(record);
      const mended = await mendLines(this.db, record, mend);
      await this.#workOutAgain(record);
      return mended;
    });
  }

  async #workOutAgain(record: PersonImport): Promise<void> {
    if (record.mapping) return this.#analyse(record);
    record.version += 1;
    await this.db.manager.save(record);
  }

  /** Sends the import off. Rejected lines stay behind. */
  async run(actor: Actor, importId: string, version: number): Promise<void> {
    await this.db.write(actor, async () => {
      const record = await this.#lock(actor, importId, version);
      record.state = moveImport(record.state, 'running');
      const { counts } = record;
      if (counts === null || counts.rows === counts.rejected)
        throw new Refusal('import.has-problems', { rejected: counts?.rejected ?? 0 });
      record.progress = 0;
      record.version += 1;
      if (record.mapping)
        await saveMapping(
          this.db,
          record.organisationId,
          record.headings,
          record.mapping,
          record.columns,
          this.clock.now(),
        );
      await this.db.manager.save(record);
      await this.jobs.enqueue('run-import', { organisationId: actor.organisationId, importId });
    });
  }

  /** Throws an upload away that was never carried out, with every line of it. What ran is history, and is undone instead. */
  async discard(actor: Actor, importId: string, version: number): Promise<void> {
    await this.db.write(actor, async () => {
      const record = await this.#lock(actor, importId, version);
      if (!discardableStates.includes(record.state))
        throw new Refusal('import.wrong-state', { from: record.state, possible: [...discardableStates] });
      await this.db.manager.remove(record);
    });
  }

  async #analyse(record: PersonImport): Promise<void> {
    if (!record.mapping) return;
    const { organisationId } = record;
    const today = await findToday(this.db, organisationId, this.clock.now());
    const rules = await readingRules(this.db, organisationId, record.mapping, record.columns, today);
    if ('open' in rules)
      throw new ProtocolProblem('request.fields', {
        facts: { dateOrders: rules.open },
        fields: rules.open.map(({ place, header, orders, sample }) => ({
          path: `body.columns.${place}.dateOrder`,
          message: `The dates of "${header}" (${sample}) can be read as ${orders.join(' or ')}. Choose one.`,
        })),
      });
    // The order that was found stays, whatever is mended later.
    record.mapping = {
      ...record.mapping,
      columns: rules.columns.map(({ column, field, side, dateOrder }) => ({
        column,
        field,
        ...(side && { side }),
        ...(dateOrder && { dateOrder }),
      })),
    };
    const analysis = await ImportAnalysis.of(this.db, organisationId, record.id, rules);
    const tally = new ImportTally(analysis.mentoring);
    for await (const lines of analysis.plan()) {
      for (const line of lines) tally.add(line);
      await writeOutcomes(this.db, record, lines);
    }
    Object.assign(record, { counts: tally.counts, problems: tally.problems });
    record.version += 1;
    await this.db.manager.save(record);
  }

  async #lock({ organisationId }: Actor, id: string, version?: number): Promise<PersonImport> {
    const record = await this.db.manager.findOne(PersonImport, {
      where: { organisationId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!record) throw new Refusal('record.not-found');
    if (version !== undefined && record.version !== version)
      throw new Refusal('record.changed', { version: record.version });
    return record;
  }
}

function assertOpen({ state }: PersonImport): void {
  if (state !== 'mapping' && state !== 'ready') throw new Refusal('import.wrong-state', { from: state });
}

const isMentoring = (field: string) => (mentoringFields as readonly string[]).includes(field);

function assertMapping({ columns, key, target }: ImportMapping, record: PersonImport): void {
  const unknown = columns.find(({ column }) => column >= record.columns.length);
  if (unknown) throw new Refusal('import.column-unknown', { column: unknown.column });
  const held = columns.map(({ field, side }) => `${side ?? ''} ${field}`);
  const twice = columns.find((_, place) => held.indexOf(held[place] ?? '') !== place);
  if (twice) throw new Refusal('import.column-unknown', { field: twice.field });
  const used = columns.map(({ column }) => column);
  const columnTwice = used.find((column, place) => used.indexOf(column) !== place);
  if (columnTwice !== undefined) throw new Refusal('import.column-unknown', { column: columnTwice });
  if (!target && columns.some(({ field, side }) => side !== undefined || isMentoring(field)))
    throw new Refusal('import.cohort-missing');
  const sides = columns.some(({ side }) => side !== undefined)
    ? (['mentor', 'mentee'] as const)
    : [undefined];
  // In a file of pairs every column about a person says which, and the role is the side.
  const astray =
    sides.length > 1 && columns.find(({ field, side }) => field === 'role' || (!side && !isMentoring(field)));
  if (astray) throw new Refusal('import.column-unknown', { field: astray.field });
  for (const side of sides) {
    const fields = columns.filter((one) => one.side === side).map(({ field }) => field);
    if (!fields.some((field) => field === 'name' || field === 'givenName' || field === 'familyName'))
      throw new Refusal('import.name-not-mapped', side ? { side } : {});
    if (key !== 'name' && !fields.includes(key))
      throw new ProtocolProblem('request.fields', {
        fields: [
          {
            path: 'body.key',
            message: `No column is mapped to ${key}, so people cannot be told apart by it.`,
          },
        ],
      });
  }
}
