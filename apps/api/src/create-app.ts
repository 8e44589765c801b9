import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { allRoutes } from '@ithaca/contracts/routes';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

import { AppModule } from './app.module.ts';
import { SessionCookie } from './features/identity/session-cookie.ts';
import { NestLogger } from './platform/logger.ts';
import { compressedReplies } from './platform/http/compressed-replies.ts';
import { serveDocs } from './platform/http/docs.ts';
import type { VisitRequest } from './platform/http/endpoint.ts';
import { GroupedRoutes } from './platform/http/grouped-routes.ts';
import { Health } from './platform/http/health.ts';
import { assertEveryRouteIsServed } from './platform/http/inventory.ts';
import { requestLog } from './platform/http/request-log.ts';
import { assertUtf8 } from './platform/http/utf8.ts';
import { serveWeb } from './platform/http/web.ts';
import type { Platform } from './platform/platform.module.ts';

const webDirectory = join(import.meta.dirname, '../../web/dist');

/** The HTTP application over an open platform: not listening yet. */
export async function createApp(
  platform: Platform,
): Promise<{ app: NestExpressApplication; health: Health }> {
  const server = express();
  const health = new Health(platform.db);
  server.disable('x-powered-by');
  // Nobody keeps an answer of the API, so none is hashed; a record's version is its own tag, files and pages bring theirs.
  server.disable('etag');
  server.set('trust proxy', 'loopback, linklocal, uniquelocal');
  // A query string is flat: nested objects are nobody's business here.
  server.set('query parser', 'simple');
  server.use((request: Request, response: Response, next: NextFunction) => {
    const requestId = randomUUID();
    (request as VisitRequest).visit = { requestId };
    response.setHeader('X-Request-Id', requestId);
    next();
  });
  server.use(requestLog(platform.logger));
  server.use(securityHeaders(platform.config.baseUrl));
  server.get('/livez', (_, response) => void response.type('text/plain').send('ok'));
  server.get('/readyz', (_, response) => void health.answer(response));
  server.use('/api', (_: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    if (health.draining) response.setHeader('Connection', 'close');
    next();
  });
  server.use('/api', compressedReplies());
  server.use(express.json({ limit: '100kb', strict: true, verify: assertUtf8 }));

  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.of(platform),
    new GroupedRoutes(server),
    {
      bodyParser: false,
      logger: new NestLogger(platform.logger),
      abortOnError: false,
    },
  );
  serveDocs(server);
  const cookie = new SessionCookie(platform.config.baseUrl);
  serveWeb(server, webDirectory, (request) => cookie.readHash(request) !== null);
  await app.init();
  assertEveryRouteIsServed(app, allRoutes);
  return { app, health };
}

function securityHeaders(baseUrl: string) {
  const secure = baseUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // React Aria and charts set style attributes; no style element comes from anywhere else.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        frameSrc: ["'self'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  });
}
