import { Inject, Injectable } from '@nestjs/common';
import { moveImport } from '@ithaca/domain/person-import';
import { Refusal } from '@ithaca/domain/refusal';
import type { Logger } from 'pino';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { LOGGER } from '../../../platform/platform.module.ts';
import {
  assertAnOwnerStays,
  chunksOf,
  endAccess,
  findToday,
  giveUp,
  keepSpells,
  keepTokens,
  lockDirectory,
  reopenAccess,
} from '../directory.ts';
import { keepJobs } from '../job-spells/keep-jobs.ts';
import { analyse, loadRows, readingRules } from './import-analysis.ts';
import { PersonImport } from './import.entity.ts';
import { keepAfter, keepBefore, RESTORABLE } from './import-memory.ts';
import { writeOutcomes } from './imports.service.ts';
import type { PlannedRow } from './row-effects.ts';

const PROGRESS_EVERY_MS = 400;
/** Constraint violations: the directory has changed under the file in a way no line could foresee. */
const isViolation = (error: unknown) => /^23\d{3}$/.test((error as { code?: string }).code ?? '');

/** Carries an import out: one transaction, a statement for each 2,000 lines, everything remembered that an undo needs. */
@Injectable()
export class ImportRun {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async carryOut(organisationId: string, importId: string): Promise<void> {
    let reached = 0;
    let shown = 0;
    // Outside the import's own transaction, whose rows nobody sees before its end.
    const ticker = setInterval(() => {
      if (reached === shown) return;
      shown = reached;
      this.db
        .write({ organisationId }, () =>
          this.db.execute(
            "update imports set progress = $3 where organisation_id = $1 and id = $2 and state = 'running'",
            [organisationId, importId, shown],
          ),
        )
        .catch((error: unknown) => this.logger.warn({ err: error }, 'import progress'));
    }, PROGRESS_EVERY_MS);
    try {
      await this.db.write({ organisationId }, () =>
        this.#carryOut(organisationId, importId, (percent) => {
          reached = percent;
        }),
      );
    } catch (error) {
      const problem = error instanceof Refusal ? error.code : isViolation(error) ? 'record.changed' : null;
      // Anything else (a lost connection, a lock not granted) is tried again by the queue.
      if (problem === null) throw error;
      this.logger.warn({ err: error, importId }, 'import failed');
      await this.#fail(organisationId, importId, problem);
    } finally {
      clearInterval(ticker);
    }
  }

  async #carryOut(
    organisationId: string,
    importId: string,
    report: (percent: number) => void,
  ): Promise<void> {
    await lockDirectory(this.db, organisationId);
    // A connection remembers how it checks foreign keys from when the tables were small: reading all of them, once a row.
    await this.db.query('discard plans');
    const record = await this.db.manager.findOne(PersonImport, { where: { organisationId, id: importId } });
    if (record?.state !== 'running' || record.mapping === null) return;
    const now = this.clock.now();
    const today = await findToday(this.db, organisationId, now);
    const uploaded = await loadRows(this.db, organisationId, importId);
    const rules = readingRules(record.mapping, record.columns, uploaded, today);
    if ('open' in rules) throw new Refusal('import.has-problems');
    // The directory may have changed since the preview: what counts is what the lines do to it now.
    const { rows, counts, problems } = await analyse(this.db, organisationId, rules, uploaded);
    report(30);
    await writeOutcomes(this.db, record, rows);
    const added = managersFirst(rows.filter(({ effect }) => effect === 'new'));
    const changed = rows.filter(({ effect }) => effect === 'changed');
    await keepBefore(this.db, record, changed);
    report(40);
    await this.#insert(organisationId, importId, added, now);
    report(60);
    await this.#update(organisationId, changed, now);
    report(70);
    const renamed = changed.filter(({ patch }) => TOKEN_COLUMNS.some((column) => column in patch));
    await keepTokens(
      this.db,
      organisationId,
      [...added, ...renamed].map(({ id }) => id),
    );
    report(85);
    await keepSpells(
      this.db,
      organisationId,
      [...added, ...changed]
        .filter(({ employment }) => employment)
        .map(({ id, endReason }) => ({ personId: id, endReason })),
      now,
      importId,
    );
    await keepJobs(
      this.db,
      organisationId,
      [...added, ...changed].map(({ id }) => id),
      { at: now, today, changedFrom: today, personId: null, importId },
    );
    await this.#keepAccess(organisationId, changed, today, now);
    await keepAfter(this.db, record, changed, added);
    report(95);
    await this.db.execute(
      `update imports set state = $3, counts = $4, problems = $5, progress = 100, finished_at = $6, version = version + 1
       where organisation_id = $1 and id = $2`,
      [
        organisationId,
        importId,
        moveImport(record.state, 'done'),
        JSON.stringify(counts),
        JSON.stringify(problems),
        now,
      ],
    );
  }

  async #insert(
    organisationId: string,
    importId: string,
    added: readonly PlannedRow[],
    now: Date,
  ): Promise<void> {
    for (const chunk of chunksOf(added))
      await this.db.execute(
        `insert into people (organisation_id, id, import_id, created_at, updated_at, employee_number, display_name, given_name,
           family_name, email, job_title, department, site, grade, manager_id, hired_on, left_on, pronouns, time_zone, locale, languages)
         select $1, x.id, $2, $3, $3, employee_number, display_name, coalesce(given_name, ''), coalesce(family_name, ''), email,
           coalesce(job_title, ''), coalesce(department, ''), coalesce(site, ''), grade, manager_id, hired_on, left_on,
           coalesce(pronouns, ''), coalesce(x.time_zone, o.time_zone), coalesce(x.locale, o.locale),
           coalesce(languages, array[coalesce(x.locale, o.locale)])
         from organisations o, json_to_recordset($4) as x(id uuid, employee_number text, display_name text, given_name text,
           family_name text, email text, job_title text, department text, site text, grade smallint, manager_id uuid,
           hired_on date, left_on date, pronouns text, time_zone text, locale text, languages text[])
         where o.organisation_id = $1`,
        [organisationId, importId, now, JSON.stringify(chunk.map(({ id, patch }) => ({ id, ...patch })))],
      );
  }

  async #update(organisationId: string, changed: readonly PlannedRow[], now: Date): Promise<void> {
    // Two people may swap numbers or addresses: given up first, taken afterwards.
    await giveUp(this.db, organisationId, 'email', idsWith(changed, 'email'));
    await giveUp(this.db, organisationId, 'employee_number', idsWith(changed, 'employee_number'));
    for (const chunk of chunksOf(changed))
      await this.db.execute(
        `update people p set (${RESTORABLE}) = (select ${RESTORABLE} from jsonb_populate_record(p, x.patch)),
           version = p.version + 1, updated_at = $3
         from json_to_recordset($2) as x(id uuid, patch jsonb) where p.organisation_id = $1 and p.id = x.id`,
        [organisationId, JSON.stringify(chunk.map(({ id, patch }) => ({ id, patch }))), now],
      );
  }

  /** Those who have left lose their access in the same transaction; those who are back may sign in again. */
  async #keepAccess(
    organisationId: string,
    changed: readonly PlannedRow[],
    today: string,
    now: Date,
  ): Promise<void> {
    const idsWhere = (is: (leftOn: unknown) => boolean) =>
      changed.filter(({ patch }) => 'left_on' in patch && is(patch.left_on)).map(({ id }) => id);
    const leaving = idsWhere((leftOn) => leftOn !== null);
    if (leaving.length > 0) await assertAnOwnerStays(this.db, organisationId, leaving);
    const gone = idsWhere((leftOn) => typeof leftOn === 'string' && leftOn <= today);
    if (gone.length > 0) await endAccess(this.db, organisationId, gone, now);
    const back = idsWhere((leftOn) => leftOn === null || (typeof leftOn === 'string' && leftOn > today));
    if (back.length > 0) await reopenAccess(this.db, organisationId, back);
  }

  async #fail(organisationId: string, importId: string, problem: string): Promise<void> {
    await this.db.write({ organisationId }, () =>
      this.db.execute(
        "update imports set state = 'failed', problem = $3, finished_at = $4, version = version + 1 where organisation_id = $1 and id = $2 and state = 'running'",
        [organisationId, importId, problem, this.clock.now()],
      ),
    );
  }
}

const idsWith = (rows: readonly PlannedRow[], column: string) =>
  rows.filter(({ patch }) => column in patch).map(({ id }) => id);

const TOKEN_COLUMNS = ['display_name', 'email', 'job_title', 'employee_number'];

/** New people in an order in which everybody comes after their manager. The reporting lines have no circle. */
function managersFirst(rows: readonly PlannedRow[]): PlannedRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ordered = new Set<PlannedRow>();
  for (const row of rows) {
    const line = [];
    for (
      let next: PlannedRow | undefined = row;
      next && !ordered.has(next);
      next = byId.get(next.managerId ?? '')
    )
      line.push(next);
    for (const one of line.toReversed()) ordered.add(one);
  }
  return [...ordered];
}
