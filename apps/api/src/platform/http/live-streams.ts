import type { Party } from '@ithaca/domain/permissions';
import { BEAT_SECONDS } from '@ithaca/domain/presence';
import type { Response } from 'express';
import type { Logger } from 'pino';

import type { Announcements } from '../announcements.ts';
import type { Database } from '../database/database.ts';
import type { Visit } from './endpoint.ts';
import { ProtocolProblem } from './protocol-problem.ts';

/** Open tabs of one person that are told of changes at once; another one has to ask from time to time. */
const MOST_OF_ONE_PERSON = 6;
/** What is said within this time is told together. */
const TOGETHER_MS = 100;
/** A tab that reads so slowly is let go; it comes again. */
const MOST_UNREAD = 64 * 1024;
const COME_AGAIN_MS = 3000;

/** One open connection: who it is, what wakes it, and what its feature remembers of it. */
export interface Stream<Memory> {
  actor: Party;
  /** Whoever is in a room looks anew when something is said there. */
  room: string;
  memory: Memory;
}

interface Open<Memory> extends Stream<Memory> {
  response: Response;
  askAgain: NonNullable<Visit['askAgain']>;
  soon: NodeJS.Timeout | null;
  beat: NodeJS.Timeout;
}

interface Parts<Memory> {
  db: Database;
  announcements: Announcements;
  logger: Logger;
  /** What there is to tell a stream by now: events, or nothing. Asked in a READ ONLY transaction of its tenant with the rights of that moment. */
  look: (stream: Stream<Memory>) => Promise<string[]>;
  /** A connection has ended; unless the process stops, which forgets them all. */
  gone?: (stream: Stream<Memory>, others: readonly Stream<Memory>[]) => void;
}

/** One server-sent event; what is said in it is JSON. */
export const eventOf = (name: string, said: string) => `event: ${name}\ndata: ${said}\n\n`;

/**
 * The open connections of one kind in this process. Each looks anew, in a transaction of its own tenant and with the rights
 * of that moment, whenever something is announced in its room, and at every beat: an announcement only says that it is worth
 * looking, so nothing of another tenant can come through it, and a lost one costs a beat.
 */
export class LiveStreams<Memory> {
  readonly #streams = new Map<string, Set<Open<Memory>>>();
  readonly #ofPerson = new Map<string, number>();
  readonly #parts: Parts<Memory>;
  #isStopping = false;

  constructor(parts: Parts<Memory>) {
    this.#parts = parts;
  }

  /** Answers with a stream that stays open and says `first` at once. Called in the request's unit of work, which ends without it. */
  open(response: Response, { askAgain }: Visit, stream: Stream<Memory>, first: string): void {
    const { db, announcements } = this.#parts;
    if (!askAgain || this.#isStopping) throw new ProtocolProblem('service.busy', { retryAfterSeconds: 1 });
    if ((this.#ofPerson.get(personKey(stream.actor)) ?? 0) >= MOST_OF_ONE_PERSON)
      throw new ProtocolProblem('rate.limited', { retryAfterSeconds: BEAT_SECONDS });
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
    db.apart(() => {
      const open: Open<Memory> = {
        ...stream,
        response,
        askAgain,
        soon: null,
        beat: setInterval(() => this.#lookSoon(open), BEAT_SECONDS * 1000),
      };
      this.#add(open);
      response.on('close', () => db.apart(() => this.#remove(open)));
      response.write(`retry: ${COME_AGAIN_MS}\n${first}`);
      // Nobody waits for it; what was said before it was open is found by looking once it is.
      void announcements.listen().then((hasMissed) => {
        if (hasMissed && !response.writableEnded) this.#lookSoon(open);
      });
    });
  }

  /** Has everybody in a room look; `note` may remember why. */
  wake(room: string, note: (memory: Memory) => void = () => undefined): void {
    for (const stream of this.#streams.get(room) ?? []) {
      note(stream.memory);
      this.#lookSoon(stream);
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const streams of this.#streams.values()) for (const { response } of streams) response.end();
    await this.#parts.announcements.stop();
  }

  #lookSoon(stream: Open<Memory>): void {
    stream.soon ??= setTimeout(() => {
      stream.soon = null;
      this.#look(stream).catch((error: unknown) => {
        this.#parts.logger.warn({ err: error }, 'a watcher was let go');
        stream.response.end();
      });
    }, TOGETHER_MS);
  }

  async #look(stream: Open<Memory>): Promise<void> {
    const { response } = stream;
    const again = await stream.askAgain();
    // Signed out, left, or without the right to it: the next attempt is answered as everything else is.
    if (!again || response.writableLength > MOST_UNREAD) {
      await again?.rest.end();
      response.end();
      return;
    }
    const { actor, rest } = again;
    const news = await rest.read(actor, () => this.#parts.look({ ...stream, actor }));
    // A comment keeps the connection from being taken for a dead one.
    response.write(news.length > 0 ? news.join('') : ':\n\n');
  }

  #add(stream: Open<Memory>): void {
    this.#streams.set(stream.room, (this.#streams.get(stream.room) ?? new Set()).add(stream));
    const person = personKey(stream.actor);
    this.#ofPerson.set(person, (this.#ofPerson.get(person) ?? 0) + 1);
  }

  #remove(stream: Open<Memory>): void {
    clearInterval(stream.beat);
    if (stream.soon) clearTimeout(stream.soon);
    const others = this.#streams.get(stream.room);
    others?.delete(stream);
    if (others?.size === 0) this.#streams.delete(stream.room);
    const person = personKey(stream.actor);
    const left = (this.#ofPerson.get(person) ?? 1) - 1;
    if (left > 0) this.#ofPerson.set(person, left);
    else this.#ofPerson.delete(person);
    if (!this.#isStopping) this.#parts.gone?.(stream, [...(others ?? [])]);
  }
}

const personKey = ({ organisationId, personId }: Party) => `${organisationId} ${personId}`;
