import type { GoalPlan } from '@ithaca/contracts/goal-plans';
import type { Goal } from '@ithaca/contracts/goals';
import type { Action } from '@ithaca/contracts/meetings';
import { progressOf } from '@ithaca/domain/goal';
import { goalPlansOf } from '@ithaca/domain/goal-plan';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../platform/database/database.ts';
import { listActions } from '../meetings/meetings.queries.ts';

type GoalRow = Omit<Goal, 'progress' | 'updatedAt' | 'actions'> & { updatedAt: Date };

/** A pairing of years stays below both; they keep one answer bounded. */
const MOST_GOALS = 200;
const MOST_NOTES = 200;

/** One row per goal, with its steps in their order and its newest notes first. */
const GOALS = `select g.id, g.pairing_id as "pairingId", g.owner_id as "ownerId", g.title, g.measure, g.due_on::text as "dueOn",
    g.state,
    case when g.claimed_by is not null then json_build_object('personId', g.claimed_by, 'at', g.claimed_at,
      'displayName', (select h.display_name from people h where h.organisation_id = g.organisation_id and h.id = g.claimed_by),
      'confirmed', case when g.confirmed_by is not null then json_build_object('at', g.confirmed_at,
        'displayName', (select h.display_name from people h where h.organisation_id = g.organisation_id and h.id = g.confirmed_by)) end) end as claim,
    g.updated_at as "updatedAt", g.version,
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
     order by g.state not in ('open', 'claimed'), g.created_at, g.id limit ${MOST_GOALS}`,
    [actor.organisationId, pairingId, actor.personId],
  );
  if (rows.length === 0) return [];
  const actions = await listActions(db, actor, pairingId);
  return rows.map((row) => shape(row, actions));
}

/** One goal. */
export async function getGoal(db: Database, actor: Actor, goalId: string): Promise<Goal> {
  const row = await db.first<GoalRow>(`${GOALS} and g.id = $2`, [actor.organisationId, goalId]);
  if (!row) throw new Refusal('record.not-found');
  return shape(row, await listActions(db, actor, row.pairingId));
}

/** What does this pairing's program offer to start a goal from? Grain: a plan, in the coordinator's order. */
export async function listGoalPlans(
  db: Database,
  organisationId: string,
  pairingId: string,
): Promise<GoalPlan[]> {
  const row = await db.first<{ own: GoalPlan[] | null; templateKey: string; locale: Locale }>(
    `select g.goal_plans as own, g.template_key as "templateKey", o.locale
     from pairings p
     join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     join organisations o on o.organisation_id = p.organisation_id
     where p.organisation_id = $1 and p.id = $2`,
    [organisationId, pairingId],
  );
  if (!row) throw new Refusal('record.not-found');
  return goalPlansOf(row.own, row.templateKey, row.locale) as GoalPlan[];
}

const isoOf = (at: string) => new Date(at).toISOString();

function shape(row: GoalRow, actions: readonly Action[]): Goal {
  return {
    ...row,
    updatedAt: row.updatedAt.toISOString(),
    progress: progressOf(row.milestones),
    actions: actions.filter(({ goalId }) => goalId === row.id),
    claim: row.claim && {
      ...row.claim,
      at: isoOf(row.claim.at),
      confirmed: row.claim.confirmed && { ...row.claim.confirmed, at: isoOf(row.claim.confirmed.at) },
    },
    milestones: row.milestones.map((milestone) => ({
      ...milestone,
      doneAt: milestone.doneAt === null ? null : isoOf(milestone.doneAt),
    })),
    notes: row.notes.map((note) => ({ ...note, writtenAt: isoOf(note.writtenAt) })),
  };
}
