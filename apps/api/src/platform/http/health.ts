import type { Response } from 'express';

import type { Database } from '../database/database.ts';

/** Liveness is the process answering; readiness is the database answering within a second, and not shutting down. */
export class Health {
  draining = false;
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async answer(response: Response): Promise<void> {
    const ready = !this.draining && (await this.#databaseAnswers());
    response
      .status(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ready' : 'not ready');
  }

  async #databaseAnswers(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), 1000);
    });
    const answer = this.#db
      .identify({}, () => this.#db.query('select 1'))
      .then(
        () => true,
        () => false,
      );
    const result = await Promise.race([answer, tooLate]);
    clearTimeout(timer);
    return result;
  }
}
