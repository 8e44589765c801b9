import type { Problem } from '@ithaca/contracts/problem';
import type { ReplyOf, RequestOf, RouteDeclaration } from '@ithaca/contracts/route';
import { addressOf, ApiProblem } from './api.ts';

interface Options {
  key: string;
  signal: AbortSignal;
  /** Told how much of the file has left, 0 to 1. */
  onProgress: (share: number) => void;
}

/** Uploads one file through a route of the contract. As `call`, but it tells how far it has come, which fetch cannot. */
export function upload<D extends RouteDeclaration & { upload: number }>(
  route: D,
  request: RequestOf<D>,
  { key, signal, onProgress }: Options,
): Promise<ReplyOf<D>> {
  const { body, ...sent } = request as {
    body: Blob;
    params?: Record<string, unknown>;
    query?: Record<string, unknown>;
  };
  return new Promise((resolve, reject) => {
    const way = new XMLHttpRequest();
    way.open(route.method, addressOf(route.path, sent));
    way.setRequestHeader('content-type', 'application/octet-stream');
    if (route.creates) way.setRequestHeader('idempotency-key', key);
    way.responseType = 'text';
    way.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    way.addEventListener('error', () => reject(new ApiProblem({ status: 0, code: 'network' })));
    way.addEventListener('abort', () => reject(new DOMException('Given up.', 'AbortError')));
    way.addEventListener('load', () => {
      const isJson = way.getResponseHeader('content-type')?.includes('json') ?? false;
      const reply: unknown = isJson ? JSON.parse(way.responseText) : {};
      if (way.status >= 200 && way.status < 300) resolve(reply as ReplyOf<D>);
      else {
        const problem = reply as Partial<Problem>;
        reject(new ApiProblem({ ...problem, status: way.status, code: problem.code ?? 'service.failed' }));
      }
    });
    signal.addEventListener('abort', () => way.abort(), { once: true });
    way.send(body);
  });
}
