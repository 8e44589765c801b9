import { jest } from '@jest/globals';

export type Asked = { route: string; body: unknown; headers: Record<string, string> };
/** A reply, or a function of the request; `problem(…)` answers with a refusal. */
export type Replies = Record<string, unknown>;

class Refused {
  readonly body: { status: number; code: string; requestId: string; facts?: object; fields?: object[] };
  constructor(body: Refused['body']) {
    this.body = body;
  }
}

/** A refusal of the API, as problem+json. */
export function problem(
  status: number,
  code: string,
  more: { facts?: object; fields?: object[] } = {},
): Refused {
  return new Refused({ status, code, requestId: 'req-1', ...more });
}

/**
 * Answers the API for one test: `answer({ 'GET /api/inbox': {…} })`. Queries are left out of the name; a route nobody
 * answers for is a 404. Returns what was asked, in order.
 */
export function answer(replies: Replies): Asked[] {
  const asked: Asked[] = [];
  globalThis.fetch = jest.fn<typeof fetch>((input, init) => {
    // jsdom has neither Request nor Headers; the client calls with an address.
    const address = String(input);
    const route = `${init?.method ?? 'GET'} ${address.split('?')[0]}`;
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body;
    const request = { route, body, headers: (init?.headers ?? {}) as Record<string, string> };
    asked.push(request);
    const found = route in replies ? replies[route] : problem(404, 'route.not-found');
    const reply: unknown =
      typeof found === 'function' ? (found as (asked: Asked) => unknown)(request) : found;
    const isRefused = reply instanceof Refused;
    const text = JSON.stringify(isRefused ? reply.body : (reply ?? null));
    return Promise.resolve({
      ok: !isRefused,
      status: isRefused ? reply.body.status : reply === null || reply === undefined ? 204 : 200,
      headers: { get: () => 'application/json' },
      json: () => Promise.resolve(JSON.parse(text) as unknown),
      text: () => Promise.resolve(text),
    } as unknown as Response);
  });
  return asked;
}
