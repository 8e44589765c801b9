import { Inject, Injectable } from '@nestjs/common';
import type { JobStart } from '@ithaca/domain/job-spell';
import { moveImport } from '@ithaca/domain/person-import';
import { Refusal } from '@ithaca/domain/refusal';
import type { Logger } from 'pino';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { LOGGER } from '../../../platform/platform.module.ts';
import {
  addTokens,
  assertAnOwnerStays,
  beginSpells,
  endAccess,
  findToday,
  giveUp,
  keepSpells,
  keepTokens,
  lockDirectory,
  reopenAccess,
} from '../directory.ts';
import { keepJobs, writeSpells } from '../job-spells/keep-jobs.ts';
import { correctRenamedUnits } from '../job-spells/renamed-units.ts';
import { ImportAnalysis, ImportTally, readingRules } from './import-analysis.ts';
import type { PlannedLine } from './import-analysis.ts';
import { PersonImport } from './import.entity.ts';
import { keepAfter, keepBefore, RESTORABLE, touchedBy } from './import-traces.ts';
import type { TracedPerson } from './import-traces.ts';
import { writeOutcomes } from './import-outcomes.ts';
import type { PlannedPerson } from './row-effects.ts';
import { carryOutMentoring } from './mentoring/mentoring-run.ts';

const PROGRESS_EVERY_MS = 400;
/** Constraint violations: the directory has changed under the file in a way no line could foresee. */
const isViolation = (error: unknown) => /^23\d{3}$/.test((error as { code?: string }).code ?? '');

/** Carries an import out: one transaction, a few statements for each 2,000 lines, everything remembered that an undo needs. */
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
    const rules = await readingRules(this.db, organisationId, record.mapping, record.columns, today);
    if ('open' in rules) throw new Refusal('import.has-problems');
    // The directory may have changed since the preview: what counts is what the lines do to it now.
    const analysis = await ImportAnalysis.of(this.db, organisationId, importId, rules);
    report(20);
    // Within the file everybody may stand before their manager.
    await this.db.query('set constraints people_manager_fk deferred');
    // Two people may swap numbers or addresses: given up first, taken afterwards. What they were is remembered before.
    const givers = await analysis.planGivingUp();
    const giving: TracedPerson[] = analysis.givingUp.flatMap(({ id, line }) => {
      const person = givers.get(id);
      return person && Object.keys(person.patch).length > 0 ? [{ line, person }] : [];
    });
    await keepBefore(this.db, record, giving);
    await giveUp(this.db, organisationId, 'email', idsWith(giving, 'email'));
    await giveUp(this.db, organisationId, 'employee_number', idsWith(giving, 'employee_number'));
    const tally = new ImportTally(analysis.mentoring);
    const moved: TracedPerson[] = [];
    const total = Math.max(1, record.counts?.rows ?? 1);
    for await (const lines of analysis.plan(givers)) {
      for (const line of lines) tally.add(line);
      const changed = await this.#apply(record, lines, givers, { now, today });
      // Of the others nothing more needs to be known.
      moved.push(...changed.filter(({ person }) => 'left_on' in person.patch));
      report(20 + Math.floor((70 * tally.counts.rows) / total));
    }
    await correctRenamedUnits(this.db, organisationId, importId, { at: now, today });
    await this.#keepAccess(organisationId, moved, today, now);
    if (analysis.mentoring && rules.target)
      await carryOutMentoring(this.db, record, rules.target.cohortId, analysis.mentoring, now);
    // Who has a manager that nobody knows would only be found at the very end.
    await this.db.query('set constraints people_manager_fk immediate');
    report(95);
    // What was uploaded is in the directory now; it is not kept any longer.
    await this.db.execute('delete from import_files where organisation_id = $1 and import_id = $2', [
      organisationId,
      importId,
    ]);
    await this.db.execute(
      `update imports set state = $3, counts = $4, problems = $5, progress = 100, finished_at = $6, version = version + 1
       where organisation_id = $1 and id = $2`,
      [
        organisationId,
        importId,
        moveImport(record.state, 'done'),
        JSON.stringify(tally.counts),
        JSON.stringify(tally.problems),
        now,
      ],
    );
  }

  /** Writes what these lines do; answers whom they changed. */
  async #apply(
    record: PersonImport,
    lines: readonly PlannedLine[],
    remembered: ReadonlyMap<string, unknown>,
    { now, today }: { now: Date; today: string },
  ): Promise<TracedPerson[]> {
    const { organisationId, id: importId } = record;
    await writeOutcomes(this.db, record, lines);
    const touched = touchedBy(lines);
    const added = touched.filter(({ person }) => person.isNew);
    const changed = touched.filter(({ person }) => !person.isNew);
    await keepBefore(
      this.db,
      record,
      changed.filter(({ person }) => !remembered.has(person.id)),
    );
    await this.#insert(organisationId, importId, added, now);
    await this.#update(organisationId, changed, now);
    await addTokens(this.db, organisationId, added.map(tokenSource));
    const renamed = changed.filter(({ person }) => TOKEN_COLUMNS.some((column) => column in person.patch));
    await keepTokens(
      this.db,
      organisationId,
      renamed.map(({ person }) => person.id),
    );
    await beginSpells(
      this.db,
      organisationId,
      added.map(({ person: { id, patch, endReason } }) => ({
        personId: id,
        hiredOn: textOf(patch, 'hired_on') || null,
        leftOn: textOf(patch, 'left_on') || null,
        endReason,
      })),
      now,
      importId,
    );
    await keepSpells(
      this.db,
      organisationId,
      changed
        .filter(({ person }) => person.employment)
        .map(({ person: { id, endReason } }) => ({ personId: id, endReason })),
      now,
      importId,
    );
    await this.#keepJobs(record, touched, now, today);
    await keepAfter(this.db, record, changed, added);
    return changed;
  }

  /** Jobs hold from the day the file says, else from the day of the import. What somebody new did before is unknown. */
  async #keepJobs(
    { organisationId, id: importId }: PersonImport,
    touched: readonly TracedPerson[],
    now: Date,
    today: string,
  ): Promise<void> {
    const writing = { at: now, today, personId: null, importId };
    const begun = touched.flatMap(({ person }) =>
      person.isNew ? [{ personId: person.id, superseded: [], added: jobsOf(person, today) }] : [],
    );
    await writeSpells(this.db, organisationId, begun, writing);
    const known = touched.filter(({ person }) => !person.isNew);
    for (const [changedFrom, people] of Map.groupBy(known, ({ person }) => person.jobSince ?? today))
      await keepJobs(
        this.db,
        organisationId,
        people.map(({ person }) => person.id),
        { ...writing, changedFrom },
      );
  }

  async #insert(
    organisationId: string,
    importId: string,
    added: readonly TracedPerson[],
    now: Date,
  ): Promise<void> {
    if (added.length === 0) return;
    await this.db.execute(
      `insert into people (organisation_id, id, import_id, created_at, updated_at, employee_number, display_name, given_name,
         family_name, email, job_title, department, site, grade, manager_id, hired_on, left_on, leave_from,
         leave_until, pronouns, time_zone, locale, languages)
       select $1, x.id, $2, $3, $3, employee_number, display_name, coalesce(given_name, ''), coalesce(family_name, ''), email,
         coalesce(job_title, ''), coalesce(department, ''), coalesce(site, ''), grade, manager_id, hired_on, left_on,
         leave_from, leave_until, coalesce(pronouns, ''), coalesce(x.time_zone, o.time_zone), coalesce(x.locale, o.locale),
         coalesce(languages, array[coalesce(x.locale, o.locale)])
       from organisations o, json_to_recordset($4) as x(id uuid, employee_number text, display_name text, given_name text,
         family_name text, email text, job_title text, department text, site text, grade smallint, manager_id uuid,
         hired_on date, left_on date, leave_from date, leave_until date, pronouns text, time_zone text, locale text, languages text[])
       where o.organisation_id = $1`,
      [
        organisationId,
        importId,
        now,
        JSON.stringify(added.map(({ person: { id, patch } }) => ({ id, ...patch }))),
      ],
    );
  }

  async #update(organisationId: string, changed: readonly TracedPerson[], now: Date): Promise<void> {
    if (changed.length === 0) return;
    await this.db.execute(
      `update people p set (${RESTORABLE}) = (select ${RESTORABLE} from jsonb_populate_record(p, x.patch)),
         version = p.version + 1, updated_at = $3
       from json_to_recordset($2) as x(id uuid, patch jsonb) where p.organisation_id = $1 and p.id = x.id`,
      [organisationId, JSON.stringify(changed.map(({ person: { id, patch } }) => ({ id, patch }))), now],
    );
  }

  /** Those who have left lose their access in the same transaction; those who are back may sign in again. */
  async #keepAccess(
    organisationId: string,
    changed: readonly TracedPerson[],
    today: string,
    now: Date,
  ): Promise<void> {
    const idsWhere = (is: (leftOn: unknown) => boolean) =>
      changed.filter(({ person }) => is(person.patch.left_on)).map(({ person }) => person.id);
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

const idsWith = (rows: readonly TracedPerson[], column: string) =>
  rows.filter(({ person }) => column in person.patch).map(({ person }) => person.id);

const UNKNOWN_JOB = { jobTitle: '', department: '', grade: null, site: '', managerId: null };

const textOf = (patch: PlannedPerson['patch'], column: string): string => {
  const value = patch[column];
  return typeof value === 'string' ? value : '';
};

const tokenSource = ({ person: { id, patch } }: TracedPerson) => ({
  id,
  displayName: textOf(patch, 'display_name'),
  email: textOf(patch, 'email') || null,
  jobTitle: textOf(patch, 'job_title'),
  employeeNumber: textOf(patch, 'employee_number') || null,
});

/** The jobs of somebody new: the one the file tells of, and before it, where there is a time before it, one unknown. */
function jobsOf({ patch, jobSince }: PlannedPerson, today: string): JobStart[] {
  const hiredOn = textOf(patch, 'hired_on') || null;
  const job = {
    jobTitle: textOf(patch, 'job_title'),
    department: textOf(patch, 'department'),
    grade: typeof patch.grade === 'number' ? patch.grade : null,
    site: textOf(patch, 'site'),
    managerId: textOf(patch, 'manager_id') || null,
  };
  if (jobSince === null || hiredOn === null || jobSince <= hiredOn)
    return [{ ...job, startsOn: hiredOn ?? today }];
  return [
    { ...UNKNOWN_JOB, startsOn: hiredOn },
    { ...job, startsOn: jobSince },
  ];
}

const TOKEN_COLUMNS = ['display_name', 'email', 'job_title', 'employee_number'];
