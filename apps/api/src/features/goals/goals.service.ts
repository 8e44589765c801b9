import { Injectable } from '@nestjs/common';
import type { goalRoutes } from '@ithaca/contracts/goals';
import type { InputOf } from '@ithaca/contracts/route';
import {
  assertRoomForGoal,
  assertRoomForMilestone,
  goalOwner,
  mayReadGoal,
  moveGoal,
  needsRoom,
} from '@ithaca/domain/goal';
import type { GoalState } from '@ithaca/domain/goal';
import { assertDoing } from '@ithaca/domain/pairing';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { lockSides } from '../meetings/sides.queries.ts';
import type { Sides } from '../meetings/sides.queries.ts';
import { LettersService } from '../pairings/letters.service.ts';
import { Goal } from './goal.entity.ts';
import { getGoal } from './goals.queries.ts';

type Routes = typeof goalRoutes;
type Milestone = InputOf<Routes['addMilestone']>['body'];
type Steps = NonNullable<InputOf<Routes['update']>['body']['milestones']>;

/** Goals of a pairing: either side may set, change and tick them. The pairing is locked first, so the limit of open goals holds in a race. */
@Injectable()
export class GoalsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly letters: LettersService,
  ) {}

  add(actor: Actor, pairingId: string, wanted: InputOf<Routes['add']>['body']) {
    return this.db.write(actor, async () => {
      const sides = await lockSides(this.db, actor, pairingId, 'plan');
      const ownerId = ownerOf(sides, actor.personId, wanted.ownerId);
      await this.#assertRoom(actor, pairingId, ownerId);
      const now = this.clock.now();
      const id = uuidv7();
      await this.db.manager.insert(Goal, {
        organisationId: actor.organisationId,
        id,
        pairingId,
        cohortId: sides.cohortId,
        ownerId,
        title: wanted.title,
        measure: wanted.measure,
        dueOn: wanted.dueOn,
        state: 'open',
        reachedAt: null,
        claimedBy: null,
        claimedAt: null,
        confirmedBy: null,
        confirmedAt: null,
        createdAt: now,
        updatedAt: now,
        version: 1,
      });
      for (const [position, milestone] of wanted.milestones.entries())
        await this.#insertMilestone(actor, id, milestone, position);
      return getGoal(this.db, actor, id);
    });
  }

  update(actor: Actor, goalId: string, version: number, changes: InputOf<Routes['update']>['body']) {
    return this.db.write(actor, async () => {
      const { goal, sides } = await this.#lock(actor, goalId);
      if (goal.version !== version) throw new Refusal('record.changed', { version: goal.version });
      if (changes.state !== undefined && changes.state !== goal.state)
        await this.#move(actor, sides, goal, changes.state);
      if (changes.title !== undefined) goal.title = changes.title;
      if (changes.measure !== undefined) goal.measure = changes.measure;
      if (changes.dueOn !== undefined) goal.dueOn = changes.dueOn;
      if (changes.milestones !== undefined) await this.#replaceSteps(actor, goal, changes.milestones);
      return this.#save(actor, goal);
    });
  }

  setMilestoneDone(actor: Actor, goalId: string, milestoneId: string, done: boolean) {
    return this.db.write(actor, async () => {
      const { goal } = await this.#lock(actor, goalId);
      const milestone = await this.db.first<{ done: boolean }>(
        'select done_at is not null as done from milestones where organisation_id = $1 and goal_id = $2 and id = $3',
        [actor.organisationId, goalId, milestoneId],
      );
      if (!milestone) throw new Refusal('record.not-found');
      if (milestone.done === done) return getGoal(this.db, actor, goalId);
      await this.db.execute(
        'update milestones set done_at = $4 where organisation_id = $1 and goal_id = $2 and id = $3',
        [actor.organisationId, goalId, milestoneId, done ? this.clock.now() : null],
      );
      return this.#save(actor, goal);
    });
  }

  addMilestone(actor: Actor, goalId: string, milestone: Milestone) {
    return this.db.write(actor, async () => {
      const { goal, sides } = await this.#lock(actor, goalId);
      assertDoing(sides.state, 'plan');
      const row = await this.db.first<{ count: number; next: number }>(
        `select count(*)::int as count, coalesce(max(position) + 1, 0)::int as next from milestones
         where organisation_id = $1 and goal_id = $2`,
        [actor.organisationId, goalId],
      );
      assertRoomForMilestone(goal.state, row?.count ?? 0);
      await this.#insertMilestone(actor, goalId, milestone, row?.next ?? 0);
      return this.#save(actor, goal);
    });
  }

  /** Asks back about a claim of the other side: the goal is open again, and the question stands among its notes. */
  ask(actor: Actor, goalId: string, question: string) {
    return this.db.write(actor, async () => {
      const { goal, sides } = await this.#lock(actor, goalId);
      if (goal.state !== 'claimed')
        throw new Refusal('goal.wrong-state', { state: goal.state, possible: ['claimed'] });
      const claimedBy = goal.claimedBy;
      if (claimedBy === null || claimedBy === actor.personId) throw new Refusal('goal.own-claim');
      await this.#move(actor, sides, goal, 'open');
      await this.#insertNote(actor, goalId, question);
      await this.letters.tell(actor.organisationId, goal.pairingId, 'goal-asked', {
        onlyPersonIds: [claimedBy],
        aboutPersonId: actor.personId,
      });
      return this.#save(actor, goal);
    });
  }

  addNote(actor: Actor, goalId: string, body: string) {
    return this.db.write(actor, async () => {
      const { goal } = await this.#lock(actor, goalId);
      await this.#insertNote(actor, goalId, body);
      return this.#save(actor, goal);
    });
  }

  /** A goal whose pairing the actor may write in, the pairing locked before the goal. */
  async #lock(actor: Actor, goalId: string) {
    const where = { organisationId: actor.organisationId, id: goalId };
    const found = await this.db.manager.findOne(Goal, { where });
    if (!found) throw new Refusal('record.not-found');
    const sides = await lockSides(this.db, actor, found.pairingId, 'note');
    if (!mayReadGoal(sides.isCircle, sides.members, actor.personId, found.ownerId))
      throw new Refusal('record.not-found');
    const goal = await this.db.manager.findOneOrFail(Goal, { where, lock: { mode: 'pessimistic_write' } });
    return { goal, sides };
  }

  async #move(actor: Actor, sides: Sides, goal: Goal, to: GoalState): Promise<void> {
    const state = moveGoal(goal.state, to, actor.personId, goal.claimedBy);
    if (needsRoom(goal.state, state)) {
      assertDoing(sides.state, 'plan');
      await this.#assertRoom(actor, goal.pairingId, goal.ownerId);
    }
    goal.state = state;
    const now = this.clock.now();
    if (state === 'reached') {
      goal.reachedAt = goal.claimedAt;
      goal.confirmedBy = actor.personId;
      goal.confirmedAt = now;
      return;
    }
    const isClaim = state === 'claimed';
    goal.claimedBy = isClaim ? actor.personId : null;
    goal.claimedAt = isClaim ? now : null;
    goal.reachedAt = null;
    goal.confirmedBy = null;
    goal.confirmedAt = null;
    if (isClaim)
      await this.letters.tell(actor.organisationId, goal.pairingId, 'goal-claimed', {
        onlyPersonIds: whoConfirms(sides, goal.ownerId, actor.personId),
        aboutPersonId: actor.personId,
      });
  }

  /** The steps as they are to be from now on; one that stays keeps its tick. */
  async #replaceSteps(actor: Actor, goal: Goal, steps: Steps): Promise<void> {
    if (goal.state !== 'open')
      throw new Refusal('goal.wrong-state', { state: goal.state, possible: ['open'] });
    const known = await this.db.query<{ id: string }>(
      'select id from milestones where organisation_id = $1 and goal_id = $2',
      [actor.organisationId, goal.id],
    );
    const kept = steps.flatMap(({ id }) => id ?? []);
    if (kept.some((id) => known.every((one) => one.id !== id)) || new Set(kept).size < kept.length)
      throw new Refusal('record.not-found', { field: 'milestones' });
    await this.db.execute(
      'delete from milestones where organisation_id = $1 and goal_id = $2 and not (id = any ($3))',
      [actor.organisationId, goal.id, kept],
    );
    for (const [position, { id, title, dueOn }] of steps.entries())
      if (id === undefined) await this.#insertMilestone(actor, goal.id, { title, dueOn }, position);
      else
        await this.db.execute(
          'update milestones set title = $4, due_on = $5, position = $6 where organisation_id = $1 and goal_id = $2 and id = $3',
          [actor.organisationId, goal.id, id, title, dueOn, position],
        );
  }

  async #insertNote(actor: Actor, goalId: string, body: string): Promise<void> {
    await this.db.execute(
      'insert into goal_notes (organisation_id, id, goal_id, author_id, body, written_at) values ($1, $2, $3, $4, $5, $6)',
      [actor.organisationId, uuidv7(), goalId, actor.personId, body, this.clock.now()],
    );
  }

  async #assertRoom(actor: Actor, pairingId: string, ownerId: string): Promise<void> {
    const row = await this.db.first<{ open: number }>(
      `select count(*)::int as open from goals where organisation_id = $1 and pairing_id = $2 and owner_id = $3 and state = 'open'`,
      [actor.organisationId, pairingId, ownerId],
    );
    assertRoomForGoal(row?.open ?? 0);
  }

  async #insertMilestone(
    actor: Actor,
    goalId: string,
    milestone: Milestone,
    position: number,
  ): Promise<void> {
    await this.db.execute(
      'insert into milestones (organisation_id, id, goal_id, title, due_on, position) values ($1, $2, $3, $4, $5, $6)',
      [actor.organisationId, uuidv7(), goalId, milestone.title, milestone.dueOn, position],
    );
  }

  async #save(actor: Actor, goal: Goal) {
    goal.updatedAt = this.clock.now();
    goal.version += 1;
    await this.db.manager.save(goal);
    return getGoal(this.db, actor, goal.id);
  }
}

/** Who may confirm what `claimerId` says of a goal: everybody else who sees it. */
const whoConfirms = ({ isCircle, members }: Sides, ownerId: string, claimerId: string): string[] =>
  members
    .map(({ personId }) => personId)
    .filter((personId) => personId !== claimerId && mayReadGoal(isCircle, members, personId, ownerId));

/** Whose goal it will be: the mentor of a circle says for whom it is written, everybody else writes their own. */
function ownerOf(sides: Sides, writerId: string, wanted: string | undefined): string {
  const usual = goalOwner(sides.format, sides.members, writerId);
  if (wanted === undefined || wanted === usual) return usual;
  const isMentor = sides.members.some(({ personId, role }) => personId === writerId && role === 'mentor');
  const isMentee = sides.members.some(({ personId, role }) => personId === wanted && role === 'mentee');
  if (!isMentor || !isMentee) throw new Refusal('record.not-found');
  return wanted;
}
