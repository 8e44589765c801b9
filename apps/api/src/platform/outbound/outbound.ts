import { lookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

import { isInner } from './inner-addresses.ts';

const TIME_LIMIT_MS = 10_000;
const MOST_BYTES = 1_048_576;

export interface OutboundRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** From looking up the name to the last byte of the answer; 10 s unless said otherwise. */
  timeLimitMs?: number;
  /** An answer longer than this is given up; 1 MiB unless said otherwise. */
  mostBytes?: number;
}

export interface OutboundAnswer {
  /** Whatever the other side said; redirects are not followed, a 3xx is answered as it is. */
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

type OutboundReason = 'address-refused' | 'address-unknown' | 'timed-out' | 'answer-too-long' | 'not-reached';

/** Why a request was not made or not answered. Names the host alone, as paths may hold secrets. */
export class OutboundProblem extends Error {
  readonly reason: OutboundReason;

  constructor(reason: OutboundReason, host: string, cause?: unknown) {
    super(`${host}: ${reason.replaceAll('-', ' ')}`, { cause });
    this.name = 'OutboundProblem';
    this.reason = reason;
  }
}

interface Address {
  address: string;
  family: number;
}

export interface OutboundOptions {
  /** Hosts (`calendar.lan`, `10.0.0.5:9000`) that the operator's settings name: they may be anywhere, and be spoken to without TLS. */
  trustedHosts: readonly string[];
  /** For tests: what a name resolves to. */
  resolve?: (name: string) => Promise<Address[]>;
  /** For tests: what counts as inner. */
  isInner?: (address: string) => boolean;
}

/**
 * The one client for HTTP to addresses that somebody typed in: webhooks, calendars, storage. A name is looked up once, all of its addresses are looked at,
 * and the connection goes to those very addresses, so that a name which answers differently the next moment leads nowhere else.
 */
export class Outbound {
  readonly #trusted: ReadonlySet<string>;
  readonly #resolve: (name: string) => Promise<Address[]>;
  readonly #isInner: (address: string) => boolean;

  constructor(options: OutboundOptions) {
    this.#trusted = new Set(options.trustedHosts.map((host) => host.toLowerCase()));
    this.#resolve = options.resolve ?? ((name) => lookup(name, { all: true, order: 'verbatim' }));
    this.#isInner = options.isInner ?? isInner;
  }

  /** Whether an address that somebody typed in may be called, as far as can be told now; throws an OutboundProblem when not. Nothing is sent. */
  async check(url: string): Promise<void> {
    const parsed = this.#readUrl(url);
    await within(TIME_LIMIT_MS, parsed.host, () => this.#addressesOf(parsed));
  }

  /** Whether the operator's settings name the host of an address. */
  trusts(url: string): boolean {
    return URL.canParse(url) && this.#isTrusted(new URL(url));
  }

  /** Sends one request and answers what came back, whatever its status; throws an OutboundProblem when nothing usable did. */
  async request(wanted: OutboundRequest): Promise<OutboundAnswer> {
    const url = this.#readUrl(wanted.url);
    return within(wanted.timeLimitMs ?? TIME_LIMIT_MS, url.host, async (signal) => {
      const addresses = await this.#addressesOf(url);
      signal.throwIfAborted();
      return send(url, addresses, wanted, signal);
    });
  }

  #isTrusted(url: URL): boolean {
    return this.#trusted.has(url.hostname) || this.#trusted.has(url.host);
  }

  #readUrl(text: string): URL {
    if (!URL.canParse(text)) throw new OutboundProblem('address-refused', 'address');
    const url = new URL(text);
    const isSpeakable = url.protocol === 'https:' || (url.protocol === 'http:' && this.#isTrusted(url));
    if (!isSpeakable || url.username !== '' || url.password !== '')
      throw new OutboundProblem('address-refused', url.host);
    return url;
  }

  async #addressesOf(url: URL): Promise<Address[]> {
    const name = url.hostname.replace(/^\[|\]$/g, '');
    const family = isIP(name);
    const addresses = family === 0 ? await this.#lookUp(name, url.host) : [{ address: name, family }];
    if (!this.#isTrusted(url) && addresses.some(({ address }) => this.#isInner(address)))
      throw new OutboundProblem('address-refused', url.host);
    return addresses;
  }

  async #lookUp(name: string, host: string): Promise<Address[]> {
    try {
      const addresses = await this.#resolve(name);
      if (addresses.length > 0) return addresses;
    } catch (error) {
      throw new OutboundProblem('address-unknown', host, error);
    }
    throw new OutboundProblem('address-unknown', host);
  }
}

async function within<T>(
  limitMs: number,
  host: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(limitMs);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new OutboundProblem('timed-out', host)), { once: true });
  });
  return Promise.race([work(signal), late]);
}

/** A look-up that knows only what was looked at. */
const pinnedTo =
  (addresses: Address[]): LookupFunction =>
  (_name, options, done) => {
    const [first] = addresses;
    if (options.all) done(null, addresses);
    else if (first) done(null, first.address, first.family);
  };

async function send(
  url: URL,
  addresses: Address[],
  { method, headers, body, mostBytes = MOST_BYTES }: OutboundRequest,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const isSecure = url.protocol === 'https:';
  // A socket kept open for the next request, or a proxy of the environment, would step around the look-up.
  const agent = isSecure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = (isSecure ? requestHttps : requestHttp)(
      url,
      {
        method,
        agent,
        signal,
        lookup: pinnedTo(addresses),
        headers: {
          'user-agent': 'Ithaca',
          ...headers,
          'accept-encoding': 'identity',
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        },
      },
      resolve,
    );
    outgoing.on('error', (error) => {
      reject(new OutboundProblem(signal.aborted ? 'timed-out' : 'not-reached', url.host, error));
    });
    outgoing.end(body);
  });
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: await read(response, mostBytes, url.host),
  };
}

async function read(response: IncomingMessage, mostBytes: number, host: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > mostBytes) throw new OutboundProblem('answer-too-long', host);
      parts.push(part);
    }
  } catch (error) {
    response.destroy();
    throw error instanceof OutboundProblem ? error : new OutboundProblem('not-reached', host, error);
  }
  return Buffer.concat(parts);
}
