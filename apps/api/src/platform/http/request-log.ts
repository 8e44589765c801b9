import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';

import type { VisitRequest } from './endpoint.ts';

/** A line of each request of the API once it is over: its id, its status and how long it took, never what was asked or answered. */
export function requestLog(logger: Logger) {
  return (request: Request, response: Response, next: NextFunction) => {
    if (request.url.startsWith('/api/') && logger.isLevelEnabled('info')) {
      const { requestId } = (request as VisitRequest).visit;
      const began = Date.now();
      response.once('close', () =>
        logger.info(
          { requestId, statusCode: response.statusCode, responseTime: Date.now() - began },
          response.writableFinished ? 'request completed' : 'request aborted',
        ),
      );
    }
    next();
  };
}
