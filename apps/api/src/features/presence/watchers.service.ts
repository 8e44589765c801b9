import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import type { ProgramChange } from '@ithaca/contracts/presence';
import type { Actor } from '@ithaca/domain/permissions';
import type { Response } from 'express';
import type { Logger } from 'pino';

import { Announcements } from '../../platform/announcements.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import type { Visit } from '../../platform/http/endpoint.ts';
import { eventOf, LiveStreams } from '../../platform/http/live-streams.ts';
import type { Stream } from '../../platform/http/live-streams.ts';
import { LOGGER } from '../../platform/platform.module.ts';
import { listOthers } from './presence.queries.ts';
import { PresenceService } from './presence.service.ts';

interface Watcher {
  programId: string;
  tabId: string;
  /** The last list that was sent, to send only what is new. */
  sent: string;
  changes: ProgramChange[];
}

/** Tells open pages of a program who else is there, and what somebody changed. */
@Injectable()
export class WatchersService implements OnModuleDestroy {
  readonly #streams: LiveStreams<Watcher>;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    announcements: Announcements,
    private readonly presence: PresenceService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#streams = new LiveStreams({
      db,
      announcements,
      logger,
      look: (stream) => this.#look(stream),
      gone: (stream, others) => this.#forget(stream, others),
    });
    announcements.hear(({ organisationId, programId, what, by }) => {
      if (programId === null) return;
      this.#streams.wake(roomOf(organisationId, programId), ({ changes }) => {
        if (what !== 'presence' && !changes.some((one) => one.what === what && one.by === by))
          changes.push({ what, by });
      });
    });
  }

  /** Answers with a stream that stays open. Called in the request's unit of work, which ends without it. */
  async open(
    response: Response,
    visit: Visit,
    { actor, programId, tabId }: { actor: Actor; programId: string; tabId: string },
  ): Promise<void> {
    const sent = JSON.stringify({ people: await listOthers(this.db, actor, programId, this.clock.now()) });
    const room = roomOf(actor.organisationId, programId);
    const memory = { programId, tabId, sent, changes: [] };
    this.#streams.open(response, visit, { actor, room, memory }, eventOf('presence', sent));
  }

  onModuleDestroy(): Promise<void> {
    return this.#streams.stop();
  }

  async #look({ actor, memory }: Stream<Watcher>): Promise<string[]> {
    const people = await listOthers(this.db, actor, memory.programId, this.clock.now());
    const found = JSON.stringify({ people });
    const news = memory.changes.splice(0).map((change) => eventOf('changed', JSON.stringify(change)));
    if (found !== memory.sent) news.push(eventOf('presence', found));
    memory.sent = found;
    return news;
  }

  /** The same tab may have come again already. What a stopping process does not forget, time does. */
  #forget({ actor, memory }: Stream<Watcher>, others: readonly Stream<Watcher>[]): void {
    const isBack = others.some(
      (one) => one.memory.tabId === memory.tabId && one.actor.personId === actor.personId,
    );
    if (isBack) return;
    this.presence.leave(actor, memory.tabId).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'a tab was not forgotten');
    });
  }
}

const roomOf = (organisationId: string, programId: string) => `${organisationId} ${programId}`;
