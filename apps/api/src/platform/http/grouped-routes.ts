import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** `/api/cohorts` of `/api/cohorts/:cohortId/overview`; letters count alike, as everywhere in addresses of Express. */
const BEGINNING = /^\/api\/[^/:]+(?=\/|$)/i;
const beginningOf = (path: string) => BEGINNING.exec(path)?.[0].toLowerCase() ?? '';

/**
 * Express compares an address with one route after the other, and there are some 400. Those that begin alike stand together, so
 * that only they are compared with a request that begins so. Among them the first one counts, as ever.
 */
export class GroupedRoutes extends ExpressAdapter {
  readonly #groups = new Map<string, express.Router>();

  constructor(server: express.Express) {
    super(server);
    server.use((request: Request, response: Response, next: NextFunction) => {
      // A group would answer OPTIONS by itself.
      const group = request.method === 'OPTIONS' ? undefined : this.#groups.get(beginningOf(request.path));
      if (group) group(request, response, next);
      else next();
    });
  }

  override get(path: unknown, handler?: unknown): void {
    this.#add('get', path, handler);
  }

  override post(path: unknown, handler?: unknown): void {
    this.#add('post', path, handler);
  }

  override put(path: unknown, handler?: unknown): void {
    this.#add('put', path, handler);
  }

  override patch(path: unknown, handler?: unknown): void {
    this.#add('patch', path, handler);
  }

  override delete(path: unknown, handler?: unknown): void {
    this.#add('delete', path, handler);
  }

  #add(method: Method, path: unknown, handler: unknown): void {
    const beginning = typeof path === 'string' ? beginningOf(path) : '';
    if (typeof path !== 'string' || beginning === '')
      throw new Error(`${method} ${String(path)}: an address begins with /api/ and a name.`);
    const group = this.#groups.get(beginning) ?? express.Router();
    this.#groups.set(beginning, group);
    group[method](path, handler as RequestHandler);
  }
}
