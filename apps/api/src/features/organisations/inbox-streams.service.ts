import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import type { Party } from '@ithaca/domain/permissions';
import type { Response } from 'express';
import type { Logger } from 'pino';

import { Announcements } from '../../platform/announcements.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import type { Visit } from '../../platform/http/endpoint.ts';
import { eventOf, LiveStreams } from '../../platform/http/live-streams.ts';
import { LOGGER } from '../../platform/platform.module.ts';
import { markOf } from './inbox.queries.ts';

/** Tells a person's open pages that their inbox is another one now, and nothing of what is in it. */
@Injectable()
export class InboxStreamsService implements OnModuleDestroy {
  readonly #streams: LiveStreams<{ mark: string }>;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    announcements: Announcements,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#streams = new LiveStreams({
      db,
      announcements,
      logger,
      look: async ({ actor, memory }) => {
        const mark = await markOf(db, actor, clock.now());
        const isNews = mark !== memory.mark;
        memory.mark = mark;
        return isNews ? [eventOf('inbox', '{}')] : [];
      },
    });
    announcements.hear(({ organisationId, personId }) => {
      if (personId !== undefined) this.#streams.wake(`${organisationId} ${personId}`);
    });
  }

  async open(response: Response, visit: Visit, actor: Party): Promise<void> {
    const mark = await markOf(this.db, actor, this.clock.now());
    const room = `${actor.organisationId} ${actor.personId}`;
    // A page that comes back to it reads once more by itself.
    this.#streams.open(response, visit, { actor, room, memory: { mark } }, ':\n\n');
  }

  onModuleDestroy(): Promise<void> {
    return this.#streams.stop();
  }
}
