import { Injectable } from '@nestjs/common';
import type { InputOf } from '@ithaca/contracts/route';
import type { meetingRoutes } from '@ithaca/contracts/meetings';
import { mayReadGoal } from '@ithaca/domain/goal';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Action } from './action.entity.ts';
import { getAction } from './meetings.queries.ts';
import { lockSides } from './sides.queries.ts';
import type { Sides } from './sides.queries.ts';

/** What the sides agreed to do, in a meeting or between. */
@Injectable()
export class ActionsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  add(actor: Actor, pairingId: string, wanted: InputOf<typeof meetingRoutes.addAction>['body']) {
    return this.db.write(actor, async () => {
      const sides = await lockSides(this.db, actor, pairingId, 'note');
      if (!sides.members.some((member) => member.personId === wanted.ownerId))
        throw new Refusal('record.not-found', { field: 'ownerId' });
      if (wanted.meetingId !== null) await this.#assertMeetingOf(actor, pairingId, wanted.meetingId);
      if (wanted.goalId != null) await this.#assertGoalOf(actor, sides, wanted.goalId);
      const id = uuidv7();
      await this.db.manager.insert(Action, {
        organisationId: actor.organisationId,
        id,
        pairingId,
        ...wanted,
        goalId: wanted.goalId ?? null,
        doneAt: null,
        createdAt: this.clock.now(),
        version: 1,
      });
      return getAction(this.db, actor, id);
    });
  }

  setDone(actor: Actor, actionId: string, done: boolean) {
    return this.db.write(actor, async () => {
      const { action } = await this.#lock(actor, actionId);
      if ((action.doneAt !== null) !== done) {
        action.doneAt = done ? this.clock.now() : null;
        action.version += 1;
        await this.db.manager.save(action);
      }
      return getAction(this.db, actor, actionId);
    });
  }

  /** Chooses the goal that the action serves. One that somebody else of a circle keeps is replaced like any other. */
  setGoal(actor: Actor, actionId: string, goalId: string | null) {
    return this.db.write(actor, async () => {
      const { action, sides } = await this.#lock(actor, actionId);
      if (goalId !== null) await this.#assertGoalOf(actor, sides, goalId);
      if (action.goalId !== goalId) {
        action.goalId = goalId;
        action.version += 1;
        await this.db.manager.save(action);
      }
      return getAction(this.db, actor, actionId);
    });
  }

  /** An action of a pairing that the actor may write in, the pairing locked before it. */
  async #lock(actor: Actor, actionId: string): Promise<{ action: Action; sides: Sides }> {
    const where = { organisationId: actor.organisationId, id: actionId };
    const found = await this.db.manager.findOne(Action, { where });
    if (!found) throw new Refusal('record.not-found');
    const sides = await lockSides(this.db, actor, found.pairingId, 'note');
    const action = await this.db.manager.findOneOrFail(Action, {
      where,
      lock: { mode: 'pessimistic_write' },
    });
    return { action, sides };
  }

  /** A goal of the same pairing that the actor may see. */
  async #assertGoalOf(actor: Actor, sides: Sides, goalId: string): Promise<void> {
    const goal = await this.db.first<{ ownerId: string }>(
      'select owner_id as "ownerId" from goals where organisation_id = $1 and pairing_id = $2 and id = $3',
      [actor.organisationId, sides.pairingId, goalId],
    );
    if (!goal || !mayReadGoal(sides.isCircle, sides.members, actor.personId, goal.ownerId))
      throw new Refusal('record.not-found', { field: 'goalId' });
  }

  async #assertMeetingOf(actor: Actor, pairingId: string, meetingId: string): Promise<void> {
    const meeting = await this.db.first(
      'select id from meetings where organisation_id = $1 and pairing_id = $2 and id = $3',
      [actor.organisationId, pairingId, meetingId],
    );
    if (!meeting) throw new Refusal('record.not-found', { field: 'meetingId' });
  }
}
