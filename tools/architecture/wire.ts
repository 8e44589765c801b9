import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

import type { Attempt } from './bad-requests.ts';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A client that sends what it is told and mends nothing, which `fetch` would. */
export class Wire {
  readonly #port: number;
  readonly #agent: Agent;

  constructor(baseUrl: string, connections = 8) {
    this.#port = Number(new URL(baseUrl).port);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  close(): void {
    this.#agent.destroy();
  }

  send(attempt: Attempt, cookie?: string): Promise<Reply> {
    const { method, target, body } = attempt;
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.#agent,
          host: '127.0.0.1',
          port: this.#port,
          method,
          path: target,
          headers: {
            ...(cookie === undefined ? {} : { cookie }),
            ...attempt.headers,
            ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          const answer = () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString(),
            });
          response.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            // A stream has no end: what it says first is its answer.
            if (!response.headers['content-type']?.startsWith('text/event-stream')) return;
            answer();
            response.destroy();
          });
          response.on('error', reject);
          response.on('end', answer);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** Bytes as they are, for what no HTTP client would send; answers all that comes back until the server hangs up. */
  bytes(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#port, '127.0.0.1', () => socket.write(text, 'latin1'));
      let answer = '';
      socket.setTimeout(5000, () => socket.destroy());
      socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
      socket.on('error', reject);
      socket.on('close', () => resolve(answer));
    });
  }
}

/** What is wrong with an answer, whatever was asked; null when nothing is. */
export function faultOf({ status, headers, text }: Reply, method = 'GET'): string | null {
  if (status >= 500) return `answers ${status}`;
  // Node's own parser refuses oversized headers before anything of ours runs.
  if (status === 431 && text === '') return null;
  if (headers['x-powered-by'] !== undefined) return 'names its maker';
  if (headers['x-content-type-options'] !== 'nosniff') return 'lacks nosniff';
  if (!headers['content-security-policy']?.includes("frame-ancestors 'none'")) return 'lacks its policy';
  if (status < 400) return null;
  if (!headers['content-type']?.startsWith('application/problem+json'))
    return `answers ${status} as ${headers['content-type']}`;
  if (method === 'HEAD') return null;
  const problem = JSON.parse(text) as { code?: string; requestId?: string; status?: number };
  if (!problem.code || problem.status !== status) return `answers ${status} without a code`;
  if (!problem.requestId || problem.requestId !== headers['x-request-id']) return 'does not name the request';
  if (/\bat \S+ \(|node_modules|\.[cm]?[jt]s:\d+/.test(text))
    return `tells its inside: ${text.slice(0, 200)}`;
  return null;
}
