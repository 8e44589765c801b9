import { Injectable } from '@nestjs/common';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { CastService } from './cast.service.ts';
import { getRoom, lastDayOf } from './room.queries.ts';
import { ageByOneDay } from './room-rows.ts';

/** Days pass in a room: each makes everything in it a day older, then what a day brings about happens, then the cast plays its part. */
@Injectable()
export class RehearsalDaysService {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly cast: CastService,
  ) {}

  /** Asks for days to pass until so many have; a job lets them. */
  ask(actor: Actor, daysPassed: number): Promise<void> {
    const { organisationId } = actor;
    return this.db.write(actor, async () => {
      const room = await getRoom(this.db, organisationId, { locked: true });
      if (room.walkingTo !== null) throw new Refusal('rehearsal.walking', { to: room.walkingTo });
      const most = lastDayOf(room);
      if (daysPassed <= room.daysPassed || daysPassed > most)
        throw new Refusal('rehearsal.day-over', { least: room.daysPassed + 1, most });
      await this.db.execute('update rehearsal_rooms set walking_to = $2 where organisation_id = $1', [
        organisationId,
        daysPassed,
      ]);
      await this.jobs.enqueue('walk-rehearsal', { organisationId });
    });
  }

  /** Goes on to the day that was asked for. Begun again after a break, it goes on where it was; a room that is gone stands still. */
  async walk(roomId: string): Promise<void> {
    for (;;) {
      const day = await this.db.write({ organisationId: roomId }, () => this.#nextDay(roomId));
      if (day === null) return;
      await this.jobs.runSweepsOf(roomId);
      await this.cast.play(roomId, day);
    }
  }

  async #nextDay(roomId: string): Promise<number | null> {
    const room = await this.db.first<{ daysPassed: number; walkingTo: number | null }>(
      'select days_passed as "daysPassed", walking_to as "walkingTo" from rehearsal_rooms where organisation_id = $1 for update',
      [roomId],
    );
    if (!room || room.walkingTo === null) return null;
    if (room.daysPassed >= room.walkingTo) {
      await this.db.execute('update rehearsal_rooms set walking_to = null where organisation_id = $1', [
        roomId,
      ]);
      return null;
    }
    await ageByOneDay(this.db, roomId);
    return room.daysPassed + 1;
  }
}
