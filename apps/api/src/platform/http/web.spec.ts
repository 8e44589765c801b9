import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';

import { serveWeb } from './web.ts';

const script = `console.log('${'frame'.repeat(200)}')`;
const first = (path: string, file: string, reads: string[] = []) => ({
  path,
  files: ['/assets/start.js', file],
  words: { en: ['/assets/en.js'], ar: ['/assets/ar.js'] },
  reads,
});
const pages = {
  frame: '<div>empty frame</div>',
  entrance: first('/sign-in', '/assets/entrance.js'),
  pages: [
    first('/', '/assets/home.js', ['/api/home']),
    first('/people', '/assets/directory.js'),
    first('/people/$personId', '/assets/person.js'),
  ],
};
const index = `<!doctype html><html lang="en" dir="ltr"><head><title>Ithaca</title>
<link rel="modulepreload" crossorigin href="/assets/start.js">
</head><body><div id="root"></div></body></html>`;

let directory: string;
let server: Server;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'web-'));
  for (const folder of ['assets', '.vite']) mkdirSync(join(directory, folder));
  writeFileSync(join(directory, 'index.html'), index);
  writeFileSync(join(directory, '.vite/pages.json'), JSON.stringify(pages));
  writeFileSync(join(directory, 'assets/start.js'), script);
  writeFileSync(join(directory, 'assets/start.js.br'), brotliCompressSync(script));
  const app = express();
  serveWeb(app, directory, (request) => request.headers.cookie?.includes('session=') ?? false);
  server = app.listen(0);
});

afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers });
const page = async (path: string, headers: Record<string, string> = {}) => (await get(path, headers)).text();
const member = { cookie: 'session=1' };

describe('the page of the SPA', () => {
  it('names what the path needs, and what it reads first, for a member', async () => {
    const home = await page('/', member);
    expect(home).toContain(
      '<link rel="modulepreload" crossorigin fetchpriority="low" href="/assets/home.js">',
    );
    expect(home).toContain('<link rel="preload" as="fetch" crossorigin href="/api/home">');
    expect(home).toContain('<link rel="preload" as="fetch" crossorigin href="/api/session">');
    expect(home).toContain('href="/assets/en.js"');
    expect(home).not.toContain('/assets/directory.js');
    expect(home.match(/\/assets\/start\.js/g)).toHaveLength(1);
  });

  it('is nobody’s to find by searching, secrets in addresses least of all', async () => {
    expect((await get('/shared/secret')).headers.get('x-robots-tag')).toBe('noindex');
  });

  it('tells a list from a record below it', async () => {
    expect(await page('/people', member)).toContain('/assets/directory.js');
    expect(await page('/people/0195', member)).toContain('/assets/person.js');
    expect(await page('/somewhere', member)).toContain('empty frame');
  });

  it('shows the frame of a member to nobody else, and nothing of the product before sign-in', async () => {
    expect(await page('/', member)).toContain('<div id="root"><div>empty frame</div></div>');
    const asked = await page('/');
    expect(asked).toContain('<div id="root"></div>');
    expect(asked).not.toMatch(/home\.js|api\//);
    const entrance = await page('/sign-in?to=%2F', member);
    expect(entrance).toContain('/assets/entrance.js');
    expect(entrance).not.toMatch(/empty frame|api\//);
  });

  it('is in the language and look of the browser before any script runs', async () => {
    expect(await page('/', { 'accept-language': 'ar-EG,en;q=0.8' })).toContain('<html lang="ar" dir="rtl">');
    expect(await page('/', { 'accept-language': 'fr' })).toContain('<html lang="en" dir="ltr">');
    const chosen = { 'accept-language': 'ar', cookie: 'ithaca-display=en.dark; session=1' };
    expect(await page('/', chosen)).toContain('<html lang="en" dir="ltr" data-theme="dark">');
    expect(await page('/', { cookie: 'ithaca-display="><script>.x' })).toContain(
      '<html lang="en" dir="ltr">',
    );
  });

  it('is asked for anew each time and kept by nobody in between', async () => {
    const { headers } = await get('/', member);
    expect(headers.get('cache-control')).toBe('private, no-cache');
    const again = { 'if-none-match': headers.get('etag') ?? '', 'cache-control': 'max-age=0' };
    expect((await get('/', { ...member, ...again })).status).toBe(304);
    expect((await get('/people', { ...member, ...again })).status).toBe(200);
  });
});

describe('the files of the SPA', () => {
  it('come as the build compressed them, where the browser takes that, and stay for a year', async () => {
    const packed = await get('/assets/start.js', { 'accept-encoding': 'gzip, br' });
    expect(packed.headers.get('content-encoding')).toBe('br');
    expect(packed.headers.get('content-type')).toContain('javascript');
    expect(packed.headers.get('cache-control')).toContain('immutable');
    expect(packed.headers.get('vary')).toContain('Accept-Encoding');
    expect(await packed.text()).toBe(script);
    const plain = await get('/assets/start.js', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(script);
  });

  it('are not invented: an unknown one is missing', async () => {
    expect((await get('/assets/none.js')).status).toBe(404);
  });
});
