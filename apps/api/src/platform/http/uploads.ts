import express from 'express';
import type { Request, Response } from 'express';

import { ProtocolProblem } from './protocol-problem.ts';

/** Uploads of one person, and of all, that this process holds at a time: what is uploaded stands in memory until it is stored. */
const MOST_OF_ONE = 4;
const MOST_OF_ALL = 24;

const readers = new Map<number, express.Handler>();

function readerFor(megabytes: number): express.Handler {
  const reader =
    readers.get(megabytes) ?? express.raw({ type: () => true, limit: `${megabytes}mb`, inflate: true });
  readers.set(megabytes, reader);
  return reader;
}

/** Reads uploaded files once it is known who sends them: piece by piece, given up as soon as one is too large. */
export class Uploads {
  readonly #underWay = new Map<string, number>();
  #all = 0;

  async read(sender: string, megabytes: number, request: Request, response: Response): Promise<Uint8Array> {
    const own = this.#underWay.get(sender) ?? 0;
    if (own >= MOST_OF_ONE) throw new ProtocolProblem('rate.limited', { retryAfterSeconds: 2 });
    if (this.#all >= MOST_OF_ALL) throw new ProtocolProblem('service.busy', { retryAfterSeconds: 5 });
    this.#underWay.set(sender, own + 1);
    this.#all += 1;
    try {
      await new Promise<void>((resolve, reject) => {
        readerFor(megabytes)(request, response, (error?: unknown) => {
          if (error === undefined) resolve();
          else reject(isUnpackable(error) ? new ProtocolProblem('request.malformed') : (error as Error));
        });
      });
    } finally {
      this.#all -= 1;
      const left = (this.#underWay.get(sender) ?? 1) - 1;
      if (left > 0) this.#underWay.set(sender, left);
      else this.#underWay.delete(sender);
    }
    if (request.headers['content-length'] === '0') return new Uint8Array();
    if (!Buffer.isBuffer(request.body))
      throw new ProtocolProblem('request.media-type', { facts: { accepted: 'application/octet-stream' } });
    // A plain view: JSON.stringify would spell a Buffer out number by number before the fingerprint could hash it.
    const { buffer, byteOffset, byteLength } = request.body;
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
}

/** What calls itself packed and cannot be unpacked: the reader says so with the error of the library that tried. */
const isUnpackable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(Z_|ERR_)/.test(String(error.code));
