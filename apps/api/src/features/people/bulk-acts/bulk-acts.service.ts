import { Injectable } from '@nestjs/common';
import { MOST_INVITATIONS } from '@ithaca/contracts/bulk-acts';
import type { BulkAct, BulkActWanted, BulkPreview, BulkSelection } from '@ithaca/contracts/bulk-acts';
import type { Actor } from '@ithaca/domain/permissions';
import { UNDO_DAYS } from '@ithaca/domain/person-import';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { noteFacts } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { GrantsService } from '../../identity/grants.service.ts';
import {
  assertAnOwnerStays,
  chunksOf,
  endAccess,
  findToday,
  keepSpells,
  lockDirectory,
  reopenAccess,
} from '../directory.ts';
import { keepJobs } from '../job-spells/keep-jobs.ts';
import { planAct } from './bulk-plan.queries.ts';
import type { Target } from './bulk-plan.queries.ts';

interface Kept {
  personId: string;
  before: Record<string, string | null>;
}

interface ActRow {
  id: string;
  kind: BulkAct['kind'];
  facts: { skipped: BulkAct['skipped'] };
  doneAt: Date;
  undoneAt: Date | null;
  version: number;
  people: number;
}

const COLUMNS = { 'set-department': 'department', 'set-site': 'site', 'set-manager': 'manager_id' } as const;

/** One act on many people of the directory: planned, carried out in one unit of work, and taken back. */
@Injectable()
export class BulkActsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly grants: GrantsService,
  ) {}

  async preview(actor: Actor, selection: BulkSelection, act: BulkActWanted): Promise<BulkPreview> {
    const { targets, skipped } = await planAct(this.db, actor, this.clock.now(), selection, act);
    assertNotTooMany(act, targets);
    return {
      people: targets.length,
      skipped,
      names: targets.slice(0, 5).map(({ displayName }) => displayName),
    };
  }

  async carryOut(actor: Actor, selection: BulkSelection, act: BulkActWanted): Promise<BulkAct> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      await lockDirectory(this.db, organisationId);
      const now = this.clock.now();
      const { targets, skipped, today } = await planAct(this.db, actor, now, selection, act);
      assertNotTooMany(act, targets);
      const id = uuidv7();
      await this.db.execute(
        'insert into bulk_acts (organisation_id, id, kind, facts, done_by, done_at) values ($1, $2, $3, $4, $5, $6)',
        [organisationId, id, act.kind, JSON.stringify({ skipped }), actor.personId, now],
      );
      const ids = targets.map((target) => target.id);
      const before = await this.#do(actor, act, targets, today, now);
      for (const chunk of chunksOf(before))
        await this.db.execute(
          `insert into bulk_act_people (organisation_id, act_id, person_id, before, version_after, outcome)
           select $1, $2, p.id, x.before, p.version, 'done' from json_to_recordset($3) as x("personId" uuid, before jsonb)
           join people p on p.organisation_id = $1 and p.id = x."personId"`,
          [organisationId, id, JSON.stringify(chunk)],
        );
      noteFacts(actor, { actId: id, ...withoutNote(act), people: ids.length, personIds: ids.slice(0, 2000) });
      return shape(await this.#get(organisationId, id));
    });
  }

  async undo(
    actor: Actor,
    actId: string,
    version: number,
  ): Promise<{ act: BulkAct; undone: number; kept: number }> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      await lockDirectory(this.db, organisationId);
      const act = await this.#get(organisationId, actId);
      if (act.version !== version) throw new Refusal('record.changed', { version: act.version });
      if (act.undoneAt) throw new Refusal('bulk-act.undone');
      const now = this.clock.now();
      if (now.getTime() > act.doneAt.getTime() + UNDO_DAYS * 86_400_000)
        throw new Refusal('bulk-act.undo-expired');
      const today = await findToday(this.db, organisationId, now);
      const undone = await this.#takeBack(actor, act, today, now);
      await this.db.execute(
        'update bulk_acts set undone_at = $3, version = version + 1 where organisation_id = $1 and id = $2',
        [organisationId, actId, now],
      );
      noteFacts(actor, { undone, kept: act.people - undone });
      return { act: shape(await this.#get(organisationId, actId)), undone, kept: act.people - undone };
    });
  }

  /** Does it and answers what each person was before. */
  async #do(
    actor: Actor,
    act: BulkActWanted,
    targets: readonly Target[],
    today: string,
    now: Date,
  ): Promise<Kept[]> {
    const { organisationId } = actor;
    const ids = targets.map(({ id }) => id);
    if (act.kind === 'invite') {
      const kept: Kept[] = [];
      for (const { id } of targets) {
        const { invitationId } = await this.grants.invite(actor, id, act.note ?? '');
        kept.push({ personId: id, before: { invitationId } });
      }
      return kept;
    }
    if (act.kind === 'deactivate') {
      await assertAnOwnerStays(this.db, organisationId, ids);
      await this.#set(organisationId, 'left_on', act.leftOn, ids, now);
      await keepSpells(
        this.db,
        organisationId,
        ids.map((personId) => ({ personId, endReason: null })),
        now,
      );
      if (act.leftOn <= today) await endAccess(this.db, organisationId, ids, now);
      return targets.map(({ id, leftOn }) => ({ personId: id, before: { leftOn } }));
    }
    const value =
      act.kind === 'set-department' ? act.department : act.kind === 'set-site' ? act.site : act.managerId;
    await this.#set(organisationId, COLUMNS[act.kind], value, ids, now);
    // A move is a change from today on: what the job was before stays in the history.
    await this.#keepJobs(actor, ids, today, today, now);
    return targets.map(({ id, department, site, managerId }) => ({
      personId: id,
      before: { department, site, managerId },
    }));
  }

  /** Takes the act back for whoever was not changed since; answers how many these were. */
  async #takeBack(actor: Actor, act: ActRow, today: string, now: Date): Promise<number> {
    const { organisationId } = actor;
    if (act.kind === 'invite') return this.#withdrawInvitations(organisationId, act.id);
    const people = await this.db.query<{ id: string; before: Record<string, string | null> }>(
      `select p.id, x.before from bulk_act_people x
       join people p on p.organisation_id = x.organisation_id and p.id = x.person_id
       where x.organisation_id = $1 and x.act_id = $2 and p.version = x.version_after`,
      [organisationId, act.id],
    );
    const ids = people.map(({ id }) => id);
    if (act.kind === 'deactivate') {
      for (const [leftOn, group] of groupsBy(people, 'leftOn'))
        await this.#set(organisationId, 'left_on', leftOn, group, now);
      await keepSpells(
        this.db,
        organisationId,
        ids.map((personId) => ({ personId, endReason: null })),
        now,
      );
      await reopenAccess(this.db, organisationId, ids);
      // Roles come back with the person when it was this act that took them.
      await this.db.execute(
        'update grants set ended_at = null where organisation_id = $1 and person_id = any($2) and ended_at = $3',
        [organisationId, ids, act.doneAt],
      );
      return ids.length;
    }
    const field = { 'set-department': 'department', 'set-site': 'site', 'set-manager': 'managerId' }[
      act.kind
    ];
    for (const [value, group] of groupsBy(people, field))
      await this.#set(organisationId, COLUMNS[act.kind], value, group, now);
    await this.#keepJobs(actor, ids, null, today, now);
    return ids.length;
  }

  async #withdrawInvitations(organisationId: string, actId: string): Promise<number> {
    const withdrawn = await this.db.query<{ id: string }>(
      `update invitations set state = 'withdrawn' where organisation_id = $1 and state = 'sent' and id in (
         select (before ->> 'invitationId')::uuid from bulk_act_people where organisation_id = $1 and act_id = $2)
       returning id`,
      [organisationId, actId],
    );
    await this.db.execute(
      'delete from identity.invitation_tokens where organisation_id = $1 and invitation_id = any($2)',
      [organisationId, withdrawn.map(({ id }) => id)],
    );
    return withdrawn.length;
  }

  async #set(
    organisationId: string,
    column: 'department' | 'site' | 'manager_id' | 'left_on',
    value: string | null,
    personIds: readonly string[],
    now: Date,
  ): Promise<void> {
    const type = { department: 'text', site: 'text', manager_id: 'uuid', left_on: 'date' }[column];
    for (const chunk of chunksOf(personIds))
      await this.db.execute(
        `update people set ${column} = $3::${type}, version = version + 1, updated_at = $4
         where organisation_id = $1 and id = any($2)`,
        [organisationId, chunk, value, now],
      );
  }

  #keepJobs(
    actor: Actor,
    personIds: readonly string[],
    changedFrom: string | null,
    today: string,
    at: Date,
  ): Promise<void> {
    return keepJobs(this.db, actor.organisationId, personIds, {
      at,
      today,
      changedFrom,
      personId: actor.personId,
    });
  }

  async #get(organisationId: string, id: string): Promise<ActRow> {
    const row = await this.db.first<ActRow>(
      `select id, kind, facts, done_at as "doneAt", undone_at as "undoneAt", version, (select count(*)::int from bulk_act_people x
         where x.organisation_id = a.organisation_id and x.act_id = a.id) as people
       from bulk_acts a where organisation_id = $1 and id = $2`,
      [organisationId, id],
    );
    if (!row) throw new Refusal('record.not-found');
    return row;
  }
}

function assertNotTooMany(act: BulkActWanted, targets: readonly Target[]): void {
  if (act.kind === 'invite' && targets.length > MOST_INVITATIONS)
    throw new Refusal('bulk-act.too-many', { people: targets.length, most: MOST_INVITATIONS });
}

/** The words of an invitation are between its writer and its readers. */
const withoutNote = (act: BulkActWanted) => (act.kind === 'invite' ? { kind: act.kind } : act);

const groupsBy = (people: readonly { id: string; before: Record<string, string | null> }[], field: string) =>
  [...Map.groupBy(people, ({ before }) => before[field] ?? null)].map(
    ([value, group]) => [value, group.map(({ id }) => id)] as const,
  );

const shape = ({ facts, ...row }: ActRow): BulkAct => ({
  ...row,
  skipped: facts.skipped,
  doneAt: row.doneAt.toISOString(),
  undoneAt: row.undoneAt?.toISOString() ?? null,
});
