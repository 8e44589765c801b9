import { randomInt } from 'node:crypto';

import type * as z from 'zod/mini';

import { stripTo } from './strip.ts';

/** A reply as it is sent: stripped and written down already. */
export class Written {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A reply that is kept as its text; only the moment at which it is told is another one each time. */
export class KeptReply {
  readonly #parts: readonly string[];

  private constructor(parts: readonly string[]) {
    this.#parts = parts;
  }

  static async of<S extends z.core.$ZodType>(
    schema: S,
    form: (at: Date) => Promise<z.output<S>>,
  ): Promise<KeptReply> {
    // Nothing in it can be of this very moment, as nobody knows it.
    const at = new Date(randomInt(2 ** 40));
    const text = JSON.stringify(stripTo(schema, await form(at)));
    return new KeptReply(text.split(JSON.stringify(at)));
  }

  at(now: Date): Written {
    return new Written(this.#parts.join(JSON.stringify(now)));
  }
}
