import { randomUUID } from 'node:crypto';

import type { ReplyOf, RequestOf, RouteDeclaration } from '@ithaca/contracts/route';

/** A client of the open API with a cookie jar of its own: calls a route of the contract and throws its problem. */
export class Caller {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  async call<D extends RouteDeclaration>(route: D, request: RequestOf<D>): Promise<ReplyOf<D>> {
    const sent = request as {
      params?: Record<string, unknown>;
      query?: Record<string, unknown>;
      body?: unknown;
      version?: number;
    };
    const path = route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => String(sent.params?.[name]));
    const query = new URLSearchParams(
      Object.entries(sent.query ?? {}).map(([key, value]) => [key, String(value)]),
    ).toString();
    const isFile = sent.body instanceof Uint8Array;
    const answer = await fetch(`${this.#url}${path}${query === '' ? '' : `?${query}`}`, {
      method: route.method,
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(sent.body === undefined
          ? {}
          : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
        ...(route.creates ? { 'idempotency-key': randomUUID() } : {}),
        ...(route.versioned ? { 'if-match': `"${sent.version}"` } : {}),
      },
      ...(sent.body === undefined
        ? {}
        : { body: isFile ? Buffer.from(sent.body as Uint8Array) : JSON.stringify(sent.body) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      this.#cookies.set(name, value);
    }
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${route.method} ${path} answered ${answer.status}: ${text}`);
    return (text === '' ? undefined : route.produces ? text : JSON.parse(text)) as ReplyOf<D>;
  }
}
