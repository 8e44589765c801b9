import type { Problem } from '@ithaca/contracts/problem';
import type { ReplyOf, RequestOf, RouteDeclaration } from '@ithaca/contracts/route';

/** What the server said no with: problem+json, or `network` when nothing answered. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: Problem['code'];
  readonly facts: Record<string, unknown>;
  readonly fields: { path: string; message: string }[];
  readonly requestId: string;

  constructor(problem: Partial<Problem> & { status: number; code: string }) {
    super(problem.title ?? problem.code);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.facts = problem.facts ?? {};
    this.fields = problem.fields ?? [];
    this.requestId = problem.requestId ?? '';
  }
}

/** The address names what is not there or cannot be; for its reader that is one. */
export const isOfAddress = (problem: unknown): boolean =>
  problem instanceof ApiProblem &&
  (problem.status === 404 || problem.fields.some(({ path }) => /^(params|query)\./.test(path)));

interface Sent {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  version?: number;
}

/**
 * Calls one route of the contract, typed both ways. A creating call carries an Idempotency-Key: give the same `key` when
 * retrying, so that nothing happens twice.
 */
export async function call<D extends RouteDeclaration>(
  route: D,
  request: RequestOf<D>,
  options: { signal?: AbortSignal; key?: string } = {},
): Promise<ReplyOf<D>> {
  const sent = request as Sent;
  const isFile = sent.body instanceof Blob || sent.body instanceof Uint8Array;
  const response = await fetch(addressOf(route.path, sent), {
    method: route.method,
    credentials: 'same-origin',
    headers: {
      ...(sent.body === undefined
        ? {}
        : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
      ...(route.creates ? { 'idempotency-key': options.key ?? crypto.randomUUID() } : {}),
      ...(route.versioned ? { 'if-match': `"${sent.version}"` } : {}),
    },
    ...(sent.body === undefined
      ? {}
      : { body: isFile ? (sent.body as BodyInit) : JSON.stringify(sent.body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem({ status: 0, code: 'network' });
  });
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (!response.ok) {
    const problem = isJson ? ((await response.json()) as Partial<Problem>) : {};
    throw new ApiProblem({ ...problem, status: response.status, code: problem.code ?? 'service.failed' });
  }
  if (response.status === 204) return undefined as ReplyOf<D>;
  return (isJson && !route.produces ? await response.json() : await response.text()) as ReplyOf<D>;
}

/** The address of a GET route, for links that download. */
export function addressOf(path: string, sent: Pick<Sent, 'params' | 'query'>): string {
  const filled = path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(String(sent.params?.[name])),
  );
  const query = new URLSearchParams(
    Object.entries(sent.query ?? {}).flatMap(([key, value]) =>
      value === undefined || value === null || value === '' ? [] : [[key, String(value)]],
    ),
  ).toString();
  return query === '' ? filled : `${filled}?${query}`;
}
