import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import type { ProgramChange } from '@ithaca/contracts/presence';
import type { Actor } from '@ithaca/domain/permissions';
import { BEAT_SECONDS } from '@ithaca/domain/presence';
import type { Response } from 'express';
import type { Logger } from 'pino';

import { Announcements } from '../../platform/announcements.ts';
import type { Announcement } from '../../platform/announcements.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import type { Visit } from '../../platform/http/endpoint.ts';
import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';
import { LOGGER } from '../../platform/platform.module.ts';
import { listOthers } from './presence.queries.ts';
import { PresenceService } from './presence.service.ts';

/** Open tabs of one person that are told of changes at once; another one has to ask from time to time. */
const MOST_OF_ONE_PERSON = 6;
/** What is said within this time is told together. */
const TOGETHER_MS = 100;
/** A tab that reads so slowly is let go; it comes again. */
const MOST_UNREAD = 64 * 1024;
const COME_AGAIN_MS = 3000;

interface Watcher {
  actor: Actor;
  programId: string;
  tabId: string;
  response: Response;
  askAgain: NonNullable<Visit['askAgain']>;
  /** The last list that was sent, to send only what is new. */
  sent: string;
  changes: ProgramChange[];
  soon: NodeJS.Timeout | null;
  beat: NodeJS.Timeout;
}

/**
 * The open connections of this process. Each looks anew, in a transaction of its own tenant and with the rights of that
 * moment, whenever something is announced in its program, and at every beat: an announcement only says that it is worth
 * looking, so nothing of another tenant can come through it, and a lost one costs a beat.
 */
@Injectable()
export class WatchersService implements OnModuleDestroy {
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #ofPerson = new Map<string, number>();
  #isStopping = false;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly announcements: Announcements,
    private readonly presence: PresenceService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    announcements.hear((announcement) => this.#hear(announcement));
  }

  /** Answers with a stream that stays open. Called in the request's unit of work, which ends without it. */
  async open(
    response: Response,
    { askAgain }: Visit,
    who: Pick<Watcher, 'actor' | 'programId' | 'tabId'>,
  ): Promise<void> {
    const { actor, programId } = who;
    if (!askAgain || this.#isStopping) throw new ProtocolProblem('service.busy', { retryAfterSeconds: 1 });
    if ((this.#ofPerson.get(personKey(actor)) ?? 0) >= MOST_OF_ONE_PERSON)
      throw new ProtocolProblem('rate.limited', { retryAfterSeconds: BEAT_SECONDS });
    const people = await listOthers(this.db, actor, programId, this.clock.now());
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Nobody on the way may keep it back to pack it.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    if (response.req.method === 'HEAD') {
      response.end();
      return;
    }
    this.db.apart(() => this.#begin({ ...who, response, askAgain, sent: JSON.stringify({ people }) }));
    // Nobody waits: until it is open, the beat tells the news.
    void this.db.apart(() => this.announcements.listen());
  }

  #begin(begun: Omit<Watcher, 'changes' | 'soon' | 'beat'>): void {
    const watcher: Watcher = {
      ...begun,
      changes: [],
      soon: null,
      beat: setInterval(() => this.#lookSoon(watcher), BEAT_SECONDS * 1000),
    };
    this.#add(watcher);
    watcher.response.on('close', () => this.db.apart(() => this.#remove(watcher)));
    watcher.response.write(`retry: ${COME_AGAIN_MS}\n${eventOf('presence', watcher.sent)}`);
  }

  async onModuleDestroy(): Promise<void> {
    this.#isStopping = true;
    for (const watchers of this.#watchers.values()) for (const { response } of watchers) response.end();
    await this.announcements.stop();
  }

  #hear({ organisationId, programId, what, by }: Announcement): void {
    for (const watcher of this.#watchers.get(roomOf(organisationId, programId)) ?? []) {
      if (what !== 'presence' && !watcher.changes.some((one) => one.what === what && one.by === by))
        watcher.changes.push({ what, by });
      this.#lookSoon(watcher);
    }
  }

  #lookSoon(watcher: Watcher): void {
    watcher.soon ??= setTimeout(() => {
      watcher.soon = null;
      this.#look(watcher).catch((error: unknown) => {
        this.logger.warn({ err: error }, 'a watcher was let go');
        watcher.response.end();
      });
    }, TOGETHER_MS);
  }

  async #look(watcher: Watcher): Promise<void> {
    const { programId, response } = watcher;
    const again = await watcher.askAgain();
    // Signed out, left, or not a coordinator any more: the next attempt is answered as everything else is.
    if (!again || response.writableLength > MOST_UNREAD) {
      await again?.rest.end();
      response.end();
      return;
    }
    const { actor, rest } = again;
    const people = await rest.read(actor, () => listOthers(this.db, actor, programId, this.clock.now()));
    const found = JSON.stringify({ people });
    const news = watcher.changes.splice(0).map((change) => eventOf('changed', JSON.stringify(change)));
    if (found !== watcher.sent) news.push(eventOf('presence', found));
    watcher.sent = found;
    // A comment keeps the connection from being taken for a dead one.
    response.write(news.length > 0 ? news.join('') : ':\n\n');
  }

  #add(watcher: Watcher): void {
    const room = roomOf(watcher.actor.organisationId, watcher.programId);
    this.#watchers.set(room, (this.#watchers.get(room) ?? new Set()).add(watcher));
    const person = personKey(watcher.actor);
    this.#ofPerson.set(person, (this.#ofPerson.get(person) ?? 0) + 1);
  }

  #remove(watcher: Watcher): void {
    clearInterval(watcher.beat);
    if (watcher.soon) clearTimeout(watcher.soon);
    const { actor, programId, tabId } = watcher;
    const room = roomOf(actor.organisationId, programId);
    const others = this.#watchers.get(room);
    others?.delete(watcher);
    if (others?.size === 0) this.#watchers.delete(room);
    const person = personKey(actor);
    const left = (this.#ofPerson.get(person) ?? 1) - 1;
    if (left > 0) this.#ofPerson.set(person, left);
    else this.#ofPerson.delete(person);
    // The same tab may have come again already. What a stopping process does not forget, time does.
    const isBack = [...(others ?? [])].some(
      (one) => one.tabId === tabId && one.actor.personId === actor.personId,
    );
    if (isBack || this.#isStopping) return;
    this.presence.leave(actor, tabId).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'a tab was not forgotten');
    });
  }
}

const roomOf = (organisationId: string, programId: string) => `${organisationId} ${programId}`;
const personKey = ({ organisationId, personId }: Actor) => `${organisationId} ${personId}`;
const eventOf = (name: string, data: string) => `event: ${name}\ndata: ${data}\n\n`;
