import { Injectable } from '@nestjs/common';
import type { inboxRoutes } from '@ithaca/contracts/organisations';
import type { InputOf } from '@ithaca/contracts/route';
import type { WorkingHours } from '@ithaca/domain/meeting-times';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { snoozeUntil } from '@ithaca/domain/snooze';

import { Announcements } from '../../platform/announcements.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';

type Read = InputOf<typeof inboxRoutes.markRead>['body'];
type Snooze = InputOf<typeof inboxRoutes.snooze>['body'];

/** What a person has read of their inbox, and what they put off. Ids of other people's items are passed over like unknown ones. */
@Injectable()
export class InboxService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly announcements: Announcements,
  ) {}

  markRead(actor: Party, { ids, isRead }: Read): Promise<void> {
    return this.db.write(actor, async () => {
      const now = this.clock.now();
      await this.db.execute(
        `update mails set read_at = $3 where organisation_id = $1 and person_id = $2 and in_inbox
           and (read_at is null) = ($3::timestamptz is not null) and ($4::uuid[] is null or id = any ($4))
           and ($4::uuid[] is not null or snoozed_until is null or snoozed_until <= $5)`,
        [actor.organisationId, actor.personId, isRead ? now : null, ids ?? null, now],
      );
      await this.#tell(actor);
    });
  }

  /** Puts items out of sight until a morning of the reader's; null brings them back now. They come back unread. */
  snooze(actor: Party, { ids, until }: Snooze): Promise<void> {
    return this.db.write(actor, async () => {
      const reader = await this.db.first<{ timeZone: string; workingHours: WorkingHours | null }>(
        `select time_zone as "timeZone", working_hours as "workingHours" from people where organisation_id = $1 and id = $2`,
        [actor.organisationId, actor.personId],
      );
      if (!reader) throw new Refusal('record.not-found');
      const back = until === null ? null : snoozeUntil(until, reader, this.clock.now());
      if (until !== null && !back) throw new Refusal('snooze.out-of-range');
      await this.db.execute(
        `update mails set snoozed_until = $3, read_at = case when $3::timestamptz is null then read_at end
         where organisation_id = $1 and person_id = $2 and in_inbox and id = any ($4)`,
        [actor.organisationId, actor.personId, back, ids],
      );
      await this.#tell(actor);
    });
  }

  /** Other tabs of the same person show it too. */
  #tell({ organisationId, personId }: Party): Promise<void> {
    return this.announcements.send({
      organisationId,
      programId: null,
      personId,
      what: 'inbox',
      by: personId,
    });
  }
}
