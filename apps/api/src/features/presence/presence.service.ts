import { Injectable } from '@nestjs/common';
import type { PresentPeople, presenceRoutes } from '@ithaca/contracts/presence';
import type { InputOf } from '@ithaca/contracts/route';
import type { Party } from '@ithaca/domain/permissions';
import { isPresent, PRESENT_FOR_SECONDS } from '@ithaca/domain/presence';

import { Announcements } from '../../platform/announcements.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { listOthers } from './presence.queries.ts';

/** More open tabs of one person are not remembered: the one that was silent longest makes room. */
const MOST_TABS = 8;

/** Where people are at this moment. Never kept: a row is gone with its tab. */
@Injectable()
export class PresenceService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly announcements: Announcements,
  ) {}

  /** Notes where the caller is; the others hear of it when that is news. Answers who else is there. */
  async say(
    actor: Party,
    programId: string,
    { tab, place, focus }: InputOf<typeof presenceRoutes.say>['body'],
  ): Promise<PresentPeople> {
    const now = this.clock.now();
    const { organisationId, personId } = actor;
    const key = [organisationId, personId, tab];
    const before = await this.db.first<{
      programId: string;
      place: string;
      focus: string | null;
      seenAt: Date;
    }>(
      `select program_id as "programId", place, focus_id as focus, seen_at as "seenAt" from presences
       where organisation_id = $1 and person_id = $2 and tab_id = $3`,
      key,
    );
    const isHere = before?.programId === programId && isPresent(before.seenAt, now);
    const isNews = !isHere || before.place !== place || before.focus !== focus;
    await this.db.query(
      `insert into presences (organisation_id, person_id, tab_id, program_id, place, focus_id, moved_at, seen_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7)
       on conflict (organisation_id, person_id, tab_id) do update
         set program_id = $4, place = $5, focus_id = $6, seen_at = $7,
           moved_at = case when $8 then $7 else presences.moved_at end`,
      [...key, programId, place, focus, now, isNews],
    );
    if (!before) await this.#makeRoom(actor);
    if (isNews) await this.#tell(actor, programId);
    if (before && before.programId !== programId) await this.#tell(actor, before.programId);
    return { people: await listOthers(this.db, actor, programId, now) };
  }

  /** A tab was closed or left. */
  async leave(actor: Party, tabId: string): Promise<void> {
    await this.db.write(actor, async () => {
      const gone = await this.db.query<{ programId: string }>(
        `delete from presences where organisation_id = $1 and person_id = $2 and tab_id = $3
         returning program_id as "programId"`,
        [actor.organisationId, actor.personId, tabId],
      );
      for (const { programId } of gone) await this.#tell(actor, programId);
    });
  }

  /** Forgets tabs that were never left in order: a laptop closed, a process that ended. */
  async forget(organisationId: string): Promise<void> {
    await this.db.write({ organisationId }, () =>
      this.db.query(
        `delete from presences where organisation_id = $1
           and seen_at < $2::timestamptz - interval '${PRESENT_FOR_SECONDS} seconds'`,
        [organisationId, this.clock.now()],
      ),
    );
  }

  async #makeRoom({ organisationId, personId }: Party): Promise<void> {
    await this.db.query(
      `delete from presences where organisation_id = $1 and person_id = $2 and tab_id in (
         select tab_id from presences where organisation_id = $1 and person_id = $2
         order by seen_at desc, moved_at desc, tab_id offset ${MOST_TABS})`,
      [organisationId, personId],
    );
  }

  async #tell({ organisationId, personId }: Party, programId: string): Promise<void> {
    await this.announcements.send({ organisationId, programId, what: 'presence', by: personId });
  }
}
