import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
} from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { InputOf, RouteDeclaration } from '@ithaca/contracts/route';
import type { Actor, Scope } from '@ithaca/domain/permissions';
import type { Request, Response } from 'express';

import type { OpenRead } from '../database/database.ts';

export const ROUTE = 'ithaca:route';

/** What the guard and the interceptor leave on a request. */
export interface Visit {
  requestId: string;
  accountId?: string;
  sessionId?: string;
  /** How the session was proved; see the identity feature. */
  proof?: 'password' | 'mail-link' | 'invitation';
  actor?: Actor;
  scope?: Scope;
  params?: unknown;
  /** The transaction that found out who asks, for a route that only reads. */
  rest?: OpenRead;
  input?: InputOf<RouteDeclaration>;
  /** For an answer that goes on: may who asked still ask? Opens a read for it, null when not. The one who gets it ends it. */
  askAgain?: () => Promise<{ actor: Actor; rest: OpenRead } | null>;
}

export type VisitRequest = Request & { visit: Visit };

export type NamedRoute = RouteDeclaration & { id: string };

/** Whether a route changes nothing: GET, and questions that are too long for an address. */
export function isRead(route: RouteDeclaration): boolean {
  return route.method === 'GET' || route.reads === true;
}

/** Binds a handler to its route of `libs/contracts`: method, path, status, policy and schemas all come from there. */
export function Endpoint(route: RouteDeclaration & { id: string }): MethodDecorator {
  return applyDecorators(
    RequestMapping({ path: route.path, method: RequestMethod[route.method] }),
    HttpCode(route.status ?? 200),
    SetMetadata(ROUTE, route),
  );
}

/** The parsed request: `{ params, query, body, version }`, typed by `InputOf<typeof route>`. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext) => visitOf(context).input);

/** Who asks. Only on routes with a permission; elsewhere there may be nobody. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { actor } = visitOf(context);
  if (!actor) throw new Error('This route has no actor: give it a permission in the route table.');
  return actor;
});

/** Aborts when the caller goes away before the answer is there, so that nobody works for nobody. */
export const Gone = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const response = context.switchToHttp().getResponse<Response>();
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
});

/** The visit itself, for the sign-in routes that work before anybody is known. */
export const CurrentVisit = createParamDecorator((_: unknown, context: ExecutionContext) => visitOf(context));

export function visitOf(context: ExecutionContext): Visit {
  return context.switchToHttp().getRequest<VisitRequest>().visit;
}
