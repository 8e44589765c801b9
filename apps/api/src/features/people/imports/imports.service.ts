import { Injectable } from '@nestjs/common';
import type { ImportMapping } from '@ithaca/contracts/people';
import type { Actor } from '@ithaca/domain/permissions';
import { discardableStates, moveImport } from '@ithaca/domain/person-import';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { ProtocolProblem } from '../../../platform/http/protocol-problem.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { chunksOf, findToday } from '../directory.ts';
import { describeColumns } from './columns.ts';
import { analyse, loadRows, readingRules } from './import-analysis.ts';
import { PersonImport } from './import.entity.ts';
import type { PlannedRow } from './row-effects.ts';
import { readUploadedTable } from './uploaded-file.ts';
import type { UploadedRow } from './uploaded-file.ts';

/** An import on its way to the directory: uploaded, mapped, mended, sent off. Until it runs it changes nothing else. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  async upload(actor: Actor, fileName: string, bytes: Uint8Array): Promise<string> {
    const table = await readUploadedTable(bytes);
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      const now = this.clock.now();
      const today = await findToday(this.db, organisationId, now);
      const id = uuidv7();
      await this.db.manager.insert(PersonImport, {
        organisationId,
        id,
        fileName,
        state: 'mapping',
        encoding: table.encoding,
        delimiter: table.delimiter,
        columns: await describeColumns(table.header, table.rows, today),
        mapping: null,
        counts: null,
        problems: [],
        progress: 0,
        kept: [],
        createdBy: actor.personId,
        createdAt: now,
        version: 1,
      });
      for (const chunk of chunksOf(table.rows))
        await this.db.execute(
          `insert into import_rows (organisation_id, import_id, line, cells)
           select $1, $2, line, cells from json_to_recordset($3) as x(line integer, cells text[])`,
          [organisationId, id, JSON.stringify(chunk)],
        );
      return id;
    });
  }

  /** Says what each column holds and works out what every line will do. */
  async setMapping(actor: Actor, importId: string, mapping: ImportMapping, version: number): Promise<void> {
    await this.db.write(actor, async () => {
      const record = await this.#lock(actor, importId, version);
      if (record.state === 'ready') record.state = moveImport(record.state, 'mapping');
      record.state = moveImport(record.state, 'ready');
      assertMapping(mapping, record);
      record.mapping = mapping;
      await this.#analyse(record, await loadRows(this.db, actor.organisationId, importId));
    });
  }

  /** Mends one line. What it says may touch others (a manager, a number used twice), so all of them are worked out again. */
  async changeRow(actor: Actor, importId: string, line: number, cells: string[]): Promise<void> {
    await this.db.write(actor, async () => {
      const record = await this.#lock(actor, importId);
      if (record.state !== 'mapping' && record.state !== 'ready')
        throw new Refusal('import.wrong-state', { from: record.state });
      const { rowCount } = await this.db.execute(
        'update import_rows set cells = $4 where organisation_id = $1 and import_id = $2 and line = $3',
        [actor.organisationId, importId, line, cells],
      );
      if (rowCount === 0) throw new Refusal('record.not-found');
      const rows = await loadRows(this.db, actor.organisationId, importId);
      const today = await findToday(this.db, actor.organisationId, this.clock.now());
      const described = await describeColumns(
        record.columns.map(({ header }) => header),
        rows,
        today,
      );
      record.columns = described.map((column, place) => ({
        ...column,
        guess: record.columns[place]?.guess ?? null,
      }));
      if (record.mapping) await this.#analyse(record, rows);
      else {
        record.version += 1;
        await this.db.manager.save(record);
      }
    });
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

  async #analyse(record: PersonImport, rows: readonly UploadedRow[]): Promise<void> {
    if (!record.mapping) return;
    const today = await findToday(this.db, record.organisationId, this.clock.now());
    const rules = readingRules(record.mapping, record.columns, rows, today);
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
      columns: rules.columns.map(({ column, field, dateOrder }) => ({
        column,
        field,
        ...(dateOrder === null ? {} : { dateOrder }),
      })),
    };
    const { rows: planned, counts, problems } = await analyse(this.db, record.organisationId, rules, rows);
    await writeOutcomes(this.db, record, planned);
    Object.assign(record, { counts, problems });
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

/** Keeps effect, changes and problems beside each line; lines that stay as they were are not written. */
export async function writeOutcomes(
  db: Database,
  { organisationId, id }: { organisationId: string; id: string },
  planned: readonly PlannedRow[],
): Promise<void> {
  for (const chunk of chunksOf(planned))
    await db.execute(
      `update import_rows r set effect = x.effect, person_id = x.person_id, changes = x.changes, problems = x.problems
       from json_to_recordset($3) as x(line integer, effect text, person_id uuid, changes jsonb, problems jsonb)
       where r.organisation_id = $1 and r.import_id = $2 and r.line = x.line
         and (r.effect, r.person_id, r.changes, r.problems) is distinct from (x.effect, x.person_id, x.changes, x.problems)`,
      [
        organisationId,
        id,
        JSON.stringify(
          chunk.map(({ line, effect, personId, changes, problems }) => ({
            line,
            effect,
            person_id: personId,
            changes,
            problems,
          })),
        ),
      ],
    );
}

function assertMapping({ columns, key }: ImportMapping, record: PersonImport): void {
  const fields = columns.map(({ field }) => field);
  const unknown = columns.find(({ column }) => column >= record.columns.length);
  if (unknown) throw new Refusal('import.column-unknown', { column: unknown.column });
  const twice = fields.find((field, place) => fields.indexOf(field) !== place);
  if (twice) throw new Refusal('import.column-unknown', { field: twice });
  const used = columns.map(({ column }) => column);
  const columnTwice = used.find((column, place) => used.indexOf(column) !== place);
  if (columnTwice !== undefined) throw new Refusal('import.column-unknown', { column: columnTwice });
  if (!fields.some((field) => field === 'name' || field === 'givenName' || field === 'familyName'))
    throw new Refusal('import.name-not-mapped');
  if (key !== 'name' && !fields.includes(key))
    throw new ProtocolProblem('request.fields', {
      fields: [
        { path: 'body.key', message: `No column is mapped to ${key}, so people cannot be told apart by it.` },
      ],
    });
}
