import type { Goal } from '@ithaca/contracts/goals';
import { progressOf } from '@ithaca/domain/goal';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../platform/database/database.ts';

type GoalRow = Omit<Goal, 'progress' | 'updatedAt'> & { updatedAt: Date };

/** A pairing of years stays below both; they keep one answer bounded. */
const MOST_GOALS = 200;
const MOST_NOTES = 200;

/** One row per goal, with its steps in their order and its newest notes first. */
const GOALS = `select g.id, g.pairing_id as "pairingId", g.owner_id as "ownerId", g.title, g.measure, g.due_on::text as "dueOn",
    g.state, g.updated_at as "updatedAt", g.version,
    coalesce((select json_agg(json_build_object('id', s.id, 'title', s.title, 'dueOn', s.due_on, 'doneAt', s.done_at) order by s.position, s.id)
      from milestones s where s.organisation_id = g.organisation_id and s.goal_id = g.id), '[]') as milestones,
    coalesce((select json_agg(json_build_object('id', n.id, 'authorName', n.author_name, 'body', n.body, 'writtenAt', n.written_at) order by n.written_at desc, n.id desc)
      from (select t.id, h.display_name as author_name, t.body, t.written_at from goal_notes t
        join people h on h.organisation_id = t.organisation_id and h.id = t.author_id
        where t.organisation_id = g.organisation_id and t.goal_id = g.id
        order by t.written_at desc, t.id desc limit ${MOST_NOTES}) n), '[]') as notes
  from goals g where g.organisation_id = $1`;

/**
 * Are we getting there? Goals of a pairing, open ones first, then in the order they were set. In a circle each mentee's
 * goals are for that mentee and the mentor.
 */
export async function listGoals(db: Database, actor: Actor, pairingId: string): Promise<Goal[]> {
  const rows = await db.query<GoalRow>(
    `${GOALS} and g.pairing_id = $2
       and (g.owner_id = $3 or exists (select from pairings p join pairing_members m on m.organisation_id = p.organisation_id and m.pairing_id = p.id
         where p.organisation_id = $1 and p.id = g.pairing_id and m.person_id = $3 and (p.smallest is null or m.role = 'mentor')))
     order by g.state <> 'open', g.created_at, g.id limit ${MOST_GOALS}`,
    [actor.organisationId, pairingId, actor.personId],
  );
  return rows.map(shape);
}

/** One goal. */
export async function getGoal(db: Database, actor: Actor, goalId: string): Promise<Goal> {
  const row = await db.first<GoalRow>(`${GOALS} and g.id = $2`, [actor.organisationId, goalId]);
  if (!row) throw new Refusal('record.not-found');
  return shape(row);
}

function shape(row: GoalRow): Goal {
  return {
    ...row,
    updatedAt: row.updatedAt.toISOString(),
    progress: progressOf(row.milestones),
    milestones: row.milestones.map((milestone) => ({
      ...milestone,
      doneAt: milestone.doneAt === null ? null : new Date(milestone.doneAt).toISOString(),
    })),
    notes: row.notes.map((note) => ({ ...note, writtenAt: new Date(note.writtenAt).toISOString() })),
  };
}
