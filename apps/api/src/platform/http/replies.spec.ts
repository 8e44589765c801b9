import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import { pino } from 'pino';

import { compressedReplies } from './compressed-replies.ts';
import { GroupedRoutes } from './grouped-routes.ts';
import { requestLog } from './request-log.ts';

let server: Server;
const lines: string[] = [];

beforeAll(() => {
  const app = express();
  app.disable('etag');
  app.use((request: Request, _: Response, next: NextFunction) => {
    Object.assign(request, { visit: { requestId: request.get('x-number') } });
    next();
  });
  app.use(requestLog(pino({ base: null }, { write: (line) => void lines.push(line) })));
  app.use(compressedReplies());
  const routes = new GroupedRoutes(app);
  routes.get('/api/never', () => undefined);
  routes.get('/api/words/:count', ({ params }: Request, response: Response) =>
    response.json('word '.repeat(Number(params.count))),
  );
  routes.get('/api/words', (_: Request, response: Response) => response.json('all'));
  routes.delete('/api/words/:count', (_: Request, response: Response) => response.json('gone'));
  app.use((_: Request, response: Response) => void response.status(404).json('nothing'));
  server = app.listen(0);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init);
const words = async (count: number, accepts: string) => {
  const answer = await ask(`/api/words/${count}`, { headers: { 'accept-encoding': accepts } });
  const { headers } = answer;
  expect(await answer.json()).toBe('word '.repeat(count));
  return [headers.get('content-encoding'), headers.get('vary'), headers.has('content-length')];
};

describe('a reply', () => {
  it('is packed for who takes that, in one go unless it is long, and never when it is short', async () => {
    expect(await words(10, 'gzip')).toEqual([null, 'Accept-Encoding', true]);
    for (const count of [300, 13_000]) {
      expect(await words(count, 'gzip, deflate')).toEqual(['gzip', 'Accept-Encoding', true]);
      expect(await words(count, 'gzip, br')).toEqual(['br', 'Accept-Encoding', true]);
      expect(await words(count, 'br;q=0, gzip')).toEqual(['gzip', 'Accept-Encoding', true]);
      expect(await words(count, 'identity')).toEqual([null, 'Accept-Encoding', true]);
    }
    expect(await words(300, 'deflate')).toEqual(['deflate', 'Accept-Encoding', false]);
    expect(await words(40_000, 'gzip, br')).toEqual(['br', 'Accept-Encoding', false]);
  });
});

describe('routes that stand together', () => {
  it('are found however the address is spelled, by their method, and no other is', async () => {
    const said = async (path: string, method = 'GET') => (await ask(path, { method })).json();
    expect(await said('/api/words')).toBe('all');
    expect(await said('/API/Words/?from=1')).toBe('all');
    expect(await said('/api/words/1')).toBe('word ');
    expect(await said('/api/words/1', 'DELETE')).toBe('gone');
    for (const path of ['/api/wordsmith', '/api/words/1/2', '/api', '/api/', '/words'])
      expect(await said(path)).toBe('nothing');
    for (const method of ['POST', 'OPTIONS']) expect(await said('/api/words', method)).toBe('nothing');
    expect((await ask('/api/words', { method: 'HEAD' })).status).toBe(200);
  });
});

describe('a request of the API', () => {
  const told = async (path: string, init: RequestInit = {}) => {
    lines.length = 0;
    await ask(path, { ...init, headers: { 'x-number': '7' } }).catch(() => undefined);
    for (let wait = 0; wait < 200 && lines.length === 0; wait += 1)
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    return lines.map((line): unknown => JSON.parse(line));
  };
  const line = { level: 30, time: expect.any(Number), responseTime: expect.any(Number), requestId: '7' };

  it('is a line of the log once it is over, whatever became of it, and tells nothing of what was asked', async () => {
    expect(await told('/api/words?secret=1')).toEqual([
      { ...line, statusCode: 200, msg: 'request completed' },
    ]);
    expect(await told('/api/nowhere')).toEqual([{ ...line, statusCode: 404, msg: 'request completed' }]);
    expect(await told('/api/never', { signal: AbortSignal.timeout(20) })).toEqual([
      { ...line, statusCode: 200, msg: 'request aborted' },
    ]);
  });
});
