import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

interface Signer {
  sign(
    request: {
      service: string;
      region: string;
      method: string;
      host: string;
      path: string;
      headers: Record<string, string>;
    },
    credentials: { accessKeyId: string; secretAccessKey: string },
  ): { headers: Record<string, string> };
}

const require = createRequire(import.meta.url);
const aws4 = require('aws4') as Signer;

export const BUCKET_KEY = { accessKeyId: 'AKIATEST', secretAccessKey: 'a/secret+with=signs' };

/** A bucket that keeps objects in memory and checks every signature with another library than the product signs with. */
export class BucketStandIn {
  readonly objects = new Map<string, Buffer>();
  readonly refused: string[] = [];
  /** Answers nothing but failures while it is down. */
  isDown = false;
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then(({ status, body }) => response.writeHead(status).end(body));
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  get #host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The setting that leads here. */
  url(secret = BUCKET_KEY.secretAccessKey): string {
    return `http://${BUCKET_KEY.accessKeyId}:${encodeURIComponent(secret)}@${this.#host}/bucket?region=eu-central-1`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body?: Buffer }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (this.isDown) return { status: 503 };
    const fault = this.#faultOf(request, body);
    if (fault !== null) {
      this.refused.push(fault);
      return { status: 403 };
    }
    const key = request.url ?? '';
    if (request.method === 'PUT') this.objects.set(key, body);
    if (request.method === 'DELETE') this.objects.delete(key);
    if (request.method !== 'GET') return { status: request.method === 'PUT' ? 200 : 204 };
    const found = this.objects.get(key);
    return found ? { status: 200, body: found } : { status: 404 };
  }

  #faultOf({ headers, method = '', url = '' }: IncomingMessage, body: Buffer): string | null {
    const said = headers.authorization ?? '';
    if (headers['x-amz-content-sha256'] !== createHash('sha256').update(body).digest('hex')) return 'content';
    const names = /SignedHeaders=([^,]+)/.exec(said)?.[1]?.split(';') ?? [];
    const signed = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
    const expected = aws4.sign(
      { service: 's3', region: 'eu-central-1', method, host: this.#host, path: url, headers: signed },
      BUCKET_KEY,
    ).headers;
    const signatureOf = (text = '') => /Signature=([0-9a-f]{64})/.exec(text)?.[1];
    return signatureOf(said) !== undefined &&
      signatureOf(said) === signatureOf(expected.Authorization ?? expected.authorization)
      ? null
      : `signature of ${method}`;
  }
}
