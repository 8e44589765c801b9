import pg from 'pg';
import type { Logger } from 'pino';

import { connectionOptions } from './database/connections.ts';
import type { Database } from './database/database.ts';

/** What happened in a program, for whoever has it open, or to a person: ids and names of ours only, as row-level security does not reach here. */
export interface Announcement {
  organisationId: string;
  /** The program it is about; null: it is one person's alone. */
  programId: string | null;
  /** Whose it is, where it is one person's alone. */
  personId?: string;
  /** 'presence', 'inbox', or the feature of the route that changed something. */
  what: string;
  by: string | null;
}

type Hearer = (announcement: Announcement) => void;

const CHANNEL = 'ithaca_announcements';
const AGAIN_AFTER_MS = 2000;
/** A database that is frozen takes a connection and says nothing. */
const WAITS_MS = 5000;

/**
 * Tells every process of the product what happened, by PostgreSQL's NOTIFY: said in the transaction that does it, heard
 * once it has committed. The connection that listens is opened by the first who wants to hear.
 */
export class Announcements {
  readonly #url: string;
  readonly #db: Database;
  readonly #logger: Logger;
  readonly #hearers: Hearer[] = [];
  #client: pg.Client | null = null;
  #opening: Promise<void> | null = null;
  #again: NodeJS.Timeout | null = null;
  #isOver = false;

  constructor(runtimeUrl: string, db: Database, logger: Logger) {
    this.#url = runtimeUrl;
    this.#db = db;
    this.#logger = logger;
  }

  /** Tells it in the current unit of work: nobody hears of what is rolled back. */
  async send(announcement: Announcement): Promise<void> {
    await this.#db.query(`select pg_notify('${CHANNEL}', $1)`, [JSON.stringify(announcement)]);
  }

  /** One more who hears everything that is said, from `listen` on. */
  hear(hearer: Hearer): void {
    this.#hearers.push(hearer);
  }

  /** Makes sure that the connection is open; when it is lost, it comes back by itself. Answers whether anything may have been missed meanwhile. */
  async listen(): Promise<boolean> {
    if (this.#isOver || this.#client) return false;
    this.#opening ??= this.#open().finally(() => (this.#opening = null));
    await this.#opening;
    return true;
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    if (this.#again) clearTimeout(this.#again);
    await this.#opening;
    await this.#client?.end().catch(() => undefined);
    this.#client = null;
  }

  async #open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: WAITS_MS,
      ...connectionOptions(WAITS_MS),
    });
    client.on('error', (error) => this.#lose(client, error));
    client.on('end', () => this.#lose(client));
    client.on('notification', ({ payload }) => {
      if (payload) for (const hearer of this.#hearers) hearer(JSON.parse(payload) as Announcement);
    });
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      this.#client = client;
    } catch (error) {
      await client.end().catch(() => undefined);
      this.#lose(client, error);
    }
  }

  /** Nobody waits for it: who watches asks again by themselves every few seconds as well. */
  #lose(client: pg.Client, error?: unknown): void {
    if (this.#client === client) this.#client = null;
    if (this.#isOver || this.#again) return;
    this.#logger.warn({ err: error }, 'announcements are not heard');
    this.#again = setTimeout(() => {
      this.#again = null;
      void this.listen();
    }, AGAIN_AFTER_MS);
    this.#again.unref();
  }
}
