import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import compression from 'compression';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';

import { parseCookie } from './cookies.ts';

/** What a page loads first: see `apps/web/vite-pages.ts`, which writes it. */
interface FirstLoad {
  path: string;
  files: string[];
  words: Record<string, string[]>;
  reads: string[];
}
interface Pages {
  frame: string;
  entrance: FirstLoad;
  pages: FirstLoad[];
}

/** A page, and what it is known by, so that a browser that has it gets no other copy. */
interface Composed {
  html: string;
  tag: string;
}

/** Paths that are the SPA's. */
const OUTSIDE_API = /^\/(?!api(\/|$)|assets\/|livez|readyz)/;
const ENTRANCE = /^\/(sign-in|choose-organisation|invite|join|act|certificates|shared)(\/|$)/;

/**
 * Serves the built SPA, if there is one: hashed assets for ever, the page itself never cached; unknown paths outside /api
 * are the SPA's. `isSignedIn` says whether a request carries a session, without asking whether it still holds.
 */
export function serveWeb(
  server: express.Express,
  directory: string,
  isSignedIn: (request: Request) => boolean,
): void {
  if (!existsSync(join(directory, 'index.html'))) return;
  const pageFor = pagesOf(directory);
  const assets = join(directory, 'assets');
  server.use(
    '/assets',
    compressedBefore(assets),
    compression(),
    express.static(assets, { immutable: true, maxAge: '1y', fallthrough: false }),
  );
  server.get(
    OUTSIDE_API,
    compression(),
    express.static(directory, { index: false, maxAge: '1h' }),
    (request: Request, response: Response) => {
      const { html, tag } = pageFor(request.path, isSignedIn(request), request);
      response
        .set('Cache-Control', 'private, no-cache')
        .set('ETag', tag)
        // Addresses hold secrets, and what is behind them is nobody's to find by searching.
        .set('X-Robots-Tag', 'noindex')
        .type('html')
        .send(html);
    },
  );
}

/** Answers with the file that the build has compressed, where there is one and the browser takes it. */
function compressedBefore(assets: string) {
  const names = new Set(readdirSync(assets).filter((name) => name.endsWith('.br')));
  return (request: Request, response: Response, next: NextFunction) => {
    const name = request.path.slice(1);
    if (names.has(`${name}.br`)) {
      response.vary('Accept-Encoding');
      if (/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) {
        response.type(name).set('Content-Encoding', 'br');
        request.url = `/${name}.br`;
      }
    }
    next();
  };
}

/**
 * The page for a path, in the language and look of the browser: it names the scripts and words the path needs, so that
 * they are asked for at once and not one after the other, and shows a member the empty frame until they are there.
 */
function pagesOf(directory: string) {
  // What is painted first (style sheet, font) comes before what makes it work.
  const index = readFileSync(join(directory, 'index.html'), 'utf8').replaceAll(
    'rel="modulepreload" crossorigin',
    'rel="modulepreload" crossorigin fetchpriority="low"',
  );
  const { frame, entrance, pages } = JSON.parse(
    readFileSync(join(directory, '.vite/pages.json'), 'utf8'),
  ) as Pages;
  // Of two lines with one path the last one is the page; a path without parameters comes before one with them.
  const routes = pages
    .map((page) => ({ page, pattern: patternOf(page.path) }))
    .reverse()
    .toSorted((one, other) => one.page.path.split('$').length - other.page.path.split('$').length);
  const languages = Object.keys(entrance.words);
  const composed = new Map<string, Composed>();

  return (path: string, isMember: boolean, request: Request): Composed => {
    const page = ENTRANCE.test(path) ? entrance : routes.find(({ pattern }) => pattern.test(path))?.page;
    const isInside = isMember && page !== entrance;
    const { language, theme } = displayOf(request, languages);
    const key = [page?.path, isInside, language, theme].join(' ');
    const known = composed.get(key);
    if (known) return known;
    // Somebody unknown is about to be sent to the sign-in page: nothing of the product is theirs to load.
    const files =
      page && (isInside || page === entrance) ? [...page.files, ...(page.words[language] ?? [])] : [];
    const links = files
      .filter((file) => !index.includes(file))
      .map((file) => `<link rel="modulepreload" crossorigin fetchpriority="low" href="${file}">`);
    const reads = isInside ? ['/api/session', ...(page?.reads ?? [])] : [];
    links.unshift(...reads.map((read) => `<link rel="preload" as="fetch" crossorigin href="${read}">`));
    const direction = language === 'ar' ? 'rtl' : 'ltr';
    const html = index
      .replace('<html lang="en" dir="ltr"', `<html lang="${language}" dir="${direction}"${theme}`)
      .replace('</head>', () => `${links.join('\n')}\n</head>`)
      .replace('<div id="root"></div>', () => `<div id="root">${isInside ? frame : ''}</div>`);
    const made = { html, tag: `W/"${createHash('sha256').update(html).digest('base64url').slice(0, 27)}"` };
    composed.set(key, made);
    return made;
  };
}

/** `/people/$personId` as an expression. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}/?$`);
}

/** The language and theme of the browser's own cookie (`apps/web/src/lib/display.ts`), else the first language it asks for. */
function displayOf(request: Request, languages: string[]): { language: string; theme: string } {
  const [chosen = '', theme = ''] = (parseCookie(request.headers.cookie, 'ithaca-display') ?? '').split('.');
  const asked = (request.headers['accept-language'] ?? '').split(',').map((tag) => tag.trim().slice(0, 2));
  const language = [chosen, ...asked].find((tag) => languages.includes(tag)) ?? 'en';
  return { language, theme: theme === 'light' || theme === 'dark' ? ` data-theme="${theme}"` : '' };
}
