import { createHash } from 'node:crypto';

import { AwsClient } from 'aws4fetch';

import { Outbound } from '../outbound/outbound.ts';
import type { OutboundAnswer } from '../outbound/outbound.ts';

/** Shorter than a transaction may wait without a word to the database. */
const TIME_LIMIT_MS = 8000;
const MOST_BYTES = 64 * 1024 * 1024;

/** Where files lie outside the database: a bucket of anything that speaks as S3 does. */
export interface BucketSettings {
  /** The bucket itself, `https://s3.example.com/ithaca`. */
  url: string;
  region: string;
  keyId: string;
  secret: string;
}

/** Reads `https://key:secret@host/bucket?region=eu-central-1`; throws with the remedy when it is not one. */
export function readBucketUrl(text: string, variable: string): BucketSettings {
  const fault = new Error(
    `${variable} cannot be read: give https://key:secret@host/bucket?region=name, with special characters of the secret percent-encoded.`,
  );
  if (!URL.canParse(text)) throw fault;
  const url = new URL(text);
  const bucket = url.pathname.replace(/\/$/, '');
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isHttp || url.username === '' || url.password === '' || !/^\/[\w.-]+$/.test(bucket)) throw fault;
  return {
    url: `${url.origin}${bucket}`,
    region: url.searchParams.get('region') ?? 'us-east-1',
    keyId: decodeURIComponent(url.username),
    secret: decodeURIComponent(url.password),
  };
}

/** Puts, gets and removes objects; every request carries a signature over its content. */
export class Bucket {
  readonly #url: string;
  readonly #signer: AwsClient;
  readonly #outbound: Outbound;

  constructor({ url, region, keyId, secret }: BucketSettings) {
    this.#url = url;
    this.#signer = new AwsClient({
      accessKeyId: keyId,
      secretAccessKey: secret,
      region,
      service: 's3',
      retries: 0,
    });
    // The operator named it, so it may be anywhere.
    this.#outbound = new Outbound({ trustedHosts: [new URL(url).host] });
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const { status } = await this.#ask('PUT', key, bytes);
    if (status !== 200) throw new Error(`The bucket answered ${status} to a new file.`);
  }

  async get(key: string): Promise<Buffer> {
    const { status, body } = await this.#ask('GET', key);
    if (status !== 200) throw new Error(`The bucket answered ${status} for a file that it should have.`);
    return body;
  }

  /** Removing what is not there is no failure: it may be tried again. */
  async remove(key: string): Promise<void> {
    const { status } = await this.#ask('DELETE', key);
    if (![200, 204, 404].includes(status)) throw new Error(`The bucket answered ${status} to a removal.`);
  }

  async #ask(method: 'PUT' | 'GET' | 'DELETE', key: string, body?: Buffer): Promise<OutboundAnswer> {
    const url = `${this.#url}/${key}`;
    const signed = await this.#signer.sign(url, {
      method,
      headers: {
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
    });
    return this.#outbound.request({
      method,
      url,
      headers: Object.fromEntries(signed.headers),
      ...(body ? { body } : {}),
      timeLimitMs: TIME_LIMIT_MS,
      mostBytes: MOST_BYTES,
    });
  }
}
