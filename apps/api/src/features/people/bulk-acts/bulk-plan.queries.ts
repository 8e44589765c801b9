import type { BulkActWanted, BulkSelection, BulkSkip } from '@ithaca/contracts/bulk-acts';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../../platform/database/database.ts';
import { findToday } from '../directory.ts';
import { directoryConditions } from '../people.queries.ts';

export interface Target {
  id: string;
  displayName: string;
  email: string | null;
  department: string;
  site: string;
  managerId: string | null;
  hiredOn: string | null;
  leftOn: string | null;
  hasAccount: boolean;
  version: number;
}

export interface BulkPlan {
  today: string;
  targets: Target[];
  skipped: { reason: BulkSkip; people: number }[];
}

/** Whom would the act change? Grain: one person, by name; with those who stay as they are counted by reason. */
export async function planAct(
  db: Database,
  actor: Actor,
  now: Date,
  selection: BulkSelection,
  act: BulkActWanted,
): Promise<BulkPlan> {
  const today = await findToday(db, actor.organisationId, now);
  const people = await select(db, actor, now, selection);
  const above =
    act.kind === 'set-manager' ? await findLineAbove(db, actor, act.managerId) : new Set<string>();
  const reasons = new Map<BulkSkip, number>();
  const targets = people.filter((person) => {
    const reason = skipOf(person, act, { today, above, personId: actor.personId });
    if (reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    return reason === null;
  });
  return {
    today,
    targets,
    skipped: [...reasons].map(([reason, count]) => ({ reason, people: count })),
  };
}

function skipOf(
  person: Target,
  act: BulkActWanted,
  { today, above, personId }: { today: string; above: ReadonlySet<string>; personId: string },
): BulkSkip | null {
  const hasLeft = person.leftOn !== null && person.leftOn <= today;
  switch (act.kind) {
    case 'invite':
      if (hasLeft) return 'left';
      if (person.hasAccount) return 'has-account';
      return person.email === null ? 'no-email' : null;
    case 'set-department':
      return person.department === act.department ? 'as-wanted' : null;
    case 'set-site':
      return person.site === act.site ? 'as-wanted' : null;
    case 'set-manager':
      if (person.managerId === act.managerId) return 'as-wanted';
      return above.has(person.id) ? 'manager-cycle' : null;
    case 'deactivate':
      // Nobody shuts the door behind themselves by a list.
      if (person.id === personId) return 'myself';
      if (hasLeft) return 'left';
      if (person.leftOn === act.leftOn) return 'as-wanted';
      return person.hiredOn !== null && person.hiredOn > act.leftOn ? 'not-hired-yet' : null;
  }
}

async function select(db: Database, actor: Actor, now: Date, selection: BulkSelection): Promise<Target[]> {
  const parameters: unknown[] = [actor.organisationId];
  const add = (value: unknown) => `$${parameters.push(value)}`;
  const conditions =
    'personIds' in selection
      ? [`p.id = any(${add(selection.personIds)}::uuid[])`]
      : directoryConditions(now, selection.filter, add);
  if (conditions === null) return [];
  const people = await db.query<Target>(
    `select p.id, p.display_name as "displayName", p.email, p.department, p.site, p.manager_id as "managerId",
       p.hired_on::text as "hiredOn", p.left_on::text as "leftOn", p.version, exists (select from identity.memberships a
         where a.organisation_id = p.organisation_id and a.person_id = p.id and a.ended_at is null) as "hasAccount"
     from people p where ${['p.organisation_id = $1', ...conditions].join(' and ')}
     order by p.display_name collate "C", p.id`,
    parameters,
  );
  // All or none: an id that names nobody of this organisation is a mistake, not somebody to leave out.
  if ('personIds' in selection && people.length < new Set(selection.personIds).size)
    throw new Refusal('record.not-found');
  return people;
}

/** The new manager and everybody above them: none of these may come to report to them. */
async function findLineAbove(
  db: Database,
  actor: Actor,
  managerId: string | null,
): Promise<ReadonlySet<string>> {
  if (managerId === null) return new Set();
  const chain = await db.query<{ id: string }>(
    `with recursive chain as (
       select id, manager_id from people where organisation_id = $1 and id = $2
       union select p.id, p.manager_id from people p join chain c on p.id = c.manager_id where p.organisation_id = $1
     ) select id from chain`,
    [actor.organisationId, managerId],
  );
  if (chain.length === 0) throw new Refusal('record.not-found');
  return new Set(chain.map(({ id }) => id));
}
