import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import compression from 'compression';
import type { NextFunction, Request, Response } from 'express';

/** About a packet: shorter ones are sent as they are. */
const FROM_BYTES = 1_400;
/** Longer replies are compressed beside the main thread: more than a moment must not keep others waiting. */
const AT_ONCE_BYTES = 64 * 1024;
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } };
const GZIP = { level: 1 };

/**
 * Replies from about a packet on are compressed for who asks for it, quickly rather than well. No reply mixes a secret of
 * the session with words of the request, and the session cookie is never sent from another site, so their lengths tell nothing.
 */
export function compressedReplies() {
  const compress = compression({ threshold: FROM_BYTES, ...GZIP, brotli: BROTLI });
  return (request: Request, response: Response, next: NextFunction) => {
    if (!request.headers['accept-encoding']) {
      next();
      return;
    }
    compress(request, response, () => {
      packAtOnce(request, response);
      next();
    });
  };
}

/** Packs JSON that is there as a whole in one go: a stream of its own, and a way to another thread, cost more than packing it. */
function packAtOnce(request: Request, response: Response): void {
  const end = response.end.bind(response) as (...given: unknown[]) => Response;
  response.end = (...given: unknown[]) => {
    const [whole] = given;
    if (!Buffer.isBuffer(whole) || whole.length < FROM_BYTES || whole.length > AT_ONCE_BYTES)
      return end(...given);
    if (response.headersSent || response.hasHeader('Content-Encoding') || !isJson(response))
      return end(...given);
    const accepted = request.acceptsEncodings();
    const coding = accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : null;
    if (coding === null) return end(...given);
    const packed = coding === 'br' ? brotliCompressSync(whole, BROTLI) : gzipSync(whole, GZIP);
    response.setHeader('Content-Encoding', coding);
    response.setHeader('Content-Length', packed.length);
    return end(packed);
  };
}

const isJson = (response: Response) =>
  /^application\/(problem\+)?json\b/.test(String(response.getHeader('Content-Type')));
