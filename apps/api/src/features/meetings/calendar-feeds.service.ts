import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { CONFIG } from '../../platform/platform.module.ts';
import { hashToken, newToken } from '../../platform/secrets.ts';
import { RateLimits } from '../identity/rate-limits.service.ts';
import { findFeed, findOwnFeed, readFeed, readMeetingFile } from './calendar.queries.ts';

/** A person's meetings under a secret address: whoever knows it reads along, until it is withdrawn. */
@Injectable()
export class CalendarFeeds {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async read(token: string, address: string): Promise<string> {
    await this.limits.take({ 'feed-address': address });
    const feed = await findFeed(this.db, hashToken(token));
    if (!feed) throw new Refusal('record.not-found');
    return this.db.read(feed, () => readFeed(this.db, feed, this.#frame()));
  }

  find(actor: Actor) {
    return findOwnFeed(this.db, actor);
  }

  open(actor: Actor, details: boolean) {
    return this.db.write(actor, async () => {
      const token = newToken();
      await this.db.execute(
        `insert into identity.calendar_feeds (token_hash, organisation_id, person_id, details, created_at) values ($1, $2, $3, $4, $5)
         on conflict (organisation_id, person_id) do update
           set token_hash = excluded.token_hash, details = excluded.details, created_at = excluded.created_at`,
        [hashToken(token), actor.organisationId, actor.personId, details, this.clock.now()],
      );
      const { feed } = await findOwnFeed(this.db, actor);
      if (!feed) throw new Refusal('record.not-found');
      return { address: `${this.config.baseUrl}/api/calendar/${token}`, feed };
    });
  }

  change(actor: Actor, details: boolean) {
    return this.db.write(actor, async () => {
      await this.db.execute(
        'update identity.calendar_feeds set details = $3 where organisation_id = $1 and person_id = $2',
        [actor.organisationId, actor.personId, details],
      );
      return findOwnFeed(this.db, actor);
    });
  }

  close(actor: Actor): Promise<void> {
    return this.db.write(actor, async () => {
      await this.db.execute(
        'delete from identity.calendar_feeds where organisation_id = $1 and person_id = $2',
        [actor.organisationId, actor.personId],
      );
    });
  }

  meeting(actor: Actor, meetingId: string): Promise<string> {
    return readMeetingFile(this.db, actor, meetingId, this.#frame());
  }

  #frame() {
    return { baseUrl: this.config.baseUrl, now: this.clock.now() };
  }
}
