import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Outbound, OutboundProblem } from './outbound.ts';
import type { OutboundOptions } from './outbound.ts';

const servers: Server[] = [];
async function listen(host: string, port: number, answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

const heard: { outer: string[]; inner: string[] } = { outer: [], inner: [] };
let port: number;
beforeAll(async () => {
  port = await listen('127.0.0.1', 0, (request, response) => {
    const path = request.url ?? '';
    heard.outer.push(`${request.method} ${path} ${request.headers.host}`);
    if (path === '/moved') response.writeHead(302, { location: `http://127.0.0.2:${port}/secret` }).end();
    else if (path === '/slow') setTimeout(() => response.end('late'), 2000).unref();
    else if (path === '/drips') response.write('a');
    else if (path === '/long') response.end(Buffer.alloc(3000));
    else request.pipe(response);
  });
  // The same port on another address: what a rebound name would lead to.
  await listen('127.0.0.2', port, (request, response) => {
    heard.inner.push(request.url ?? '');
    response.end('inner');
  });
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
});

const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'sent',
    (error: unknown) => (error instanceof OutboundProblem ? error.reason : String(error)),
  );
const client = (options: Partial<OutboundOptions> = {}) =>
  new Outbound({ trustedHosts: [`127.0.0.1:${port}`], ...options });

describe('outgoing HTTP', () => {
  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://100.100.100.200/',
    'https://172.31.255.255/',
    'https://192.168.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://168.63.129.16/',
    'https://192.0.0.192/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://[ff02::1]/',
    'https://[100::1]/',
    'https://localhost/',
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://name:word@example.com/',
    'not an address',
  ])('never goes to %s', async (url) => {
    expect(await reasonOf(client().request({ method: 'GET', url, timeLimitMs: 1000 }))).toBe(
      'address-refused',
    );
  });

  it('goes to public addresses', async () => {
    for (const url of ['https://8.8.8.8/', 'https://[2606:4700::1111]/', 'https://172.32.0.1/'])
      expect(await reasonOf(client().check(url))).toBe('sent');
  });

  it('refuses a name when one of its addresses is inner', async () => {
    const addresses = [
      { address: '8.8.8.8', family: 4 },
      { address: '::ffff:10.0.0.1', family: 6 },
    ];
    const outbound = client({ resolve: async () => addresses });
    expect(await reasonOf(outbound.check('https://hooks.example.com/'))).toBe('address-refused');
  });

  it('goes where the name led when it was looked at, though it leads inside a moment later', async () => {
    let asked = 0;
    const outbound = client({
      trustedHosts: [],
      isInner: (address) => address === '127.0.0.2',
      resolve: async () => {
        asked += 1;
        return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
      },
    });
    heard.outer = [];
    // No certificate there: the handshake fails, and shows where the connection went.
    const url = `https://rebinding.example.com:${port}/`;
    expect(await reasonOf(outbound.request({ method: 'GET', url }))).toBe('not-reached');
    expect(asked).toBe(1);
    expect(await reasonOf(outbound.request({ method: 'GET', url }))).toBe('address-refused');

    const names = [`rebinding.example.com:${port}`];
    asked = 0;
    const named = client({
      trustedHosts: names,
      resolve: async () => {
        asked += 1;
        return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
      },
    });
    const answer = await named.request({
      method: 'POST',
      url: `http://rebinding.example.com:${port}/a`,
      body: 'é',
    });
    expect([answer.status, answer.body.toString()]).toEqual([200, 'é']);
    expect(heard).toEqual({ outer: [`POST /a rebinding.example.com:${port}`], inner: [] });
  });

  it('answers a redirect as it is, and does not follow it', async () => {
    const answer = await client().request({ method: 'GET', url: `http://127.0.0.1:${port}/moved` });
    expect(answer.status).toBe(302);
    expect(heard.inner).toEqual([]);
  });

  it('gives up on who does not answer in time, drips, or says too much', async () => {
    const get = (path: string) =>
      reasonOf(
        client().request({
          method: 'GET',
          url: `http://127.0.0.1:${port}${path}`,
          timeLimitMs: 300,
          mostBytes: 2000,
        }),
      );
    expect(await get('/slow')).toBe('timed-out');
    expect(await get('/drips')).toBe('timed-out');
    expect(await get('/long')).toBe('answer-too-long');
    expect(await reasonOf(client().check('https://nowhere.invalid/'))).toBe('address-unknown');
    const closed = client({ trustedHosts: ['127.0.0.1'] });
    expect(await reasonOf(closed.request({ method: 'GET', url: 'http://127.0.0.1:9/' }))).toBe('not-reached');
  });

  it('keeps paths, which may be secrets, out of its messages', async () => {
    const failure = await client()
      .request({ method: 'POST', url: 'https://10.0.0.1/services/secret' })
      .catch((error: unknown) => String(error));
    expect(failure).toContain('10.0.0.1');
    expect(failure).not.toContain('secret');
  });
});
