import { Injectable } from '@nestjs/common';
import type { Kept } from '@ithaca/contracts/imports';
import type { Actor } from '@ithaca/domain/permissions';
import { moveImport, UNDO_DAYS } from '@ithaca/domain/person-import';
import type { KeptReason } from '@ithaca/domain/person-import';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import {
  assertAnOwnerStays,
  chunksOf,
  endAccess,
  findToday,
  giveUp,
  keepTokens,
  lockDirectory,
  reopenAccess,
} from '../directory.ts';
import { undoImportedJobs } from '../job-spells/keep-jobs.ts';
import { loadDirectory } from './import-analysis.ts';
import { undoMentoring } from './mentoring/mentoring-undo.ts';
import { PersonImport } from './import.entity.ts';
import { personFacts, personPrint, RESTORABLE, spellFacts } from './import-traces.ts';
import { findCircles } from './row-matching.ts';
import type { DirectoryEntry } from './row-matching.ts';

interface AddedPerson {
  id: string;
  displayName: string;
  reason: KeptReason | null;
}

interface ChangedPerson {
  id: string;
  displayName: string;
  before: Partial<Record<string, string | null>>;
  after: Partial<Record<string, string | null>>;
  employment: boolean;
  unchanged: boolean;
}

/** Takes an import back: removes the people it added, restores those it changed, and says who stays as they are and why. */
@Injectable()
export class ImportUndo {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async undo(actor: Actor, importId: string, version: number): Promise<Kept[]> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      // Of a large file: each statement speaks of everybody it added, and what is decided lies between two of them.
      await this.db.allow(120);
      await lockDirectory(this.db, organisationId);
      const record = await this.db.manager.findOne(PersonImport, {
        where: { organisationId, id: importId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!record) throw new Refusal('record.not-found');
      if (record.version !== version) throw new Refusal('record.changed', { version: record.version });
      record.state = moveImport(record.state, 'undoing');
      const now = this.clock.now();
      const finishedAt = record.finishedAt ?? record.createdAt;
      if (now.getTime() > finishedAt.getTime() + UNDO_DAYS * 86_400_000)
        throw new Refusal('import.undo-expired', { finishedAt: finishedAt.toISOString() });

      const left = await undoMentoring(this.db, organisationId, importId, now);
      const added = await this.#findAdded(record);
      const changed = await this.#findChanged(record);
      const directory = await loadDirectory(this.db, organisationId);
      const { removed, restored, kept: stay } = decide(added, changed, directory);
      const kept = [...left, ...stay];
      await this.#removeAndRestore(record, removed, restored, now);
      await this.#keepAccess(record, restored, finishedAt, now);
      record.state = moveImport(record.state, 'undone');
      record.undoneAt = now;
      record.kept = kept.map(({ personId, kind, reason }) => ({ personId, kind, reason }));
      record.version += 1;
      await this.db.manager.save(record);
      return kept;
    });
  }

  /** The people this import added, each with what has come to hang on them. */
  #findAdded({ organisationId, id }: PersonImport): Promise<AddedPerson[]> {
    const has = (table: string, column = 'person_id') =>
      `exists (select from ${table} x where x.organisation_id = p.organisation_id and x.${column} = p.id)`;
    return this.db.query<AddedPerson>(
      `select p.id, p.display_name as "displayName", case
         when ${has('pairing_members')} then 'paired'
         when ${has('enrolments')} or ${has('stage_events')} then 'enrolled'
         when ${has('grants')} then 'holds-role'
         when ${has('identity.memberships')} then 'has-account'
         when ${has('invitations')} then 'invited'
         when ${personPrint}::text <> t.after ->> 'print' then 'changed-since' end as reason
       from import_traces t join people p on p.organisation_id = t.organisation_id and p.id = t.subject_id and p.import_id = t.import_id
       where t.organisation_id = $1 and t.import_id = $2 and t.kind = 'person' and t.before is null order by t.line, t.id`,
      [organisationId, id],
    );
  }

  /** The people this import changed, and whether they are still as it left them. */
  #findChanged({ organisationId, id }: PersonImport): Promise<ChangedPerson[]> {
    return this.db.query<ChangedPerson>(
      `select p.id, p.display_name as "displayName", t.before -> 'person' as before, t.after -> 'person' as after,
         t.before -> 'spells' <> 'null' as employment,
         ${personFacts("array(select jsonb_object_keys(t.after -> 'person'))")} = t.after -> 'person'
           and (t.after -> 'spells' = 'null' or ${spellFacts} = t.after -> 'spells') as unchanged
       from import_traces t join people p on p.organisation_id = t.organisation_id and p.id = t.subject_id
       where t.organisation_id = $1 and t.import_id = $2 and t.kind = 'person' and t.before is not null order by t.line, t.id`,
      [organisationId, id],
    );
  }

  async #removeAndRestore(
    { organisationId, id }: PersonImport,
    removed: readonly AddedPerson[],
    restored: readonly ChangedPerson[],
    now: Date,
  ): Promise<void> {
    const removedIds = removed.map((one) => one.id);
    // Everything that points at a person who goes, or holds an address or number that somebody gets back, is let go first.
    await this.db.execute('update people set manager_id = null where organisation_id = $1 and id = any($2)', [
      organisationId,
      [...removedIds, ...restored.filter(({ after }) => 'manager_id' in after).map((one) => one.id)],
    ]);
    for (const chunk of chunksOf(removedIds))
      await this.db.execute('delete from people where organisation_id = $1 and id = any($2)', [
        organisationId,
        chunk,
      ]);
    const idsWith = (column: string) => restored.filter(({ after }) => column in after).map((one) => one.id);
    await giveUp(this.db, organisationId, 'email', idsWith('email'));
    await giveUp(this.db, organisationId, 'employee_number', idsWith('employee_number'));
    for (const chunk of chunksOf(restored))
      await this.db.execute(
        `update people p set (${RESTORABLE}) = (select ${RESTORABLE} from jsonb_populate_record(p, t.before -> 'person')),
           version = p.version + 1, updated_at = $4
         from import_traces t where t.organisation_id = $1 and t.import_id = $2 and t.kind = 'person' and t.subject_id = any($3)
           and t.before is not null and p.organisation_id = $1 and p.id = t.subject_id`,
        [organisationId, id, chunk.map((one) => one.id), now],
      );
    const employed = restored.filter(({ employment }) => employment).map((one) => one.id);
    await this.db.execute(
      'delete from employment_spells where organisation_id = $1 and person_id = any($2)',
      [organisationId, employed],
    );
    await this.db.execute(
      `insert into employment_spells select s.* from import_traces t,
         jsonb_populate_recordset(null::employment_spells, t.before -> 'spells') s
       where t.organisation_id = $1 and t.import_id = $2 and t.kind = 'person' and t.before is not null and t.subject_id = any($3)`,
      [organisationId, id, employed],
    );
    const restoredIds = restored.map((one) => one.id);
    await keepTokens(this.db, organisationId, restoredIds);
    await undoImportedJobs(this.db, organisationId, id, restoredIds, {
      at: now,
      today: await findToday(this.db, organisationId, now),
      personId: null,
    });
  }

  /** Who had left by the import and is back may sign in again, with the roles held then; who is gone again may not. */
  async #keepAccess(
    { organisationId, id }: PersonImport,
    restored: readonly ChangedPerson[],
    finishedAt: Date,
    now: Date,
  ): Promise<void> {
    const today = await findToday(this.db, organisationId, now);
    const hasLeft = (leftOn: string | null | undefined) => leftOn != null && leftOn <= today;
    const moved = restored.filter(({ before }) => 'left_on' in before);
    const back = moved
      .filter(({ before, after }) => hasLeft(after.left_on) && !hasLeft(before.left_on))
      .map((one) => one.id);
    if (back.length > 0) {
      await reopenAccess(this.db, organisationId, back);
      await this.db.execute(
        'update grants set ended_at = null where organisation_id = $1 and person_id = any($2) and ended_at = $3',
        [organisationId, back, finishedAt],
      );
    }
    const gone = moved.filter(({ before }) => hasLeft(before.left_on)).map((one) => one.id);
    if (gone.length === 0) return;
    await assertAnOwnerStays(this.db, organisationId, gone);
    await endAccess(this.db, organisationId, gone, now);
    // Whom the import let in again had lost their access before it, and not today.
    await this.db.execute(
      `update identity.memberships m set ended_at = (t.before ->> 'accessEndedAt')::timestamptz from import_traces t
       where t.organisation_id = $1 and t.import_id = $2 and t.kind = 'person' and t.subject_id = any($3) and t.before ->> 'accessEndedAt' is not null
         and m.organisation_id = $1 and m.person_id = t.subject_id and m.ended_at = $4`,
      [organisationId, id, gone, now],
    );
  }
}

/**
 * Who can go and who can be restored, given the directory as it is now. Pure. One person who stays can hold others: a
 * manager of somebody who stays is not removed, an address that somebody kept is not given back; so it repeats until it rests.
 */
function decide(
  added: readonly AddedPerson[],
  changed: readonly ChangedPerson[],
  directory: readonly DirectoryEntry[],
): { removed: AddedPerson[]; restored: ChangedPerson[]; kept: Kept[] } {
  const kept = new Map<string, Kept>();
  const keep = ({ id, displayName }: { id: string; displayName: string }, reason: KeptReason) =>
    kept.set(id, { personId: id, displayName, kind: 'person', reason });
  for (const person of added) if (person.reason !== null) keep(person, person.reason);
  for (const person of changed) if (!person.unchanged) keep(person, 'changed-since');

  const present = new Set(directory.map(({ id }) => id));
  for (let before = -1; before !== kept.size;) {
    before = kept.size;
    const removed = new Map(added.filter(({ id }) => !kept.has(id)).map((one) => [one.id, one]));
    const restored = new Map(changed.filter(({ id }) => !kept.has(id)).map((one) => [one.id, one]));
    const managerOf = new Map<string, string>();
    const holders = new Map<string, string>();
    for (const entry of directory) {
      if (removed.has(entry.id)) continue;
      const back = restored.get(entry.id)?.before ?? {};
      const managerId = 'manager_id' in back ? back.manager_id : entry.managerId;
      if (managerId != null) managerOf.set(entry.id, managerId);
      if (!('email' in back) && entry.email !== null) holders.set(`mail ${entry.email}`, entry.id);
      if (!('employee_number' in back) && entry.employeeNumber !== null)
        holders.set(`number ${entry.employeeNumber}`, entry.id);
    }
    for (const managerId of managerOf.values()) {
      const manager = removed.get(managerId);
      if (manager) keep(manager, 'manages-others');
    }
    const inCircle = new Set(findCircles(managerOf, [...restored.keys()]));
    for (const person of restored.values()) {
      const { email, employee_number: number, manager_id: managerId } = person.before;
      if (
        (email != null && holders.has(`mail ${email.toLowerCase()}`)) ||
        (number != null && holders.has(`number ${number}`)) ||
        (managerId != null && !present.has(managerId)) ||
        inCircle.has(person.id)
      )
        keep(person, 'changed-since');
    }
  }
  return {
    removed: added.filter(({ id }) => !kept.has(id)),
    restored: changed.filter(({ id }) => !kept.has(id)),
    kept: [...kept.values()],
  };
}
